import { ModelError } from '../errors.ts'
import { bagsOf, columnsPerTree } from './bags.ts'
import type { BagParameters } from './bags.ts'
import { assertCases } from './case-matrix.ts'
import { ExactBuilder } from './exact-forest.ts'
import type { ExactForest } from './exact-forest.ts'
import type { CaseMatrix, Progress } from './forest.ts'
import { MOST_CASES, MOST_CLASSES, SortedBag } from './sorted-bag.ts'
import { SplitSearch } from './split-search.ts'
import type { Found } from './split-search.ts'

/** The library's own parameters, by its names; it also draws a bootstrap of the cases for every tree and splits at means by Gini gain. */
export interface ExactParameters extends BagParameters {
  /** Number of trees. */
  readonly nEstimators: number
  /** A node of so few cases isn't split. */
  readonly minNumSamples: number
  readonly maxDepth: number
  /** Gini gain that a split must exceed: an absolute one, so all but 0 switches rare labels off. */
  readonly gainThreshold: number
}

/** A node that is still to be looked at. */
interface Open {
  readonly low: number
  readonly high: number
  readonly depth: number
  /** NaN for a root. */
  readonly parentGain: number
  readonly parent: number
  readonly isRight: boolean
  /** Slot whose order holds the node's cases for sure: the one that the parent was split by. */
  readonly slot: number
  /** Slots that the parent's cases differ in. */
  readonly active: readonly number[]
}

/** Grows one tree after the other out of the same buffers. */
class Grower {
  readonly #bag: SortedBag
  readonly #search: SplitSearch
  readonly #builder: ExactBuilder
  readonly #parameters: ExactParameters
  readonly #counts: Int32Array
  readonly #leftCounts: Int32Array

  constructor(set: CaseMatrix, parameters: ExactParameters) {
    this.#bag = new SortedBag(set, columnsPerTree(set.width, parameters))
    this.#search = new SplitSearch(this.#bag, set.labels.length, set.classes)
    this.#builder = new ExactBuilder(set.width, set.classes)
    this.#parameters = parameters
    this.#counts = new Int32Array(set.classes + 1)
    this.#leftCounts = new Int32Array(set.classes + 1)
  }

  grow(rows: Int32Array, columns: readonly number[]): void {
    this.#bag.fill({ rows, columns })
    this.#builder.tree(columns)
    const root = {
      low: 0,
      high: this.#bag.size,
      depth: 0,
      parentGain: NaN,
      parent: -1,
      isRight: false,
      slot: 0,
      active: [...columns.keys()],
    }
    const open: Open[] = [root]
    for (let next = open.pop(); next !== undefined; next = open.pop()) this.#node(next, columns, open)
  }

  finish(): ExactForest {
    return this.#builder.finish()
  }

  #node(here: Open, columns: readonly number[], open: Open[]): void {
    const { low, high, depth, parent, isRight, slot } = here
    const size = this.#bag.count(slot, low, high, this.#counts)
    const node = this.#builder.add(size, parent, isRight)
    if (size <= this.#parameters.minNumSamples) {
      this.#builder.leaf(this.#counts, size)
      return
    }
    const active = here.active.filter((each) => !this.#bag.isConstant(each, low, high))
    const found = this.#search.find(low, high, size, this.#counts, active, this.#bag.at(slot).order[low] ?? 0)
    this.#builder.tried(node, found)
    if (!this.#isSplit(found, here)) {
      this.#builder.leaf(this.#counts, size)
      return
    }
    this.#builder.split(node, columns[found.slot] ?? 0, found.value)
    if (this.#isOpenBelow(found, low, size)) this.#bag.part(active, found.slot, low, found.middle, high)
    const child = { depth: depth + 1, parentGain: found.gain, parent: node, slot: found.slot, active }
    open.push({ ...child, low: found.middle, high, isRight: true }, { ...child, low, high: found.middle, isRight: false })
  }

  /** The library gives up where a gain equals the parent's to the last bit. */
  #isSplit(found: Found, { low, depth, parentGain }: Open): boolean {
    const { maxDepth, gainThreshold } = this.#parameters
    return depth < maxDepth && found.gain > gainThreshold && found.gain !== parentGain && found.middle > low
  }

  /** Whether a part may be split again: if none, the other columns needn't follow. */
  #isOpenBelow({ slot, middle }: Found, low: number, size: number): boolean {
    const { minNumSamples } = this.#parameters
    const left = this.#bag.count(slot, low, middle, this.#leftCounts)
    const isOpen = (size: number, most: number): boolean => size > minNumSamples && most < size
    const mostRight = this.#counts.reduce((most, count, label) => Math.max(most, count - (this.#leftCounts[label] ?? 0)), 0)
    return isOpen(left, Math.max(...this.#leftCounts)) || isOpen(size - left, mostRight)
  }
}

function assertParameters(set: CaseMatrix, parameters: ExactParameters): void {
  const fail = (text: string, target: string): never => {
    throw new ModelError('COUNTERSIGN/CASES_UNUSABLE', text, target)
  }
  assertCases(set)
  // The mean of two such values would be infinite.
  const huge = set.rows.findIndex((value) => Math.abs(value) > Number.MAX_VALUE / 2)
  if (huge >= 0) fail(`Feature ${huge % set.width} is too large.`, `rows/${Math.floor(huge / set.width)}`)
  if (set.labels.length > MOST_CASES) fail(`More than ${MOST_CASES} cases.`, 'labels')
  if (set.classes > MOST_CLASSES) fail(`More than ${MOST_CLASSES} labels.`, 'classes')
  if (set.weights !== undefined) fail('The library knows no weights.', 'weights')
  const { maxFeatures, seed } = parameters
  if (!(maxFeatures > 0 && maxFeatures <= 1) || columnsPerTree(set.width, parameters) < 1)
    fail('A tree sees at least one column.', 'maxFeatures')
  if (!Number.isInteger(seed)) fail('A seed is a whole number.', 'seed')
}

/**
 * Grows the forest that `ml-random-forest` 2.1.0 trains with the same parameters, `useSampleBagging` and `noOOB`: same bags, same splits, same numbers to the last bit. The library
 * tries every split by parting all cases anew, which takes time with the square of their number; here columns are sorted once, a tree's bag is put in order by counting, parts stay
 * sorted down the tree (SLIQ: Mehta, Agrawal, Rissanen 1996), and a split is worth what changes in whole-number counts. The library stays the definition: tests hold both against
 * each other. Blocks the thread.
 *
 * @param from first tree; any shards `from`–`to`, joined, are the whole
 * @param to tree after the last one
 * @throws ModelError `COUNTERSIGN/CASES_UNUSABLE`
 */
export function growExact(
  set: CaseMatrix,
  parameters: ExactParameters,
  from = 0,
  to = parameters.nEstimators,
  onTree?: Progress,
): ExactForest {
  assertParameters(set, parameters)
  const grower = new Grower(set, parameters)
  let done = 0
  for (const { rows, columns } of bagsOf(set.labels.length, set.width, parameters, from, to)) {
    grower.grow(rows, columns)
    onTree?.(++done, to - from)
  }
  return grower.finish()
}
