import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { plantDataOf, plantOf } from './facts/lookups.ts'

/** May every material that is moved be used in its plant? A plant-specific status or a deletion flag forbids it. */
export const materialStatus: Check = {
  name: 'materialStatus',
  foresees: ['COUNTERSIGN/MATERIAL_STATUS', 'COUNTERSIGN/MATERIAL_DELETED'],
  reads: ['materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return part.movements.flatMap((movement, position) => {
      const plant = plantOf(movement, part, context)
      const data = plantDataOf(movement.material, plant, context)
      if (data === undefined || (data.status === '' && !data.isMarkedForDeletion)) return []
      const why = data.isMarkedForDeletion ? 'is marked for deletion' : `has status ${data.status}`
      return [
        finding('materialStatus', input, {
          code: data.isMarkedForDeletion ? 'COUNTERSIGN/MATERIAL_DELETED' : 'COUNTERSIGN/MATERIAL_STATUS',
          cause: 'masterData',
          field: `movements/${position}/material`,
          text: `Material ${movement.material} ${why} in plant ${plant}.`,
          evidence: [fact('plant', plant), ...(data.status === '' ? [] : [fact('status', data.status)])],
        }),
      ]
    })
  },
}
