import type { Forest } from '../../../srv/causes/forest/forest.ts'
import { randomOf } from '../../landscape/history/random.ts'
import type { Random } from '../../landscape/history/random.ts'

export interface RandomShape {
  readonly seed: number
  readonly trees: number
  /** Splits between a root and its deepest leaf, at most. */
  readonly depth: number
  readonly width: number
  readonly classes: number
  /** Chance that a node splits; 1 grows every branch until `depth` or `leaves` stops it. */
  readonly splitting?: number
  /** Leaves of a tree, at most. */
  readonly leaves?: number
}

interface Node {
  readonly depth: number
  feature: number
  threshold: number
  left: number
  right: number
  cover: number
  shares: (readonly [label: number, share: number])[]
}

const below = (random: Random, most: number): number => Math.floor(random() * most)

function end(node: Node, random: Random, classes: number): void {
  const labels = [...new Set(Array.from({ length: 1 + below(random, 3) }, () => below(random, classes)))].sort((a, b) => a - b)
  const weights = labels.map(() => 0.1 + random())
  const total = weights.reduce((sum, each) => sum + each, 0)
  node.shares = labels.map((label, at) => [label, (weights[at] ?? 0) / total])
  node.cover = 1 + below(random, 50)
}

function randomTree(nodes: Node[], random: Random, { depth, width, classes, splitting = 0.9, leaves = Infinity }: RandomShape): void {
  const plant = (at: number): Node => {
    const node = { depth: at, feature: -1, threshold: NaN, left: -1, right: -1, cover: 0, shares: [] }
    nodes.push(node)
    return node
  }
  const first = nodes.length
  const waiting = [plant(0)]
  // A branch is drawn from all that wait, so that a tree with few leaves is deep in some places.
  for (let ends = 0; waiting.length > 0;) {
    const [node] = waiting.splice(below(random, waiting.length), 1)
    if (node === undefined) break
    if (node.depth >= depth || ends + waiting.length + 2 > leaves || random() >= splitting) {
      end(node, random, classes)
      ends++
      continue
    }
    Object.assign(node, { feature: below(random, width), threshold: random() * 2 - 1, left: nodes.length, right: nodes.length + 1 })
    waiting.push(plant(node.depth + 1), plant(node.depth + 1))
  }
  for (const node of nodes.slice(first).reverse())
    if (node.left >= 0) node.cover = (nodes[node.left]?.cover ?? 0) + (nodes[node.right]?.cover ?? 0)
}

/** A forest that nobody trained, but that keeps all promises of `Forest`: thresholds between −1 and 1, one to three labels a leaf, covers that add up. */
export function randomForest(shape: RandomShape): Forest {
  const random = randomOf(shape.seed)
  const nodes: Node[] = []
  const roots = Array.from({ length: shape.trees }, () => {
    const root = nodes.length
    randomTree(nodes, random, shape)
    return root
  })
  const shares = nodes.flatMap((each) => each.shares)
  let before = 0
  const start = nodes.map((each) => (before += each.shares.length) - each.shares.length)
  return {
    width: shape.width,
    classes: shape.classes,
    roots: Int32Array.from(roots),
    feature: Int32Array.from(nodes, (each) => each.feature),
    threshold: Float64Array.from(nodes, (each) => each.threshold),
    left: Int32Array.from(nodes, (each) => each.left),
    right: Int32Array.from(nodes, (each) => each.right),
    cover: Float64Array.from(nodes, (each) => each.cover),
    start: Uint32Array.from([...start, before]),
    label: Uint16Array.from(shares, ([label]) => label),
    share: Float64Array.from(shares, ([, share]) => share),
  }
}

/** Rows of a forest with thresholds between −1 and 1. */
export function randomRow(random: Random, width: number): Float64Array {
  return Float64Array.from({ length: width }, () => random() * 2 - 1)
}
