import { Decimal } from 'decimal.js'
import { BusinessError } from '../contract.ts'
import type { CallContext, Payload, Row } from '../contract.ts'
import { rowOf } from '../model/properties.ts'
import { postProcessing } from '../model/sets/internal.ts'
import { workOf } from './activities.ts'
import { componentsOf, proposeIssues, proposeReceipt } from './backflush.ts'
import { movementRows, sentMovements } from './confirmation-movements.ts'
import { confirmOperation, operationsToConfirm, QUANTITIES } from './confirmation-operations.ts'
import { confirmationGroup, confirmationUnit, described } from './confirmation-row.ts'
import { checkReason, postingDay } from './master-data.ts'
import { messages, refuse } from './messages.ts'
import { postDocument } from './movements.ts'
import type { GoodsMovement } from './movements.ts'
import { keyOf, navigationTo, setsOf, type OrderSets } from './order-sets.ts'
import { checkOrderStatus, lockOrder, refreshOrder } from './orders.ts'
import { checkUserExit, mayConfirm } from './permissions.ts'
import { setting } from './settings.ts'
import { convert } from './units.ts'
import { changeStamp, dateOf, decimal, flag, quantity, text } from './values.ts'

interface Created {
  row: Row
  children: Record<string, readonly Row[]>
}

/** A confirmation on its way. */
interface Posting {
  readonly sets: OrderSets
  readonly order: Row
  readonly operations: readonly Row[]
  readonly payload: Payload
  readonly unit: string
  /** `YYYY-MM-DD` */
  readonly date: string
}

/**
 * POST of a confirmation of this category: confirms an operation, or all of them when none is named, and posts its goods movements;
 * everything or nothing, unless the order type lets movements that fail wait in post-processing. Answers the confirmation with the movements that it made.
 */
export function createConfirmation(sets: OrderSets): (context: CallContext, payload: Payload) => Created {
  return (context, payload) => {
    const { books, now } = context
    const sent = payload.values
    const order = lockOrder(context, text(sent.OrderID))
    const id = text(order.ManufacturingOrder)
    const type = text(order.ManufacturingOrderType)
    if (setsOf(books, id) !== sets) refuse(messages.orderCategoryWrong(id, sets.word))
    mayConfirm(books, type)
    checkOrderStatus(books, order, 'Confirm order')
    const operations = operationsToConfirm(books, id, text(sent.OrderOperation))
    for (const name of QUANTITIES) if (decimal(sent[name]).isNegative()) refuse(messages.quantityNegative(name))
    const date = postingDay(books, sent.PostingDate, now, type)
    checkReason(books, text(order.ProductionPlant), text(sent.VarianceReasonCode))
    checkUserExit(books, id, type)
    const work = workOf(books, operations, sent, date)
    const unit = confirmationUnit(sent) || text(operations[0]?.OperationUnit) || text(order.ProductionUnit)
    const group = confirmationGroup(books, id, operations.length === 1 ? operations[0] : undefined)
    const counted = operations.map((operation) => confirmOperation(context, order, operation, sent, unit))
    const isFinal = counted.every((each) => each.isFinal)

    const row = rowOf(sets.confirmations, {
      ...sent,
      ...work,
      ...described(context, order, operations, unit),
      ConfirmationGroup: group,
      ConfirmationCount: String(books.find(sets.confirmations.name, { ConfirmationGroup: group }).length + 1),
      ...finality(sent, isFinal),
      PostingDate: dateOf(new Date(date)),
    })
    books.insert(sets.confirmations.name, row)
    context.success(messages.confirmationSaved(id))
    counted.flatMap((each) => each.warnings).forEach(context.success)

    const posting = { sets, order, operations, payload, unit, date }
    const children = postMovements(context, posting, row)
    if (isFinal && flag(sent.OpenReservationsIsCleared)) clearReservations(context, posting)
    refreshOrder(books, id, now)
    return { row, children: { [navigationTo(sets.confirmations, sets.movements)]: children } }
  }
}

function finality(sent: Row, isFinal: boolean): Row {
  return {
    FinalConfirmationType: isFinal ? 'X' : text(sent.FinalConfirmationType),
    IsFinalConfirmation: isFinal,
    IsReversed: false,
    IsReversal: false,
  }
}

/** The sender's own movements, else what the ERP backflushes; the product's receipt unless the sender brings one. */
function movementsFor(context: CallContext, { sets, order, operations, payload, unit, date }: Posting): readonly GoodsMovement[] {
  const { books } = context
  const sent = payload.values
  const items = sentMovements(context, order, payload, sets)
  if (flag(sent.APIConfHasNoGoodsMovements)) {
    if (items.length > 0) refuse(messages.movementsExcluded())
    return []
  }
  const made = decimal(sent.ConfirmationYieldQuantity)
  checkBatchTotals(context, order, items, made, unit)
  const receipt = items.some((each) => each.type === '101') ? [] : proposeReceipt(books, order, operations, made, unit)
  if (items.length > 0) return [...receipt, ...items]
  const inOrderUnit = (value: Decimal) => convert(books, text(order.Material), value, unit, text(order.ProductionUnit))
  const produced = { yield: inOrderUnit(made), scrap: inOrderUnit(decimal(sent.ConfirmationScrapQuantity)) }
  return [...receipt, ...proposeIssues(books, order, operations, produced, date)]
}

/** A yield that is received in several batches must be received whole. */
function checkBatchTotals({ books }: CallContext, order: Row, items: readonly GoodsMovement[], made: Decimal, unit: string): void {
  const receipts = items.filter((each) => each.type === '101' && each.batch !== '' && each.order === order.ManufacturingOrder)
  if (receipts.length < 2) return
  const received = receipts
    .map((each) => convert(books, each.material, each.quantity, each.unit || unit, unit))
    .reduce((sum, each) => sum.plus(each), new Decimal(0))
  if (!received.eq(made)) refuse(messages.batchTotals(received.toString(), made.toString(), unit))
}

function postMovements(context: CallContext, posting: Posting, row: Row): Row[] {
  const { books } = context
  if (setting(books, 'postProcessing', text(row.OrderType)) !== 'X') return bookMovements(context, posting, row)
  try {
    return books.transaction(() => bookMovements(context, posting, row))
  } catch (error) {
    if (!(error instanceof BusinessError)) throw error
    postpone(context, posting, row, error)
    return []
  }
}

/** One document for receipts, one for everything else. */
function bookMovements(context: CallContext, posting: Posting, row: Row): Row[] {
  const movements = movementsFor(context, posting)
  return [movements.filter((each) => each.type === '101'), movements.filter((each) => each.type !== '101')]
    .filter((each) => each.length > 0)
    .flatMap((each) =>
      movementRows(
        context.books,
        posting.sets,
        row,
        postDocument(context, posting.date, { InventoryTransactionType: 'WR' }, each),
        each,
        posting.payload,
      ),
    )
}

/** Keeps the movements for post-processing, and says so beside the success. */
function postpone(context: CallContext, posting: Posting, row: Row, error: BusinessError): void {
  const movements = movementsFor(context, posting)
  const [first] = error.details
  movements.forEach((movement, index) => {
    context.books.insert(
      postProcessing.name,
      rowOf(postProcessing, {
        ConfirmationGroup: row.ConfirmationGroup ?? '',
        ConfirmationCount: row.ConfirmationCount ?? '',
        item: String(index + 1),
        order: movement.order,
        Material: movement.material,
        Plant: movement.plant,
        StorageLocation: movement.storageLocation,
        Batch: movement.batch,
        GoodsMovementType: movement.type,
        QuantityInEntryUnit: quantity(movement.quantity),
        EntryUnit: movement.unit,
        message: first ? `${first.class}/${first.number}` : '',
        text: first?.text ?? '',
      }),
    )
  })
  context.success(messages.movementsPostponed(String(movements.length), text(row.OrderID)))
  error.details.forEach(context.success)
}

function clearReservations(context: CallContext, { sets, order, operations }: Posting): void {
  for (const component of componentsOf(context.books, order, operations)) {
    context.books.update(sets.components.name, keyOf(sets.components, component), {
      ReservationIsFinallyIssued: true,
      LastChangeDateTime: changeStamp(context.now, component.LastChangeDateTime),
    })
  }
}
