import type { RandomForestClassifier } from 'ml-random-forest'
import { ModelError } from '../errors.ts'
import type { ExactParameters } from './exact.ts'
import { ExactBuilder } from './exact-forest.ts'
import type { ExactForest } from './exact-forest.ts'

/** A forest as `ml-random-forest` writes it and its `load` reads it. */
export type LibraryJson = Parameters<typeof RandomForestClassifier.load>[0]

/** A node as the library writes it; what is undefined isn't written. */
interface NodeJson {
  readonly splitValue?: number | undefined
  readonly splitColumn?: number | undefined
  /** Null for −Infinity, which JSON doesn't know. */
  readonly gain?: number | null | undefined
  /** The library leaves it out where it had no split to try, and forgets it when it loads; here it is always written, or the covers of leaves would be lost. */
  readonly numberSamples: number
  readonly left?: NodeJson
  readonly right?: NodeJson
  readonly distribution?: readonly (readonly number[])[]
}

function nodeOf(forest: ExactForest, node: number, options: object): NodeJson {
  const { left, right, gain: gains, slot, value, cover } = forest
  const gain = gains[node] ?? NaN
  const hasTried = (slot[node] ?? -1) >= 0
  const tried = {
    splitValue: hasTried ? value[node] : undefined,
    splitColumn: hasTried ? slot[node] : undefined,
    gain: Number.isNaN(gain) ? undefined : Number.isFinite(gain) ? gain : null,
    numberSamples: cover[node] ?? 0,
  }
  const start = left[node] ?? -1
  if (start < 0) return { ...options, ...tried, distribution: [distributionOf(forest, node)] }
  return { ...options, ...tried, left: nodeOf(forest, start, options), right: nodeOf(forest, right[node] ?? -1, options) }
}

/** The library cuts the row after the highest label that the leaf holds. */
function distributionOf({ start, label, share }: ExactForest, leaf: number): number[] {
  const [from, to] = [start[leaf] ?? 0, start[leaf + 1] ?? 0]
  const row = Array.from({ length: (label[to - 1] ?? 0) + 1 }, () => 0)
  for (let at = from; at < to; at++) row[label[at] ?? 0] = share[at] ?? 0
  return row
}

/**
 * What the library writes of the same forest, property for property and in the same order, but that `numberSamples` stands in every node.
 *
 * @param parameters that `forest` was grown with; all of its trees
 */
export function toLibraryJson(forest: ExactForest, parameters: ExactParameters): LibraryJson {
  const { nEstimators, maxFeatures, seed, replacement = false, minNumSamples, maxDepth, gainThreshold } = parameters
  const treeOptions = { gainFunction: 'gini', splitFunction: 'mean', minNumSamples, maxDepth, gainThreshold } as const
  const options = { ...treeOptions, kind: 'classifier' } as const
  const n = forest.columns.length / forest.roots.length
  return {
    baseModel: {
      indexes: Array.from(forest.roots, (_, tree) => [...forest.columns.subarray(tree * n, (tree + 1) * n)]),
      n,
      replacement,
      maxFeatures,
      nEstimators,
      treeOptions,
      isClassifier: true,
      seed,
      estimators: Array.from(forest.roots, (root) => ({
        options,
        root: nodeOf(forest, root, { kind: 'classifier', ...treeOptions }),
        name: 'DTClassifier',
      })),
      useSampleBagging: true,
    },
    name: 'RFClassifier',
  } as LibraryJson
}

type Json = Readonly<Record<string, unknown>>
const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const isCounts = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every(isCount)
const broken = (text: string, target: string): ModelError => new ModelError('COUNTERSIGN/MODEL_BROKEN', text, target)

/** Shares per label of a leaf; undefined for another node. */
function sharesOf({ distribution }: Json, classes: number): readonly number[] | undefined {
  if (distribution === undefined) return undefined
  const row: unknown = Array.isArray(distribution) ? distribution[0] : undefined
  const isWhole = Array.isArray(row) && row.length <= classes && row.every((each) => isNumber(each) && each >= 0)
  const shares = isWhole ? (row as readonly number[]) : []
  if (Math.abs(shares.reduce((sum, each) => sum + each, 0) - 1) > 1e-6) throw broken('A leaf holds no distribution.', 'distribution')
  return shares
}

/** Fewest cases that have these shares: the library forgets how many there were. */
function fewest(shares: readonly number[]): number {
  for (let cases = 1; cases < 10_000; cases++) {
    if (shares.every((share) => Math.abs(share * cases - Math.round(share * cases)) < 1e-6)) return cases
  }
  return 1
}

/** Reads one tree into `builder`. */
function readTree(root: unknown, columns: readonly number[], classes: number, builder: ExactBuilder): void {
  const open = [{ json: root, parent: -1, isRight: false }]
  builder.tree(columns)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { json } = next
    if (!isRecord(json)) throw broken('A tree has a hole.', 'estimators')
    const { splitColumn, splitValue, gain } = json
    const column = isCount(splitColumn) ? columns[splitColumn] : undefined
    const shares = sharesOf(json, classes)
    const cover = shares === undefined ? 0 : isCount(json.numberSamples) ? json.numberSamples : fewest(shares)
    const node = builder.add(cover, next.parent, next.isRight)
    if (isCount(splitColumn) && isNumber(splitValue))
      builder.tried(node, { gain: isNumber(gain) ? gain : NaN, slot: splitColumn, value: splitValue })
    else if (gain === null) builder.tried(node, { gain: -Infinity, slot: -1, value: NaN })
    if (shares !== undefined) {
      for (const [label, share] of shares.entries()) if (share > 0) builder.share(label, share)
      continue
    }
    if (column === undefined || !isNumber(splitValue))
      throw broken(`A tree splits at column ${String(splitColumn)}, value ${String(splitValue)}.`, 'splitColumn')
    builder.split(node, column, splitValue)
    open.push({ json: json.right, parent: node, isRight: true }, { json: json.left, parent: node, isRight: false })
  }
}

/**
 * Reads what `toLibraryJson` or the library wrote. Where the library has left out the number of a leaf's cases, the fewest that it can be count.
 *
 * @param classes number of labels
 * @param width of the rows; when left out, up to the last column that a tree sees
 * @throws ModelError `COUNTERSIGN/MODEL_BROKEN` when `json` is none that the library wrote
 */
export function fromLibraryJson(json: unknown, classes: number, width?: number): ExactForest {
  const model = isRecord(json) && json.name === 'RFClassifier' && isRecord(json.baseModel) ? json.baseModel : {}
  const { indexes, estimators } = model
  if (!Array.isArray(indexes) || !Array.isArray(estimators) || estimators.length === 0)
    throw broken('The model has no trees.', 'estimators')
  const columns = estimators.map((_, tree): readonly number[] => {
    const own: unknown = indexes[tree]
    if (!isCounts(own) || own.length !== model.n || own.some((each) => each >= (width ?? Infinity)))
      throw broken(`Tree ${tree} doesn't say what columns it sees.`, 'indexes')
    return own
  })
  const builder = new ExactBuilder(width ?? Math.max(...columns.flat()) + 1, classes)
  for (const [tree, own] of columns.entries()) {
    const estimator: unknown = estimators[tree]
    readTree(isRecord(estimator) ? estimator.root : undefined, own, classes, builder)
  }
  const forest = builder.finish()
  const { left, right, cover } = forest
  // Children come after their parents.
  for (let node = left.length - 1; node >= 0; node--) {
    const [a, b] = [left[node] ?? -1, right[node] ?? -1]
    if (a >= 0) cover[node] = (cover[a] ?? 0) + (cover[b] ?? 0)
  }
  return forest
}
