import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { writtenRight } from './leadingZeros.ts'

/** Does every material that is moved exist? */
export const materialExists: Check = {
  name: 'materialExists',
  foresees: ['M3/305'],
  reads: ['materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return part.movements.flatMap((movement, position) => {
      if (movement.material !== '' && context.materials.some((each) => each.id === movement.material && each.exists)) return []
      // Where only zeros are wrong another check says so.
      if (writtenRight(movement, part, context) !== undefined) return []
      const text =
        movement.material === '' ? 'A goods movement names no material.' : `Material ${movement.material} doesn't exist or isn't activated.`
      return [
        finding('materialExists', input, {
          code: 'M3/305',
          cause: 'masterData',
          field: `movements/${position}/material`,
          text,
          evidence: [fact('material', movement.material)],
        }),
      ]
    })
  },
}
