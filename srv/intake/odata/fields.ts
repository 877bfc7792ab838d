import type { FieldPath, MessageKind, OrderCategory } from '../../domain/message.ts'

/** SAP property names coming in, and our field paths for them. */

/** Navigation of the deep-inserted children that move goods. */
export const ITEMS = {
  production: 'to_ProdnOrdConfMatlDocItm',
  process: 'to_ProcOrdConfMatlDocItm',
  materialDocument: 'to_MaterialDocumentItem',
} as const

type Judged = Extract<MessageKind, 'confirmation' | 'materialDocument'>

const HEADER: Readonly<Record<Judged, Readonly<Record<string, string>>>> = {
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
    personnel: 'Personnel',
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
  reference: 'GoodsMovementRefDocType',
  reservation: 'Reservation',
  reservationItem: 'ReservationItem',
  quantity: 'QuantityInEntryUnit',
  unit: 'EntryUnit',
  expiresOn: 'ShelfLifeExpirationDate',
} as const

const ITEM: Readonly<Record<Judged, Readonly<Record<string, string>>>> = {
  confirmation: { ...MOVEMENT, order: 'OrderID', account: 'WBSElementExternalID' },
  materialDocument: {
    ...MOVEMENT,
    order: 'ManufacturingOrder',
    reason: 'GoodsMovementReasonCode',
    account: 'CostCenter',
    serialNumbers: 'to_SerialNumbers',
  },
}

/**
 * SAP's name of a field, for the `target` of an error: `yield` → `ConfirmationYieldQuantity`, `activities/0/unit` →
 * `OpWorkQuantityUnit1`, `movements/2/batch` of a material document → `to_MaterialDocumentItem/2/Batch`. A field without a name of its
 * own stays as it is.
 * @param category of the order that is confirmed
 */
export function propertyOf(kind: MessageKind, field: FieldPath, category: OrderCategory = 'production'): string {
  if (kind !== 'confirmation' && kind !== 'materialDocument') return field
  const [, position, part] = /^activities\/([0-5])(?:\/(\w+))?$/.exec(field) ?? []
  if (position !== undefined) return part === 'unit' ? activityOf(Number(position)).unit : activityOf(Number(position)).quantity
  const [, index, name] = /^movements\/(\d+)(?:\/(\w+))?$/.exec(field) ?? []
  if (index === undefined) return HEADER[kind][field] ?? field
  const item = `${ITEMS[kind === 'confirmation' ? category : kind]}/${index}`
  return name === undefined ? item : `${item}/${ITEM[kind][name] ?? name}`
}

/** The properties of one activity of a confirmation; SAP counts them from 1, and names the codes of their units otherwise than the unit. */
export function activityOf(position: number): { readonly quantity: string; readonly unit: string; readonly codes: string } {
  const n = position + 1
  return { quantity: `OpConfirmedWorkQuantity${n}`, unit: `OpWorkQuantityUnit${n}`, codes: `WorkQuantityUnit${n}` }
}
