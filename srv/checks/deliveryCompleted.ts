import { format } from '../domain/quantity.ts'
import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { receiptsLacking, receiptsOf } from './facts/receipt.ts'

/** Does somebody still expect a receipt? An order that a person declared complete, short of its quantity, delivers nothing more. */
export const deliveryCompleted: Check = {
  name: 'deliveryCompleted',
  foresees: ['COUNTERSIGN/DELIVERY_COMPLETED'],
  reads: ['orders', 'materials'],
  kinds: POSTINGS,
  run(input) {
    return receiptsOf(input.parts, input.index, input.context).flatMap(({ order, position, unit, sent, received, planned, least }) => {
      // Within tolerance the ERP sets the sign by itself, and the rest may still come.
      const isShort = received.lt(least)
      if (order.isCompletelyDelivered !== true || (!isShort && received.lt(planned))) return []
      return [
        finding('deliveryCompleted', input, {
          code: 'COUNTERSIGN/DELIVERY_COMPLETED',
          cause: 'overDelivery',
          severity: 'warning',
          isDecisive: false,
          field: `movements/${position}/quantity`,
          text: `Order ${order.id} is completely delivered with ${format(received, unit)} of ${format(planned, unit)}; another ${format(sent, unit)} aren't expected.`,
          evidence: [fact('sent', sent, unit), fact('received', received, unit), fact('planned', planned, unit)],
        }),
      ]
    })
  },
  lacks({ part, parts, index, context }) {
    const unknown = receiptsOf(parts, index, context).find(({ order }) => order.isCompletelyDelivered === undefined)
    const reason = unknown && `orders: whether order ${unknown.order.id} is completely delivered wasn't read`
    return receiptsLacking(part, context) ?? reason
  },
}
