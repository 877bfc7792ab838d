import { Decimal } from 'decimal.js'
import { consumesSomething, pickConsumption, withConsumption, type Mistake } from './mistake.ts'

/** A component from a storage location that doesn't have it, though another one does. */
export const wrongStorageLocation: Mistake = {
  cause: 'wrongStorageLocation',
  kind: 'refused',
  weight: 1.5,
  wishes: { consumes: true, isPartial: true },
  isInMessage: true,
  isPossible: consumesSomething,
  spoil(confirmation, { world, random }) {
    const picked = pickConsumption(confirmation, random)
    if (!picked) return undefined
    const { plant, material, storageLocation, batch, quantity } = picked.consumption
    const ofPlant = new Set(world.stock.filter((each) => each.plant === plant).map((each) => each.storageLocation))
    const holds = (place: string): boolean =>
      world.stock.some(
        (each) =>
          each.isUnrestricted &&
          each.material === material &&
          each.plant === plant &&
          each.storageLocation === place &&
          each.batch === batch &&
          each.quantity.gte(new Decimal(quantity).div(1000)),
      )
    const wrong = random.pick([...ofPlant].sort().filter((each) => each !== storageLocation && !holds(each)))
    return wrong === undefined ? undefined : withConsumption(confirmation, picked.index, { storageLocation: wrong })
  },
}
