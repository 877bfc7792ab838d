import type { Context, OrderContext } from '../../domain/context.ts'
import type { MessagePart } from '../../domain/message.ts'
import { amount, convert, type Amount } from '../../domain/quantity.ts'
import { materialOf, orderIdOf, orderOf } from './lookups.ts'

/** A receipt against what its order still delivers, in the order's unit. */
export interface ReceiptFacts {
  readonly order: OrderContext
  readonly position: number
  readonly unit: string
  readonly sent: Amount
  /** Received before, earlier receipts of the same message included. */
  readonly received: Amount
  readonly planned: Amount
  /** Planned plus over-delivery tolerance; undefined when nothing limits it. */
  readonly limit?: Amount
  /** Planned less under-delivery tolerance: from there on the ERP takes an order for delivered. */
  readonly least: Amount
}

/** The receipts of an order's own product in a part, as far as the ERP says what it has received so far. */
export function receiptsOf(parts: readonly MessagePart[], index: number, context: Context): ReceiptFacts[] {
  const before = new Map<string, Amount>()
  return parts.slice(0, index + 1).flatMap((part, at) =>
    part.movements.flatMap((movement, position): ReceiptFacts[] => {
      const order = orderOf(orderIdOf(movement, part), context)
      const material = order && materialOf(order.material, context)
      if (order?.received === undefined || material === undefined || movement.movementType !== '101' || part.isReversal) return []
      const sent = movement.material === order.material ? convert(movement.quantity, order.unit, material) : undefined
      if (sent === undefined) return []
      const received = amount(order.received).add(before.get(order.id) ?? 0)
      before.set(order.id, (before.get(order.id) ?? amount('0')).add(sent))
      const planned = amount(order.planned)
      const limit = planned.mul(amount(order.overDeliveryTolerance).add(100)).div(100)
      const least = planned.mul(amount('100').sub(amount(order.underDeliveryTolerance))).div(100)
      const facts = { order, position, unit: order.unit, sent, received, planned, least, ...(!order.isOverDeliveryUnlimited && { limit }) }
      return at === index ? [facts] : []
    }),
  )
}

/** Why the receipts of a part can't be judged; undefined when they can. */
export function receiptsLacking(part: MessagePart, context: Context): string | undefined {
  const orders = part.movements.flatMap((each) => (each.movementType === '101' ? (orderOf(orderIdOf(each, part), context) ?? []) : []))
  const silent = orders.find((each) => each.received === undefined)
  return silent && `orders: what order ${silent.id} has delivered so far wasn't read`
}
