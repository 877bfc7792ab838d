import { amount, convert, format } from '../domain/quantity.ts'
import type { Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { yieldOf } from './facts/yield.ts'

/** Does a final confirmation leave more open than the under-delivery tolerance lets it? What is reported as scrap or rework isn't missing. */
export const underDelivery: Check = {
  name: 'underDelivery',
  foresees: ['COUNTERSIGN/UNDER_DELIVERY'],
  reads: ['orders', 'materials'],
  kinds: ['confirmation'],
  run(input) {
    const { part, index, parts, context } = input
    const facts = part.isFinal ? yieldOf(part, index, parts, context) : undefined
    const tolerance = facts?.order.underDeliveryTolerance
    if (facts === undefined || tolerance === undefined) return []
    const { order, unit, planned, confirmed, sent } = facts
    const lost = [part.scrap, part.rework].map((each) => {
      if (each === undefined) return amount('0')
      return facts.material === undefined || each.unit === '' ? amount(each.value) : (convert(each, unit, facts.material) ?? amount('0'))
    })
    const after = lost.reduce((sum, each) => sum.add(each), confirmed.add(sent))
    const least = planned.mul(amount('100').sub(amount(tolerance))).div(100)
    if (after.gte(least)) return []
    return [
      finding('underDelivery', input, {
        code: 'COUNTERSIGN/UNDER_DELIVERY',
        cause: 'underDelivery',
        severity: 'warning',
        isDecisive: false,
        field: 'yield',
        text: `Operation ${part.operation} of order ${order.id} ends with ${format(after, unit)}, scrap and rework included; planned are ${format(planned, unit)}, at least ${format(least, unit)} with ${tolerance} % tolerance.`,
        evidence: [
          fact('after', after, unit),
          fact('planned', planned, unit),
          fact('least', least, unit),
          fact('short', planned.sub(after), unit),
          fact('tolerance', tolerance, '%'),
        ],
      }),
    ]
  },
}
