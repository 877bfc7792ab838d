import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { plantDataOf, plantOf } from './facts/lookups.ts'

/** Is there a storage location for every movement? */
export const storageLocation: Check = {
  name: 'storageLocation',
  foresees: ['M7/018'],
  reads: ['orders', 'materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return part.movements.flatMap((movement, position) => {
      const data = plantDataOf(movement.material, plantOf(movement, part, context), context)
      // Where plant data is missing another check says so.
      if (data === undefined || movement.storageLocation !== '') return []
      return [
        finding('storageLocation', input, {
          code: 'M7/018',
          cause: 'wrongStorageLocation',
          field: `movements/${position}/storageLocation`,
          text: `Enter a storage location: ${movement.material} has none in this movement.`,
          evidence: [fact('known', data.storageLocations.map((each) => each.id).join(', '))],
        }),
      ]
    })
  },
}
