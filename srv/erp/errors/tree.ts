import { XMLParser } from 'fast-xml-parser'
import { isObject, parseJson } from '../json.ts'

export type Row = Readonly<Record<string, unknown>>

/** Characters; nothing that a person will ever read is longer. */
const LONGEST = 500_000
/** Nodes that a search looks at. */
const MOST_NODES = 50_000
const DEEPEST = 12

const xml = new XMLParser({
  removeNSPrefix: true,
  parseTagValue: false,
  htmlEntities: true,
  processEntities: { enabled: true, maxTotalExpansions: 10_000, maxExpandedLength: LONGEST },
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: 60,
})

/** What a text holds that is JSON, or has XML in it; elements without prefix and attributes. Undefined for any other. Never throws. */
export function treeOf(text: string): unknown {
  if (text.length > LONGEST) return undefined
  const json = parseJson(text.replace(/^\ufeff/, ''))
  if (json !== undefined) return json
  // Entities of somebody else's making are nothing that an answer needs.
  if (!text.includes('<') || text.includes('<!DOCTYPE')) return undefined
  try {
    return xml.parse(text)
  } catch {
    return undefined
  }
}

/** All values that are looked for, by name without prefix and value, wherever they stand; nearest to the root first. */
export function found(tree: unknown, isMeant: (name: string, value: unknown) => boolean): unknown[] {
  const values: unknown[] = []
  const open: { node: unknown; depth: number }[] = [{ node: tree, depth: 0 }]
  for (const { node, depth } of open) {
    if (typeof node !== 'object' || node === null) continue
    for (const [key, value] of Array.isArray(node) ? node.map((each: unknown) => ['', each] as const) : Object.entries(node)) {
      if (isMeant(key.slice(key.lastIndexOf(':') + 1), value)) values.push(value)
      else if (typeof value === 'object' && depth < DEEPEST && open.length < MOST_NODES) open.push({ node: value, depth: depth + 1 })
    }
  }
  return values
}

/** Rows of a table: a list, one row, or either of them in `item` or the like. */
export function rowsOf(table: unknown): Row[] {
  if (Array.isArray(table)) return table.filter(isObject)
  if (!isObject(table)) return []
  const inner = table.item ?? table.errordetail ?? table.results
  return Array.isArray(inner) ? inner.filter(isObject) : isObject(inner) ? [inner] : inner === '' ? [] : [table]
}

/** A text may be a text, `{value}`, `{$}`, or a list of such. Empty for anything else. */
export function textOf(value: unknown, deepest = 4): string {
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'number') return String(value)
  if (deepest === 0) return ''
  if (Array.isArray(value)) {
    for (const each of value.slice(0, 100)) if (textOf(each, deepest - 1)) return textOf(each, deepest - 1)
    return ''
  }
  return isObject(value) ? textOf(value.value ?? value.$ ?? value['#text'], deepest - 1) : ''
}

/** A row as it can be kept. */
export function writtenOf(row: Row): string {
  try {
    return JSON.stringify(row)
  } catch {
    // Nested deeper than the stack is; the whole answer is kept anyway.
    return ''
  }
}
