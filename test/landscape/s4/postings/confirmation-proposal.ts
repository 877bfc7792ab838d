import { Decimal } from 'decimal.js'
import type { Books } from '../books.ts'
import type { CallContext, Row } from '../contract.ts'
import { rowOf } from '../model/properties.ts'
import { confirmationGroups } from '../model/sets/internal.ts'
import { proposeIssues, proposeReceipt } from './backflush.ts'
import { proposedRow } from './confirmation-movements.ts'
import { operationsToConfirm } from './confirmation-operations.ts'
import { confirmationGroup, confirmationUnit, described } from './confirmation-row.ts'
import { messages, refuse } from './messages.ts'
import { setsOf, type OrderSets } from './order-sets.ts'
import { checkOrderStatus, findOrder } from './orders.ts'
import { convert, isoCode, sapCode } from './units.ts'
import { dateOf, decimal, flag, isInitial, quantity, text, timeOf } from './values.ts'

/**
 * GetConfProposal: what the ERP would fill in. Quantities asked for are what's still open; work is that for the quantities; dates are
 * now; nothing is posted.
 */
export function proposeConfirmation(sets: OrderSets): (context: CallContext, parameters: Row) => Row {
  return (context, parameters) => proposed(sets, context, parameters)
}

function proposed(sets: OrderSets, context: CallContext, parameters: Row): Row {
  const { order, operations, unit, quantities } = resolve(sets, context, parameters)
  const all = quantities.yield.plus(quantities.scrap).plus(quantities.rework)
  const passed = convert(context.books, text(order.Material), all, unit, text(operations[0]?.OperationUnit) || unit)
  const date = dateOf(context.now)
  const time = timeOf(context.now)
  const isDated = flag(parameters.DateAndTimeIsToBeProposed)
  const group = confirmationGroup(context.books, text(order.ManufacturingOrder), operations.length === 1 ? operations[0] : undefined)
  return rowOf(sets.confirmations, {
    ...described(context, order, operations, unit),
    ConfirmationGroup: group,
    ConfirmationYieldQuantity: quantity(quantities.yield),
    ConfirmationScrapQuantity: quantity(quantities.scrap),
    ConfirmationReworkQuantity: quantity(quantities.rework),
    PostingDate: date,
    ...(isDated && {
      ConfirmedExecutionStartDate: date,
      ConfirmedExecutionStartTime: time,
      ConfirmedExecutionEndDate: date,
      ConfirmedExecutionEndTime: time,
    }),
    ...(flag(parameters.ActivityIsToBeProposed) && operations[0] && activities(context.books, operations[0], passed)),
  })
}

/** GetGdsMvtProposal: what the ERP itself would receive and backflush for these quantities. */
export function proposeMovements(sets: OrderSets): (context: CallContext, parameters: Row) => Row[] {
  return (context, parameters) => {
    const { books, now } = context
    const { order, operations, unit, quantities } = resolve(sets, context, parameters)
    const inOrderUnit = (value: Decimal) => convert(books, text(order.Material), value, unit, text(order.ProductionUnit))
    const produced = { yield: inOrderUnit(quantities.yield), scrap: inOrderUnit(quantities.scrap) }
    return [
      ...proposeReceipt(books, order, operations, quantities.yield, unit),
      ...proposeIssues(books, order, operations, produced, now.toISOString().slice(0, 10)),
    ].map((each) => proposedRow(sets, each, text(order.ManufacturingOrderType)))
  }
}

interface Proposal {
  readonly order: Row
  readonly operations: readonly Row[]
  readonly unit: string
  readonly quantities: { readonly yield: Decimal; readonly scrap: Decimal; readonly rework: Decimal }
}

/** Order and operations by confirmation group or by order and operation; a proposal heeds the order's status but no lock. */
function resolve(sets: OrderSets, context: CallContext, parameters: Row): Proposal {
  const { books } = context
  const group = text(parameters.ConfirmationGroup)
  const known = isInitial(group) ? undefined : books.one(confirmationGroups.name, { ConfirmationGroup: group })
  if (!isInitial(group) && !known) refuse(messages.confirmationUnknown(group, ''))
  const order = findOrder(books, text(known?.ManufacturingOrder) || text(parameters.OrderID))
  if (setsOf(books, text(order.ManufacturingOrder)) !== sets) refuse(messages.orderCategoryWrong(text(order.ManufacturingOrder), sets.word))
  checkOrderStatus(books, order, 'Confirm order')
  const wanted = text(known?.ManufacturingOrderOperation) || text(parameters.OrderOperation)
  const operations = operationsToConfirm(books, text(order.ManufacturingOrder), wanted)
  const first = operations[0] ?? {}
  const unit = confirmationUnit(parameters) || text(first.OperationUnit) || text(order.ProductionUnit)
  const open = Decimal.max(decimal(first.OpPlannedTotalQuantity).minus(decimal(first.OpTotalConfirmedYieldQty)), 0)
  const isToBeProposed = flag(parameters.QuantityIsToBeProposed) && parameters.ConfirmationYieldQuantity === undefined
  const wantedYield = isToBeProposed
    ? convert(books, text(order.Material), open, text(first.OperationUnit), unit)
    : decimal(parameters.ConfirmationYieldQuantity)
  const scrap = decimal(parameters.ConfirmationScrapQuantity)
  const rework = decimal(parameters.ConfirmationReworkQuantity)
  return { order, operations, unit, quantities: { yield: wantedYield, scrap, rework } }
}

/** Standard values × what passes the operation (in its unit) ÷ the quantity that they hold for: the whole operation where the routing names none. */
function activities(books: Books, operation: Row, passed: Decimal): Row {
  const group = books.one(confirmationGroups.name, {
    ManufacturingOrder: text(operation.ManufacturingOrder),
    ManufacturingOrderOperation: text(operation.ManufacturingOrderOperation),
  })
  const reference = decimal(group?.OperationReferenceQuantity)
  const base = reference.isZero() ? decimal(operation.OpPlannedTotalQuantity) : reference
  const share = base.isZero() ? new Decimal(0) : passed.div(base)
  return Object.fromEntries(
    ([1, 2, 3, 4, 5, 6] as const).flatMap((n) => {
      const unit = text(operation[`WorkCenterStandardWorkQtyUnit${n}`])
      return [
        [`OpWorkQuantityUnit${n}`, unit],
        [`WorkQuantityUnit${n}ISOCode`, isoCode(unit)],
        [`WorkQuantityUnit${n}SAPCode`, sapCode(unit)],
        [`OpConfirmedWorkQuantity${n}`, quantity(decimal(operation[`WorkCenterStandardWorkQty${n}`]).times(share))],
      ]
    }),
  )
}
