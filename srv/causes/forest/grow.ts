import { integer, MersenneTwister19937 } from 'random-js'
import type { FeatureVector } from '../schema.ts'

/**
 * Grows the forest that `ml-random-forest` 2.1.0 would train with the same parameters: same bags, same splits, same numbers to the last bit.
 * The library tries every change of label by partitioning all rows anew, which takes minutes for 400 cases of 20 causes; here counts are kept
 * while walking the sorted rows. The library stays the definition: tests hold both against each other, and it loads what is grown here.
 */

export interface GrowParameters {
  /** Number of trees. */
  readonly nEstimators: number
  /** Share of the features that a tree sees, above 0 to 1. */
  readonly maxFeatures: number
  /** 32-bit integer. */
  readonly seed: number
  /** A node of so few rows isn't split. */
  readonly minNumSamples: number
  readonly maxDepth: number
  /** Gini gain that a split must exceed. */
  readonly gainThreshold: number
}

export interface GrownLeaf {
  /** One row: share per label, up to the highest label met. */
  readonly distribution: readonly (readonly number[])[]
}
export interface GrownSplit {
  /** Position in the columns of the tree. */
  readonly splitColumn: number
  /** Rows below go left. */
  readonly splitValue: number
  readonly gain: number
  readonly left: GrownNode
  readonly right: GrownNode
}
export type GrownNode = GrownLeaf | GrownSplit

export interface GrownTree {
  /** Features that the tree sees, in its own order. */
  readonly columns: readonly number[]
  readonly root: GrownNode
}

interface Best {
  readonly gain: number
  readonly column: number
  readonly value: number
}

type Counts = readonly number[]

/** The library adds 1 ÷ length once per row; the sum is not count ÷ length to the last bit. */
const sums = new Map<number, readonly number[]>()
function shareOf(count: number, length: number): number {
  let table = sums.get(length)
  if (table === undefined) {
    const steps = [0]
    for (let at = 0; at < length; at++) steps.push((steps[at] ?? 0) + 1 / length)
    sums.set(length, (table = steps))
  }
  return table[count] ?? 0
}

function gini(counts: Counts, length: number): number {
  if (length === 0) return 0
  let sum = 0
  for (const count of counts) {
    const share = count === 0 ? 0 : shareOf(count, length)
    sum += share * share
  }
  return 1 - sum
}

/** In the library's order of operations, so that ties are broken alike. */
function gainOf(all: Counts, length: number, lesser: Counts, lesserLength: number): number {
  const greater = all.map((count, label) => count - (lesser[label] ?? 0))
  const greaterLength = length - lesserLength
  const impurity = (gini(greater, greaterLength) * greaterLength) / length + (gini(lesser, lesserLength) * lesserLength) / length
  return gini(all, length) - impurity
}

/** Best split of one node: the first of the highest gain, in order of columns and values. */
function bestSplit(
  rows: readonly FeatureVector[],
  labels: readonly number[],
  bag: readonly number[],
  columns: readonly number[],
  all: Counts,
): Best {
  let best: Best = { gain: -Infinity, column: -1, value: NaN }
  for (const [column, feature] of columns.entries()) {
    const valueOf = (row: number | undefined): number => rows[row ?? 0]?.[feature] ?? 0
    const sorted = bag.toSorted((a, b) => valueOf(a) - valueOf(b))
    const passed = all.map(() => 0)
    let below = passed.slice()
    let belowLength = 0
    let isTied = false
    for (let at = 1; at < sorted.length; at++) {
      const label = labels[sorted[at - 1] ?? 0] ?? 0
      passed[label] = (passed[label] ?? 0) + 1
      const before = valueOf(sorted[at - 1])
      const here = valueOf(sorted[at])
      const hasChanged = label !== labels[sorted[at] ?? 0]
      const value = (before + here) / 2
      if (hasChanged && value > before) {
        const gain = gainOf(all, bag.length, passed, at)
        if (gain > best.gain) best = { gain, column, value }
      } else if (hasChanged && !isTied) {
        // Between equal values the library tries the value itself, again and again; only the first try can win.
        isTied = true
        const gain = gainOf(all, bag.length, below, belowLength)
        if (gain > best.gain) best = { gain, column, value }
      }
      if (here > before) {
        below = passed.slice()
        belowLength = at
        isTied = false
      }
    }
  }
  return best
}

/** Draws rows with replacement, then columns without, as the library does; the second engine's next number seeds the next tree. */
function bagsOf(rows: number, columns: number, width: number, seed: number): { bag: number[]; columns: number[]; next: number } {
  const rowEngine = MersenneTwister19937.seed(seed)
  const drawRow = integer(0, rows - 1)
  const bag = Array.from({ length: rows }, () => drawRow(rowEngine))
  const columnEngine = MersenneTwister19937.seed(rowEngine.next())
  const drawColumn = integer(0, columns - 1)
  const drawn = new Set<number>()
  while (drawn.size < width) drawn.add(drawColumn(columnEngine))
  return { bag, columns: [...drawn], next: columnEngine.next() }
}

/**
 * @param rows one vector a case, all of one width, finite
 * @param labels one whole number from 0 a case
 */
export function growForest(rows: readonly FeatureVector[], labels: readonly number[], parameters: GrowParameters): GrownTree[] {
  const width = rows[0]?.length ?? 0
  const classes = Math.max(...labels) + 1
  const grow = (bag: readonly number[], columns: readonly number[], depth: number, parentGain: number | undefined): GrownNode => {
    const all = Array.from({ length: classes }, () => 0)
    for (const row of bag) all[labels[row] ?? 0] = (all[labels[row] ?? 0] ?? 0) + 1
    const leaf = (): GrownLeaf => ({
      distribution: [all.slice(0, all.findLastIndex((count) => count > 0) + 1).map((count) => shareOf(count, bag.length))],
    })
    if (bag.length <= parameters.minNumSamples || depth >= parameters.maxDepth) return leaf()
    const { gain, column, value } = bestSplit(rows, labels, bag, columns, all)
    if (gain <= parameters.gainThreshold || gain === parentGain) return leaf()
    const isLesser = (row: number): boolean => (rows[row]?.[columns[column] ?? 0] ?? 0) < value
    const lesser = bag.filter(isLesser)
    const greater = bag.filter((row) => !isLesser(row))
    if (lesser.length === 0 || greater.length === 0) return leaf()
    return {
      splitColumn: column,
      splitValue: value,
      gain,
      left: grow(lesser, columns, depth + 1, gain),
      right: grow(greater, columns, depth + 1, gain),
    }
  }
  let { seed } = parameters
  const trees: GrownTree[] = []
  for (let tree = 0; tree < parameters.nEstimators; tree++) {
    const { bag, columns, next } = bagsOf(rows.length, width, Math.floor(width * parameters.maxFeatures), seed)
    seed = next
    trees.push({ columns, root: grow(bag, columns, 0, undefined) })
  }
  sums.clear()
  return trees
}
