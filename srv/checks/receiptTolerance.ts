import { format } from '../domain/quantity.ts'
import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { receiptsLacking, receiptsOf } from './facts/receipt.ts'

/** Would more be received into stock than the order's quantity plus over-delivery tolerance? */
export const receiptTolerance: Check = {
  name: 'receiptTolerance',
  foresees: ['COUNTERSIGN/OVER_RECEIPT'],
  reads: ['orders', 'materials'],
  kinds: POSTINGS,
  run(input) {
    return receiptsOf(input.parts, input.index, input.context).flatMap(({ order, position, unit, sent, received, planned, limit }) => {
      const after = received.add(sent)
      if (limit === undefined || sent.lte(0) || after.lte(limit)) return []
      const tolerance = order.overDeliveryTolerance ?? '0'
      return [
        finding('receiptTolerance', input, {
          code: 'COUNTERSIGN/OVER_RECEIPT',
          cause: 'overDelivery',
          // A slip of a digit or a unit would be far more.
          isDecisive: after.lt(planned.mul(2)),
          field: `movements/${position}/quantity`,
          text: `A receipt of ${format(sent, unit)} would bring order ${order.id} to ${format(after, unit)} in stock; planned are ${format(planned, unit)}, at most ${format(limit, unit)} with ${tolerance} % tolerance.`,
          evidence: [
            fact('sent', sent, unit),
            fact('received', received, unit),
            fact('planned', planned, unit),
            fact('limit', limit, unit),
            fact('tolerance', tolerance, '%'),
          ],
        }),
      ]
    })
  },
  lacks: ({ part, context }) => receiptsLacking(part, context),
}
