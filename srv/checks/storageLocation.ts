import type { Finding } from '../domain/judgement.ts'
import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { plantDataOf, plantOf } from './facts/lookups.ts'

/** Is there a storage location for every movement, does the material exist in it, and is it free of stock-taking? */
export const storageLocation: Check = {
  name: 'storageLocation',
  foresees: ['M7/018', 'COUNTERSIGN/STORAGE_LOCATION_VIEW', 'COUNTERSIGN/PHYSICAL_INVENTORY'],
  reads: ['orders', 'materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return part.movements.flatMap((movement, position): Finding[] => {
      const plant = plantOf(movement, part, context)
      const data = plantDataOf(movement.material, plant, context)
      // Where plant data is missing another check says so.
      if (data === undefined) return []
      const location = movement.storageLocation
      const field = `movements/${position}/storageLocation`
      if (location === '') {
        const text = `Enter a storage location: ${movement.material} has none in this movement.`
        return [finding('storageLocation', input, { code: 'M7/018', cause: 'wrongStorageLocation', field, text })]
      }
      const view = data.storageLocations.find((each) => each.id === location)
      if (view === undefined) {
        const known = data.storageLocations.map((each) => each.id).join(', ')
        const text = `Material ${movement.material} isn't kept in storage location ${location} of plant ${plant}${known === '' ? '' : `, but in ${known}`}.`
        const evidence = [fact('storageLocation', location), fact('known', known)]
        return [
          finding('storageLocation', input, {
            code: 'COUNTERSIGN/STORAGE_LOCATION_VIEW',
            cause: 'wrongStorageLocation',
            field,
            text,
            evidence,
          }),
        ]
      }
      if (!view.isBlockedByInventory) return []
      const text = `Storage location ${location} is blocked for ${movement.material} by a physical inventory.`
      return [
        finding('storageLocation', input, {
          code: 'COUNTERSIGN/PHYSICAL_INVENTORY',
          cause: 'physicalInventory',
          field,
          text,
          evidence: [fact('storageLocation', location)],
        }),
      ]
    })
  },
}
