import { ModelError } from '../errors.ts'
import type { Bins } from './bins.ts'
import { binsOf } from './bins.ts'
import { ForestBuilder } from './builder.ts'
import { assertCases } from './case-matrix.ts'
import type { CaseMatrix, Forest, Progress } from './forest.ts'
import type { Draw } from './random.ts'
import { randomOf } from './random.ts'
import { HistogramSearch } from './histogram-search.ts'
import type { NodeCases } from './histogram-search.ts'

/**
 * Random forests (Breiman 2001) over features cut into quantile bins once, as gradient boosting does it (Ke et al. 2017, LightGBM): a split costs one pass over the cases instead of a
 * sort. Features are drawn anew for every split, bags with replacement, and leaves keep the shares of all labels. Trees depend on nothing but the cases, the parameters and their own
 * number, so any sharding gives the same forest.
 */
export interface HistogramParameters {
  /** Number of trees. */
  readonly trees: number
  /** 32-bit integer. */
  readonly seed: number
  /** Most bins of a feature, 2 to 256. Fewer than 255 lose what is rare. */
  readonly bins: number
  /** Features drawn for each split, of those that aren't constant there as long as there are any. */
  readonly featuresPerSplit: number
  /** Least number of different cases in a leaf. */
  readonly minLeaf: number
  /** Splits from the root to a leaf, at most. */
  readonly maxDepth: number
  /** Every tree draws its own cases: as many as there are (Σ weights, rounded, where they have weights), each as often as it weighs. Otherwise it sees each case once. */
  readonly bootstrap: boolean
}

const LEAST = { trees: 1, seed: -(2 ** 31), bins: 2, featuresPerSplit: 1, minLeaf: 1, maxDepth: 1 } as const
const MOST = { trees: 10_000, seed: 2 ** 32 - 1, bins: 256, featuresPerSplit: 65_535, minLeaf: 2 ** 31, maxDepth: 1_000 } as const

function assertParameters(parameters: HistogramParameters): void {
  for (const name of Object.keys(LEAST) as (keyof typeof LEAST)[]) {
    const value = parameters[name]
    if (!Number.isInteger(value) || value < LEAST[name] || value > MOST[name]) {
      throw new ModelError(
        'COUNTERSIGN/PARAMETER_UNUSABLE',
        `${name} is ${value}; whole numbers from ${LEAST[name]} to ${MOST[name]} are possible.`,
        name,
      )
    }
  }
}

/** Weight of every case in the bag of one tree, 0 for those that aren't in it. */
function bagOf({ labels, weights }: CaseMatrix, bootstrap: boolean, sums: Float64Array | undefined, draw: Draw): Float64Array {
  const cases = labels.length
  if (!bootstrap) return weights ?? new Float64Array(cases).fill(1)
  const bag = new Float64Array(cases)
  const total = sums?.[cases - 1] ?? cases
  for (let left = Math.max(1, Math.round(total)); left > 0; left--) {
    const drawn = sums === undefined ? draw(cases) : positionIn(sums, (draw(2 ** 32) / 2 ** 32) * total)
    bag[drawn] = (bag[drawn] ?? 0) + 1
  }
  return bag
}

/** First position of ascending `sums` that is above `value`; the last one at most. */
function positionIn(sums: Float64Array, value: number): number {
  let [low, high] = [0, sums.length - 1]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (value < (sums[middle] ?? 0)) high = middle
    else low = middle + 1
  }
  return low
}

/** Grows one tree after the other, all in the same memory. */
class TreeGrower {
  readonly #set: CaseMatrix
  readonly #parameters: HistogramParameters
  readonly #bins: Bins
  readonly #search: HistogramSearch
  readonly #builder: ForestBuilder
  readonly #node: NodeCases
  readonly #aside: Int32Array
  /** Features, those drawn for the split first; shuffled on from split to split. */
  readonly #features: Int32Array
  /** Of each label, its position among those that the node has, from 1; 0 where it has none. */
  readonly #positions: Uint16Array
  readonly #present: Uint16Array

  constructor(set: CaseMatrix, parameters: HistogramParameters, builder: ForestBuilder) {
    const cases = set.labels.length
    this.#set = set
    this.#parameters = parameters
    this.#builder = builder
    this.#bins = binsOf(set, parameters.bins)
    this.#search = new HistogramSearch(this.#bins, cases, set.classes, parameters.minLeaf)
    this.#aside = new Int32Array(cases)
    this.#features = new Int32Array(set.width)
    this.#positions = new Uint16Array(set.classes)
    this.#present = new Uint16Array(set.classes)
    const [order, weight, label] = [new Int32Array(cases), new Float64Array(cases), new Uint16Array(cases)]
    this.#node = { order, from: 0, to: 0, weight, label, labels: 0, weights: new Float64Array(set.classes), total: 0, squares: 0 }
  }

  grow(bag: Float64Array, draw: Draw): void {
    const { order } = this.#node
    let cases = 0
    for (let row = 0; row < bag.length; row++) if ((bag[row] ?? 0) > 0) order[cases++] = row
    for (let feature = 0; feature < this.#features.length; feature++) this.#features[feature] = feature
    const open = [{ from: 0, to: cases, depth: 0, parent: -1, isRight: false }]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { from, to, depth, parent, isRight } = next
      this.#enter(from, to, bag)
      const node = this.#builder.add(this.#node.total)
      if (parent < 0) this.#builder.root(node)
      else this.#builder.attach(node, parent, isRight)
      const middle = this.#split(node, depth, draw)
      if (middle === undefined) this.#leaf()
      else {
        open.push({ from: middle, to, depth: depth + 1, parent: node, isRight: true })
        open.push({ from, to: middle, depth: depth + 1, parent: node, isRight: false })
      }
    }
  }

  /** Gathers what the search needs to know of the cases from `from` to `to`. */
  #enter(from: number, to: number, bag: Float64Array): void {
    const [node, positions, present, labels] = [this.#node, this.#positions, this.#present, this.#set.labels]
    const { order, weight, label, weights } = node
    node.from = from
    node.to = to
    node.labels = 0
    weights.fill(0)
    for (let at = from; at < to; at++) {
      const row = order[at] ?? 0
      const own = labels[row] ?? 0
      let position = positions[own] ?? 0
      if (position === 0) {
        present[node.labels] = own
        position = ++node.labels
        positions[own] = position
      }
      const weighs = bag[row] ?? 0
      label[at - from] = position - 1
      weight[at - from] = weighs
      weights[position - 1] = (weights[position - 1] ?? 0) + weighs
    }
    node.total = 0
    node.squares = 0
    for (let position = 0; position < node.labels; position++) {
      const weighs = weights[position] ?? 0
      positions[present[position] ?? 0] = 0
      node.total += weighs
      node.squares += weighs * weighs
    }
  }

  /** Where the right half of the node's cases begins, or undefined when it stays a leaf. */
  #split(node: number, depth: number, draw: Draw): number | undefined {
    const { minLeaf, maxDepth, featuresPerSplit } = this.#parameters
    const [cases, search, features] = [this.#node, this.#search, this.#features]
    if (cases.labels === 1 || depth >= maxDepth || cases.to - cases.from < 2 * minLeaf) return undefined
    search.best.worth = cases.squares / cases.total
    search.best.feature = -1
    let hasVaried = false
    for (let at = 0; at < features.length && (at < featuresPerSplit || !hasVaried); at++) {
      const swap = at + draw(features.length - at)
      const feature = features[swap] ?? 0
      features[swap] = features[at] ?? 0
      features[at] = feature
      if (search.try(feature, cases)) hasVaried = true
    }
    const { feature, edge } = search.best
    if (feature < 0) return undefined
    this.#builder.split(node, feature, this.#bins.edges[feature]?.[edge] ?? NaN)
    return this.#partition(feature, edge)
  }

  #partition(feature: number, edge: number): number {
    const { order, from, to } = this.#node
    const [codes, aside] = [this.#bins.codes, this.#aside]
    const offset = feature * this.#set.labels.length
    let [left, right] = [from, 0]
    for (let at = from; at < to; at++) {
      const row = order[at] ?? 0
      if ((codes[offset + row] ?? 0) <= edge) order[left++] = row
      else aside[right++] = row
    }
    for (let at = 0; at < right; at++) order[left + at] = aside[at] ?? 0
    return left
  }

  /** The shares of the node, labels ascending. */
  #leaf(): void {
    const { labels, weights, total } = this.#node
    const present = this.#present
    const order = Array.from({ length: labels }, (_, position) => position).sort((a, b) => (present[a] ?? 0) - (present[b] ?? 0))
    for (const position of order) this.#builder.share(present[position] ?? 0, (weights[position] ?? 0) / total)
  }
}

/**
 * Trees `from` to `to` − 1 of the forest: any shards, joined by `concatForests`, are the whole. Blocks the thread: about 15 ms a tree for 20,000 cases of 24 features. Needs a byte a
 * feature and about 50 bytes a case besides the forest.
 *
 * @throws ModelError `COUNTERSIGN/CASES_UNUSABLE`, `COUNTERSIGN/PARAMETER_UNUSABLE`
 */
export function growHistogram(
  set: CaseMatrix,
  parameters: HistogramParameters,
  from = 0,
  to = parameters.trees,
  onTree?: Progress,
): Forest {
  assertCases(set)
  assertParameters(parameters)
  const builder = new ForestBuilder(set.width, set.classes)
  const grower = new TreeGrower(set, parameters, builder)
  let sum = 0
  const sums = parameters.bootstrap ? set.weights?.map((weight) => (sum += weight)) : undefined
  for (let tree = from; tree < to; tree++) {
    const draw = randomOf(parameters.seed, tree)
    grower.grow(bagOf(set, parameters.bootstrap, sums, draw), draw)
    onTree?.(tree + 1 - from, to - from)
  }
  return builder.finish()
}
