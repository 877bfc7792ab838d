import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { plantDataOf, plantOf } from './facts/lookups.ts'

/** Is the material kept in the storage location that a movement names? */
export const storageLocationView: Check = {
  name: 'storageLocationView',
  foresees: ['COUNTERSIGN/STORAGE_LOCATION_VIEW'],
  reads: ['orders', 'materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return part.movements.flatMap((movement, position) => {
      const plant = plantOf(movement, part, context)
      const data = plantDataOf(movement.material, plant, context)
      const location = movement.storageLocation
      if (data === undefined || location === '' || data.storageLocations.some((each) => each.id === location)) return []
      const known = data.storageLocations.map((each) => each.id).join(', ')
      return [
        finding('storageLocationView', input, {
          code: 'COUNTERSIGN/STORAGE_LOCATION_VIEW',
          cause: 'wrongStorageLocation',
          field: `movements/${position}/storageLocation`,
          text: `Material ${movement.material} isn't kept in storage location ${location} of plant ${plant}${known === '' ? '' : `, but in ${known}`}.`,
          evidence: [fact('storageLocation', location), fact('known', known)],
        }),
      ]
    })
  },
}
