import type { Forest } from './forest.ts'
import type { Layout } from './layout.ts'

/** Which walks to add up, four trees at a time: the first four end at `places[from]` and `lane`, 2 `lane` and 3 `lane` behind it, every next four `step` further. */
export interface Walks {
  readonly places: Int32Array
  readonly lane: number
  readonly step: number
}

export interface LeafShares {
  /** Adds the shares of `count` times four leaves to `out` from `to` on, `outStep` further each time. Trees are added in their order, so sums are the same however they are grouped. */
  add(walks: Walks, count: number, out: Float64Array, to: number, outStep: number): void
}

/** A row of all labels for every leaf: no label to be looked up, four leaves a sweep. For leaves that hold most labels, as those of many cases do. */
class DenseShares implements LeafShares {
  readonly #classes: number
  /** Per pair of the layout's nodes: where its row begins. What isn't a leaf has that of `nowhere`, of zeros. */
  readonly #start: Int32Array
  readonly #table: Float64Array

  constructor({ classes, feature, start, label, share }: Forest, { origin }: Layout) {
    const isLeaf = (node: number): boolean => feature[node] === -1
    this.#classes = classes
    this.#start = new Int32Array(origin.length)
    this.#table = new Float64Array(classes * (origin.filter(isLeaf).length + 1))
    let end = classes
    for (const [pair, node] of origin.entries()) {
      if (!isLeaf(node)) continue
      this.#start[pair] = end
      for (let at = start[node] ?? 0; at < (start[node + 1] ?? 0); at++) this.#table[end + (label[at] ?? 0)] = share[at] ?? 0
      end += classes
    }
  }

  add({ places, lane, step }: Walks, count: number, out: Float64Array, to: number, outStep: number): void {
    const start = this.#start
    const table = this.#table
    const classes = this.#classes
    let from = 0
    let own = to
    for (let walk = 0; walk < count; walk++) {
      const a = start[(places[from] ?? 0) >> 1] ?? 0
      const b = start[(places[from + lane] ?? 0) >> 1] ?? 0
      const c = start[(places[from + 2 * lane] ?? 0) >> 1] ?? 0
      const d = start[(places[from + 3 * lane] ?? 0) >> 1] ?? 0
      for (let label = 0; label < classes; label++) {
        const sum = (out[own + label] ?? 0) + (table[a + label] ?? 0) + (table[b + label] ?? 0)
        out[own + label] = sum + (table[c + label] ?? 0) + (table[d + label] ?? 0)
      }
      from += step
      own += outStep
    }
  }
}

/** Only the labels that a leaf holds. For pure leaves, and many labels. */
class SparseShares implements LeafShares {
  /** Per pair of the layout's nodes: where its shares begin and end. */
  readonly #start: Int32Array
  readonly #end: Int32Array
  readonly #label: Uint16Array
  readonly #share: Float64Array

  constructor({ start, label, share }: Forest, { origin }: Layout) {
    this.#start = origin.map((node) => start[node] ?? 0)
    this.#end = origin.map((node) => (node < 0 ? 0 : (start[node + 1] ?? 0)))
    this.#label = label
    this.#share = share
  }

  add({ places, lane, step }: Walks, count: number, out: Float64Array, to: number, outStep: number): void {
    const ends = this.#end
    const labels = this.#label
    const share = this.#share
    for (let walk = 0; walk < count; walk++) {
      for (let tree = 0; tree < 4; tree++) {
        const pair = (places[walk * step + tree * lane] ?? 0) >> 1
        const end = ends[pair] ?? 0
        for (let at = this.#start[pair] ?? 0; at < end; at++) {
          const own = to + walk * outStep + (labels[at] ?? 0)
          out[own] = (out[own] ?? 0) + (share[at] ?? 0)
        }
      }
    }
  }
}

/** Numbers that a table of all labels may have: 32 MB. */
const MOST = 2 ** 22

export function leafSharesOf(forest: Forest, layout: Layout): LeafShares {
  const { feature, cover, start, classes } = forest
  let [leaves, cases, held] = [0, 0, 0]
  for (const [node, own] of feature.entries()) {
    if (own >= 0) continue
    leaves++
    cases += cover[node] ?? 0
    held += (cover[node] ?? 0) * ((start[node + 1] ?? 0) - (start[node] ?? 0))
  }
  // Labels in the leaf that a case comes to, on average: rows to be scored come to the same leaves.
  const isDense = held > (cases * classes) / 3 && leaves * classes < MOST
  return isDense ? new DenseShares(forest, layout) : new SparseShares(forest, layout)
}
