import type { Check } from './check.ts'
import { finding } from './facts/findings.ts'
import { plantDataOf, plantOf } from './facts/lookups.ts'

/** Does a movement need serial numbers? Neither a confirmation nor a backflush can carry them, so somebody must post it by hand. */
export const serialNumbers: Check = {
  name: 'serialNumbers',
  foresees: ['COUNTERSIGN/SERIAL_NUMBERS'],
  reads: ['materials'],
  kinds: ['confirmation'],
  run(input) {
    const { part, context } = input
    return part.movements.flatMap((movement, position) => {
      if (plantDataOf(movement.material, plantOf(movement, part, context), context)?.hasSerialNumbers !== true) return []
      const text = `${movement.material} needs serial numbers, which a confirmation can't carry.`
      return [
        finding('serialNumbers', input, {
          code: 'COUNTERSIGN/SERIAL_NUMBERS',
          cause: 'serialNumber',
          field: `movements/${position}/material`,
          text,
        }),
      ]
    })
  },
}
