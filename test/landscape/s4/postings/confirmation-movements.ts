import type { Books } from '../books.ts'
import type { CallContext, Payload, Row } from '../contract.ts'
import { rowOf } from '../model/properties.ts'
import { confirmationBatchCharacteristics, confirmationMovements } from '../model/sets/confirmation.ts'
import { components4, orderItems } from '../model/sets/production-order.ts'
import { messages, refuse } from './messages.ts'
import type { GoodsMovement, PostedDocument } from './movements.ts'
import { checkOrderStatus, lockOrder } from './orders.ts'
import { isoCode, namedUnit, sapCode } from './units.ts'
import { decimal, flag, isInitial, text } from './values.ts'

const TYPES = new Set(['101', '102', '261', '262', '531', '532'])

/** The goods movements of a payload. What an item leaves out comes from its reservation, then from the order. */
export function sentMovements(context: CallContext, order: Row, payload: Payload): GoodsMovement[] {
  const items = payload.children.to_ProdnOrdConfMatlDocItm ?? []
  const own = text(order.ManufacturingOrder)
  return items.map(({ values }) => {
    const reservation = isInitial(values.Reservation) ? '' : text(values.Reservation)
    const reservationItem = reservation === '' ? '' : text(values.ReservationItem)
    const reserved =
      reservation === '' ? undefined : context.books.one(components4.name, { Reservation: reservation, ReservationItem: reservationItem })
    const type = text(values.GoodsMovementType) || text(reserved?.GoodsMovementType)
    if (!TYPES.has(type)) refuse(messages.movementNotPossible(type))
    const target = text(values.OrderID) || own
    if (target !== own) checkOrderStatus(lockOrder(context, target), 'Goods movement')
    const received = type === '101' || type === '102' ? context.books.find(orderItems.name, { ManufacturingOrder: target })[0] : undefined
    const source = reserved ?? received
    return {
      type,
      material: text(values.Material) || text(source?.Material),
      plant: text(values.Plant) || text(source?.Plant) || text(order.ProductionPlant),
      storageLocation: text(values.StorageLocation) || text(source?.StorageLocation),
      batch: text(values.Batch) || text(source?.Batch),
      stockType: '01',
      order: target,
      reservation,
      reservationItem,
      isFinalIssue: flag(values.ReservationIsFinallyIssued),
      quantity: decimal(values.QuantityInEntryUnit),
      unit: namedUnit(text(values.EntryUnit), text(values.EntryUnitISOCode), text(values.EntryUnitSAPCode)),
      reason: '',
      values,
    }
  })
}

/** Writes and answers the confirmation's view of a posted document, with the batch characteristics that the payload brought. */
export function movementRows(
  books: Books,
  confirmation: Row,
  document: PostedDocument,
  movements: readonly GoodsMovement[],
  payload: Payload,
): Row[] {
  const sent = payload.children.to_ProdnOrdConfMatlDocItm ?? []
  return document.items.map((item, index) => {
    const values = movements[index]?.values ?? {}
    const row = rowOf(confirmationMovements, {
      ...values,
      ...movementRow(item, text(confirmation.OrderType)),
      ConfirmationGroup: confirmation.ConfirmationGroup ?? '',
      ConfirmationCount: confirmation.ConfirmationCount ?? '',
      MaterialDocument: document.number,
      MaterialDocumentYear: document.year,
      MaterialDocumentItem: item.MaterialDocumentItem ?? '',
    })
    books.insert(confirmationMovements.name, row)
    const characteristics = sent.find((each) => each.values === values)?.children.to_ProdnOrderConfBatchCharc ?? []
    characteristics.forEach((each, position) => {
      books.insert(
        confirmationBatchCharacteristics.name,
        rowOf(confirmationBatchCharacteristics, { ...row, ...each.values, CharcInternalID: String(position + 1) }),
      )
    })
    return row
  })
}

/** A document's item in the words of the confirmation service. */
function movementRow(item: Row, orderType: string): Row {
  const unit = text(item.EntryUnit)
  const hasReservation = !isInitial(item.Reservation)
  return {
    OrderType: orderType,
    OrderID: item.ManufacturingOrder ?? '',
    OrderItem: item.ManufacturingOrderItem ?? '',
    ManufacturingOrderCategory: '10',
    Material: item.Material ?? '',
    Plant: item.Plant ?? '',
    Reservation: hasReservation ? (item.Reservation ?? '') : '0',
    ReservationItem: hasReservation ? (item.ReservationItem ?? '') : '0',
    StorageLocation: item.StorageLocation ?? '',
    Batch: item.Batch ?? '',
    GoodsMovementType: item.GoodsMovementType ?? '',
    GoodsMovementRefDocType: item.GoodsMovementType === '101' ? 'F' : (item.GoodsMovementRefDocType ?? ''),
    EntryUnit: unit,
    EntryUnitISOCode: isoCode(unit),
    EntryUnitSAPCode: sapCode(unit),
    QuantityInEntryUnit: item.QuantityInEntryUnit ?? '0.000',
  }
}

/** A movement that isn't posted, in the same words. */
export function proposedRow(movement: GoodsMovement, orderType: string): Row {
  return rowOf(
    confirmationMovements,
    movementRow(
      {
        ...movement.values,
        ManufacturingOrder: movement.order,
        ManufacturingOrderItem: '1',
        Material: movement.material,
        Plant: movement.plant,
        Reservation: movement.reservation,
        ReservationItem: movement.reservationItem,
        StorageLocation: movement.storageLocation,
        Batch: movement.batch,
        GoodsMovementType: movement.type,
        EntryUnit: movement.unit,
        QuantityInEntryUnit: movement.quantity.toFixed(3),
      },
      orderType,
    ),
  )
}
