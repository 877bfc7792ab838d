import { Decimal } from 'decimal.js'
import { consumesOneOf, type Mistake } from './mistake.ts'
import { shortened } from './supply.ts'

/** The parts lie on the bench, but their receipt is booked only at the end of the shift. */
export const lateReceipt: Mistake = {
  cause: 'lateReceipt',
  kind: 'refused',
  weight: 1,
  wishes: { ignoresStock: true, isPartial: true },
  isInMessage: false,
  isPossible: (order, _world, materials) => consumesOneOf(order, materials),
  setUp: (world, random, taken) => shortened(world, random, taken, 2, () => new Decimal(0)),
  spoil: (confirmation) => confirmation,
}
