import { POSTINGS, type Check } from './check.ts'
import { finding } from './facts/findings.ts'
import { plantDataOf, plantOf, takesStock } from './facts/lookups.ts'

/** Does a movement bring the serial numbers that its material needs? A backflush never does, and a confirmation hardly, so a person must post it. */
export const serialNumbers: Check = {
  name: 'serialNumbers',
  foresees: ['COUNTERSIGN/SERIAL_NUMBERS'],
  reads: ['materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return part.movements.flatMap((movement, position) => {
      const isNeeded = plantDataOf(movement.material, plantOf(movement, part, context), context)?.hasSerialNumbers === true
      const isJudged = part.kind === 'confirmation' || takesStock(movement)
      if (!isNeeded || !isJudged || (movement.serialNumbers ?? 0) > 0 || part.isReversal) return []
      return [
        finding('serialNumbers', input, {
          code: 'COUNTERSIGN/SERIAL_NUMBERS',
          cause: 'serialNumber',
          field: `movements/${position}/material`,
          text: `${movement.material} needs serial numbers, and the movement brings none.`,
        }),
      ]
    })
  },
}
