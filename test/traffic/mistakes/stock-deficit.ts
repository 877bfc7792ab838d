import { Decimal } from 'decimal.js'
import { stepOf } from '../draft.ts'
import { consumesOneOf, type Mistake } from './mistake.ts'
import { shortened } from './supply.ts'

/** Less is in stock than the order needs: somebody took it without a posting. */
export const stockDeficit: Mistake = {
  cause: 'stockDeficit',
  kind: 'refused',
  weight: 1,
  wishes: { ignoresStock: true, isPartial: true, portion: [0.3, 0.8] },
  isInMessage: false,
  isPossible: (order, _world, materials) => consumesOneOf(order, materials),
  setUp: (world, random, taken) => shortened(world, random, taken, 2, ({ unit }) => new Decimal(stepOf(unit).eq(1) ? '2' : '0.25')),
  spoil: (confirmation) => confirmation,
}
