import { consumesSomething, pickConsumption, withConsumption, type Mistake } from './mistake.ts'

/** A material that the plant doesn't have: the sister plant's number, or a slip of the finger. */
export const masterData: Mistake = {
  cause: 'masterData',
  kind: 'refused',
  weight: 1.5,
  wishes: { consumes: true, isPartial: true },
  isInMessage: true,
  isPossible: consumesSomething,
  spoil(confirmation, { world, random }) {
    const picked = pickConsumption(confirmation, random)
    if (!picked) return undefined
    const { material, unit } = picked.consumption
    const elsewhere = [...world.materials.values()]
      .filter((each) => !each.plants.has(confirmation.plant) && each.units.has(unit))
      .map((each) => each.id)
    const wrong = random.chance(0.7) ? (random.pick(elsewhere.sort()) ?? `${material}9`) : `${material}9`
    return withConsumption(confirmation, picked.index, { material: wrong, reservation: '', reservationItem: '', batch: '' })
  },
}
