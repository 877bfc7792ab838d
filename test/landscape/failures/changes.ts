import type { Row } from '../s4/contract.ts'
import { settings } from '../s4/model/sets/internal.ts'
import { writeStatuses } from '../s4/postings/orders.ts'
import type { Scene } from './scene.ts'

/** Header flags of the scene's order, with the status list that follows from them. */
export function changeOrder({ books, sets, order, change }: Scene, values: Row): void {
  const key = { ManufacturingOrder: order }
  change(sets.orders.name, key, values)
  const header = books.one(sets.orders.name, key)
  if (header) writeStatuses(books, header)
}

/** An operation of the scene's order; the first one if empty. */
export function changeOperation({ sets, order, change }: Scene, values: Row, operation = '0010'): void {
  change(sets.operations.name, { ManufacturingOrder: order, ManufacturingOrderOperation: operation }, values)
}

/** A component by its reservation item. */
export function changeComponent({ sets, reservation, change }: Scene, item: string, values: Row): void {
  change(sets.components.name, { Reservation: reservation, ReservationItem: item }, values)
}

/** Makes the order one of a type of its own, so that what is set for the type concerns nobody else. */
export function ofType(scene: Scene, type: string, set: Readonly<Record<string, string>> = {}): void {
  const { books, sets, order, change } = scene
  for (const each of [sets.orders, sets.items, sets.operations, sets.components]) {
    change(each.name, { ManufacturingOrder: order }, { ManufacturingOrderType: type })
  }
  for (const [name, value] of Object.entries(set)) books.insert(settings.name, { name: `${name}/${type}`, value })
}

/** So long from now; for what is in somebody's hands at the moment. */
export function minutesFromNow(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString()
}
