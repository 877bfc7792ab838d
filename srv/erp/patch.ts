import { compileJSONPointer, existsIn, getIn, immutableJSONPatch } from 'immutable-json-patch'
import type { JSONPatchOperation } from 'immutable-json-patch'
import { LosslessNumber, isLosslessNumber, stringify } from 'lossless-json'
import type { FieldChange, MessagePart, PatchOperation } from '../domain/message.ts'
import { dictionaryOf, itemOf, layoutOf } from './fields.ts'
import type { Dictionary, Layout } from './fields.ts'
import { isObject, parseLossless } from './json.ts'
import { toV2Date } from './words.ts'

type Removal = Extract<FieldChange, { op: 'removeMovement' }>
type Addition = Extract<FieldChange, { op: 'addMovement' }>

/** Codes that say the same unit again and would contradict a changed one. */
const UNIT_TWINS = ['ISOCode', 'SAPCode']

/**
 * JSON Patch on the body of a part for changes in our words. Positions of movements are those of the body as it came. Values are
 * texts, so that a patch can be kept as JSON; {@link applyPatch} makes a number of one where the body has a number.
 * @throws Error when the part isn't JSON, or a field has no place in it
 */
export function patchOf(part: Pick<MessagePart, 'kind' | 'body'>, changes: readonly FieldChange[]): PatchOperation[] {
  if (changes.length === 0) return []
  const dictionary = dictionaryOf(part.kind)
  if (!dictionary) throw new Error(`A message of kind ${part.kind} can't be corrected.`)
  const layout = layoutOf(parseLossless(part.body.toString()), dictionary)
  const sets = changes.flatMap((each) => (each.op === 'set' ? settings(each, layout, dictionary) : []))
  // From the end, and before anything is added, so that positions stay true.
  const removals = changes.filter((each): each is Removal => each.op === 'removeMovement').sort((a, b) => b.index - a.index)
  const additions = changes.filter((each): each is Addition => each.op === 'addMovement').map((each) => itemOf(each.movement, dictionary))
  return [...sets, ...removals.map((each) => removal(each, layout)), ...addings(additions, layout, dictionary)]
}

function settings(change: Extract<FieldChange, { op: 'set' }>, layout: Layout, dictionary: Dictionary): PatchOperation[] {
  const [, position, ofItem] = /^movements\/(\d+)\/(\w+)$/.exec(change.field) ?? []
  const name = ofItem === undefined ? dictionary.header[change.field] : dictionary.item[ofItem]
  const row = position === undefined ? layout.header : layout.items[Number(position)]
  if (!name || !isObject(row)) throw new Error(`The body has no place for ${change.field}.`)
  const base = position === undefined ? layout.root : [...(layout.list ?? []), position]
  const current = row[name]
  const value = name === 'PostingDate' ? dateLike(current, change.to) : change.to
  const twins = change.field.endsWith('unit') ? UNIT_TWINS.map((each) => `${name}${each}`).filter((each) => row[each] !== undefined) : []
  return [
    { op: current === undefined ? 'add' : 'replace', path: compileJSONPointer([...base, name]), value },
    ...twins.map((each): PatchOperation => ({ op: 'remove', path: compileJSONPointer([...base, each]) })),
  ]
}

function removal({ index }: Removal, { list, items }: Layout): PatchOperation {
  if (!list || index >= items.length) throw new Error(`The body has no movement ${index}.`)
  return { op: 'remove', path: compileJSONPointer([...list, String(index)]) }
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
