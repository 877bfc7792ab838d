/** JSON as a tree that can hold what `JSON.stringify` would never write: a key given twice, any literal, any order. */

/** Stands in the text as it is: `1e999`, `01`, `undefined`. */
export interface Raw {
  readonly raw: string
}
export interface Members {
  readonly members: readonly (readonly [key: string, value: Tree])[]
}
export type Tree = string | boolean | null | Raw | Members | readonly Tree[]

/** Where something stands in a tree: positions from the root. */
type Place = readonly number[]

export function treeOf(value: unknown): Tree {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (Array.isArray(value)) return value.map(treeOf)
  if (typeof value === 'object') {
    const members = Object.entries(value).flatMap(([key, each]) => (each === undefined ? [] : [[key, treeOf(each)] as const]))
    return { members }
  }
  return { raw: typeof value === 'number' ? JSON.stringify(value) : 'null' }
}

export function textOf(tree: Tree): string {
  if (isList(tree)) return `[${tree.map(textOf).join(',')}]`
  if (typeof tree !== 'object' || tree === null) return JSON.stringify(tree)
  if ('raw' in tree) return tree.raw
  return `{${tree.members.map(([key, value]) => `${JSON.stringify(key)}:${textOf(value)}`).join(',')}}`
}

/** All places but the root, in the order of the text. */
export function placesIn(tree: Tree, at: Place = []): Place[] {
  return childrenOf(tree).flatMap((child, index) => [[...at, index], ...placesIn(child, [...at, index])])
}

/** The tree with what stands at a place replaced by any number of members or elements; each is given the key that stood there. */
export function changed(
  tree: Tree,
  [index, ...rest]: Place,
  change: (key: string, value: Tree) => readonly (readonly [string, Tree])[],
): Tree {
  if (index === undefined) return tree
  const deeper = (key: string, value: Tree): readonly (readonly [string, Tree])[] =>
    rest.length === 0 ? change(key, value) : [[key, changed(value, rest, change)]]
  if (isList(tree)) return tree.flatMap((each, at) => (at === index ? deeper('', each).map(([, value]) => value) : [each]))
  if (typeof tree !== 'object' || tree === null || 'raw' in tree) return tree
  return { members: tree.members.flatMap(([key, value], at) => (at === index ? deeper(key, value) : [[key, value] as const])) }
}

function childrenOf(tree: Tree): readonly Tree[] {
  if (isList(tree)) return tree
  return typeof tree === 'object' && tree !== null && 'members' in tree ? tree.members.map(([, value]) => value) : []
}

function isList(tree: Tree): tree is readonly Tree[] {
  return Array.isArray(tree)
}
