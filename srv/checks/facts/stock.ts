import type { Context, MaterialContext, StockContext } from '../../domain/context.ts'
import { amount, convert, type Amount } from '../../domain/quantity.ts'

/** Where to look; what is left out is summed over. */
export interface StockPlace {
  readonly plant: string
  readonly storageLocation?: string
  readonly batch?: string
}

/** Stock of one type at a place, in the material's base unit. */
export function stockAt(material: MaterialContext, type: StockContext['type'], place: StockPlace, context: Context): Amount {
  return rowsAt(material, type, place, context).reduce((sum, each) => sum.add(inBase(each, material)), amount('0'))
}

/** The rows behind {@link stockAt}, without empty ones. */
export function rowsAt(material: MaterialContext, type: StockContext['type'], place: StockPlace, context: Context): StockContext[] {
  return context.stock.filter(
    (each) =>
      each.material === material.id &&
      each.type === type &&
      each.plant === place.plant &&
      (place.storageLocation === undefined || each.storageLocation === place.storageLocation) &&
      (place.batch === undefined || each.batch === place.batch) &&
      amount(each.quantity).gt(0),
  )
}

/** Quantity of a stock row in the base unit, in which the ERP keeps it anyway. */
export function inBase(row: StockContext, material: MaterialContext): Amount {
  return convert({ value: row.quantity, unit: row.unit }, material.baseUnit, material) ?? amount(row.quantity)
}

/** Storage locations of a plant that hold at least `needed` (base unit), unblocked ones, most stock first. */
export function locationsWith(
  material: MaterialContext,
  plant: string,
  needed: Amount,
  context: Context,
): { readonly id: string; readonly quantity: Amount }[] {
  const data = material.plants.find((each) => each.plant === plant)
  const ids = [...new Set(rowsAt(material, 'unrestricted', { plant }, context).map((each) => each.storageLocation))]
  return ids
    .filter((id) => data?.storageLocations.find((each) => each.id === id)?.isBlockedByInventory === false)
    .map((id) => ({ id, quantity: stockAt(material, 'unrestricted', { plant, storageLocation: id }, context) }))
    .filter((each) => each.quantity.gte(needed))
    .sort((one, other) => other.quantity.cmp(one.quantity) || one.id.localeCompare(other.id))
}
