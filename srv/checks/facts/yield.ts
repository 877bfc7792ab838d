import type { Context, MaterialContext, OperationContext, OrderContext } from '../../domain/context.ts'
import type { MessagePart } from '../../domain/message.ts'
import { amount, convert, parseDecimal, type Amount } from '../../domain/quantity.ts'
import { materialOf, operationOf, orderOf } from './lookups.ts'

/** A yield against what its operation still waits for, in the order's unit. */
export interface YieldFacts {
  readonly order: OrderContext
  readonly operation: OperationContext | undefined
  readonly material: MaterialContext | undefined
  readonly unit: string
  readonly sent: Amount
  /** What the operation (else the order) was planned for. */
  readonly planned: Amount
  /** Confirmed before, earlier parts of the same message included. */
  readonly confirmed: Amount
  /** Planned plus over-delivery tolerance (none kept is none granted); undefined when nothing limits it. */
  readonly limit?: Amount
}

/** Undefined when there's no yield, no order, the yield is no number, or its unit isn't convertible. */
export function yieldOf(part: MessagePart, index: number, parts: readonly MessagePart[], context: Context): YieldFacts | undefined {
  const order = orderOf(part.order, context)
  if (order === undefined || part.kind !== 'confirmation' || part.isReversal) return undefined
  const operation = operationOf(part, order)
  const material = materialOf(order.material, context)
  const sent = inOrderUnit(part, order, material)
  if (sent === undefined) return undefined
  let confirmed = amount(operation?.unit === order.unit ? operation.confirmedYield : order.confirmedYield)
  for (const each of parts.slice(0, index)) {
    if (each.kind === 'confirmation' && each.order === part.order && each.operation === part.operation) {
      confirmed = confirmed.add(inOrderUnit(each, order, material) ?? 0)
    }
  }
  const ofOperation = amount(operation?.unit === order.unit ? operation.plannedQuantity : undefined)
  const planned = ofOperation.gt(0) ? ofOperation : amount(order.planned)
  const limit = planned.mul(amount(order.overDeliveryTolerance).div(100).add(1))
  return {
    order,
    operation,
    material,
    unit: order.unit,
    sent,
    planned,
    confirmed,
    ...(!order.isOverDeliveryUnlimited && { limit }),
  }
}

function inOrderUnit(part: MessagePart, order: OrderContext, material: MaterialContext | undefined): Amount | undefined {
  if (part.yield === undefined) return undefined
  const unit = part.yield.unit === '' ? order.unit : part.yield.unit
  return unit === order.unit ? parseDecimal(part.yield.value) : material && convert(part.yield, order.unit, material)
}
