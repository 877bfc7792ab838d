import { rankOf } from './bins.ts'
import type { Forest } from './forest.ts'

/** Per feature: thresholds that `forest` asks for, each once, ascending. */
export function thresholdsOf({ width, feature, threshold }: Forest): Float64Array[] {
  const met = Array.from({ length: width }, () => new Set<number>())
  for (const [node, own] of feature.entries()) if (own >= 0) met[own]?.add(threshold[node] ?? 0)
  return met.map((each) => Float64Array.from(each).sort())
}

/**
 * How many of a feature's thresholds a value has reached. The way from the least threshold to the greatest is cut into equal cells; a cell says at once which few thresholds are left to
 * be searched. What rounding does to cells doesn't matter, since it does the same to a value and to a threshold, and never turns their order.
 */
export class RankTable {
  readonly #thresholds: Float64Array
  /** Where a feature's thresholds begin; one longer than there are features. */
  readonly #first: Int32Array
  /** Where a feature's cells begin among `#reached`; as many as between there and the next one's, less one. */
  readonly #cells: Int32Array
  /** Per cell: where the thresholds begin that lie in it; one more for each feature, behind its last cell. */
  readonly #reached: Int32Array
  /** Cells in one unit of the feature. */
  readonly #scale: Float64Array

  constructor(thresholds: readonly Float64Array[]) {
    this.#thresholds = Float64Array.from(thresholds.flatMap((own) => [...own]))
    this.#first = new Int32Array(thresholds.length + 1)
    this.#cells = new Int32Array(thresholds.length + 1)
    this.#scale = new Float64Array(thresholds.length)
    for (const [feature, own] of thresholds.entries()) {
      this.#first[feature + 1] = (this.#first[feature] ?? 0) + own.length
      this.#cells[feature + 1] = (this.#cells[feature] ?? 0) + 2 * own.length + 1
      this.#scale[feature] = (2 * own.length) / ((own.at(-1) ?? 0) - (own[0] ?? 0))
    }
    this.#reached = new Int32Array(this.#cells.at(-1) ?? 0)
    for (const [feature, own] of thresholds.entries()) {
      const [from, behind] = [this.#cells[feature] ?? 0, this.#cells[feature + 1] ?? 0]
      const counts = this.#reached.subarray(from, behind)
      for (const each of own) {
        const cell = this.#cellOf(feature, each) - from + 1
        counts[cell] = (counts[cell] ?? 0) + 1
      }
      let passed = this.#first[feature] ?? 0
      for (const [cell, count] of counts.entries()) counts[cell] = passed += count
    }
  }

  /** Between the least threshold and the greatest only. */
  #cellOf(feature: number, value: number): number {
    const from = this.#cells[feature] ?? 0
    const last = (this.#cells[feature + 1] ?? 0) - 2
    const cell = from + (value - (this.#thresholds[this.#first[feature] ?? 0] ?? 0)) * (this.#scale[feature] ?? 0)
    // Thresholds that are very close or very far apart make it no number.
    return cell >= last ? last : cell > from ? Math.floor(cell) : from
  }

  /** What is no number has reached them all, as it is never below one. */
  rankOf(feature: number, value: number): number {
    const thresholds = this.#thresholds
    const first = this.#first[feature] ?? 0
    const end = this.#first[feature + 1] ?? 0
    if (first === end || value < (thresholds[first] ?? 0)) return 0
    if (!(value < (thresholds[end - 1] ?? 0))) return end - first
    const cell = this.#cellOf(feature, value)
    const from = this.#reached[cell] ?? 0
    return from - first + rankOf(thresholds, value, from, this.#reached[cell + 1])
  }
}
