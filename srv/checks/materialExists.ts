import { POSTINGS, type Check } from './check.ts'
import { finding } from './facts/findings.ts'

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
      const text =
        movement.material === '' ? 'A goods movement names no material.' : `Material ${movement.material} doesn't exist or isn't activated.`
      return [finding('materialExists', input, { code: 'M3/305', cause: 'masterData', field: `movements/${position}/material`, text })]
    })
  },
}
