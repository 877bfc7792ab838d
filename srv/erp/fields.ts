import type { MessageKind, Movement } from '../domain/message.ts'
import { isObject, wrappedIn } from './json.ts'

/** Our names of fields and those of the ERP's create payloads. */
export interface Dictionary {
  readonly key: string
  readonly header: Readonly<Record<string, string>>
  readonly items: string
  readonly item: Readonly<Record<string, string>>
}

const ITEM = {
  material: 'Material',
  plant: 'Plant',
  storageLocation: 'StorageLocation',
  batch: 'Batch',
  movementType: 'GoodsMovementType',
  reservation: 'Reservation',
  reservationItem: 'ReservationItem',
  quantity: 'QuantityInEntryUnit',
  unit: 'EntryUnit',
}

const DICTIONARIES: Readonly<Partial<Record<MessageKind, Dictionary>>> = {
  confirmation: {
    key: 'ExternalSystemConfirmation',
    header: {
      order: 'OrderID',
      operation: 'OrderOperation',
      yield: 'ConfirmationYieldQuantity',
      scrap: 'ConfirmationScrapQuantity',
      rework: 'ConfirmationReworkQuantity',
      unit: 'ConfirmationUnit',
      reason: 'VarianceReasonCode',
      postingDate: 'PostingDate',
    },
    items: 'to_ProdnOrdConfMatlDocItm',
    item: { ...ITEM, order: 'OrderID' },
  },
  materialDocument: {
    key: 'ReferenceDocument',
    header: { postingDate: 'PostingDate' },
    items: 'to_MaterialDocumentItem',
    item: { ...ITEM, order: 'ManufacturingOrder', reason: 'GoodsMovementReasonCode' },
  },
}

/** Undefined for kinds whose bodies we don't write into. */
export function dictionaryOf(kind: MessageKind): Dictionary | undefined {
  return DICTIONARIES[kind]
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
  const { quantity, serialNumbers: _, ...others } = movement
  const values: Record<string, string> = { ...others, quantity: quantity.value, unit: quantity.unit }
  const given = Object.entries(values).flatMap(([ours, value]) => {
    const theirs = item[ours]
    return theirs && value !== '' ? [[theirs, value] as const] : []
  })
  // A receipt must say that it refers to the production order.
  const reference = /^10[12]$/.test(movement.movementType) ? { GoodsMovementRefDocType: 'F' } : {}
  return { ...Object.fromEntries(given), ...reference }
}
