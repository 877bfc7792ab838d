import { Decimal } from 'decimal.js'
import type { CallContext, Row } from '../contract.ts'
import { materialDocumentItems } from '../model/sets/material-document.ts'
import { messages, refuse } from './messages.ts'
import { findReservation, setsOf } from './order-sets.ts'
import { findOrder, refreshOrder, upperLimit } from './orders.ts'
import { setting } from './settings.ts'
import { changeStock } from './stock.ts'
import { convert } from './units.ts'
import { changeStamp, decimal, flag, isInitial, quantity, text } from './values.ts'

/** Writes an item of a material document and lets it take effect: on stock, on the reservation, on the order's received quantity. */
export function bookItem(context: CallContext, item: Row): void {
  const { books } = context
  const amount = decimal(item.QuantityInBaseUnit)
  const unit = text(item.MaterialBaseUnit)
  const place = {
    material: text(item.Material),
    plant: text(item.Plant),
    storageLocation: text(item.StorageLocation),
    batch: text(item.Batch),
    stockType: text(item.InventoryStockType) || '01',
  }
  changeStock(books, place, unit, item.DebitCreditCode === 'S' ? amount : amount.neg())
  switch (item.GoodsMovementType) {
    case '101':
      receive(context, item, amount)
      break
    case '102':
      receive(context, item, amount.neg())
      break
    case '261':
      withdraw(context, item, amount)
      break
    case '262':
      withdraw(context, item, amount.neg())
      break
  }
  books.insert(materialDocumentItems.name, item)
}

function receive(context: CallContext, item: Row, amount: Decimal): void {
  const { books, now } = context
  const id = text(item.ManufacturingOrder)
  if (isInitial(id)) return
  const order = findOrder(books, id)
  const { items } = setsOf(books, id)
  const row = books.find(items.name, { ManufacturingOrder: id, Material: item.Material ?? '' })[0]
  if (!row) return
  const unit = text(row.ProductionUnit)
  const received = convert(books, text(item.Material), amount, text(item.MaterialBaseUnit), unit)
  const total = decimal(row.MfgOrderItemGoodsReceiptQty).plus(received)
  const limit = upperLimit(books, order, decimal(row.MfgOrderItemPlannedTotalQty))
  if (received.gt(0) && limit && total.gt(limit)) refuse(messages.overReceipt(total.minus(limit).toString(), unit, id))
  const key = { ManufacturingOrder: id, ManufacturingOrderItem: row.ManufacturingOrderItem ?? '' }
  books.update(items.name, key, { MfgOrderItemGoodsReceiptQty: quantity(total) })
  refreshOrder(books, id, now)
}

function withdraw(context: CallContext, item: Row, amount: Decimal): void {
  const { books, now } = context
  if (isInitial(item.Reservation)) return
  const key = { Reservation: item.Reservation ?? '', ReservationItem: item.ReservationItem ?? '' }
  const found = findReservation(books, text(key.Reservation), text(key.ReservationItem))
  // Another material on somebody's reservation is unplanned: it's booked, the reservation stays open.
  if (!found || found.row.Material !== item.Material) return
  const { row, sets } = found
  const unit = text(row.BaseUnit)
  const moved = convert(books, text(item.Material), amount, text(item.MaterialBaseUnit), unit)
  const withdrawn = decimal(row.WithdrawnQuantity).plus(moved)
  const excess = withdrawn.minus(decimal(row.RequiredQuantity))
  if (moved.gt(0) && excess.gt(0) && setting(books, 'reservationExcess', text(row.ManufacturingOrderType)) === 'E') {
    refuse(messages.reservationExceeded(excess.toString(), unit, key.Reservation.toString(), key.ReservationItem.toString()))
  }
  books.update(sets.components.name, key, {
    WithdrawnQuantity: quantity(withdrawn),
    ReservationIsFinallyIssued: moved.gt(0) && (flag(item.ReservationIsFinallyIssued) || flag(row.ReservationIsFinallyIssued)),
    LastChangeDateTime: changeStamp(now, row.LastChangeDateTime),
  })
}
