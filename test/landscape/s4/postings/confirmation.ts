import { Decimal } from 'decimal.js'
import type { Books } from '../books.ts'
import type { CallContext, Payload, Row } from '../contract.ts'
import { rowOf } from '../model/properties.ts'
import { confirmations } from '../model/sets/confirmation.ts'
import { confirmationGroups } from '../model/sets/internal.ts'
import { components4, operations as operationSet } from '../model/sets/production-order.ts'
import { componentsOf, proposeIssues, proposeReceipt } from './backflush.ts'
import { movementRows, sentMovements } from './confirmation-movements.ts'
import { checkReason, postingDay } from './master-data.ts'
import { messages, refuse } from './messages.ts'
import { postDocument } from './movements.ts'
import type { GoodsMovement } from './movements.ts'
import { checkOrderStatus, isConfirmable, lockOrder, operationsOf, refreshOrder, upperLimit } from './orders.ts'
import { convert, isoCode, namedUnit, sapCode } from './units.ts'
import { changeStamp, dateOf, decimal, flag, quantity, text, timeOf } from './values.ts'

const QUANTITIES = ['ConfirmationYieldQuantity', 'ConfirmationScrapQuantity', 'ConfirmationReworkQuantity'] as const

/**
 * POST ProdnOrdConf2: confirms an operation, or all of them when none is named, and posts its goods movements; everything or nothing.
 * Answers the confirmation with the movements that it made.
 */
export function createConfirmation(context: CallContext, payload: Payload): { row: Row; children: Record<string, readonly Row[]> } {
  const { books, now } = context
  const sent = payload.values
  const order = lockOrder(context, text(sent.OrderID))
  const id = text(order.ManufacturingOrder)
  checkOrderStatus(order, 'Confirm order')
  const operations = operationsToConfirm(books, id, text(sent.OrderOperation))
  for (const name of QUANTITIES) if (decimal(sent[name]).isNegative()) refuse(messages.quantityNegative(name))
  const date = postingDay(sent.PostingDate, now)
  checkReason(books, text(order.ProductionPlant), text(sent.VarianceReasonCode))
  const unit = confirmationUnit(sent) || text(operations[0]?.OperationUnit) || text(order.ProductionUnit)
  const group = confirmationGroup(books, id, operations.length === 1 ? operations[0] : undefined)
  const isFinal = operations.map((operation) => confirmOperation(context, order, operation, sent, unit)).every(Boolean)

  const key = {
    ConfirmationGroup: group,
    ConfirmationCount: String(books.find(confirmations.name, { ConfirmationGroup: group }).length + 1),
  }
  const row = rowOf(confirmations, {
    ...sent,
    ...described(context, order, operations, unit),
    ...key,
    ...finality(sent, isFinal),
    PostingDate: dateOf(new Date(date)),
  })
  books.insert(confirmations.name, row)

  const movements = movementsFor(context, order, operations, payload, unit, date)
  const children = postMovements(context, row, date, movements, payload)
  if (isFinal && flag(sent.OpenReservationsIsCleared)) clearReservations(context, order, operations)
  refreshOrder(books, id, now)
  context.success(messages.confirmationSaved(id))
  return { row, children: { to_ProdnOrdConfMatlDocItm: children } }
}

/** The group under which an operation (or the order's header) is confirmed; numbered at its first confirmation. */
export function confirmationGroup(books: Books, order: string, operation: Row | undefined): string {
  const key = { ManufacturingOrder: order, ManufacturingOrderOperation: text(operation?.ManufacturingOrderOperation) }
  const known = books.one(confirmationGroups.name, key)
  if (known) return text(known.ConfirmationGroup)
  const group = String(books.next('confirmationGroups', 100001))
  books.insert(confirmationGroups.name, rowOf(confirmationGroups, { ...key, ConfirmationGroup: group }))
  return group
}

/** The unit of a payload by commercial, ISO or internal code. */
export function confirmationUnit(values: Row): string {
  return namedUnit(text(values.ConfirmationUnit), text(values.ConfirmationUnitISOCode), text(values.ConfirmationUnitSAPCode))
}

/** The named operation, or all that can be confirmed; refuses what doesn't exist, isn't released or is confirmed for good. */
export function operationsToConfirm(books: Books, order: string, wanted: string): Row[] {
  const all = operationsOf(books, order)
  const chosen = wanted === '' ? all.filter(isConfirmable) : all.filter((each) => each.ManufacturingOrderOperation === wanted)
  if (chosen.length === 0) refuse(messages.operationUnknown(order, wanted))
  for (const operation of chosen) {
    const name = text(operation.ManufacturingOrderOperation)
    if (!isConfirmable(operation)) refuse(messages.operationNotConfirmable(name, text(operation.OperationControlProfile)))
    if (!flag(operation.OperationIsReleased)) refuse(messages.notAllowed('Confirm operation', `OPR ${order} ${name}`))
    if (flag(operation.OperationIsClosed)) refuse(messages.orderClosed(order))
    if (flag(operation.OperationIsConfirmed)) refuse(messages.operationFinal(order, name))
  }
  return chosen
}

/** Changes what an operation counts as confirmed: `sign` 1 adds, −1 takes back. */
export function countOperation(context: CallContext, operation: Row, row: Row, unit: string, sign: 1 | -1, isFinal: boolean): void {
  const { books, now } = context
  const order = text(operation.ManufacturingOrder)
  const [made, scrap, rework] = QUANTITIES.map((name) =>
    convert(books, text(row.Material), decimal(row[name]), unit, text(operation.OperationUnit)),
  )
  const confirmed = decimal(operation.OpTotalConfirmedYieldQty).plus((made ?? new Decimal(0)).times(sign))
  const ledgerKey = { ManufacturingOrder: order, ManufacturingOrderOperation: text(operation.ManufacturingOrderOperation) }
  confirmationGroup(books, order, operation)
  const ledger = books.one(confirmationGroups.name, ledgerKey)
  books.update(confirmationGroups.name, ledgerKey, {
    ConfirmedScrapQuantity: quantity(decimal(ledger?.ConfirmedScrapQuantity).plus((scrap ?? new Decimal(0)).times(sign))),
    ConfirmedReworkQuantity: quantity(decimal(ledger?.ConfirmedReworkQuantity).plus((rework ?? new Decimal(0)).times(sign))),
  })
  const isTouched = sign === 1 || confirmed.gt(0)
  const key = Object.fromEntries(operationSet.keys.map((each) => [each, operation[each] ?? '']))
  books.update(operationSet.name, key, {
    OpTotalConfirmedYieldQty: quantity(confirmed),
    OperationIsConfirmed: isFinal ? 'X' : '',
    OperationIsPartiallyConfirmed: !isFinal && isTouched ? 'X' : '',
    LastChangeDateTime: changeStamp(now, operation.LastChangeDateTime),
  })
}

/** Counts the quantities on one operation, refuses too much of them; answers whether the operation is confirmed for good. */
function confirmOperation(context: CallContext, order: Row, operation: Row, sent: Row, unit: string): boolean {
  const { books } = context
  const row = { ...sent, Material: order.Material ?? '' }
  const planned = decimal(operation.OpPlannedTotalQuantity)
  const made = convert(books, text(row.Material), decimal(sent.ConfirmationYieldQuantity), unit, text(operation.OperationUnit))
  const confirmed = decimal(operation.OpTotalConfirmedYieldQty).plus(made)
  const isAutomaticallyFinal = text(sent.FinalConfirmationType) === '1' && confirmed.gte(planned)
  const isFinal = text(sent.FinalConfirmationType) === 'X' || flag(sent.IsFinalConfirmation) || isAutomaticallyFinal
  const limit = upperLimit(books, order, planned)
  if (limit && confirmed.gt(limit)) {
    refuse(
      messages.overDelivery(
        confirmed.toString(),
        limit.toString(),
        text(operation.OperationUnit),
        text(operation.ManufacturingOrderOperation),
      ),
    )
  }
  countOperation(context, operation, row, unit, 1, isFinal)
  return isFinal
}

function finality(sent: Row, isFinal: boolean): Row {
  return {
    FinalConfirmationType: isFinal ? 'X' : text(sent.FinalConfirmationType),
    IsFinalConfirmation: isFinal,
    IsReversed: false,
    IsReversal: false,
  }
}

/** What the ERP says about a confirmation by itself, whatever the sender wrote there. */
export function described(context: CallContext, order: Row, operations: readonly Row[], unit: string): Row {
  const operation = operations.length === 1 ? operations[0] : undefined
  return {
    OrderID: order.ManufacturingOrder ?? '',
    OrderType: order.ManufacturingOrderType ?? '',
    OrderOperation: operation?.ManufacturingOrderOperation ?? '',
    OrderOperationInternalID: operation?.OrderIntBillOfOperationsItem ?? '',
    Sequence: '0',
    Language: 'EN',
    Material: order.Material ?? '',
    Plant: order.ProductionPlant ?? '',
    WorkCenter: operation?.WorkCenter ?? '',
    WorkCenterTypeCode: operation ? 'A' : '',
    OrderPlannedTotalQty: order.TotalQuantity ?? '',
    ProductionUnit: order.ProductionUnit ?? '',
    OrderConfirmationRecordType: 'L40',
    ConfirmationUnit: unit,
    ConfirmationUnitISOCode: isoCode(unit),
    ConfirmationUnitSAPCode: sapCode(unit),
    ConfirmationEntryDate: dateOf(context.now),
    ConfirmationEntryTime: timeOf(context.now),
    EnteredByUser: context.user,
    LastChangeDate: null,
    LastChangedByUser: '',
  }
}

/** The sender's own movements, else what the ERP backflushes; the product's receipt unless the sender brings one. */
function movementsFor(
  context: CallContext,
  order: Row,
  operations: readonly Row[],
  payload: Payload,
  unit: string,
  date: string,
): readonly GoodsMovement[] {
  const { books } = context
  const sent = payload.values
  const items = sentMovements(context, order, payload)
  if (flag(sent.APIConfHasNoGoodsMovements)) {
    if (items.length > 0) refuse(messages.movementsExcluded())
    return []
  }
  const made = decimal(sent.ConfirmationYieldQuantity)
  const receipt = items.some((each) => each.type === '101') ? [] : proposeReceipt(books, order, operations, made, unit)
  if (items.length > 0) return [...receipt, ...items]
  const inOrderUnit = (value: Decimal) => convert(books, text(order.Material), value, unit, text(order.ProductionUnit))
  const produced = { yield: inOrderUnit(made), scrap: inOrderUnit(decimal(sent.ConfirmationScrapQuantity)) }
  return [...receipt, ...proposeIssues(books, order, operations, produced, date)]
}

/** One document for receipts, one for everything else. */
function postMovements(context: CallContext, row: Row, date: string, movements: readonly GoodsMovement[], payload: Payload): Row[] {
  const receipts = movements.filter((each) => each.type === '101')
  const issues = movements.filter((each) => each.type !== '101')
  return [receipts, issues]
    .filter((each) => each.length > 0)
    .flatMap((each) =>
      movementRows(context.books, row, postDocument(context, date, { InventoryTransactionType: 'WR' }, each), each, payload),
    )
}

function clearReservations(context: CallContext, order: Row, operations: readonly Row[]): void {
  for (const component of componentsOf(context.books, order, operations)) {
    const key = Object.fromEntries(components4.keys.map((each) => [each, component[each] ?? '']))
    context.books.update(components4.name, key, {
      ReservationIsFinallyIssued: true,
      LastChangeDateTime: changeStamp(context.now, component.LastChangeDateTime),
    })
  }
}
