import { compileJSONPointer, existsIn, getIn, immutableJSONPatch } from 'immutable-json-patch'
import type { JSONPatchOperation } from 'immutable-json-patch'
import { LosslessNumber, isLosslessNumber, stringify } from 'lossless-json'
import type { FieldChange, PatchOperation } from '../domain/message.ts'
import { dictionaryOf, itemOf, layoutOf, unitTwinsOf } from './fields.ts'
import type { Dictionary, Layout } from './fields.ts'
import { isObject, parseLossless } from './json.ts'
import type { Written } from './types.ts'
import { toV2Date } from './words.ts'

type Removal = Extract<FieldChange, { op: 'removeMovement' }>
type Addition = Extract<FieldChange, { op: 'addMovement' }>

/** Thrown by {@link patchOf}: the message has no place for a change, so what it says can't reach the ERP. */
export class PatchError extends Error {
  readonly code = 'COUNTERSIGN/FIELD_NOT_IN_MESSAGE'
  /** In our words: `movements/2/reason`, `movements/2` or `movements` for a whole one. */
  readonly target: string

  constructor(target: string, text: string, options?: ErrorOptions) {
    super(text, options)
    this.name = 'PatchError'
    this.target = target
  }
}

/**
 * JSON Patch on the body of a part for changes in our words. Positions of movements are those of the body as it came. Values are
 * texts, so that a patch can be kept as JSON; {@link applyPatch} makes a number of one where the body has a number.
 * @throws PatchError when a change has no place: the kind can't be corrected, the body is no JSON object, or its API has no such field
 */
export function patchOf(part: Written, changes: readonly FieldChange[]): PatchOperation[] {
  const [first] = changes
  if (!first) return []
  const dictionary = dictionaryOf(part)
  if (!dictionary) throw new PatchError(targetOf(first), `A message of kind ${part.kind} can't be corrected.`)
  const layout = layoutOf(objectIn(part.body, first), dictionary)
  const sets = changes.flatMap((each) => (each.op === 'set' ? settings(each, layout, dictionary) : []))
  // From the end, and before anything is added, so that positions stay true.
  const removals = changes.filter((each): each is Removal => each.op === 'removeMovement').sort((a, b) => b.index - a.index)
  const additions = changes.filter((each): each is Addition => each.op === 'addMovement').map((each) => addition(each, dictionary))
  return [...sets, ...removals.map((each) => removal(each, layout)), ...addings(additions, layout, dictionary)]
}

function targetOf(change: FieldChange): string {
  if (change.op === 'set') return change.field
  return change.op === 'removeMovement' ? `movements/${change.index}` : 'movements'
}

function objectIn(body: Buffer, change: FieldChange): Record<string, unknown> {
  const text = 'The body is no JSON object, so nothing in it can be corrected.'
  let parsed: unknown
  try {
    parsed = parseLossless(body.toString())
  } catch (cause) {
    throw new PatchError(targetOf(change), text, { cause })
  }
  if (!isObject(parsed)) throw new PatchError(targetOf(change), text)
  return parsed
}

function settings(change: Extract<FieldChange, { op: 'set' }>, layout: Layout, dictionary: Dictionary): PatchOperation[] {
  const [, position, ofItem] = /^movements\/(\d+)\/(\w+)$/.exec(change.field) ?? []
  const row = position === undefined ? layout.header : layout.items[Number(position)]
  const name = ofItem === undefined ? namedIn(dictionary.header, change.field, row) : namedIn(dictionary.item, ofItem, row)
  if (!name || !isObject(row)) throw new PatchError(change.field, `The message has no place for ${change.field}.`)
  const base = position === undefined ? layout.root : [...(layout.list ?? []), position]
  const current = row[name]
  const value = isDate(name) ? dateLike(current, change.to) : change.to
  const twins = change.field.endsWith('unit') ? unitTwinsOf(name).filter((each) => row[each] !== undefined) : []
  return [
    { op: current === undefined ? 'add' : 'replace', path: compileJSONPointer([...base, name]), value },
    ...twins.map((each): PatchOperation => ({ op: 'remove', path: compileJSONPointer([...base, each]) })),
  ]
}

/** Of several names the one that `row` fills, else the first. */
function namedIn(names: Readonly<Record<string, string | readonly string[]>>, field: string, row: unknown): string | undefined {
  const given = Object.hasOwn(names, field) ? [names[field] ?? []].flat() : []
  return given.find((each) => isObject(row) && Boolean(row[each])) ?? given[0]
}

function isDate(name: string): boolean {
  return name === 'PostingDate' || name === 'ShelfLifeExpirationDate'
}

function removal(change: Removal, { list, items }: Layout): PatchOperation {
  const { index } = change
  if (!list || index >= items.length) throw new PatchError(targetOf(change), `The message has no movement ${index}.`)
  return { op: 'remove', path: compileJSONPointer([...list, String(index)]) }
}

function addition(change: Addition, dictionary: Dictionary): Record<string, string> {
  const { movement } = change
  if (movement.reason !== '' && dictionary.item.reason === undefined)
    throw new PatchError(`${targetOf(change)}/reason`, `The message has no place for the reason of a movement of ${movement.material}.`)
  return itemOf(movement, dictionary)
}

function addings(items: readonly Record<string, string>[], layout: Layout, dictionary: Dictionary): PatchOperation[] {
  if (items.length === 0) return []
  const { list } = layout
  if (!list) return [{ op: 'add', path: compileJSONPointer([...layout.root, dictionary.items]), value: { results: items } }]
  return items.map((value) => ({ op: 'add', path: compileJSONPointer([...list, '-']), value }))
}

/** A day as the sender writes days; as OData V2 does when it wrote none. */
function dateLike(current: unknown, day: string): string {
  if (typeof current !== 'string' || !/^\d{4}-\d\d-\d\d/.test(current)) return toV2Date(day)
  return current.length === 10 ? day : `${day}T00:00:00${/(Z|[+-]\d\d:?\d\d)$/.exec(current)?.[0] ?? ''}`
}

/**
 * Applies a patch to a JSON body. Numbers keep their digits, and a number stays a number, a text a text. An empty patch answers
 * the same bytes. @throws Error when the body is no JSON or the patch doesn't fit
 */
export function applyPatch(body: Buffer, patch: readonly PatchOperation[]): Buffer {
  if (patch.length === 0) return body
  const patched = immutableJSONPatch(parseLossless(body.toString()), [...patch] as JSONPatchOperation[], {
    before: (document, operation) => ({ operation: inKind(document, operation) }),
  })
  return Buffer.from(stringify(patched) ?? '')
}

function inKind(document: unknown, operation: JSONPatchOperation): JSONPatchOperation {
  if (operation.op === 'add' || operation.op === 'copy' || operation.op === 'move') return operation
  const path = operation.path
    .split('/')
    .slice(1)
    .map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (!existsIn(document, path)) throw new Error(`The body has nothing at ${operation.path}.`)
  if (operation.op === 'remove' || !isLosslessNumber(getIn(document, path))) return operation
  const text = String(operation.value)
  return /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? { ...operation, value: new LosslessNumber(text) } : operation
}
