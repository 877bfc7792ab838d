import { consumesSomething, pickConsumption, withConsumption, type Mistake } from './mistake.ts'

/** Another material of the same kind was taken, because it was at hand; the order knows nothing of it. */
export const substitution: Mistake = {
  cause: 'substitution',
  kind: 'wrong',
  weight: 1,
  wishes: { consumes: true, isPartial: true },
  isInMessage: true,
  isPossible: consumesSomething,
  spoil(confirmation, { world, order, random }) {
    const picked = pickConsumption(confirmation, random)
    if (!picked) return undefined
    const { material, plant, unit, quantity } = picked.consumption
    const kind = world.materials.get(material)?.type
    const others = world.stock.filter(
      (each) =>
        each.isUnrestricted &&
        each.plant === plant &&
        each.unit === unit &&
        each.quantity.gte(quantity) &&
        world.materials.get(each.material)?.type === kind &&
        !order.components.some((component) => component.material === each.material),
    )
    const other = random.pick(others)
    if (!other) return undefined
    const { storageLocation, batch } = other
    return withConsumption(confirmation, picked.index, {
      material: other.material,
      storageLocation,
      batch,
      reservation: '',
      reservationItem: '',
    })
  },
}
