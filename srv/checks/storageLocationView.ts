import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { componentOf, orderIdOf, orderOf, plantDataOf, plantOf } from './facts/lookups.ts'

/** Is the material kept in the storage location that a movement names? Where it is the planned one, master data are wrong, not the message. */
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
      const order = orderOf(orderIdOf(movement, part), context)
      const component = order && componentOf(movement, order, part.operation)
      const planned = component?.storageLocation ?? (movement.material === order?.material ? order.storageLocation : undefined)
      const known = data.storageLocations.map((each) => each.id).join(', ')
      return [
        finding('storageLocationView', input, {
          code: 'COUNTERSIGN/STORAGE_LOCATION_VIEW',
          cause: planned === location ? 'masterData' : 'wrongStorageLocation',
          field: `movements/${position}/storageLocation`,
          text: `Material ${movement.material} isn't kept in storage location ${location} of plant ${plant}${known === '' ? '' : `, but in ${known}`}.`,
          evidence: [fact('storageLocation', location), fact('known', known)],
        }),
      ]
    })
  },
}
