import type { Books } from '../books.ts'
import type { EntitySet, Row } from '../contract.ts'
import { confirmationBatchCharacteristics, confirmationMovements, confirmations } from '../model/sets/confirmation.ts'
import { processBatchCharacteristics, processConfirmationMovements, processConfirmations } from '../model/sets/process-confirmation.ts'
import {
  processComponents,
  processOperations,
  processOrderItems,
  processOrders,
  processOrderStatuses,
} from '../model/sets/process-order.ts'
import { components4, operations, orderItems, orders, orderStatuses } from '../model/sets/production-order.ts'

/** Where orders of one category are kept, and what is confirmed of them. */
export interface OrderSets {
  /** As the ERP numbers it: 10 production, 40 process. */
  readonly category: '10' | '40'
  readonly word: 'production' | 'process'
  readonly orders: EntitySet
  readonly operations: EntitySet
  readonly items: EntitySet
  readonly components: EntitySet
  readonly statuses: EntitySet
  readonly confirmations: EntitySet
  readonly movements: EntitySet
  readonly characteristics: EntitySet
}

export const productionSets: OrderSets = {
  category: '10',
  word: 'production',
  orders,
  operations,
  items: orderItems,
  components: components4,
  statuses: orderStatuses,
  confirmations,
  movements: confirmationMovements,
  characteristics: confirmationBatchCharacteristics,
}

export const processSets: OrderSets = {
  category: '40',
  word: 'process',
  orders: processOrders,
  operations: processOperations,
  items: processOrderItems,
  components: processComponents,
  statuses: processOrderStatuses,
  confirmations: processConfirmations,
  movements: processConfirmationMovements,
  characteristics: processBatchCharacteristics,
}

/** The sets of an order by its number; those of production orders when nobody knows it. */
export function setsOf(books: Books, order: string): OrderSets {
  return books.one(processOrders.name, { ManufacturingOrder: order }) ? processSets : productionSets
}

/** A reserved component of any order, and where it's kept. */
export function findReservation(books: Books, reservation: string, item: string): { row: Row; sets: OrderSets } | undefined {
  for (const sets of [productionSets, processSets]) {
    const row = books.one(sets.components.name, { Reservation: reservation, ReservationItem: item })
    if (row) return { row, sets }
  }
  return undefined
}

/** The name under which a confirmation's payload carries its goods movements, and these their batch characteristics. */
export function navigationTo(set: EntitySet, target: EntitySet): string {
  return set.navigations.find((each) => each.target === target.name)?.name ?? ''
}

/** A row's own key. */
export function keyOf(set: EntitySet, row: Row): Row {
  return Object.fromEntries(set.keys.map((each) => [each, row[each] ?? '']))
}
