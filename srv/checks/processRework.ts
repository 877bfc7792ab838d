import { amount, format } from '../domain/quantity.ts'
import type { Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { orderOf } from './facts/lookups.ts'

/** Is no rework reported for a process order? Its confirmations know none. */
export const processRework: Check = {
  name: 'processRework',
  foresees: ['COUNTERSIGN/REWORK_NOT_POSSIBLE'],
  reads: ['orders'],
  kinds: ['confirmation'],
  run(input) {
    const { part, context } = input
    const category = orderOf(part.order, context)?.category ?? part.orderCategory
    if (category !== 'process' || part.rework === undefined || amount(part.rework.value).isZero()) return []
    return [
      finding('processRework', input, {
        code: 'COUNTERSIGN/REWORK_NOT_POSSIBLE',
        cause: 'interface',
        field: 'rework',
        text: `${format(part.rework.value, part.rework.unit)} of rework reported, but order ${part.order} is a process order, which knows none.`,
        evidence: [fact('rework', part.rework.value, part.rework.unit)],
      }),
    ]
  },
}
