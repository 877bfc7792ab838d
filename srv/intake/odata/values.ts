import { Decimal as Big } from 'decimal.js'
import { isLosslessNumber, parse } from 'lossless-json'
import type { Day, Decimal } from '../../domain/message.ts'
import { refuse } from './errors.ts'

/** Reads V2 JSON values. Where a sender's habit is harmless it's accepted; what has the wrong type is refused with its property as target. */

export type Json = Readonly<Record<string, unknown>>

const DEEPEST = 32
const NO_GUID = '00000000-0000-0000-0000-000000000000'
/** `Edm.Decimal(13,3)`, the form of every quantity of these services. */
const WHOLE_DIGITS = 10
const PLACES = 3
/** Characters of whatever stands where a quantity should. */
const LONGEST_QUANTITY = 64

/** The object in a request body, unwrapped from a `d` that is all there is. Numbers are lossless. Throws a 400 Refusal for anything else. */
export function readJson(body: Buffer): Json {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw refuse.notJson('it is not UTF-8')
  }
  checkDepth(text)
  let value: unknown
  try {
    value = parse(text)
  } catch (error) {
    throw refuse.notJson(error instanceof Error ? error.message.slice(0, 200) : 'it has no structure')
  }
  const outer = objectOf(value)
  if (outer === undefined) throw refuse.notJson('it is no object')
  const inner = Object.keys(outer).length === 1 ? objectOf(own(outer, 'd')) : undefined
  return inner ?? outer
}

/** Children of a deep insert: `{results: […]}`, a plain array, or nothing. */
export function readChildren(json: Json, name: string, at = ''): readonly Json[] {
  const value = own(json, name)
  if (value === undefined) return []
  const list = Array.isArray(value) ? value : own(objectOf(value) ?? {}, 'results')
  // A deferred navigation, as it comes with an entity that was read before, holds no children.
  if (list === undefined && own(objectOf(value) ?? {}, '__deferred') !== undefined) return []
  if (!Array.isArray(list)) throw refuse.wrongType(at + name, 'a list of items')
  return list.map((each, index) => {
    const child = objectOf(each)
    if (child === undefined) throw refuse.wrongType(`${at}${name}/${index}`, 'an item')
    return child
  })
}

/** Text, trimmed; empty when absent. A number is taken as it is written. */
export function readText(json: Json, name: string, limit: number, at = ''): string {
  const value = own(json, name)
  if (value === undefined) return ''
  if (typeof value !== 'string' && !isLosslessNumber(value)) throw refuse.wrongType(at + name, 'a text')
  const text = value.toString()
  if (text.length > limit) throw refuse.tooLong(at + name, `at most ${limit} characters`)
  return text.trim()
}

/** An identifier in our form: without leading zeros when it is all digits; all zeros is none. */
export function readId(json: Json, name: string, limit: number, at = ''): string {
  return unpadded(readText(json, name, limit, at))
}

export function unpadded(id: string): string {
  return /^\d+$/.test(id) ? id.replace(/^0+/, '') : id
}

/** An operation: four digits, `"10"` → `"0010"`; empty when there is none. */
export function readOperation(json: Json, name: string): string {
  return operationOf(readText(json, name, 4))
}

export function operationOf(text: string): string {
  if (!/^\d+$/.test(text)) return text
  return unpadded(text) === '' ? '' : text.padStart(4, '0')
}

/**
 * A quantity as the sender wrote it, from a string or a number: a decimal without plus sign or exponent notation, else the text as it is
 * (`1,5`, `ten`), for a check to tell and a person to put right. Undefined when absent.
 */
export function readQuantityText(json: Json, name: string, at = ''): Decimal | undefined {
  const value = own(json, name)
  if (value === undefined) return undefined
  if (typeof value !== 'string' && !isLosslessNumber(value)) throw refuse.wrongType(at + name, 'a decimal')
  const text = value.toString().trim()
  if (text === '') return undefined
  const limit = `at most ${WHOLE_DIGITS} digits before and ${PLACES} behind the point`
  // Long before decimal.js would have to work on it.
  if (text.length > LONGEST_QUANTITY) throw refuse.tooLong(at + name, limit)
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,4})?$/i.test(text)) return text
  const number = new Big(text)
  if (number.e >= WHOLE_DIGITS || number.decimalPlaces() > PLACES) throw refuse.tooLong(at + name, limit)
  return /^-?\d+(\.\d+)?$/.test(text) ? text : number.toFixed()
}

/** A flag; ABAP's `X` and the texts `true` and `false` are accepted. */
export function readFlag(json: Json, name: string): boolean {
  const value = own(json, name)
  if (value === undefined || value === false || value === '' || value === 'false') return false
  if (value === true || value === 'true' || value === 'X') return true
  throw refuse.wrongType(name, 'true or false')
}

/** A day from `/Date(ms)/`, ISO 8601 or a V2 literal `datetime'…'`; undefined when absent. */
export function readDay(json: Json, name: string, at = ''): Day | undefined {
  const value = own(json, name)
  if (value === undefined || value === '') return undefined
  const day = typeof value === 'string' ? dayOf(value) : undefined
  if (day === undefined) throw refuse.wrongType(at + name, 'a date (/Date(milliseconds)/ or YYYY-MM-DD)')
  return day
}

export function dayOf(text: string): Day | undefined {
  const ticks = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/.exec(text)?.[1]
  if (ticks !== undefined) return isoDay(new Date(Number(ticks)))
  const iso = /^(?:datetime(?:offset)?')?(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?'?$/.exec(
    text,
  )?.[1]
  // A day that the calendar doesn't have, such as 2025-02-30, comes back as another one.
  return iso !== undefined && isoDay(new Date(`${iso}T00:00:00Z`)) === iso ? iso : undefined
}

/** A GUID in lower case with hyphens; empty when absent or all zeros. */
export function readGuid(json: Json, name: string): string {
  const value = own(json, name)
  if (value === undefined || value === '') return ''
  const guid = typeof value === 'string' ? guidOf(value) : undefined
  if (guid === undefined) throw refuse.wrongType(name, 'a GUID')
  return guid
}

export function guidOf(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^guid'(.*)'$/i, '$1')
    .replaceAll('-', '')
    .toLowerCase()
  const found = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(bare)
  if (!found) return undefined
  const guid = found.slice(1).join('-')
  return guid === NO_GUID ? '' : guid
}

/** A property of the object itself, `null` counting as absent. */
function own(json: Json, name: string): unknown {
  return Object.hasOwn(json, name) ? (json[name] ?? undefined) : undefined
}

function objectOf(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value) ? (value as Json) : undefined
}

function isoDay(date: Date): Day | undefined {
  if (Number.isNaN(date.getTime())) return undefined
  const iso = date.toISOString()
  return /^\d{4}-/.test(iso) ? iso.slice(0, 10) : undefined
}

/** The parser recurses: too deep a body must not reach it. */
function checkDepth(text: string): void {
  let depth = 0
  let isQuoted = false
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index]
    if (isQuoted) {
      if (char === '\\') index += 1
      else if (char === '"') isQuoted = false
    } else if (char === '"') isQuoted = true
    else if (char === '{' || char === '[') depth += 1
    else if (char === '}' || char === ']') depth -= 1
    if (depth > DEEPEST) throw refuse.tooDeep(DEEPEST)
  }
}
