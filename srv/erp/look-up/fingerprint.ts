import { Decimal } from 'decimal.js'
import { dictionaryOf, layoutOf } from '../fields.ts'
import { isObject, parseJson, textIn } from '../json.ts'
import type { RawRow } from '../reader.ts'
import type { Posting } from '../types.ts'
import { instantOf, unpadded } from '../words.ts'

/** By what a material document is known again that carries no key of ours. */
export interface Line {
  readonly material: string
  readonly movementType: string
  readonly order: string
  readonly plant: string
  readonly storageLocation: string
  readonly batch: string
  readonly quantity: string
  readonly unit: string
}

/** How far the ERP's own clock may stand from UTC: its documents carry local days and times without a zone. */
const ZONES = 14 * 3_600_000
const CLOCK_SKEW = 60_000

/** Lines that a body posts; none when it can't be read. */
export function linesOf(part: Posting['parts'][number]): Line[] {
  const dictionary = dictionaryOf(part)
  return dictionary ? layoutOf(parseJson(part.body.toString()), dictionary).items.filter(isObject).map(lineOf) : []
}

/** Items of a document row, expanded. */
export function itemsOf(document: RawRow): RawRow[] {
  const items = document.to_MaterialDocumentItem
  const results = isObject(items) ? items.results : items
  return Array.isArray(results) ? results.filter(isObject) : []
}

function lineOf(row: RawRow): Line {
  const text = (name: string): string => textIn(row, name)
  return {
    material: unpadded(text('Material')),
    movementType: text('GoodsMovementType'),
    order: unpadded(text('ManufacturingOrder')),
    plant: text('Plant'),
    storageLocation: text('StorageLocation'),
    batch: text('Batch'),
    quantity: text('QuantityInEntryUnit'),
    unit: text('EntryUnit'),
  }
}

/** Does the document hold just these lines? A transfer has a second line for each, which the ERP adds. */
export function isSame(lines: readonly Line[], document: RawRow): boolean {
  const left = itemsOf(document).map(lineOf)
  const count = left.length
  for (const line of lines) {
    const at = left.findIndex((each) => isSameLine(line, each))
    if (at < 0) return false
    left.splice(at, 1)
  }
  return count === lines.length || lines.every((each) => each.movementType.startsWith('3'))
}

const GIVEN = ['material', 'movementType', 'order', 'plant', 'storageLocation', 'batch'] as const

function isSameLine(posted: Line, found: Line): boolean {
  // What is left out the ERP finds by itself. It may know the same unit by another code than the sender.
  return GIVEN.every((name) => posted[name] === '' || posted[name] === found[name]) && isEqual(posted.quantity, found.quantity)
}

function isEqual(one: string, other: string): boolean {
  try {
    return new Decimal(one).eq(other)
  } catch {
    return one === other
  }
}

/** `surely`: created since then if the ERP's clock is UTC. `maybe`: if it stands in another zone. */
export function createdSince(since: Date, header: RawRow): 'surely' | 'maybe' | 'no' {
  const created = instantOf(textIn(header, 'CreationDate'), textIn(header, 'CreationTime'))
  if (Number.isNaN(created)) return 'maybe'
  if (created >= since.getTime() - CLOCK_SKEW && created <= Date.now() + CLOCK_SKEW) return 'surely'
  return Math.abs(created - since.getTime()) <= ZONES ? 'maybe' : 'no'
}
