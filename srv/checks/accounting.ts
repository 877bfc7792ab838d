import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { materialOf } from './facts/lookups.ts'

/** Material types that the ERP keeps without a value. */
const UNVALUATED = new Set(['UNBW', 'NLAG', 'PIPE', 'DIEN'])

/** Can the accounts be determined? Without a valuation class of the material they can't. */
export const accounting: Check = {
  name: 'accounting',
  foresees: ['M8/147'],
  reads: ['materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    return part.movements.flatMap((movement, position) => {
      const material = materialOf(movement.material, context)
      if (material === undefined || UNVALUATED.has(material.type)) return []
      const hasNoClass = material.valuationClass === ''
      if (!hasNoClass && material.price !== undefined) return []
      const why = hasNoClass
        ? "no valuation class: its accounts can't be determined"
        : 'no valuation data: accounts may not be found for it'
      return [
        finding('accounting', input, {
          code: 'M8/147',
          cause: 'accountAssignment',
          severity: hasNoClass ? 'error' : 'warning',
          isDecisive: hasNoClass,
          field: `movements/${position}/material`,
          text: `${material.id} has ${why}.`,
          evidence: [fact('material', material.id), fact('type', material.type)],
        }),
      ]
    })
  },
}
