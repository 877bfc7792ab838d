import type { CallContext, Row } from '../contract.ts'
import { materialDocumentItems } from '../model/sets/material-document.ts'
import { countOperation } from './confirmation-operations.ts'
import { described } from './confirmation-row.ts'
import { postingDay } from './master-data.ts'
import { messages, refuse } from './messages.ts'
import type { OrderSets } from './order-sets.ts'
import { checkOrderStatus, isConfirmable, lockOrder, operationsOf, refreshOrder } from './orders.ts'
import { reverseItems } from './reversal.ts'
import { dateOf, flag, text } from './values.ts'

/** CancelProdnOrdConf, CancelProcOrdConf: a confirmation that takes another one back, with its goods movements; answers the new one. */
export function cancelConfirmation(sets: OrderSets): (context: CallContext, parameters: Row) => Row {
  return (context, parameters) => cancel(sets, context, parameters)
}

function cancel(sets: OrderSets, context: CallContext, parameters: Row): Row {
  const { books, now } = context
  const key = { ConfirmationGroup: text(parameters.ConfirmationGroup), ConfirmationCount: text(parameters.ConfirmationCount) }
  const original =
    books.one(sets.confirmations.name, key) ?? refuse(messages.confirmationUnknown(key.ConfirmationGroup, key.ConfirmationCount))
  if (flag(original.IsReversed) || flag(original.IsReversal))
    refuse(messages.confirmationReversed(key.ConfirmationGroup, key.ConfirmationCount))
  const order = lockOrder(context, text(original.OrderID))
  const id = text(order.ManufacturingOrder)
  checkOrderStatus(books, order, 'Cancel confirmation')
  const date = postingDay(books, parameters.PostingDate, now, text(order.ManufacturingOrderType))
  const unit = text(original.ConfirmationUnit)
  const wanted = text(original.OrderOperation)
  const operations = operationsOf(books, id).filter((each) =>
    wanted === '' ? isConfirmable(each) : each.ManufacturingOrderOperation === wanted,
  )
  for (const operation of operations)
    countOperation(context, operation, original, unit, -1, flag(operation.OperationIsConfirmed) && !flag(original.IsFinalConfirmation))

  books.update(sets.confirmations.name, key, { IsReversed: true, LastChangeDate: dateOf(now), LastChangedByUser: context.user })
  const count = String(books.find(sets.confirmations.name, { ConfirmationGroup: key.ConfirmationGroup }).length + 1)
  const reversal = {
    ...original,
    ...described(context, order, operations.length === 1 ? operations : [], unit),
    ConfirmationGroup: key.ConfirmationGroup,
    ConfirmationCount: count,
    IsReversal: true,
    PostingDate: dateOf(new Date(date)),
    ConfirmationText: text(parameters.ConfirmationText),
    ExternalSystemConfirmation: text(parameters.ExternalSystemConfirmation) || '00000000-0000-0000-0000-000000000000',
  }
  books.insert(sets.confirmations.name, reversal)
  reverseMovements(sets, context, key, count, date)
  refreshOrder(books, id, now)
  context.success(messages.confirmationCancelled(key.ConfirmationGroup, key.ConfirmationCount))
  return reversal
}

/** Takes back each document that the confirmation made, as far as nobody has done so already. */
function reverseMovements(sets: OrderSets, context: CallContext, key: Row, count: string, date: string): void {
  const { books } = context
  const rows = books.find(sets.movements.name, key)
  const documents = new Set(rows.map((each) => text(each.MaterialDocument)))
  for (const document of documents) {
    const own = rows.filter((each) => each.MaterialDocument === document)
    const open = own.flatMap((row) => {
      const itemKey = Object.fromEntries(materialDocumentItems.keys.map((each) => [each, row[each] ?? '']))
      return books
        .find(materialDocumentItems.name, itemKey)
        .filter((each) => !flag(each.GoodsMovementIsCancelled))
        .map((item) => ({ row, item }))
    })
    if (open.length === 0) continue
    const reversal = reverseItems(
      context,
      date,
      open.map((each) => each.item),
    )
    reversal.items.forEach((item, index) => {
      books.insert(sets.movements.name, {
        ...open[index]?.row,
        ConfirmationCount: count,
        MaterialDocument: reversal.number,
        MaterialDocumentYear: reversal.year,
        MaterialDocumentItem: item.MaterialDocumentItem ?? '',
        GoodsMovementType: item.GoodsMovementType ?? '',
      })
    })
  }
}
