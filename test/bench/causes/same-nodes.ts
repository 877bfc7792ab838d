import { isDeepStrictEqual } from 'node:util'

/** A node in the library's JSON: what it says of itself, and its children. */
interface NodeJson {
  readonly left?: NodeJson
  readonly right?: NodeJson
  readonly [property: string]: unknown
}
/** The library's JSON, as far as nodes are compared. */
export interface ForestJson {
  readonly baseModel: { readonly indexes: readonly (readonly number[])[]; readonly estimators: readonly { readonly root: NodeJson }[] }
}

const sizeOf = (node: NodeJson | undefined): number => (node === undefined ? 0 : 1 + sizeOf(node.left) + sizeOf(node.right))

/** The library leaves `numberSamples` out where it tried no split; the exact trainer always writes it. All else must be equal to the last bit. */
function saysOf({ left: _left, right: _right, numberSamples: _samples, ...says }: NodeJson): object {
  return says
}

function differing(a: NodeJson | undefined, b: NodeJson | undefined): number {
  if (a === undefined || b === undefined) return sizeOf(a ?? b)
  return Number(!isDeepStrictEqual(saysOf(a), saysOf(b))) + differing(a.left, b.left) + differing(a.right, b.right)
}

/** Number of nodes of two forests, and of those that aren't the same; all nodes of a tree that sees other columns. */
export function differingNodes(a: ForestJson, b: ForestJson): { readonly nodes: number; readonly differing: number } {
  const trees = Math.max(a.baseModel.estimators.length, b.baseModel.estimators.length)
  let [nodes, sum] = [0, 0]
  for (let tree = 0; tree < trees; tree++) {
    const [rootA, rootB] = [a.baseModel.estimators[tree]?.root, b.baseModel.estimators[tree]?.root]
    const size = Math.max(sizeOf(rootA), sizeOf(rootB))
    nodes += size
    sum += isDeepStrictEqual(a.baseModel.indexes[tree], b.baseModel.indexes[tree]) ? differing(rootA, rootB) : size
  }
  return { nodes, differing: sum }
}
