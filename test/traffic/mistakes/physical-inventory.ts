import { consumesOneOf, type Mistake } from './mistake.ts'
import { scarce } from './supply.ts'

/** The storage location is being counted. */
export const physicalInventory: Mistake = {
  cause: 'physicalInventory',
  kind: 'refused',
  weight: 1,
  wishes: { isPartial: true },
  isInMessage: false,
  isPossible: (order, _world, materials) => consumesOneOf(order, materials),
  setUp(world, random, taken) {
    const materials = scarce(world, random, taken, 1)
    const places = materials.flatMap((material) =>
      [...(world.materials.get(material)?.locations ?? [])].map((place) => ({ material, place })),
    )
    const block = (value: string) =>
      places.map(({ material, place }) => {
        const [plant = '', storageLocation = ''] = place.split('/')
        return {
          set: 'A_ProductStorageLocation',
          where: { Product: material, Plant: plant, StorageLocation: storageLocation },
          values: { PhysicalInventoryBlockInd: value },
        }
      })
    return { before: block('X'), heal: () => block(''), materials }
  },
  spoil: (confirmation) => confirmation,
}
