import type { Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'

/** Has the person the certificates that the operation asks for? */
export const certification: Check = {
  name: 'certification',
  foresees: ['COUNTERSIGN/CERTIFICATE_MISSING'],
  reads: ['shopFloor'],
  kinds: ['confirmation'],
  run(input) {
    const { part, context } = input
    return context.shopFloor.missingCertificates
      .filter((each) => each.person === part.personnel && (each.operation === part.operation || each.operation === ''))
      .map((each) =>
        finding('certification', input, {
          code: 'COUNTERSIGN/CERTIFICATE_MISSING',
          cause: 'certification',
          severity: 'warning',
          field: 'operation',
          text: `Person ${each.person} lacks certificate ${each.certificate} for operation ${part.operation} of order ${part.order}.`,
          evidence: [fact('certificate', each.certificate), fact('person', each.person)],
        }),
      )
  },
}
