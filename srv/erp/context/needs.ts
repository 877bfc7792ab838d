import type { MessagePart, OrderCategory, Quantity } from '../../domain/message.ts'
import { parseDecimal } from '../../domain/quantity.ts'
import { categoryOf } from '../api/confirmation.ts'
import type { OrderFacts } from './copies.ts'

/** Which materials a message needs to know about, and where. */
export interface InPlant {
  readonly material: string
  /** Empty when neither the message nor the orders known so far tell it. */
  readonly plant: string
}

/** All that is asked of the ERP but the orders themselves; every plant is known. */
export interface Needs {
  readonly products: readonly { readonly id: string }[]
  readonly plants: readonly InPlant[]
  /** What orders make, where. */
  readonly tolerances: readonly InPlant[]
  readonly stock: readonly InPlant[]
  readonly batches: readonly (InPlant & { readonly batch: string })[]
  readonly workCenters: readonly { readonly id: string; readonly plant: string }[]
}

/** Orders that a message names, and what they are where it tells. */
export function ordersIn(parts: readonly MessagePart[]): ReadonlyMap<string, OrderCategory | undefined> {
  const named = parts.flatMap((part) => [
    [part.order, categoryOf(part)] as const,
    ...part.movements.map((each) => [each.order, each.order === part.order ? categoryOf(part) : part.orderCategory] as const),
  ])
  const orders = new Map<string, OrderCategory | undefined>()
  for (const [id, category] of named) if (id !== '') orders.set(id, orders.get(id) ?? category)
  return orders
}

/** Materials that move. A movement without a plant takes place in that of its part, or of its order. */
export function moved(parts: readonly MessagePart[], orders: readonly OrderFacts[]): InPlant[] {
  return movements(parts, orders).map(({ material, plant }) => ({ material, plant }))
}

function movements(parts: readonly MessagePart[], orders: readonly OrderFacts[]) {
  return parts.flatMap((part) =>
    part.movements
      .filter((each) => each.material !== '')
      .map((each) => ({
        material: each.material,
        plant: each.plant || part.plant || (orderIn(orders, each.order || part.order)?.plant ?? ''),
        batch: each.batch,
      })),
  )
}

/**
 * What a message makes it necessary to know: of what moves, of what its orders make, and of what the ERP would issue by itself for
 * the operations that it confirms; and the work centres of these.
 */
export function needsOf(parts: readonly MessagePart[], orders: readonly OrderFacts[]): Needs {
  const headers = headersOf(parts, orders)
  const made = orders.map(({ material, plant }) => ({ material, plant }))
  const moving = movements(parts, orders)
  const stocked = [...moving, ...componentsOf(parts, orders)]
  const named = [...headers, ...stocked, ...made].filter((each) => each.material !== '')
  const inPlant = (each: InPlant): boolean => each.material !== '' && each.plant !== ''
  return {
    products: unique(named.map(({ material }) => ({ id: material }))),
    plants: unique(named.filter(inPlant).map(pairOf)),
    tolerances: unique([...made, ...headersOf(parts.filter(isWork), orders)].filter(inPlant)),
    stock: unique(stocked.filter(inPlant).map(pairOf)),
    batches: unique(moving.filter((each) => inPlant(each) && each.batch !== '')),
    workCenters: unique(workCentersOf(parts, orders)),
  }
}

/** Those that a first wave hasn't asked for. */
export function without(needs: Needs, known: Needs): Needs {
  return {
    products: minus(needs.products, known.products),
    plants: minus(needs.plants, known.plants),
    tolerances: minus(needs.tolerances, known.tolerances),
    stock: minus(needs.stock, known.stock),
    batches: minus(needs.batches, known.batches),
    workCenters: minus(needs.workCenters, known.workCenters),
  }
}

export function isNothing(needs: Needs): boolean {
  return Object.values(needs).every((each: readonly unknown[]) => each.length === 0)
}

export function isPositive(quantity: Quantity | undefined): quantity is Quantity {
  // What isn't a number is told by a check, not here.
  return quantity !== undefined && (parseDecimal(quantity.value)?.gt(0) ?? false)
}

function isWork(part: MessagePart): boolean {
  return part.kind === 'confirmation' && !part.isReversal
}

function headersOf(parts: readonly MessagePart[], orders: readonly OrderFacts[]): InPlant[] {
  return parts.map((part) => ({ material: part.material, plant: part.plant || (orderIn(orders, part.order)?.plant ?? '') }))
}

function componentsOf(parts: readonly MessagePart[], orders: readonly OrderFacts[]) {
  return parts.filter(isWork).flatMap((part) => {
    const order = orderIn(orders, part.order)
    const ofOperation = order?.components.filter((each) => each.operation === part.operation) ?? []
    return ofOperation.map((each) => ({ material: each.material, plant: each.plant || (order?.plant ?? '') }))
  })
}

function workCentersOf(parts: readonly MessagePart[], orders: readonly OrderFacts[]): Needs['workCenters'] {
  return parts.filter(isWork).flatMap((part) => {
    const order = orderIn(orders, part.order)
    const id = part.workCenter || (order?.operations.find((each) => each.id === part.operation)?.workCenter ?? '')
    const plant = part.plant || (order?.plant ?? '')
    return id !== '' && plant !== '' ? [{ id, plant }] : []
  })
}

function orderIn(orders: readonly OrderFacts[], id: string): OrderFacts | undefined {
  return orders.find((each) => each.id === id)
}

function pairOf({ material, plant }: InPlant): InPlant {
  return { material, plant }
}

function unique<T extends object>(rows: readonly T[]): T[] {
  return [...new Map(rows.map((each) => [Object.values(each).join('\n'), each])).values()]
}

function minus<T extends object>(rows: readonly T[], known: readonly T[]): T[] {
  const keys = new Set(known.map((each) => Object.values(each).join('\n')))
  return rows.filter((each) => !keys.has(Object.values(each).join('\n')))
}
