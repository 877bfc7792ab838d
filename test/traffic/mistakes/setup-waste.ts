import { Decimal } from 'decimal.js'
import { rounded, stepOf } from '../draft.ts'
import { consumesSomething, pickConsumption, withConsumption, type Mistake } from './mistake.ts'

/** What the set-up wasted is booked as consumption of a small first lot, and nobody reports the scrap. */
export const setupWaste: Mistake = {
  cause: 'setupWaste',
  kind: 'wrong',
  weight: 1,
  wishes: { consumes: true, isPartial: true, portion: [0.04, 0.1] },
  isInMessage: true,
  isPossible: consumesSomething,
  spoil(confirmation, { random }) {
    const picked = pickConsumption(confirmation, random, (each) => new Decimal(each.quantity).gte(stepOf(each.unit).times(4)))
    if (!picked) return undefined
    const { quantity, unit } = picked.consumption
    const step = stepOf(unit)
    const wasted = Decimal.max(rounded(new Decimal(quantity).times(random.share(0.2, 0.7)), step), step)
    return withConsumption({ ...confirmation, scrap: '0.000', reason: '' }, picked.index, { quantity: wasted.plus(quantity).toFixed(3) })
  },
}
