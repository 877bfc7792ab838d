import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { plantDataOf, plantOf } from './facts/lookups.ts'

/** Is the material free of stock-taking where it moves? */
export const physicalInventory: Check = {
  name: 'physicalInventory',
  foresees: ['COUNTERSIGN/PHYSICAL_INVENTORY'],
  reads: ['orders', 'materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return part.movements.flatMap((movement, position) => {
      const data = plantDataOf(movement.material, plantOf(movement, part, context), context)
      const view = data?.storageLocations.find((each) => each.id === movement.storageLocation)
      if (view?.isBlockedByInventory !== true) return []
      return [
        finding('physicalInventory', input, {
          code: 'COUNTERSIGN/PHYSICAL_INVENTORY',
          cause: 'physicalInventory',
          field: `movements/${position}/storageLocation`,
          text: `Storage location ${view.id} is blocked for ${movement.material} by a physical inventory.`,
          evidence: [fact('storageLocation', view.id)],
        }),
      ]
    })
  },
}
