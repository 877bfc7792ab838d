import type { EntitySet } from '../../contract.ts'
import { components3, operations, orderItems, orders, orderStatuses } from './production-order.ts'

/** Process orders have the properties of production orders; phases are their operations. Their sets are named alike. */

const byOrder = { ManufacturingOrder: 'ManufacturingOrder' }

export const processOrders: EntitySet = {
  ...asProcess(orders),
  navigations: ['Component', 'Item', 'Operation', 'Status'].map((part) => ({
    name: `to_ProcessOrder${part}`,
    target: `A_ProcessOrder${part}_2`,
    isMany: true,
    on: byOrder,
  })),
}

export const processComponents: EntitySet = {
  ...components3,
  name: 'A_ProcessOrderComponent_2',
  type: 'A_ProcessOrderComponent_2Type',
  keys: ['Reservation', 'ReservationItem'],
}

export const processOperations: EntitySet = asProcess(operations)
export const processOrderItems: EntitySet = asProcess(orderItems)
export const processOrderStatuses: EntitySet = asProcess(orderStatuses)

function asProcess(set: EntitySet): EntitySet {
  return { ...set, name: set.name.replace('Production', 'Process'), type: set.type.replace('Production', 'Process') }
}
