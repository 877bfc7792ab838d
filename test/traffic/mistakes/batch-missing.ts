import { consumesSomething, pickConsumption, withConsumption, type Mistake } from './mistake.ts'

/** Nobody scanned the batch. */
export const batchMissing: Mistake = {
  cause: 'batchMissing',
  kind: 'refused',
  weight: 1.5,
  wishes: { consumes: true, isPartial: true },
  isInMessage: true,
  isPossible: (order, world) =>
    consumesSomething(order) &&
    world.stock.some((stock) => stock.batch !== '' && order.components.some((each) => each.material === stock.material)),
  spoil(confirmation, { random }) {
    const picked = pickConsumption(confirmation, random, (each) => each.batch !== '')
    return picked && withConsumption(confirmation, picked.index, { batch: '' })
  },
}
