import { gainOf, impurityOf } from './library-gini.ts'
import { DRAWS, LABEL, MOST_DRAWS, PLACE } from './sorted-bag.ts'
import type { SortedBag, SortedColumn } from './sorted-bag.ts'

/** The best split of a node, as the library finds it. */
export interface Found {
  /** −Infinity when there was nothing to try. */
  readonly gain: number
  /** Place of the column among the tree's; −1 when there was nothing to try. */
  readonly slot: number
  /** Cases below go left. */
  readonly value: number
  /** Where the right part starts in the slot's order; the left part may be empty. */
  readonly middle: number
}

/** Where the stretch of `rank` ends that `from` lies in, by steps that double and then halve: many columns hold few values. */
function endOf(order: Int32Array, ranks: Int32Array, from: number, high: number, rank: number): number {
  const place = PLACE
  let step = 1
  let at = from
  while (at + step < high && ranks[(order[at + step] ?? 0) & place] === rank) {
    at += step
    step *= 2
  }
  for (; step >= 1; step >>= 1) if (at + step < high && ranks[(order[at + step] ?? 0) & place] === rank) at += step
  return at + 1
}

const NOTHING: Found = { gain: -Infinity, slot: -1, value: NaN, middle: -1 }

/**
 * Finds the first split of the highest gain in the library's arithmetic without doing that arithmetic for every split. A split into parts of m and n cases with counts aₖ and bₖ
 * gains the more, the higher its score Σaₖ²/m + Σbₖ²/n; the sums are whole numbers that are kept up while walking the sorted cases. Scores that differ by more than what both ways
 * of computing can lose to rounding are decided; the library's arithmetic is done for the few others only.
 *
 * What the library tries: between every two neighbours of different labels the mean of their values. Is it that of the lower one (both are equal, or next to each other as doubles),
 * cases below that value go left; only the first such try of a value can win.
 */
export class SplitSearch {
  readonly #bag: SortedBag
  readonly #inverse: Float64Array
  /** Cases of the node, and per label; the last label is one that no case has. */
  #length = 0
  #all: Int32Array
  readonly #lesser: Int32Array
  readonly #greater: Int32Array
  #squares = 0
  /** Highest score of the node so far, and what a score may be below it and still win. */
  #highest = -Infinity
  #slack = 0
  /** Splits that may still win, in the library's order. */
  #near = 0
  readonly #slots: number[] = []
  readonly #middles: number[] = []
  readonly #values: number[] = []
  readonly #scores: number[] = []

  constructor(bag: SortedBag, cases: number, classes: number) {
    this.#bag = bag
    this.#inverse = Float64Array.from({ length: cases + 1 }, (_, length) => (length === 0 ? 0 : 1 / length))
    this.#all = new Int32Array(classes + 1)
    this.#lesser = new Int32Array(classes + 1)
    this.#greater = new Int32Array(classes + 1)
  }

  /**
   * @param length number of the node's cases
   * @param counts of them per label, and a last one of 0
   * @param active slots in which they differ, ascending
   * @param any entry of one of them
   */
  find(low: number, high: number, length: number, counts: Int32Array, active: readonly number[], any: number): Found {
    this.#length = length
    this.#all = counts
    this.#squares = 0
    for (const count of counts) this.#squares += count * count
    if (this.#squares === length * length) return NOTHING
    this.#highest = -Infinity
    // Adding 1 ÷ n up n times loses n·ε ÷ 2 of a share at most, a gain thrice that; doubled, as both splits of a pair may be off, and times n, as scores are n times gains.
    this.#slack = length * Number.EPSILON * (4 * length + 2 * counts.length + 32)
    this.#near = 0
    for (const slot of active) this.#scan(slot, this.#bag.at(slot), low, high)
    return this.#settle(low, active, any)
  }

  #scan(slot: number, { order, rank, levels }: SortedColumn, low: number, high: number): void {
    const all = this.#all
    const passed = this.#lesser.fill(0)
    const inverse = this.#inverse
    const squares = this.#squares
    const length = this.#length
    const none = all.length - 1
    const bits = LABEL
    const draws = DRAWS
    const most = MOST_DRAWS
    const place = PLACE
    let enough = this.#highest - this.#slack
    // Number of the cases before the present run of one label, their Σa² and Σ(a + b)·a.
    let done = 0
    let own = 0
    let mixed = 0
    let start = low
    let last = order[low] ?? 0
    let run = last >> bits
    let more = (last >> draws) & most
    let tied = -1
    for (let at = low + 1; at < high; at++) {
      const entry = order[at] ?? 0
      const label = entry >> bits
      if (label === run) {
        more += (entry >> draws) & most
        last = entry
        continue
      }
      const before = rank[last & place] ?? 0
      const here = rank[entry & place] ?? 0
      const count = passed[run] ?? 0
      const weight = all[run] ?? 0
      const lower = levels[before] ?? 0
      const mean = here === before ? lower : (lower + (levels[here] ?? 0)) / 2
      const isTie = !(mean > lower)
      if (!isTie || before !== tied) {
        let middle = at
        let part = more
        // Equal values before here have one label: they began within the run.
        for (let back = last; isTie && middle > start && rank[back & place] === before; back = order[middle - 1] ?? 0) {
          part -= (back >> draws) & most
          middle--
        }
        const ownThen = own + part * (2 * count + part)
        const mixedThen = mixed + part * weight
        const passing = done + part
        const score = ownThen * (inverse[passing] ?? 0) + (squares - 2 * mixedThen + ownThen) * (inverse[length - passing] ?? 0)
        if (score >= enough && (run !== none || this.#newest(order, rank, low, at) !== label))
          enough = this.#consider(slot, middle, mean, score)
      }
      own += more * (2 * count + more)
      mixed += more * weight
      passed[run] = count + more
      done += more
      start = at
      more = (entry >> draws) & most
      run = label
      last = entry
      if (here !== before) continue
      // Nothing more is tried among these equal values.
      tied = before
      const end = endOf(order, rank, at, high, before)
      for (; at < end; at++) {
        last = order[at] ?? 0
        const met = last >> bits
        const cases = (last >> draws) & most
        const so = passed[met] ?? 0
        own += cases * (2 * so + cases)
        mixed += cases * (all[met] ?? 0)
        passed[met] = so + cases
        done += cases
      }
      start = end
      more = 0
      run = none
      at = end - 1
    }
  }

  /** Label of the last draw among the equal values before `at`: the library's neighbour of what follows. */
  #newest(order: Int32Array, rank: Int32Array, low: number, at: number): number {
    const { latest } = this.#bag
    const value = rank[(order[at - 1] ?? 0) & PLACE]
    let newest = order[at - 1] ?? 0
    for (let back = at - 2; back >= low && rank[(order[back] ?? 0) & PLACE] === value; back--) {
      const entry = order[back] ?? 0
      if ((latest[entry & PLACE] ?? 0) > (latest[newest & PLACE] ?? 0)) newest = entry
    }
    return newest >> LABEL
  }

  /** @returns the score from which on a split may still win */
  #consider(slot: number, middle: number, value: number, score: number): number {
    if (score > this.#highest + this.#slack) this.#near = 0
    if (score > this.#highest) this.#highest = score
    const last = this.#near - 1
    // The same parts gain the same: the first try is the one that counts.
    if (last < 0 || this.#slots[last] !== slot || this.#middles[last] !== middle) {
      this.#slots[this.#near] = slot
      this.#middles[this.#near] = middle
      this.#values[this.#near] = value
      this.#scores[this.#near] = score
      this.#near++
    }
    return this.#highest - this.#slack
  }

  #settle(low: number, active: readonly number[], any: number): Found {
    const whole = impurityOf(this.#all, this.#length)
    let best = NOTHING
    for (let at = 0; at < this.#near; at++) {
      if ((this.#scores[at] ?? 0) < this.#highest - this.#slack) continue
      const slot = this.#slots[at] ?? 0
      const middle = this.#middles[at] ?? 0
      const gain = this.#gainOf(whole, slot, low, middle)
      if (gain > best.gain) best = { gain, slot, value: this.#values[at] ?? 0, middle }
    }
    // Where no split helps, the library's try to split a constant column may win by rounding, and ends the tree there.
    if (this.#highest <= this.#squares * (this.#inverse[this.#length] ?? 0) + this.#slack) {
      const constant = active.findIndex((slot, at) => slot !== at)
      const slot = constant < 0 ? active.length : constant
      if (slot < this.#bag.columns.length) {
        const gain = this.#gainOf(whole, slot, low, low)
        if (gain > best.gain || (gain === best.gain && slot < best.slot))
          best = { gain, slot, value: this.#bag.valueOf(slot, any), middle: low }
      }
    }
    return best
  }

  #gainOf(whole: number, slot: number, low: number, middle: number): number {
    const lesserLength = this.#bag.count(slot, low, middle, this.#lesser)
    for (const [label, count] of this.#all.entries()) this.#greater[label] = count - (this.#lesser[label] ?? 0)
    return gainOf(whole, this.#length, this.#lesser, lesserLength, this.#greater)
  }
}
