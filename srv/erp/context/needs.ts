import { Decimal } from 'decimal.js'
import type { MessagePart, Quantity } from '../../domain/message.ts'
import type { ProductionOrder } from '../api/production-order.ts'
import { unpadded } from '../words.ts'

/** Which materials a message needs to know about, and where. */
export interface InPlant {
  readonly material: string
  /** Empty when neither the message nor the orders read so far tell it. */
  readonly plant: string
}

/** Materials that move. A movement without a plant takes place in that of its part, or of its order. */
export function moved(parts: readonly MessagePart[], orders: readonly ProductionOrder[]): InPlant[] {
  const pairs = parts.flatMap((part) =>
    part.movements.map((each) => ({
      material: each.material,
      plant: each.plant || part.plant || plantOf(each.order || part.order, orders),
    })),
  )
  return unique(pairs.filter((each) => each.material !== ''))
}

/** Materials that move, and those that the orders make. */
export function named(parts: readonly MessagePart[], orders: readonly ProductionOrder[]): InPlant[] {
  const headers = parts.map((part) => ({ material: part.material, plant: part.plant || plantOf(part.order, orders) }))
  const made = orders.map((each) => ({ material: unpadded(each.material), plant: each.productionPlant ?? '' }))
  return unique([...headers, ...moved(parts, orders), ...made].filter((each) => each.material !== ''))
}

/** Those that a first read hasn't covered; what was asked for without a plant is asked again with one. */
export function without(pairs: readonly InPlant[], known: readonly InPlant[]): InPlant[] {
  return pairs.filter((each) => !known.some(({ material, plant }) => material === each.material && plant === each.plant))
}

export function isPositive(quantity: Quantity | undefined): quantity is Quantity {
  if (quantity === undefined) return false
  try {
    return new Decimal(quantity.value).gt(0)
  } catch {
    // What isn't a number is told by a check, not here.
    return false
  }
}

function plantOf(order: string, orders: readonly ProductionOrder[]): string {
  return orders.find((each) => unpadded(each.manufacturingOrder) === order)?.productionPlant ?? ''
}

function unique(pairs: readonly InPlant[]): InPlant[] {
  return [...new Map(pairs.map((each) => [`${each.material}\n${each.plant}`, each])).values()]
}
