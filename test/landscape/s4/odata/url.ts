import type { EntitySet, Row } from '../contract.ts'
import { refuse } from './errors.ts'
import { valueOfLiteral, valueToLiteral } from './values.ts'

/** One step of a resource path: `A_Product('FG226')` is `{name: 'A_Product', predicate: "'FG226'"}`. */
export interface Segment {
  readonly name: string
  readonly predicate?: string
}

/** Service name, version and the rest of a request target; undefined outside of `/sap/opu/odata/sap/`. */
export function splitTarget(target: string): { name: string; version: string; root: string; path: string; query: string } | undefined {
  const [whole, query] = splitOnce(target, '?')
  const match = /^(\/sap\/opu\/odata\/sap\/([^/;]+)((?:;[^/]*)?))(?:\/(.*))?$/is.exec(whole)
  if (!match) return undefined
  const [, root = '', name = '', parameters = '', path = ''] = match
  const version = /;v=0*(\d+)/i.exec(parameters)?.[1] ?? '1'
  return { name: decode(name), version: version.padStart(4, '0'), root, path, query }
}

/** Segments of a path below the service root; a trailing slash means nothing, a slash within quotes divides nothing. */
export function segmentsOf(path: string): Segment[] {
  const parts: string[] = []
  let part = ''
  let isQuoted = false
  for (const piece of path.match(/%27|./gis) ?? []) {
    if (piece === "'" || piece === '%27') isQuoted = !isQuoted
    if (piece === '/' && !isQuoted) {
      parts.push(part)
      part = ''
    } else part += piece
  }
  return [...parts, part].filter((each) => each !== '').map(segmentOf)
}

function segmentOf(raw: string): Segment {
  const decoded = decode(raw)
  const match = /^([^(]+)(?:\((.*)\))?$/s.exec(decoded)
  if (!match) throw refuse.unknownSegment(decoded)
  const [, name = '', predicate] = match
  return predicate === undefined ? { name } : { name, predicate }
}

/** Key of a predicate: `'x'` for a single key, `A='x',B=2` for any; every key property exactly once. */
export function keyOf(set: EntitySet, predicate: string): Row {
  const single = set.keys.length === 1 && !/^\w+\s*=/.test(predicate) ? [[set.keys[0] ?? '', predicate.trim()] as const] : undefined
  const pairs = single ?? splitPairs(predicate)
  const key: Row = {}
  for (const [name, literal] of pairs) {
    const property = set.properties.find((each) => each.name === name)
    if (!property || !set.keys.includes(name) || name in key) throw refuse.wrongKey(`'${name}'`)
    const value = valueOfLiteral(property, literal)
    if (value === undefined) throw refuse.wrongKey(`${name}=${literal}`)
    key[name] = value
  }
  const missing = set.keys.find((each) => !(each in key))
  if (missing !== undefined) throw refuse.wrongKey(`'${missing}' is missing`)
  return key
}

function splitPairs(predicate: string): (readonly [string, string])[] {
  const pairs = predicate.match(/(?:[^,']|'(?:[^']|'')*')+/g) ?? []
  return pairs.map((pair) => {
    const [name, literal] = splitOnce(pair, '=')
    return [name.trim(), literal.trim()] as const
  })
}

/** `A_Product('FG226')` or `ProdnOrdConf2(ConfirmationGroup='207',ConfirmationCount='1')`, percent-encoded. */
export function entityPath(set: EntitySet, row: Row): string {
  const literals = set.keys.map((name) => {
    const property = set.properties.find((each) => each.name === name) ?? { name, type: 'Edm.String' as const }
    const literal = encodeURIComponent(valueToLiteral(property, row[name]))
    return set.keys.length === 1 ? literal : `${name}=${literal}`
  })
  return `${set.name}(${literals.join(',')})`
}

function decode(raw: string): string {
  try {
    return decodeURIComponent(raw)
  } catch {
    throw refuse.wrongQuery('Malformed percent-encoding in the request URI')
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)]
}
