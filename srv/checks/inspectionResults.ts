import type { Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'

/** Has everything been measured that must be before the operation is confirmed? Whether the ERP minds is a setting of the order's type. */
export const inspectionResults: Check = {
  name: 'inspectionResults',
  foresees: ['COUNTERSIGN/RESULT_MISSING'],
  reads: ['shopFloor'],
  kinds: ['confirmation'],
  run(input) {
    const { part, context } = input
    const missing = context.shopFloor.missingResults
      .filter((each) => each.order === part.order && each.operation === part.operation && !part.isReversal)
      .map((each) => each.characteristic)
    if (missing.length === 0) return []
    return [
      finding('inspectionResults', input, {
        code: 'COUNTERSIGN/RESULT_MISSING',
        cause: 'inspectionResult',
        severity: 'warning',
        field: 'operation',
        text: `Before operation ${part.operation} of order ${part.order} is confirmed, ${missing.join(', ')} must be measured.`,
        evidence: [fact('missing', String(missing.length), 'characteristics'), ...missing.map((each) => fact('characteristic', each))],
      }),
    ]
  },
}
