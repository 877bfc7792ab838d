import { componentOf, materialOf, orderIdOf, orderOf, plantDataOf, plantOf, takesStock } from '../checks/facts/lookups.ts'
import { locationsWith, stockAt } from '../checks/facts/stock.ts'
import type { Context } from '../domain/context.ts'
import type { MessagePart, Movement } from '../domain/message.ts'
import { amount, convert, format } from '../domain/quantity.ts'
import { placeOf, type Correction, type Draft } from './correction.ts'
import { set } from './fields.ts'

/** Names the storage location: the component's own, else where the stock is; for a receipt the order's. */
export const setStorageLocation: Correction = {
  action: 'setStorageLocation',
  risk: 'low',
  isWhole: false,
  offer({ findings, parts, context }) {
    return findings.flatMap((finding): Draft[] => {
      const isPlace = finding.cause === 'wrongStorageLocation' || finding.cause === 'physicalInventory'
      const place = isPlace ? placeOf(finding, parts) : undefined
      const movement = place?.part.movements[place.movement ?? -1]
      const chosen = place && movement && better(movement, place.part, context)
      if (place?.movement === undefined || chosen === undefined) return []
      const changes = set(parts, finding.part, `movements/${place.movement}/storageLocation`, chosen.id)
      // Goods being counted are where they are said to be; another place is second best.
      const fit = (chosen.isOwn ? 0.95 : 0.75) * (finding.cause === 'physicalInventory' ? 0.4 : 1)
      return changes.length === 0
        ? []
        : [{ finding, cause: 'wrongStorageLocation', changes, advice: `Take storage location ${chosen.id}${chosen.why}.`, fit }]
    })
  },
}

function better(
  movement: Movement,
  part: MessagePart,
  context: Context,
): { readonly id: string; readonly isOwn: boolean; readonly why: string } | undefined {
  const material = materialOf(movement.material, context)
  const plant = plantOf(movement, part, context)
  const data = plantDataOf(movement.material, plant, context)
  if (material === undefined || data === undefined) return undefined
  const present = movement.storageLocation
  const open = data.storageLocations.filter((each) => !each.isBlockedByInventory && each.id !== present).map((each) => each.id)
  const order = orderOf(orderIdOf(movement, part), context)
  if (!takesStock(movement)) {
    const own = open.find((each) => each === order?.storageLocation)
    const id = own ?? open[0]
    return id === undefined ? undefined : { id, isOwn: own !== undefined, why: own === undefined ? '' : ", the order's own" }
  }
  const needed = convert(movement.quantity, material.baseUnit, material) ?? amount('0')
  const { batch } = movement
  const stockIn = (id: string) =>
    stockAt(material, 'unrestricted', { plant, storageLocation: id, ...(batch !== '' && data.isBatchManaged && { batch }) }, context)
  const stocked = locationsWith(material, plant, needed, context).filter((each) => open.includes(each.id) && stockIn(each.id).gte(needed))
  const component = order && componentOf(movement, order, part.operation)
  const own = stocked.find((each) => each.id === component?.storageLocation)
  const chosen = own ?? stocked[0]
  if (chosen === undefined) return undefined
  const stock = format(stockIn(chosen.id), material.baseUnit)
  return {
    id: chosen.id,
    isOwn: own !== undefined,
    why: own === undefined ? `, which has ${stock}` : `, planned for the component, which has ${stock}`,
  }
}
