import type { Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'

/** Receipts and their reversals, which must say what they refer to. */
const RECEIPTS = new Set(['101', '102'])
const KNOWN = new Set(['B', 'F'])

/** Does a receipt say what it refers to, a production order or a purchase order? The ERP takes it for the latter else, and refuses. */
export const movementReference: Check = {
  name: 'movementReference',
  foresees: ['MM_IM_ODATA_API_MDOC/011'],
  reads: [],
  kinds: ['materialDocument'],
  run(input) {
    return input.part.movements.flatMap(({ movementType, reference, order }, position) => {
      // Dialects without a word for it are no objection.
      const isOdd = reference !== undefined && (!KNOWN.has(reference) || (reference === 'B' && order !== ''))
      if (!RECEIPTS.has(movementType) || !isOdd) return []
      const what = reference === '' ? `doesn't say what it refers to` : `refers to ${reference}`
      return [
        finding('movementReference', input, {
          code: 'MM_IM_ODATA_API_MDOC/011',
          cause: 'interface',
          field: `movements/${position}/reference`,
          text: `The receipt with movement type ${movementType} ${what}; a production order is F, a purchase order B.`,
          evidence: [fact('movementType', movementType), fact('reference', reference), fact('order', order)],
        }),
      ]
    })
  },
}
