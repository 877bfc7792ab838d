import { isLosslessNumber, parse } from 'lossless-json'
import type { EntitySet, Payload, Row, Service } from '../contract.ts'
import { refuse } from './errors.ts'
import { valueOfJson } from './values.ts'

type JsonObject = Record<string, unknown>

/** Deeper than any deep insert of these services; keeps a hostile body from exhausting the stack. */
const MAX_DEPTH = 64

/**
 * A body as a payload of the set: every property known and of its type, children as `{results: […]}` or as a plain array,
 * wrapped in `d` or not. Throws a 400 that names what is wrong in `target` (`to_Item/Quantity` for a child's).
 */
export function payloadOf(service: Service, set: EntitySet, contentType: string, body: Buffer): Payload {
  const json = jsonOf(contentType, body)
  const inner = json.d
  return readEntity(service, set, isObject(inner) ? inner : json, '')
}

function jsonOf(contentType: string, body: Buffer): JsonObject {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type !== '' && type !== 'application/json') throw refuse.wrongContentType(type)
  const text = new TextDecoder().decode(body)
  if (depthOf(text) > MAX_DEPTH) throw refuse.malformedBody('it is nested too deep')
  const json = parsed(text)
  if (!isObject(json)) throw refuse.malformedBody('a JSON object is expected')
  return json
}

function parsed(text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw refuse.malformedBody(error instanceof Error ? error.message : 'no JSON')
  }
}

function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  for (const [sign] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/gs)) {
    if (sign === '{' || sign === '[') depth += 1
    else if (sign === '}' || sign === ']') depth -= 1
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

function readEntity(service: Service, set: EntitySet, json: JsonObject, path: string): Payload {
  const values: Row = {}
  const children: Record<string, readonly Payload[]> = {}
  for (const [name, value] of Object.entries(json)) {
    if (name === '__metadata') continue
    const property = set.properties.find((each) => each.name === name)
    const navigation = set.navigations.find((each) => each.name === name)
    if (property) {
      const stored = valueOfJson(property, value)
      if (stored === undefined) throw refuse.wrongValue(name, shown(value), path + name)
      values[name] = stored
    } else if (navigation) {
      const target = service.sets.find((each) => each.name === navigation.target)
      const entities = childrenOf(value)
      if (!target || !entities) throw refuse.wrongValue(name, shown(value), path + name)
      if (!isDeferred(value)) children[name] = entities.map((each) => readEntity(service, target, each, `${path}${name}/`))
    } else throw refuse.unknownProperty(name, path + name)
  }
  return { values, children }
}

/** Children in any of the forms that clients send; undefined for what is none of them. */
function childrenOf(value: unknown): JsonObject[] | undefined {
  if (value === null || isDeferred(value)) return []
  const list = isObject(value) && Array.isArray(value.results) ? value.results : Array.isArray(value) ? value : [value]
  return list.every(isObject) ? list : undefined
}

const isDeferred = (value: unknown): boolean => isObject(value) && isObject(value.__deferred)

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value)
}

function shown(value: unknown): string {
  if (typeof value === 'string' || isLosslessNumber(value) || typeof value === 'boolean') return value.toString().slice(0, 100)
  return Array.isArray(value) ? '[…]' : '{…}'
}
