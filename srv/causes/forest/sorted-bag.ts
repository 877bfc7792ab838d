import type { Bag } from './bags.ts'
import { rankOf } from './bins.ts'
import type { CaseMatrix } from './forest.ts'

/**
 * A case that a bag holds, however often, is one entry: its label above the number of its draws above its place among the bag's entries, so that walking the cases of a node meets
 * both without looking them up: `entry >> LABEL`, `(entry >> DRAWS) & MOST_DRAWS`, `entry & PLACE`. Inner loops keep these numbers in constants of their own: an imported one is read
 * anew each time. A case of more draws has several entries.
 */
export const DRAWS = 18
export const PLACE = (1 << DRAWS) - 1
export const LABEL = 22
export const MOST_DRAWS = (1 << (LABEL - DRAWS)) - 1
export const MOST_CASES = 1 << DRAWS
export const MOST_CLASSES = 1 << (31 - LABEL)

/** Every column sorted once for all trees: what is equal has one rank. */
export interface Ranks {
  /** Per column: rank of each case's value. */
  readonly ranks: readonly Int32Array[]
  /** Per column: value of each rank, ascending. */
  readonly levels: readonly Float64Array[]
}

function ranksOf({ rows, width, labels }: CaseMatrix): Ranks {
  const cases = labels.length
  const levels: Float64Array[] = []
  const ranks: Int32Array[] = []
  const values = new Float64Array(cases)
  for (let column = 0; column < width; column++) {
    // −0 becomes 0: JSON knows no other.
    for (let row = 0; row < cases; row++) values[row] = (rows[row * width + column] ?? 0) + 0
    const sorted = values.toSorted()
    let count = 0
    for (let at = 0; at < cases; at++) {
      const value = sorted[at] ?? 0
      if (at === 0 || value > (sorted[count - 1] ?? 0)) sorted[count++] = value
    }
    const own = sorted.slice(0, count)
    const rank = new Int32Array(cases)
    for (let row = 0; row < cases; row++) rank[row] = rankOf(own, values[row] ?? 0) - 1
    levels.push(own)
    ranks.push(rank)
  }
  return { ranks, levels }
}

/** One column of a tree's bag. */
export interface SortedColumn {
  /** Entries, sorted. */
  readonly order: Int32Array
  /** Rank per place. */
  readonly rank: Int32Array
  /** Value per rank. */
  levels: Float64Array
}

/**
 * A tree's bag, sorted by each of the tree's columns, equal values in order of their first draw. A node is a stretch from `low` up to `high`, the same one in every column; splitting
 * it moves its left entries before its right ones and keeps their order. Columns go by their slot: their place among the tree's columns.
 */
export class SortedBag {
  /** Per slot. */
  readonly columns: readonly SortedColumn[]
  /** Number of entries. */
  size = 0
  /** Per place: the last draw. */
  readonly latest: Int32Array
  readonly #set: CaseMatrix
  readonly #ranks: Ranks
  /** Per place: the entry and its case's row. */
  readonly #entries: Int32Array
  readonly #rows: Int32Array
  /** Per row: place after the one of its newest entry. */
  readonly #places: Int32Array
  readonly #ends: Int32Array
  readonly #moved: Int32Array
  /** Per place: 1 when the case goes right in the split that is made just now. */
  readonly #sides: Uint8Array

  /** @param slots number of columns that each tree sees */
  constructor(set: CaseMatrix, slots: number) {
    const cases = set.labels.length
    this.#set = set
    this.#ranks = ranksOf(set)
    const numbers = (): Int32Array => new Int32Array(cases)
    this.columns = Array.from({ length: slots }, () => ({ order: numbers(), rank: numbers(), levels: new Float64Array() }))
    this.latest = numbers()
    this.#entries = numbers()
    this.#rows = numbers()
    this.#places = numbers()
    this.#ends = new Int32Array(cases + 1)
    this.#moved = numbers()
    this.#sides = new Uint8Array(cases)
  }

  /** @throws RangeError for a slot that there is none of */
  at(slot: number): SortedColumn {
    const column = this.columns[slot]
    if (column === undefined) throw new RangeError(`There is no slot ${slot}.`)
    return column
  }

  /** Takes a tree's bag in place of the one before. */
  fill({ rows, columns }: Bag): void {
    this.#enter(rows)
    for (const [slot, own] of this.columns.entries()) {
      const column = columns[slot] ?? 0
      own.levels = this.#ranks.levels[column] ?? own.levels
      this.#sort(this.#ranks.ranks[column] ?? own.rank, own)
    }
  }

  #enter(drawn: Int32Array): void {
    const entries = this.#entries
    const places = this.#places.fill(0)
    this.size = 0
    for (let at = 0; at < drawn.length; at++) {
      const row = drawn[at] ?? 0
      let place = (places[row] ?? 0) - 1
      if (place < 0 || (((entries[place] ?? 0) >> DRAWS) & MOST_DRAWS) === MOST_DRAWS) {
        place = this.size++
        places[row] = place + 1
        this.#rows[place] = row
        entries[place] = ((this.#set.labels[row] ?? 0) << LABEL) + place
      }
      entries[place] = (entries[place] ?? 0) + (1 << DRAWS)
      this.latest[place] = at
    }
  }

  /** Counting sort, which keeps the order of equal ones. */
  #sort(ranks: Int32Array, { order, rank }: SortedColumn): void {
    const ends = this.#ends.fill(0)
    const size = this.size
    const rows = this.#rows
    const entries = this.#entries
    for (let place = 0; place < size; place++) {
      const own = ranks[rows[place] ?? 0] ?? 0
      rank[place] = own
      ends[own + 1] = (ends[own + 1] ?? 0) + 1
    }
    for (let own = 1; own < ends.length; own++) ends[own] = (ends[own] ?? 0) + (ends[own - 1] ?? 0)
    for (let place = 0; place < size; place++) {
      const own = rank[place] ?? 0
      const to = ends[own] ?? 0
      order[to] = entries[place] ?? 0
      ends[own] = to + 1
    }
  }

  /** Whether all cases of a node have the same value. */
  isConstant(slot: number, low: number, high: number): boolean {
    const { order, rank } = this.at(slot)
    return rank[(order[low] ?? 0) & PLACE] === rank[(order[high - 1] ?? 0) & PLACE]
  }

  valueOf(slot: number, entry: number): number {
    const { rank, levels } = this.at(slot)
    return levels[rank[entry & PLACE] ?? 0] ?? 0
  }

  /** Counts a stretch's cases per label into `counts`. @returns their number */
  count(slot: number, low: number, high: number, counts: Int32Array): number {
    const { order } = this.at(slot)
    const [draws, most, bits] = [DRAWS, MOST_DRAWS, LABEL]
    let total = 0
    counts.fill(0)
    for (let at = low; at < high; at++) {
      const entry = order[at] ?? 0
      const label = entry >> bits
      const cases = (entry >> draws) & most
      counts[label] = (counts[label] ?? 0) + cases
      total += cases
    }
    return total
  }

  /** Parts a node that slot `by` splits at `middle`: left cases before right ones in the other `slots` too. */
  part(slots: readonly number[], by: number, low: number, middle: number, high: number): void {
    const sides = this.#sides
    const entries = this.at(by).order
    const place = PLACE
    for (let at = low; at < high; at++) sides[(entries[at] ?? 0) & place] = at < middle ? 0 : 1
    for (const slot of slots) if (slot !== by) move(this.at(slot).order, sides, this.#moved, low, high)
  }
}

function move(order: Int32Array, sides: Uint8Array, moved: Int32Array, low: number, high: number): void {
  const place = PLACE
  let left = low
  let right = 0
  // Both are written, one of them counts: a branch here would be mispredicted half the time.
  for (let at = low; at < high; at++) {
    const entry = order[at] ?? 0
    const isRight = sides[entry & place] ?? 0
    order[left] = entry
    moved[right] = entry
    right += isRight
    left += 1 - isRight
  }
  for (let at = 0; at < right; at++) order[left + at] = moved[at] ?? 0
}
