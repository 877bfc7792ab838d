import { POSTINGS, type Check } from './check.ts'
import { finding } from './facts/findings.ts'
import { materialOf } from './facts/lookups.ts'

/** Material types that the ERP keeps without a value. */
const UNVALUATED = new Set(['UNBW', 'NLAG', 'PIPE', 'DIEN'])

/** Can the accounts be determined? Without valuation data of the material they can't. */
export const accounting: Check = {
  name: 'accounting',
  foresees: ['M8/147'],
  reads: ['materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return part.movements.flatMap((movement, position) => {
      const material = materialOf(movement.material, context)
      if (material === undefined || material.price !== undefined || UNVALUATED.has(material.type)) return []
      const text = `${material.id} has no valuation data: accounts may not be found for it.`
      return [
        finding('accounting', input, {
          code: 'M8/147',
          cause: 'accountAssignment',
          severity: 'warning',
          isDecisive: false,
          field: `movements/${position}/material`,
          text,
        }),
      ]
    })
  },
}
