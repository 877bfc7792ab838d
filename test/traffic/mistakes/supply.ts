import { Decimal } from 'decimal.js'
import type { RowChange } from '../admin.ts'
import type { Random } from '../random.ts'
import type { Stock, World } from '../world.ts'
import type { SetUp } from './mistake.ts'

/**
 * Takes away most of the stock of a few components that not too many orders need, so that the shift can go on without them;
 * what was taken comes back at the end.
 * @param count how many materials
 * @param left what the books keep of a stock row
 */
export function shortened(world: World, random: Random, taken: ReadonlySet<string>, count: number, left: (stock: Stock) => Decimal): SetUp {
  const materials = scarce(world, random, taken, count)
  const touched = world.stock
    .filter((each) => each.isUnrestricted && materials.includes(each.material))
    .map((stock) => ({ stock, away: Decimal.max(stock.quantity.minus(left(stock)), 0) }))
  return {
    before: touched.map(({ stock, away }) => stockChange(stock, stock.quantity.minus(away))),
    heal: (now) =>
      touched.flatMap(({ stock, away }) => {
        const present = now.stock.find((each) => isSamePlace(each, stock))
        return present ? [stockChange(present, present.quantity.plus(away))] : []
      }),
    materials,
  }
}

/** Bought components in stock, of at least six workable orders, but of less than a fifth of them. */
export function scarce(world: World, random: Random, taken: ReadonlySet<string>, count: number): string[] {
  const workable = world.orders.filter((each) => each.isWorkable)
  const madeHere = new Set(world.orders.map((each) => each.material))
  const inStock = new Set(world.stock.filter((each) => each.isUnrestricted).map((each) => each.material))
  const used = workable.flatMap((order) => [
    ...new Set(order.components.filter((each) => each.isOpen && !each.isFixed).map((each) => each.material)),
  ])
  const uses = [...Map.groupBy(used, (each) => each)].map(([material, times]) => ({ material, times: times.length }))
  const most = Math.max(3, workable.length / 5)
  const fitting = uses
    .filter(
      ({ material, times }) => times >= 6 && times <= most && inStock.has(material) && !madeHere.has(material) && !taken.has(material),
    )
    .map(({ material }) => material)
  return random.shuffled(fitting.sort()).slice(0, count)
}

/** What the books are to have in this place. */
export function stockChange(stock: Stock, quantity: Decimal): RowChange {
  const { material, plant, storageLocation, batch } = stock
  return {
    set: 'A_MatlStkInAcctMod',
    where: { Material: material, Plant: plant, StorageLocation: storageLocation, Batch: batch, InventoryStockType: '01' },
    values: { MatlWrhsStkQtyInMatlBaseUnit: quantity.toFixed(3) },
  }
}

function isSamePlace(a: Stock, b: Stock): boolean {
  return (
    a.isUnrestricted === b.isUnrestricted &&
    a.material === b.material &&
    a.plant === b.plant &&
    a.storageLocation === b.storageLocation &&
    a.batch === b.batch
  )
}
