import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { materialOf, plantDataOf, plantOf } from './facts/lookups.ts'

/** Is every material that is moved maintained in its plant? */
export const materialInPlant: Check = {
  name: 'materialInPlant',
  foresees: ['M3/351'],
  reads: ['materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return part.movements.flatMap((movement, position) => {
      const plant = plantOf(movement, part, context)
      const material = materialOf(movement.material, context)
      if (plant === '' || material === undefined || plantDataOf(movement.material, plant, context) !== undefined) return []
      return [
        finding('materialInPlant', input, {
          code: 'M3/351',
          cause: 'masterData',
          field: `movements/${position}/material`,
          text: `Material ${movement.material} isn't maintained in plant ${plant}.`,
          evidence: [fact('plant', plant), fact('known', material.plants.map((each) => each.plant).join(', '))],
        }),
      ]
    })
  },
}
