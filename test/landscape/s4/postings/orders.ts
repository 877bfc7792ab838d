import { Decimal } from 'decimal.js'
import type { Books } from '../books.ts'
import { BusinessError } from '../contract.ts'
import type { CallContext, Row } from '../contract.ts'
import { rowOf } from '../model/properties.ts'
import { locks, userStatusRules } from '../model/sets/internal.ts'
import { productWorkSchedulings } from '../model/sets/product.ts'
import { messages, refuse } from './messages.ts'
import { setsOf } from './order-sets.ts'
import { changeStamp, decimal, flag, isInitial, text } from './values.ts'

/** Header flag → system status. */
const STATUSES: readonly (readonly [flag: string, code: string, shortName: string, name: string])[] = [
  ['OrderIsCreated', 'I0001', 'CRTD', 'Created'],
  ['OrderIsPartiallyReleased', 'I0042', 'PREL', 'Partially released'],
  ['OrderIsReleased', 'I0002', 'REL', 'Released'],
  ['OrderIsPartiallyConfirmed', 'I0010', 'PCNF', 'Partially confirmed'],
  ['OrderIsConfirmed', 'I0009', 'CNF', 'Confirmed'],
  ['OrderIsPartiallyDelivered', 'I0074', 'PDLV', 'Partially delivered'],
  ['OrderIsDelivered', 'I0012', 'DLV', 'Delivered'],
  ['OrderIsTechnicallyCompleted', 'I0045', 'TECO', 'Technically completed'],
  ['OrderIsClosed', 'I0046', 'CLSD', 'Closed'],
  ['OrderIsLocked', 'I0043', 'LKD', 'Locked'],
  ['OrderIsMarkedForDeletion', 'I0076', 'DLFL', 'Deletion flag'],
]

/** Control keys whose operations nobody confirms. */
const NOT_CONFIRMABLE = new Set(['PP03'])

/** An order of any category. */
export function findOrder(books: Books, id: string): Row {
  if (isInitial(id)) refuse(messages.orderMissing())
  return books.one(setsOf(books, id).orders.name, { ManufacturingOrder: id }) ?? refuse(messages.orderUnknown(id))
}

/** The order, unless somebody else holds it (423, CO/469). */
export function lockOrder(context: Pick<CallContext, 'books' | 'now'>, id: string): Row {
  const lock = context.books.one(locks.name, { order: id })
  if (lock && new Date(text(lock.until)) > context.now) {
    throw new BusinessError([messages.orderInProcess(id, text(lock.user))], 423)
  }
  return findOrder(context.books, id)
}

/** Refuses when the order's system or user status forbids the business transaction (`Confirm order`, `Goods movement`). */
export function checkOrderStatus(books: Books, order: Row, transaction: string): void {
  const id = text(order.ManufacturingOrder)
  const object = `ORD ${id}`
  if (flag(order.OrderIsClosed)) refuse(messages.orderClosed(id))
  if (flag(order.OrderIsTechnicallyCompleted)) refuse(messages.statusActive('TECO', object))
  if (flag(order.OrderIsMarkedForDeletion) || flag(order.OrderIsDeleted)) refuse(messages.statusActive('DLFL', object))
  const isReleased = flag(order.OrderIsReleased) || flag(order.OrderIsPartiallyReleased)
  if (flag(order.OrderIsLocked) || !isReleased) refuse(messages.notAllowed(transaction, object))
  for (const { StatusShortName } of books.find(setsOf(books, id).statuses.name, { ManufacturingOrder: id, IsUserStatus: 1 })) {
    const status = text(StatusShortName)
    if (books.one(userStatusRules.name, { StatusShortName: status, transaction })) refuse(messages.userStatusActive(status, object))
  }
}

/** Operations of an order in their sequence. */
export function operationsOf(books: Books, order: string): Row[] {
  return books
    .find(setsOf(books, order).operations.name, { ManufacturingOrder: order })
    .sort((a, b) => text(a.ManufacturingOrderOperation).localeCompare(text(b.ManufacturingOrderOperation)))
}

export function isConfirmable(operation: Row): boolean {
  return !NOT_CONFIRMABLE.has(text(operation.OperationControlProfile)) && !flag(operation.OperationIsDeleted)
}

/** The operation at which the product is received. */
export function lastOperation(books: Books, order: string): Row | undefined {
  return operationsOf(books, order).filter(isConfirmable).at(-1)
}

/** Largest quantity that may be confirmed or received for `planned`; undefined when it's unlimited. No limit kept means no tolerance. */
export function upperLimit(books: Books, order: Row, planned: Decimal): Decimal | undefined {
  const tolerance = tolerances(books, order)
  return flag(tolerance?.UnlimitedOverDelivIsAllowed)
    ? undefined
    : planned.times(decimal(tolerance?.OverDelivToleranceLimit).div(100).plus(1)).toDecimalPlaces(3)
}

/** Smallest quantity that counts as all of `planned`. */
export function lowerLimit(books: Books, order: Row, planned: Decimal): Decimal {
  return planned.times(new Decimal(1).minus(decimal(tolerances(books, order)?.UnderDelivToleranceLimit).div(100))).toDecimalPlaces(3)
}

function tolerances(books: Books, order: Row): Row | undefined {
  return books.one(productWorkSchedulings.name, { Product: order.Material ?? '', Plant: order.ProductionPlant ?? '' })
}

/** Brings flags, confirmed yield, delivery and the status list of the order in line with its operations and its item. */
export function refreshOrder(books: Books, id: string, now: Date): void {
  const order = findOrder(books, id)
  const { items } = setsOf(books, id)
  const all = operationsOf(books, id).filter(isConfirmable)
  const isConfirmed = all.length > 0 && all.every((each) => flag(each.OperationIsConfirmed))
  const isBegun = all.some((each) => flag(each.OperationIsConfirmed) || flag(each.OperationIsPartiallyConfirmed))
  const item = books.find(items.name, { ManufacturingOrder: id })[0]
  const received = decimal(item?.MfgOrderItemGoodsReceiptQty)
  const isDelivered = received.gt(0) && received.gte(lowerLimit(books, order, decimal(order.TotalQuantity)))
  if (item) {
    const key = { ManufacturingOrder: id, ManufacturingOrderItem: item.ManufacturingOrderItem ?? '' }
    books.update(items.name, key, { IsCompletelyDelivered: isDelivered })
  }
  const last = all.at(-1)
  changeOrder(books, order, now, {
    OrderIsConfirmed: isConfirmed ? 'X' : '',
    OrderIsPartiallyConfirmed: isBegun && !isConfirmed ? 'X' : '',
    OrderIsDelivered: isDelivered ? 'X' : '',
    OrderIsPartiallyDelivered: received.gt(0) && !isDelivered ? 'X' : '',
    MfgOrderConfirmedYieldQty: text(last?.OpTotalConfirmedYieldQty) || text(order.MfgOrderConfirmedYieldQty),
  })
}

/** Writes values of the header, stamps it and rewrites its status list. */
export function changeOrder(books: Books, order: Row, now: Date, values: Row): void {
  const id = text(order.ManufacturingOrder)
  const stamp = changeStamp(now, order.LastChangeDateTime)
  books.update(setsOf(books, id).orders.name, { ManufacturingOrder: id }, { ...values, LastChangeDateTime: stamp })
  writeStatuses(books, { ...order, ...values })
}

/** The system statuses as the header's flags say; user statuses stay. */
export function writeStatuses(books: Books, order: Row): void {
  const id = text(order.ManufacturingOrder)
  const { statuses } = setsOf(books, id)
  books.db.prepare(`DELETE FROM "${statuses.name}" WHERE ManufacturingOrder = ? AND COALESCE(IsUserStatus, 0) = 0`).run(id)
  for (const [name, code, shortName, label] of STATUSES) {
    if (!flag(order[name])) continue
    const status = { ManufacturingOrder: id, StatusCode: code, IsUserStatus: false, StatusShortName: shortName, StatusName: label }
    books.insert(statuses.name, rowOf(statuses, status))
  }
}
