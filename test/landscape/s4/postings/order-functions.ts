import type { Books } from '../books.ts'
import type { CallContext, EntitySet, Property, Row } from '../contract.ts'
import { texts } from '../model/properties.ts'
import { distributions } from '../model/sets/internal.ts'
import { messages, refuse } from './messages.ts'
import { keyOf, setsOf } from './order-sets.ts'
import { changeOrder, checkOrderStatus, lockOrder, operationsOf } from './orders.ts'
import { setting } from './settings.ts'
import { changeStamp, dateOf, flag, text } from './values.ts'

export const functionMessage: { name: string; properties: readonly Property[] } = {
  name: 'FunctionMessage',
  properties: texts({
    SystemMessageType: 1,
    SystemMessageIdentification: 20,
    SystemMessageNumber: 3,
    SystemMessageLongText: 220,
    SystemMessageVariable1: 50,
    SystemMessageVariable2: 50,
    SystemMessageVariable3: 50,
    SystemMessageVariable4: 50,
  }),
}

/** Releases a created order and its operations. */
export function releaseOrder(context: CallContext, parameters: Row): Row {
  const order = lockOrder(context, text(parameters.ManufacturingOrder))
  refuseIfOver(order)
  if (flag(order.OrderIsReleased) || flag(order.OrderIsLocked)) refuse(messages.notAllowed('Release order', objectOf(order)))
  changeOperations(context, order, { OperationIsCreated: '', OperationIsReleased: 'X' })
  changeOrder(context.books, order, context.now, {
    OrderIsCreated: '',
    OrderIsReleased: 'X',
    OrderIsPartiallyReleased: '',
    MfgOrderActualReleaseDate: dateOf(context.now),
  })
  return saved(order, 'released')
}

/** Sets TECO; nothing can be confirmed or moved for the order afterwards. */
export function completeOrderTechnically(context: CallContext, parameters: Row): Row {
  const order = lockOrder(context, text(parameters.ManufacturingOrder))
  checkOrderStatus(context.books, order, 'Technically complete')
  changeOperations(context, order, { OperationIsTechlyCompleted: 'X' })
  changeOrder(context.books, order, context.now, { OrderIsTechnicallyCompleted: 'X' })
  return saved(order, 'technically completed')
}

/** Closes an order that is technically completed or fully delivered. */
export function closeOrder(context: CallContext, parameters: Row): Row {
  const order = lockOrder(context, text(parameters.ManufacturingOrder))
  if (flag(order.OrderIsClosed)) refuse(messages.orderClosed(text(order.ManufacturingOrder)))
  if (!flag(order.OrderIsTechnicallyCompleted) && !flag(order.OrderIsDelivered)) refuse(messages.notAllowed('Close', objectOf(order)))
  changeOperations(context, order, { OperationIsClosed: 'X' })
  changeOrder(context.books, order, context.now, { OrderIsClosed: 'X' })
  return saved(order, 'closed')
}

/** By the kind of thing, the same for orders of both categories. */
const CHANGEABLE: Readonly<Record<'order' | 'component' | 'operation', ReadonlySet<string>>> = {
  order: new Set([
    'TotalQuantity',
    'MfgOrderPlannedScrapQty',
    'MfgOrderPlannedStartDate',
    'MfgOrderPlannedStartTime',
    'MfgOrderPlannedEndDate',
    'MfgOrderPlannedEndTime',
    'MRPController',
    'ProductionSupervisor',
    'StorageLocation',
    'GoodsRecipientName',
    'UnloadingPointName',
    'ManufacturingOrderImportance',
  ]),
  component: new Set([
    'RequiredQuantity',
    'GoodsMovementEntryQty',
    'StorageLocation',
    'Batch',
    'MatlCompIsMarkedForBackflush',
    'ReservationIsFinallyIssued',
    'IsBulkMaterialComponent',
    'ManufacturingOrderOperation',
  ]),
  operation: new Set(['WorkCenter', 'OperationControlProfile', 'MfgOrderOperationText', 'OpPlannedTotalQuantity']),
}

/** PATCH of an order's header: planning data only, and not once the order is closed. */
export function updateOrder(context: CallContext, key: Row, values: Row): void {
  refuseUnchangeable('order', values)
  const order = lockOrder(context, text(key.ManufacturingOrder))
  refuseIfOver(order)
  refuseIfDistributed(context.books, order)
  changeOrder(context.books, order, context.now, values)
}

/** PATCH of a component or of an operation. */
export function updatePart(set: EntitySet, part: 'component' | 'operation'): (context: CallContext, key: Row, values: Row) => void {
  return (context, key, values) => {
    refuseUnchangeable(part, values)
    const row = context.books.one(set.name, key)
    const order = lockOrder(context, text(row?.ManufacturingOrder))
    refuseIfOver(order)
    refuseIfDistributed(context.books, order)
    context.books.update(set.name, key, { ...values, LastChangeDateTime: changeStamp(context.now, row?.LastChangeDateTime) })
  }
}

function refuseUnchangeable(part: keyof typeof CHANGEABLE, values: Row): void {
  const wrong = Object.keys(values).find((each) => !CHANGEABLE[part].has(each))
  if (wrong !== undefined) refuse(messages.fieldNotChangeable(wrong))
}

function refuseIfOver(order: Row): void {
  if (flag(order.OrderIsClosed)) refuse(messages.orderClosed(text(order.ManufacturingOrder)))
  if (flag(order.OrderIsTechnicallyCompleted)) refuse(messages.statusActive('TECO', objectOf(order)))
}

/** An MES works by what it was told: who changes it behind its back is told so, unless the order type says that it doesn't matter. */
function refuseIfDistributed(books: Books, order: Row): void {
  const id = text(order.ManufacturingOrder)
  const isSuppressed = setting(books, 'distributedChanges', text(order.ManufacturingOrderType)) === 'X'
  if (books.one(distributions.name, { order: id }) && !isSuppressed) refuse(messages.orderDistributed(id))
}

function changeOperations(context: CallContext, order: Row, values: Row): void {
  const { operations } = setsOf(context.books, text(order.ManufacturingOrder))
  for (const operation of operationsOf(context.books, text(order.ManufacturingOrder))) {
    context.books.update(operations.name, keyOf(operations, operation), {
      ...values,
      LastChangeDateTime: changeStamp(context.now, operation.LastChangeDateTime),
    })
  }
}

function objectOf(order: Row): string {
  return `ORD ${text(order.ManufacturingOrder)}`
}

function saved(order: Row, what: string): Row {
  const id = text(order.ManufacturingOrder)
  return {
    SystemMessageType: 'S',
    SystemMessageIdentification: 'CO',
    SystemMessageNumber: '902',
    SystemMessageLongText: `Order ${id} ${what}`,
    SystemMessageVariable1: id,
    SystemMessageVariable2: '',
    SystemMessageVariable3: '',
    SystemMessageVariable4: '',
  }
}
