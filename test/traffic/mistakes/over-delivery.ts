import { Decimal } from 'decimal.js'
import { rounded, stepOf } from '../draft.ts'
import type { Mistake } from './mistake.ts'

/** More was made than the order wants and the material's tolerance lets through. */
export const overDelivery: Mistake = {
  cause: 'overDelivery',
  kind: 'refused',
  weight: 1.5,
  wishes: { isPartial: true, portion: [0.2, 0.6] },
  isInMessage: true,
  isPossible: (order, world) => order.isWorkable && world.materials.get(order.material)?.overDelivery.get(order.plant) !== undefined,
  spoil(confirmation, { order, world, random, stock }) {
    const operation = order.operations.find((each) => each.id === confirmation.operation)
    const tolerance = world.materials.get(order.material)?.overDelivery.get(order.plant)
    if (!operation || !tolerance) return undefined
    const step = stepOf(operation.unit)
    const open = operation.planned.times(tolerance.div(100).plus(1)).minus(operation.confirmed)
    const made = rounded(open.times(random.share(1.05, 1.25)), step).plus(step)
    const factor = made.div(new Decimal(confirmation.yield).plus(confirmation.scrap))
    const consumptions = confirmation.consumptions.map((each) => ({
      ...each,
      quantity: rounded(factor.times(each.quantity), stepOf(each.unit)).toFixed(3),
    }))
    const isThere = consumptions.every((each) =>
      stock.some((place) => place.material === each.material && place.batch === each.batch && place.quantity.gte(each.quantity)),
    )
    return isThere ? { ...confirmation, yield: made.toFixed(3), scrap: '0.000', reason: '', consumptions } : undefined
  },
}
