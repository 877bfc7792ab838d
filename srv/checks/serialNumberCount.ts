import { convert, format } from '../domain/quantity.ts'
import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { materialOf } from './facts/lookups.ts'

/** Do as many serial numbers come with a movement as pieces move? */
export const serialNumberCount: Check = {
  name: 'serialNumberCount',
  foresees: ['COUNTERSIGN/SERIAL_NUMBER_COUNT'],
  reads: ['materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return part.movements.flatMap(({ material: id, quantity, serialNumbers: count = 0 }, position) => {
      const material = materialOf(id, context)
      const pieces = material && count > 0 ? convert(quantity, material.baseUnit, material) : undefined
      if (material === undefined || pieces === undefined || pieces.eq(count)) return []
      return [
        finding('serialNumberCount', input, {
          code: 'COUNTERSIGN/SERIAL_NUMBER_COUNT',
          cause: 'serialNumber',
          field: `movements/${position}/quantity`,
          text: `${format(pieces, material.baseUnit)} of ${id} come with ${count} serial ${count === 1 ? 'number' : 'numbers'}.`,
          evidence: [fact('sent', pieces, material.baseUnit), fact('serialNumbers', String(count))],
        }),
      ]
    })
  },
}
