import { format } from '../domain/quantity.ts'
import type { Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { yieldOf } from './facts/yield.ts'

/** Would more be confirmed than planned plus over-delivery tolerance? */
export const overDelivery: Check = {
  name: 'overDelivery',
  foresees: ['COUNTERSIGN/OVER_DELIVERY'],
  reads: ['orders', 'materials'],
  kinds: ['confirmation'],
  run(input) {
    const facts = yieldOf(input.part, input.index, input.parts, input.context)
    if (facts?.limit === undefined) return []
    const { order, sent, planned, confirmed, limit, unit } = facts
    const after = confirmed.add(sent)
    if (sent.lte(0) || after.lte(limit)) return []
    const tolerance = order.overDeliveryTolerance ?? '0'
    return [
      finding('overDelivery', input, {
        code: 'COUNTERSIGN/OVER_DELIVERY',
        cause: 'overDelivery',
        isDecisive: false,
        field: 'yield',
        text: `${format(sent, unit)} would bring order ${order.id} to ${format(after, unit)}; planned are ${format(planned, unit)}, at most ${format(limit, unit)} with ${tolerance} % tolerance.`,
        evidence: [
          fact('sent', sent, unit),
          fact('confirmed', confirmed, unit),
          fact('planned', planned, unit),
          fact('limit', limit, unit),
          fact('tolerance', tolerance, '%'),
        ],
      }),
    ]
  },
}
