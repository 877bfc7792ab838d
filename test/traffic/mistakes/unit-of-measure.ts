import { consumesSomething, pickConsumption, withConsumption, type Mistake } from './mistake.ts'

const UNITS = ['KG', 'G', 'L', 'ML', 'PC', 'BOX', 'M']

/** A component in a unit that the ERP can't convert for this material. */
export const unitOfMeasure: Mistake = {
  cause: 'unitOfMeasure',
  kind: 'refused',
  weight: 1.5,
  wishes: { consumes: true, isPartial: true },
  isInMessage: true,
  isPossible: consumesSomething,
  spoil(confirmation, { world, random }) {
    const picked = pickConsumption(confirmation, random)
    if (!picked) return undefined
    const known = world.materials.get(picked.consumption.material)?.units
    const unit = random.pick(UNITS.filter((each) => !known?.has(each)))
    return unit === undefined ? undefined : withConsumption(confirmation, picked.index, { unit })
  },
}
