import type { Movement } from '../domain/message.ts'
import { categoryOf } from './api/confirmation.ts'
import { isObject, wrappedIn } from './json.ts'
import type { Written } from './types.ts'
import { toV2Date } from './words.ts'

/** Our names of fields and those of the ERP's create payloads; of several, the one that the body fills, else the first. */
export interface Dictionary {
  readonly key: string
  readonly header: Readonly<Record<string, string>>
  readonly items: string
  readonly item: Readonly<Record<string, string | readonly string[]>>
}

const ITEM = {
  material: 'Material',
  plant: 'Plant',
  storageLocation: 'StorageLocation',
  batch: 'Batch',
  movementType: 'GoodsMovementType',
  reference: 'GoodsMovementRefDocType',
  reservation: 'Reservation',
  reservationItem: 'ReservationItem',
  quantity: 'QuantityInEntryUnit',
  unit: 'EntryUnit',
  expiresOn: 'ShelfLifeExpirationDate',
}

const PHASE = {
  order: 'OrderID',
  operation: 'OrderOperation',
  yield: 'ConfirmationYieldQuantity',
  scrap: 'ConfirmationScrapQuantity',
  unit: 'ConfirmationUnit',
  reason: 'VarianceReasonCode',
  postingDate: 'PostingDate',
  ...activities(),
}

const CONFIRMATION_ITEM = { ...ITEM, order: 'OrderID', account: 'WBSElementExternalID' }

const PRODUCTION: Dictionary = {
  key: 'ExternalSystemConfirmation',
  header: { ...PHASE, rework: 'ConfirmationReworkQuantity' },
  items: 'to_ProdnOrdConfMatlDocItm',
  item: CONFIRMATION_ITEM,
}

const PROCESS: Dictionary = { key: 'ExternalSystemConfirmation', header: PHASE, items: 'to_ProcOrdConfMatlDocItm', item: CONFIRMATION_ITEM }

/** In the order in which intake looks for one. */
const ACCOUNTS = ['CostCenter', 'GLAccount', 'WBSElement', 'MasterFixedAsset', 'ProfitCenter']

const MATERIAL_DOCUMENT: Dictionary = {
  key: 'ReferenceDocument',
  header: { postingDate: 'PostingDate' },
  items: 'to_MaterialDocumentItem',
  item: { ...ITEM, order: 'ManufacturingOrder', reason: 'GoodsMovementReasonCode', account: ACCOUNTS },
}

/** `activities/0/quantity` is the first of the ERP's six. */
function activities(): Record<string, string> {
  const pairs = [0, 1, 2, 3, 4, 5].flatMap((position) => [
    [`activities/${position}/quantity`, `OpConfirmedWorkQuantity${position + 1}`],
    [`activities/${position}/unit`, `OpWorkQuantityUnit${position + 1}`],
  ])
  return Object.fromEntries(pairs) as Record<string, string>
}

/** Undefined for kinds whose bodies we don't write into. */
export function dictionaryOf(part: Omit<Written, 'body'>): Dictionary | undefined {
  if (part.kind === 'materialDocument') return MATERIAL_DOCUMENT
  if (part.kind !== 'confirmation') return undefined
  return categoryOf(part) === 'process' ? PROCESS : PRODUCTION
}

/** Other names under which a body says the same unit again: `OpWorkQuantityUnit1` → `WorkQuantityUnit1ISOCode`, `…SAPCode`. */
export function unitTwinsOf(name: string): string[] {
  return [`${name.replace(/^Op(?=Work)/, '')}ISOCode`, `${name.replace(/^Op(?=Work)/, '')}SAPCode`]
}

/** A JSON body taken apart: where its own fields begin, and where its items are. */
export interface Layout {
  /** Path to the object that holds the header's fields: `[]`, or `['d']`. */
  readonly root: readonly string[]
  readonly header: Readonly<Record<string, unknown>>
  /** Path to the list of items; undefined when the body has none. */
  readonly list: readonly string[] | undefined
  readonly items: readonly unknown[]
}

/** @param body parsed; lossless or not */
export function layoutOf(body: unknown, { items: name }: Dictionary): Layout {
  const outer = isObject(body) ? body : {}
  const inner = wrappedIn(outer)
  const root = inner ? ['d'] : []
  const header = inner ?? outer
  const given = header[name]
  const results = isObject(given) ? given.results : undefined
  if (Array.isArray(given)) return { root, header, list: [...root, name], items: given }
  if (Array.isArray(results)) return { root, header, list: [...root, name, 'results'], items: results }
  return { root, header, list: undefined, items: [] }
}

/** A movement as an item of a create payload; what is empty is left out. */
export function itemOf(movement: Movement, { item }: Dictionary): Record<string, string> {
  const { quantity, serialNumbers: _, expiresOn, reference, ...others } = movement
  const values: Record<string, string> = {
    ...others,
    // A receipt must say that it refers to the production order.
    reference: reference || (/^10[12]$/.test(movement.movementType) ? 'F' : ''),
    quantity: quantity.value,
    unit: quantity.unit,
    expiresOn: expiresOn ? toV2Date(expiresOn) : '',
  }
  const given = Object.entries(values).flatMap(([ours, value]) => {
    const [theirs] = [item[ours] ?? []].flat()
    return theirs && value !== '' ? [[theirs, value] as const] : []
  })
  return Object.fromEntries(given)
}
