import { setTimeout as wait } from 'node:timers/promises'
import type { Books } from '../books.ts'
import type { Row } from '../contract.ts'
import { confirmationGroups, locks } from '../model/sets/internal.ts'
import type { OrderLock } from './plan.ts'
import { OTHER_USER } from './refusals.ts'

/** Puts orders into somebody's hands; what is booked on them is refused until then. */
export function lockOrders(books: Books, orders: readonly OrderLock[]): void {
  for (const { order, user = OTHER_USER, ms } of orders) {
    books.upsert(locks.name, { order, user, until: new Date(Date.now() + ms).toISOString() })
  }
}

/** Takes them out of those hands again. */
export function freeOrders(books: Books, orders: readonly Pick<OrderLock, 'order'>[]): void {
  for (const { order } of orders) books.db.prepare(`DELETE FROM "${locks.name}" WHERE "order" = ?`).run(order)
}

/**
 * Holds the orders of a posting for so many milliseconds under its user's name before it is worked. An order that is in other hands
 * already isn't waited for: whoever works it is refused at once.
 * @param subject path, query and body of the posting
 */
export async function inProcess<T>(
  books: Books,
  user: string,
  subject: string,
  ms: number,
  signal: AbortSignal,
  work: () => T,
): Promise<T> {
  const orders = ordersOf(books, subject)
  if (orders.some((order) => isHeld(books, order))) return work()
  // Longer than the processing itself: it's let go when that is over.
  lockOrders(
    books,
    orders.map((order) => ({ order, user, ms: ms + 60_000 })),
  )
  try {
    await wait(ms, undefined, { signal })
  } finally {
    if (!signal.aborted)
      freeOrders(
        books,
        orders.map((order) => ({ order })),
      )
  }
  return work()
}

/** The orders that a posting names, also by the group of a confirmation; none where the books know no locks. */
function ordersOf(books: Books, subject: string): string[] {
  if (!books.has(locks.name)) return []
  const named = [...subject.matchAll(/\b(?:OrderID|ManufacturingOrder)(?:"\s*:\s*"|=')0*(\w+)/g)].map((each) => each[1] ?? '')
  const groups = [...subject.matchAll(/\bConfirmationGroup=(?:'|%27)0*(\w+)/g)].map((each) => each[1] ?? '')
  const byGroup = groups.flatMap((ConfirmationGroup) => books.find(confirmationGroups.name, { ConfirmationGroup }))
  return [...new Set([...named, ...byGroup.map((each: Row) => String(each.ManufacturingOrder))])]
}

function isHeld(books: Books, order: string): boolean {
  const until = books.one(locks.name, { order })?.until
  return typeof until === 'string' && Date.parse(until) > Date.now()
}
