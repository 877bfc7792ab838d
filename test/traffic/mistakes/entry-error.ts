import { Decimal } from 'decimal.js'
import { pickConsumption, withConsumption, type Mistake } from './mistake.ts'

/** A digit too many: ten times the yield, or ten times one component. */
export const entryError: Mistake = {
  cause: 'entryError',
  kind: 'wrong',
  weight: 1,
  wishes: { isPartial: true, portion: [0.02, 0.07] },
  isInMessage: true,
  isPossible: (order) => order.isWorkable,
  spoil(confirmation, { random }) {
    const picked = random.chance(0.5) ? undefined : pickConsumption(confirmation, random)
    if (picked)
      return withConsumption(confirmation, picked.index, { quantity: new Decimal(picked.consumption.quantity).times(10).toFixed(3) })
    return { ...confirmation, yield: new Decimal(confirmation.yield).times(10).toFixed(3) }
  },
}
