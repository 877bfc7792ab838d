import { setTimeout as wait } from 'node:timers/promises'
import type { Books } from '../books.ts'
import type { CallContext, Row, Service } from '../contract.ts'
import { materialDocumentItems, materialDocuments } from '../model/sets/material-document.ts'
import { bookItem } from '../postings/booking.ts'

/** A goods receipt whose confirmation has been answered before it was booked. */
interface LateReceipt {
  readonly context: CallContext
  readonly header: Row
  readonly items: readonly Row[]
  readonly movements: readonly Row[]
  /** Set of the movements. */
  readonly set: string
}

/**
 * The same service, but that receipts which its confirmations bring about are booked `ms` later: by then numbered, checked and answered
 * without. Whatever else the confirmation does, it does at once.
 */
export function withLateReceipts(service: Service, ms: number, closing: AbortSignal): Service {
  const movements = service.sets.find((set) =>
    ['ConfirmationGroup', 'MaterialDocument', 'GoodsMovementType'].every((name) => set.properties.some((each) => each.name === name)),
  )?.name
  if (movements === undefined) return service
  const create = Object.entries(service.create).map(([set, handler]): [string, typeof handler] => [
    set,
    (context, payload) => {
      const { row, children = {} } = handler(context, payload)
      const key = { ConfirmationGroup: row.ConfirmationGroup ?? '', ConfirmationCount: row.ConfirmationCount ?? '' }
      const receipts = withdrawReceipts(context, key, movements)
      const stands = (): boolean => {
        const kept = context.books.one(set, key)
        return kept !== undefined && !kept.IsReversed
      }
      for (const receipt of receipts) void bookLater(receipt, stands, ms, closing)
      const late = new Set(receipts.map(({ header }) => header.MaterialDocument))
      const shown = Object.entries(children).map(([name, rows]) => [name, rows.filter((each) => !late.has(each.MaterialDocument ?? ''))])
      return { row, children: Object.fromEntries(shown) as typeof children }
    },
  ])
  return { ...service, create: Object.fromEntries(create) }
}

/** Takes receipts that were just booked out of the books, with everything that they did. */
function withdrawReceipts(context: CallContext, confirmation: Row, set: string): LateReceipt[] {
  const { books } = context
  const made = books.find(set, { ...confirmation, GoodsMovementType: '101' })
  const documents = Map.groupBy(made, (row) => `${row.MaterialDocumentYear}/${row.MaterialDocument}`)
  return [...documents.values()].flatMap((movements) => {
    const key = { MaterialDocumentYear: movements[0]?.MaterialDocumentYear ?? '', MaterialDocument: movements[0]?.MaterialDocument ?? '' }
    const header = books.one(materialDocuments.name, key)
    if (!header) return []
    const items = books.find(materialDocumentItems.name, key)
    for (const item of items) bookItem(context, { ...item, GoodsMovementType: '102', DebitCreditCode: 'H' })
    for (const each of [materialDocuments.name, materialDocumentItems.name, set]) remove(books, each, key)
    return [{ context, header, items, movements, set }]
  })
}

async function bookLater(receipt: LateReceipt, stands: () => boolean, ms: number, closing: AbortSignal): Promise<void> {
  // When the posting has ended: a change set may have taken it back.
  await Promise.resolve()
  if (!stands()) return
  try {
    await wait(ms, undefined, { signal: closing })
  } catch {
    // Closed before its time: the receipt is lost, as the job that would have booked it.
    return
  }
  if (!stands()) return
  const { context, header, items, movements, set } = receipt
  const { books } = context
  books.transaction(() => {
    books.insert(materialDocuments.name, header)
    for (const item of items) bookItem({ ...context, now: new Date() }, item)
    for (const movement of movements) books.insert(set, movement)
  })
}

function remove(books: Books, set: string, key: Row): void {
  const names = Object.keys(key)
  const clause = names.map((each) => `"${each}" = ?`).join(' AND ')
  books.db.prepare(`DELETE FROM "${set}" WHERE ${clause}`).run(...names.map((each) => String(key[each])))
}
