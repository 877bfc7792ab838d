import type { Books } from '../books.ts'
import type { CallContext, Payload, Row } from '../contract.ts'
import { rowOf } from '../model/properties.ts'
import { messages, refuse } from './messages.ts'
import type { GoodsMovement, PostedDocument } from './movements.ts'
import { findReservation, navigationTo, setsOf, type OrderSets } from './order-sets.ts'
import { checkOrderStatus, lockOrder } from './orders.ts'
import { isoCode, namedUnit, sapCode } from './units.ts'
import { decimal, flag, isInitial, text } from './values.ts'

const TYPES = new Set(['101', '102', '261', '262', '531', '532'])

/** The goods movements of a payload. What an item leaves out comes from its reservation, then from the order. */
export function sentMovements({ books, now }: CallContext, order: Row, payload: Payload, sets: OrderSets): GoodsMovement[] {
  const items = payload.children[navigationTo(sets.confirmations, sets.movements)] ?? []
  const own = text(order.ManufacturingOrder)
  return items.map(({ values }) => {
    const reservation = isInitial(values.Reservation) ? '' : text(values.Reservation)
    const reservationItem = reservation === '' ? '' : text(values.ReservationItem)
    const reserved = reservation === '' ? undefined : findReservation(books, reservation, reservationItem)?.row
    const type = text(values.GoodsMovementType) || text(reserved?.GoodsMovementType)
    if (!TYPES.has(type)) refuse(messages.movementNotPossible(type))
    const target = text(values.OrderID) || own
    if (target !== own) checkOrderStatus(books, lockOrder({ books, now }, target), 'Goods movement')
    const ordered = books.find(setsOf(books, target).items.name, { ManufacturingOrder: target })[0]
    const received = type === '101' || type === '102' ? ordered : undefined
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
  sets: OrderSets,
  confirmation: Row,
  document: PostedDocument,
  movements: readonly GoodsMovement[],
  payload: Payload,
): Row[] {
  const sent = payload.children[navigationTo(sets.confirmations, sets.movements)] ?? []
  return document.items.map((item, index) => {
    const values = movements[index]?.values ?? {}
    const row = rowOf(sets.movements, {
      ...values,
      ...movementRow(sets, item, text(confirmation.OrderType)),
      ConfirmationGroup: confirmation.ConfirmationGroup ?? '',
      ConfirmationCount: confirmation.ConfirmationCount ?? '',
      MaterialDocument: document.number,
      MaterialDocumentYear: document.year,
      MaterialDocumentItem: item.MaterialDocumentItem ?? '',
    })
    books.insert(sets.movements.name, row)
    const characteristics = sent.find((each) => each.values === values)?.children[navigationTo(sets.movements, sets.characteristics)] ?? []
    characteristics.forEach((each, position) => {
      books.insert(
        sets.characteristics.name,
        rowOf(sets.characteristics, { ...row, ...each.values, CharcInternalID: String(position + 1) }),
      )
    })
    return row
  })
}

/** A document's item in the words of the confirmation service. */
function movementRow(sets: OrderSets, item: Row, orderType: string): Row {
  const unit = text(item.EntryUnit)
  const hasReservation = !isInitial(item.Reservation)
  return {
    OrderType: orderType,
    OrderID: item.ManufacturingOrder ?? '',
    OrderItem: item.ManufacturingOrderItem ?? '',
    ManufacturingOrderCategory: sets.category,
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
export function proposedRow(sets: OrderSets, movement: GoodsMovement, orderType: string): Row {
  return rowOf(
    sets.movements,
    movementRow(
      sets,
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
