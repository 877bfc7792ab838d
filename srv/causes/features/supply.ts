import type { Context, StockContext } from '../../domain/context.ts'
import type { MessagePart, Quantity } from '../../domain/message.ts'
import { amount, factorOf } from '../../domain/quantity.ts'
import type { Amount } from '../../domain/quantity.ts'
import { expectedIssues, inBaseUnits } from './consumption.ts'
import { ratioOf } from './numbers.ts'
import type { FeatureValues } from './schema.ts'

/** Movements that take out of stock: issue to order, to cost centre, transfer, scrapping. */
export const OUT = new Set(['201', '261', '311', '551'])

/** A movement as far as places and units matter; what the ERP itself would issue counts when the sender names nothing. */
export interface Move {
  readonly material: string
  readonly plant: string
  readonly storageLocation: string
  readonly batch: string
  readonly movementType: string
  readonly quantity: Quantity
  /** Unit of the component; empty when there is none. */
  readonly usual: string
}

export function movesOf(part: MessagePart, position: number, context: Context): Move[] {
  const moves = part.movements.length > 0 ? part.movements : context.expected.filter((each) => each.part === position)
  const components = context.orders.find((each) => each.id === part.order)?.components ?? []
  return moves.map((move) => {
    const component = components.find((each) => each.material === move.material)
    return {
      ...move,
      plant: move.plant || part.plant,
      storageLocation: move.storageLocation || (component?.storageLocation ?? ''),
      usual: component?.unit ?? '',
    }
  })
}

export function stockOf(rows: readonly StockContext[], accept: (row: StockContext) => boolean): Amount {
  return rows.filter(accept).reduce((sum, row) => sum.plus(amount(row.quantity)), amount('0'))
}

/** Stock against need, of the issue for which it is scarcest. */
function stockFeatures(moves: readonly Move[], expected: ReadonlyMap<string, Amount>, context: Context): FeatureValues {
  if (context.unread.some((each) => each.source === 'stock')) return {}
  let scarcest: FeatureValues & { readonly stockToNeed?: number } = {}
  for (const move of moves) {
    const material = context.materials.find((each) => each.id === move.material)
    if (!OUT.has(move.movementType) || material?.plants.find((each) => each.plant === move.plant)?.isNegativeStockAllowed !== false)
      continue
    const isHere = (row: StockContext): boolean => move.storageLocation === '' || row.storageLocation === move.storageLocation
    const isBatch = (row: StockContext): boolean => move.batch === '' || row.batch === move.batch
    const rows = context.stock.filter((row) => row.material === move.material && row.plant === move.plant)
    const here = stockOf(rows, (row) => row.type === 'unrestricted' && isHere(row) && isBatch(row))
    const need = inBaseUnits(move.quantity, material, move.usual)
    const stockToNeed = ratioOf(here, need)
    if (stockToNeed === undefined || stockToNeed >= (scarcest.stockToNeed ?? Infinity)) continue
    scarcest = {
      stockToNeed,
      stockToExpected: ratioOf(here, expected.get(move.material)),
      elsewhereToNeed: ratioOf(
        stockOf(rows, (row) => row.type === 'unrestricted' && !isHere(row)),
        need,
      ),
      qualityToNeed: ratioOf(
        stockOf(rows, (row) => row.type !== 'unrestricted'),
        need,
      ),
    }
  }
  return scarcest
}

/** Flags on units, batches, materials and places of everything that a part moves, and stock against need. */
export function supplyFeatures(part: MessagePart, position: number, context: Context): FeatureValues {
  const moves = movesOf(part, position, context)
  const order = context.orders.find((each) => each.id === part.order)
  const flags = {
    unitUnknown: 0,
    unitDiffers: 0,
    batchMissing: 0,
    materialMissing: 0,
    materialBlocked: 0,
    locationUnknown: 0,
    locationBlocked: 0,
    serialRequired: 0,
  }
  const raise = (name: keyof typeof flags, isRaised: boolean): void => {
    if (isRaised) flags[name] = 1
  }
  const checkUnit = (material: string, unit: string, usual: string): void => {
    if (unit === '' || unit === usual) return
    const known = context.materials.find((each) => each.id === material && each.exists)
    raise('unitUnknown', known !== undefined && factorOf(unit, known) === undefined)
    raise('unitDiffers', known !== undefined && factorOf(unit, known) !== undefined && usual !== '')
  }
  for (const quantity of [part.yield, part.scrap, part.rework]) if (quantity && order) checkUnit(order.material, quantity.unit, order.unit)
  for (const move of moves) {
    checkUnit(move.material, move.quantity.unit, move.usual)
    const material = context.materials.find((each) => each.id === move.material)
    // A material that was not read is not known to be missing.
    if (material === undefined) continue
    const plant = material.plants.find((each) => each.plant === move.plant)
    raise('materialMissing', !material.exists || plant === undefined)
    if (plant === undefined) continue
    const location = plant.storageLocations.find((each) => each.id === move.storageLocation)
    raise('batchMissing', plant.isBatchManaged && move.batch === '')
    raise('materialBlocked', plant.status !== '' || plant.isMarkedForDeletion)
    raise('locationUnknown', move.storageLocation !== '' && location === undefined)
    raise('locationBlocked', location?.isBlockedByInventory ?? false)
    raise('serialRequired', plant.hasSerialNumbers)
  }
  return { ...flags, ...stockFeatures(moves, expectedIssues(part, position, context), context) }
}
