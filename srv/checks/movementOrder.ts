import type { Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'

/** Issues for orders, by-products and their reversals: nothing without an order. */
const FOR_ORDERS = new Set(['261', '262', '531', '532'])
const RECEIPTS = new Set(['101', '102'])

/** Does every movement that is for an order name one, or a reservation that does? */
export const movementOrder: Check = {
  name: 'movementOrder',
  foresees: ['M7/018'],
  reads: [],
  kinds: ['materialDocument'],
  run(input) {
    return input.part.movements.flatMap(({ movementType, material, order, reservation, reference }, position) => {
      const isNeeded = FOR_ORDERS.has(movementType) || (RECEIPTS.has(movementType) && reference === 'F')
      if (!isNeeded || order !== '' || reservation !== '') return []
      return [
        finding('movementOrder', input, {
          code: 'M7/018',
          cause: 'interface',
          field: `movements/${position}/order`,
          text: `Enter an order: the movement of ${material} with movement type ${movementType} names none.`,
          evidence: [fact('movementType', movementType)],
        }),
      ]
    })
  },
}
