import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { materialOf, plantDataOf, plantOf } from './facts/lookups.ts'

/** Is every material that is moved maintained in its plant, and may it be used there? */
export const materialInPlant: Check = {
  name: 'materialInPlant',
  foresees: ['M3/351', 'COUNTERSIGN/MATERIAL_STATUS'],
  reads: ['materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return part.movements.flatMap((movement, position) => {
      const plant = plantOf(movement, part, context)
      if (plant === '' || materialOf(movement.material, context) === undefined) return []
      const data = plantDataOf(movement.material, plant, context)
      const field = `movements/${position}/material`
      if (data === undefined)
        return [
          finding('materialInPlant', input, {
            code: 'M3/351',
            cause: 'masterData',
            field,
            text: `Material ${movement.material} isn't maintained in plant ${plant}.`,
          }),
        ]
      if (data.status === '' && !data.isMarkedForDeletion) return []
      const why = data.isMarkedForDeletion ? 'is marked for deletion' : `has status ${data.status}`
      return [
        finding('materialInPlant', input, {
          code: 'COUNTERSIGN/MATERIAL_STATUS',
          cause: 'masterData',
          field,
          text: `Material ${movement.material} ${why} in plant ${plant}.`,
          evidence: [fact('status', data.status)],
        }),
      ]
    })
  },
}
