import { Decimal } from 'decimal.js'
import type { Books } from '../books.ts'
import type { CallContext, Message, Row } from '../contract.ts'
import { confirmationGroups } from '../model/sets/internal.ts'
import { confirmationGroup } from './confirmation-row.ts'
import { messages, refuse } from './messages.ts'
import { keyOf, setsOf } from './order-sets.ts'
import { isConfirmable, lowerLimit, operationsOf, upperLimit } from './orders.ts'
import { setting } from './settings.ts'
import { convert } from './units.ts'
import { changeStamp, decimal, flag, quantity, text } from './values.ts'

export const QUANTITIES = ['ConfirmationYieldQuantity', 'ConfirmationScrapQuantity', 'ConfirmationReworkQuantity'] as const

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
  const { operations } = setsOf(books, order)
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
  books.update(operations.name, keyOf(operations, operation), {
    OpTotalConfirmedYieldQty: quantity(confirmed),
    OperationIsConfirmed: isFinal ? 'X' : '',
    OperationIsPartiallyConfirmed: !isFinal && isTouched ? 'X' : '',
    LastChangeDateTime: changeStamp(now, operation.LastChangeDateTime),
  })
}

/**
 * Counts the quantities on one operation; answers whether the operation is confirmed for good and what there's to be warned of.
 * Refuses too much, too little and too early as far as the order type is set so.
 */
export function confirmOperation(
  context: CallContext,
  order: Row,
  operation: Row,
  sent: Row,
  unit: string,
): { isFinal: boolean; warnings: Message[] } {
  const { books } = context
  const row = { ...sent, Material: order.Material ?? '' }
  const planned = decimal(operation.OpPlannedTotalQuantity)
  const made = convert(books, text(row.Material), decimal(sent.ConfirmationYieldQuantity), unit, text(operation.OperationUnit))
  const confirmed = decimal(operation.OpTotalConfirmedYieldQty).plus(made)
  const isAutomaticallyFinal = text(sent.FinalConfirmationType) === '1' && confirmed.gte(planned)
  const isFinal = text(sent.FinalConfirmationType) === 'X' || flag(sent.IsFinalConfirmation) || isAutomaticallyFinal
  const react = reactionsOf(books, text(order.ManufacturingOrderType))
  const warnings = [
    ...react('overDelivery', tooMuch(books, order, operation, confirmed), 'E'),
    ...react('sequence', tooEarly(books, operation, made, confirmed)),
    ...react('underDelivery', isFinal ? tooLittle(books, order, operation, confirmed) : undefined),
  ]
  countOperation(context, operation, row, unit, 1, isFinal)
  return { isFinal, warnings }
}

/** Refuses a message, makes a warning of it or forgets it, as is set for the order type. */
function reactionsOf(books: Books, orderType: string) {
  return (name: string, message: Message | undefined, usual = ''): Message[] => {
    const kind = setting(books, name, orderType) || usual
    if (!message || kind === '') return []
    return kind === 'E' ? refuse(message) : [{ ...message, severity: 'warning' }]
  }
}

function tooMuch(books: Books, order: Row, operation: Row, confirmed: Decimal): Message | undefined {
  const limit = upperLimit(books, order, decimal(operation.OpPlannedTotalQuantity))
  if (!limit || confirmed.lte(limit)) return undefined
  return messages.overDelivery(
    confirmed.toString(),
    limit.toString(),
    text(operation.OperationUnit),
    text(operation.ManufacturingOrderOperation),
  )
}

function tooLittle(books: Books, order: Row, operation: Row, confirmed: Decimal): Message | undefined {
  const limit = lowerLimit(books, order, decimal(operation.OpPlannedTotalQuantity))
  if (confirmed.gte(limit)) return undefined
  return messages.underDelivery(
    confirmed.toString(),
    limit.toString(),
    text(operation.OperationUnit),
    text(operation.ManufacturingOrderOperation),
  )
}

/** More than the operation before has passed on. */
function tooEarly(books: Books, operation: Row, made: Decimal, confirmed: Decimal): Message | undefined {
  const name = text(operation.ManufacturingOrderOperation)
  const before = operationsOf(books, text(operation.ManufacturingOrder))
    .filter((each) => isConfirmable(each) && text(each.ManufacturingOrderOperation) < name)
    .at(-1)
  const passed = decimal(before?.OpTotalConfirmedYieldQty)
  if (!before || made.lte(0) || confirmed.lte(passed)) return undefined
  return messages.sequenceViolated(name, text(before.ManufacturingOrderOperation), passed.toString(), text(before.OperationUnit))
}
