import type { Bins } from './bins.ts'

/** Cases of one node, as the search reads them. */
export interface NodeCases {
  /** Rows of the node: `order[from]` up to `order[to]`, each once. */
  readonly order: Int32Array
  from: number
  to: number
  /** Per case, from 0: what it weighs, and its label among those that the node has. */
  readonly weight: Float64Array
  readonly label: Uint16Array
  /** Labels that the node has, and the weight of each. */
  labels: number
  readonly weights: Float64Array
  /** Sum and sum of squares of `weights`. */
  total: number
  squares: number
}

/** A case goes left when its bin is at most `edge`. */
export interface Best {
  /** What the split is worth: Σ squares ÷ total of both sides; its gain of Gini is this less the node's own, ÷ the node's total. */
  worth: number
  feature: number
  edge: number
}

/** From so many cases on, counts per bin and label are cheaper than walking the cases bin by bin. */
const MANY = 1024
const WORDS = 8

/**
 * Tries every boundary between bins of one feature and keeps the best by Gini (Breiman et al. 1984), the first of equals. The sums of squares on both sides are kept while cases move
 * from right to left, so a boundary costs two divisions. Small nodes walk only the bins that they touch: a list per bin, and a set of 256 bits that keeps them in order.
 */
export class HistogramSearch {
  readonly best: Best = { worth: 0, feature: -1, edge: -1 }
  readonly #bins: Bins
  readonly #minLeaf: number
  readonly #cases: number
  readonly #head = new Int32Array(256)
  readonly #next: Int32Array
  readonly #touched = new Int32Array(WORDS)
  readonly #counts = new Int32Array(256)
  readonly #histogram: Float64Array
  readonly #left: Float64Array

  /** @param cases rows that the codes of `bins` are of */
  constructor(bins: Bins, cases: number, classes: number, minLeaf: number) {
    this.#bins = bins
    this.#cases = cases
    this.#minLeaf = minLeaf
    this.#next = new Int32Array(Math.min(cases, MANY) + 1)
    this.#histogram = new Float64Array(256 * classes)
    this.#left = new Float64Array(classes)
  }

  /** False when all cases have the same bin of `feature`, so that there's nothing to split. */
  try(feature: number, node: NodeCases): boolean {
    this.#left.fill(0, 0, node.labels)
    return node.to - node.from < MANY ? this.#tryFew(feature, node) : this.#tryMany(feature, node)
  }

  #tryFew(feature: number, { order, from, to, weight, label, weights, total, squares }: NodeCases): boolean {
    const codes = this.#bins.codes
    const offset = feature * this.#cases
    const [head, next, touched, left] = [this.#head, this.#next, this.#touched, this.#left]
    const cases = to - from
    // Lists hold positions from 1, so that 0 is their end.
    for (let at = 1; at <= cases; at++) {
      const bin = codes[offset + (order[from + at - 1] ?? 0)] ?? 0
      next[at] = head[bin] ?? 0
      head[bin] = at
      touched[bin >> 5] = (touched[bin >> 5] ?? 0) | (1 << (bin & 31))
    }
    let [passed, leftTotal, leftSquares, rightSquares, before] = [0, 0, 0, squares, -1]
    for (let word = 0; word < WORDS; word++) {
      let bits = touched[word] ?? 0
      touched[word] = 0
      while (bits !== 0) {
        const lowest = bits & -bits
        bits ^= lowest
        const bin = word * 32 + 31 - Math.clz32(lowest)
        if (passed >= this.#minLeaf && cases - passed >= this.#minLeaf) {
          this.#keep(leftSquares / leftTotal + rightSquares / (total - leftTotal), feature, before, bin)
        }
        for (let at = head[bin] ?? 0; at > 0; at = next[at] ?? 0) {
          const moved = weight[at - 1] ?? 0
          const of = label[at - 1] ?? 0
          const there = left[of] ?? 0
          leftSquares += moved * (2 * there + moved)
          rightSquares -= moved * (2 * ((weights[of] ?? 0) - there) - moved)
          left[of] = there + moved
          leftTotal += moved
          passed++
        }
        head[bin] = 0
        if (passed === cases && before < 0) return false
        before = bin
      }
    }
    return true
  }

  #tryMany(feature: number, { order, from, to, weight, label, labels, weights, total, squares }: NodeCases): boolean {
    const codes = this.#bins.codes
    const offset = feature * this.#cases
    const [counts, histogram, left] = [this.#counts, this.#histogram, this.#left]
    const cases = to - from
    for (let at = 0; at < cases; at++) {
      const bin = codes[offset + (order[from + at] ?? 0)] ?? 0
      const cell = bin * labels + (label[at] ?? 0)
      histogram[cell] = (histogram[cell] ?? 0) + (weight[at] ?? 0)
      counts[bin] = (counts[bin] ?? 0) + 1
    }
    let [passed, leftTotal, leftSquares, rightSquares, before] = [0, 0, 0, squares, -1]
    for (let bin = 0; passed < cases; bin++) {
      const count = counts[bin] ?? 0
      if (count === 0) continue
      if (passed >= this.#minLeaf && cases - passed >= this.#minLeaf) {
        this.#keep(leftSquares / leftTotal + rightSquares / (total - leftTotal), feature, before, bin)
      }
      for (let of = 0; of < labels; of++) {
        const moved = histogram[bin * labels + of] ?? 0
        if (moved === 0) continue
        histogram[bin * labels + of] = 0
        const there = left[of] ?? 0
        leftSquares += moved * (2 * there + moved)
        rightSquares -= moved * (2 * ((weights[of] ?? 0) - there) - moved)
        left[of] = there + moved
        leftTotal += moved
      }
      counts[bin] = 0
      passed += count
      if (count === cases) return false
      before = bin
    }
    return true
  }

  /** The edge halfway between the bins on both sides: what lies between was not in the node. */
  #keep(worth: number, feature: number, before: number, bin: number): void {
    if (worth <= this.best.worth) return
    this.best.worth = worth
    this.best.feature = feature
    this.best.edge = (before + bin - 1) >> 1
  }
}
