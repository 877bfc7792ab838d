import type { Books } from '../books.ts'
import { BusinessError } from '../contract.ts'
import type { CallContext, Payload, Row } from '../contract.ts'
import { materialDocumentItems, materialDocuments } from '../model/sets/material-document.ts'
import { postingDay } from './master-data.ts'
import { messages, refuse } from './messages.ts'
import { MOVEMENT_KINDS, postDocument } from './movements.ts'
import type { GoodsMovement } from './movements.ts'
import { findReservation } from './order-sets.ts'
import { checkOrderStatus, lockOrder } from './orders.ts'
import { reverseItems } from './reversal.ts'
import { namedUnit } from './units.ts'
import { decimal, flag, isInitial, text } from './values.ts'

const WRAPPER = { code: 'MM_IM_ODATA_API_MDOC/014', text: 'Material Document processing failed' }

/** GoodsMovementCode → what it's for and which movement types it may post. */
const CODES: Readonly<Record<string, { transaction: string; types: readonly string[] }>> = {
  '01': { transaction: 'WE', types: ['101', '102'] },
  '02': { transaction: 'WF', types: ['101', '102', '531', '532'] },
  '03': { transaction: 'WA', types: ['201', '202', '261', '262', '551', '552'] },
  '04': { transaction: 'WL', types: ['311', '312'] },
  '05': { transaction: 'WZ', types: ['531', '532'] },
  '06': { transaction: 'WR', types: ['102', '202', '262', '312', '532', '552'] },
}

/** POST A_MaterialDocumentHeader with its items; the answer shows the items empty, as the real one does. */
export function createMaterialDocument(context: CallContext, payload: Payload): { row: Row; children: Record<string, readonly Row[]> } {
  return wrapped(() => {
    const items = payload.children.to_MaterialDocumentItem ?? []
    if (items.length === 0) refuse(messages.itemsMissing())
    const code = CODES[text(payload.values.GoodsMovementCode)] ?? refuse(messages.fieldMissing('Goods Movement Code', 'GoodsMovementCode'))
    const date = postingDay(context.books, payload.values.PostingDate, context.now)
    const movements = items.map((each) => movementOf(context.books, each))
    for (const movement of movements) {
      if (!code.types.includes(movement.type)) refuse(messages.movementNotPossible(movement.type))
      checkReference(movement)
    }
    for (const order of new Set(movements.map((each) => each.order).filter((each) => !isInitial(each)))) {
      checkOrderStatus(context.books, lockOrder(context, order), 'Goods movement')
    }
    const posted = postDocument(context, date, { ...payload.values, InventoryTransactionType: code.transaction }, movements)
    context.success(messages.documentPosted(posted.number))
    return { row: document(context.books, posted.year, posted.number), children: { to_MaterialDocumentItem: [] } }
  })
}

/** Cancels every item of a document that isn't cancelled yet; answers the header of the new document. */
export function cancelMaterialDocument(context: CallContext, parameters: Row): Row {
  return wrapped(() => {
    const { year, number } = reference(parameters)
    const open = itemsOf(context.books, year, number).filter((each) => !flag(each.GoodsMovementIsCancelled))
    if (!open[0]) refuse(messages.itemCancelled(number, '1'))
    const reversal = cancelItems(context, parameters, open)
    return document(context.books, reversal.year, reversal.number)
  })
}

/** Cancels one item, and its automatic counterpart; answers the item of the new document. */
export function cancelMaterialDocumentItem(context: CallContext, parameters: Row): Row {
  return wrapped(() => {
    const { year, number } = reference(parameters)
    const wanted = text(parameters.MaterialDocumentItem)
    const all = itemsOf(context.books, year, number)
    const item =
      all.find((each) => Number(each.MaterialDocumentItem) === Number(wanted)) ??
      refuse(messages.documentUnknown(year, `${number} ${wanted}`))
    if (flag(item.GoodsMovementIsCancelled)) refuse(messages.itemCancelled(number, wanted))
    const counterparts = all.filter((each) => each.MaterialDocumentParentLine === item.MaterialDocumentLine)
    const [first] = cancelItems(context, parameters, [item, ...counterparts]).items
    return first ?? item
  })
}

function cancelItems(context: CallContext, parameters: Row, items: readonly Row[]): ReturnType<typeof reverseItems> {
  for (const order of new Set(items.map((each) => text(each.ManufacturingOrder)).filter((each) => !isInitial(each)))) {
    checkOrderStatus(context.books, lockOrder(context, order), 'Goods movement')
  }
  const reversal = reverseItems(context, postingDay(context.books, parameters.PostingDate, context.now), items)
  context.success(messages.documentPosted(reversal.number))
  return reversal
}

/** Material, place and unit of an item that names a reservation come from there when it doesn't say otherwise. */
function movementOf(books: Books, { values, children }: Payload): GoodsMovement {
  const reservation = isInitial(values.Reservation) ? '' : text(values.Reservation)
  const reservationItem = reservation === '' ? '' : text(values.ReservationItem)
  const reserved = reservation === '' ? undefined : findReservation(books, reservation, reservationItem)?.row
  const type = text(values.GoodsMovementType)
  const plant = text(values.Plant) || text(reserved?.Plant)
  const batch = text(values.Batch) || text(reserved?.Batch)
  const target = text(values.IssuingOrReceivingStorageLoc)
  if (type === '311' && target === '') refuse(messages.fieldMissing('Receiving stor. location', 'IssuingOrReceivingStorageLoc'))
  return {
    type,
    material: text(values.Material) || text(reserved?.Material),
    plant,
    storageLocation: text(values.StorageLocation) || text(reserved?.StorageLocation),
    batch,
    stockType: text(values.InventoryStockType) || '01',
    order: text(values.ManufacturingOrder) || text(reserved?.ManufacturingOrder),
    reservation,
    reservationItem,
    isFinalIssue: flag(values.ReservationIsFinallyIssued),
    quantity: decimal(values.QuantityInEntryUnit),
    unit: namedUnit(text(values.EntryUnit), '', ''),
    reason: text(values.GoodsMovementReasonCode),
    serialNumbers: (children.to_SerialNumbers ?? []).map((each) => each.values),
    values,
    ...(type === '311' && {
      receiving: {
        plant: text(values.IssuingOrReceivingPlant) || plant,
        storageLocation: target,
        batch: text(values.IssgOrRcvgBatch) || batch,
      },
    }),
  }
}

/** A receipt says what it refers to: `F` a production order, `B` a purchase order. Issues to orders refer to the order by themselves. */
function checkReference(movement: GoodsMovement): void {
  if (!MOVEMENT_KINDS[movement.type] || (movement.type !== '101' && movement.type !== '102')) return
  const type = text(movement.values.GoodsMovementRefDocType)
  if (type !== 'F' && type !== 'B') refuse(messages.propertyNotSupported('PURCHASEORDER', movement.type))
  if (type === 'F' && isInitial(movement.order)) refuse(messages.fieldMissing('Order', 'ManufacturingOrder'))
}

function reference(parameters: Row): { year: string; number: string } {
  return { year: text(parameters.MaterialDocumentYear), number: text(parameters.MaterialDocument) }
}

function document(books: Books, year: string, number: string): Row {
  return (
    books.one(materialDocuments.name, { MaterialDocumentYear: year, MaterialDocument: number }) ??
    refuse(messages.documentUnknown(year, number))
  )
}

function itemsOf(books: Books, year: string, number: string): Row[] {
  document(books, year, number)
  return books.find(materialDocumentItems.name, { MaterialDocumentYear: year, MaterialDocument: number })
}

/** The real one hides what went wrong behind one generic code, except where the message is the interface's own. */
function wrapped<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof BusinessError) || error.status !== 400) throw error
    const own = error.details.find((each) => each.class === 'MM_IM_ODATA_API_MDOC')
    throw new BusinessError(error.details, error.status, own ? { code: `${own.class}/${own.number}`, text: own.text } : WRAPPER)
  }
}
