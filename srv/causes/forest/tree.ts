import { ModelError } from '../errors.ts'
import type { FeatureVector } from '../schema.ts'
import type { GrownLeaf, GrownNode, GrownSplit } from './grow.ts'

/** The forest's trees in the form that predictions and explanations read. */

/** A row goes left when its `feature` is below `threshold`. */
interface Split {
  readonly feature: number
  readonly threshold: number
  readonly left: TreeNode
  readonly right: TreeNode
}

export interface TreeNode {
  /** Probability per label, sums to one: a leaf's own, or the mean of what is below it weighted by `cover`. */
  readonly value: readonly number[]
  /** Training cases that pass here. */
  readonly cover: number
  /** Undefined for a leaf. */
  readonly split: Split | undefined
}

/** A node as the library writes it, less what it repeats in every node, plus `cover`. */
type NodeJson = (GrownLeaf | (Omit<GrownSplit, 'left' | 'right'> & { readonly left: NodeJson; readonly right: NodeJson })) & {
  readonly cover: number
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0

/** @throws ModelError when `node` is none that the library wrote. */
export function readNode(node: unknown, columns: readonly number[], labels: number): TreeNode {
  if (!isRecord(node)) throw new ModelError('COUNTERSIGN/MODEL_BROKEN', 'A tree has a hole.', 'estimators')
  if (node.distribution !== undefined) return readLeaf(node.distribution, node.cover, labels)
  const { splitColumn, splitValue, cover } = node
  const feature = isCount(splitColumn) ? columns[splitColumn] : undefined
  if (feature === undefined || typeof splitValue !== 'number' || !Number.isFinite(splitValue)) {
    throw new ModelError(
      'COUNTERSIGN/MODEL_BROKEN',
      `A tree splits at column ${String(splitColumn)}, value ${String(splitValue)}.`,
      'splitColumn',
    )
  }
  const left = readNode(node.left, columns, labels)
  const right = readNode(node.right, columns, labels)
  const [a, b] = left.cover + right.cover > 0 ? [left.cover, right.cover] : [1, 1]
  const value = left.value.map((each, label) => (each * a + (right.value[label] ?? 0) * b) / (a + b))
  return { value, cover: isCount(cover) ? cover : 0, split: { feature, threshold: splitValue, left, right } }
}

function readLeaf(distribution: unknown, cover: unknown, labels: number): TreeNode {
  // The library cuts the row after the highest label that the leaf holds.
  const row: unknown = Array.isArray(distribution) ? distribution[0] : undefined
  const shares = Array.isArray(row)
    ? row.filter((each): each is number => typeof each === 'number' && each >= 0 && Number.isFinite(each))
    : []
  const total = shares.reduce((sum, each) => sum + each, 0)
  if (!Array.isArray(row) || shares.length !== row.length || shares.length > labels || total <= 0) {
    throw new ModelError('COUNTERSIGN/MODEL_BROKEN', 'A leaf holds no distribution.', 'distribution')
  }
  const value = Array.from({ length: labels }, (_, label) => (shares[label] ?? 0) / total)
  return { value, cover: isCount(cover) ? cover : 0, split: undefined }
}

/** Nodes from the root to the leaf that `features` reaches. */
export function pathOf(root: TreeNode, features: FeatureVector): TreeNode[] {
  const path = [root]
  for (let split = root.split; split !== undefined;) {
    const next: TreeNode = (features[split.feature] ?? 0) < split.threshold ? split.left : split.right
    path.push(next)
    split = next.split
  }
  return path
}

/** What was grown, with the number of `rows` that pass every node: the library's own inner nodes don't say what they hold. */
export function withCover(node: GrownNode, columns: readonly number[], rows: readonly FeatureVector[]): NodeJson {
  if ('distribution' in node) return { ...node, cover: rows.length }
  const isLesser = (row: FeatureVector): boolean => (row[columns[node.splitColumn] ?? 0] ?? 0) < node.splitValue
  const [left, right] = [rows.filter(isLesser), rows.filter((row) => !isLesser(row))]
  return { ...node, left: withCover(node.left, columns, left), right: withCover(node.right, columns, right), cover: rows.length }
}
