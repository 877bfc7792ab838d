import type { FieldPath, MessageKind } from '../../domain/message.ts'

/** SAP property names coming in, and our field paths for them. */

/** Navigation of the deep-inserted children that move goods. */
export const ITEMS = { confirmation: 'to_ProdnOrdConfMatlDocItm', materialDocument: 'to_MaterialDocumentItem' } as const

const HEADER: Readonly<Record<keyof typeof ITEMS, Readonly<Record<string, string>>>> = {
  confirmation: {
    order: 'OrderID',
    operation: 'OrderOperation',
    plant: 'Plant',
    material: 'Material',
    workCenter: 'WorkCenter',
    yield: 'ConfirmationYieldQuantity',
    scrap: 'ConfirmationScrapQuantity',
    rework: 'ConfirmationReworkQuantity',
    unit: 'ConfirmationUnit',
    reason: 'VarianceReasonCode',
    postingDate: 'PostingDate',
    externalKey: 'ExternalSystemConfirmation',
  },
  materialDocument: { postingDate: 'PostingDate' },
}

/** What both kinds call alike. */
const MOVEMENT = {
  material: 'Material',
  plant: 'Plant',
  storageLocation: 'StorageLocation',
  batch: 'Batch',
  movementType: 'GoodsMovementType',
  reservation: 'Reservation',
  reservationItem: 'ReservationItem',
  quantity: 'QuantityInEntryUnit',
  unit: 'EntryUnit',
} as const

const ITEM: Readonly<Record<keyof typeof ITEMS, Readonly<Record<string, string>>>> = {
  confirmation: { ...MOVEMENT, order: 'OrderID' },
  materialDocument: { ...MOVEMENT, order: 'ManufacturingOrder', reason: 'GoodsMovementReasonCode' },
}

/**
 * SAP's name of a field, for the `target` of an error: `yield` → `ConfirmationYieldQuantity`, `movements/2/batch` of a material
 * document → `to_MaterialDocumentItem/2/Batch`. A field without a name of its own stays as it is.
 */
export function propertyOf(kind: MessageKind, field: FieldPath): string {
  if (kind !== 'confirmation' && kind !== 'materialDocument') return field
  const [, index, name] = /^movements\/(\d+)(?:\/(\w+))?$/.exec(field) ?? []
  if (index === undefined) return HEADER[kind][field] ?? field
  const item = `${ITEMS[kind]}/${index}`
  return name === undefined ? item : `${item}/${ITEM[kind][name] ?? name}`
}
