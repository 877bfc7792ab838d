import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { orderIdOf } from './facts/lookups.ts'

/** What can be posted with reference to a production order: receipt, issue, by-product, and their reversals. */
const FOR_ORDERS = new Set(['101', '102', '261', '262', '531', '532'])

/** Is the movement type possible for what it refers to? */
export const movementType: Check = {
  name: 'movementType',
  foresees: ['M7/096'],
  reads: [],
  kinds: POSTINGS,
  run(input) {
    const { part } = input
    return part.movements.flatMap((movement, position) => {
      const isForOrder = orderIdOf(movement, part) !== ''
      if (movement.movementType !== '' && (!isForOrder || FOR_ORDERS.has(movement.movementType))) return []
      const text =
        movement.movementType === ''
          ? `The movement of ${movement.material} has no movement type.`
          : `Goods movement not possible with movement type ${movement.movementType} for a production order.`
      return [
        finding('movementType', input, {
          code: 'M7/096',
          cause: 'interface',
          field: `movements/${position}/movementType`,
          text,
          evidence: [fact('movementType', movement.movementType)],
        }),
      ]
    })
  },
}
