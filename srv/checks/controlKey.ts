import type { Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { operationOf, orderOf } from './facts/lookups.ts'

/** Control keys under which no confirmation is possible. */
const NOT_CONFIRMABLE = new Set(['PP03', 'PP04'])

/** Does the operation's control key let it be confirmed? */
export const controlKey: Check = {
  name: 'controlKey',
  foresees: ['COUNTERSIGN/NOT_CONFIRMABLE'],
  reads: ['orders'],
  kinds: ['confirmation'],
  run(input) {
    const order = orderOf(input.part.order, input.context)
    const operation = order && operationOf(input.part, order)
    if (order === undefined || operation === undefined || !NOT_CONFIRMABLE.has(operation.controlKey)) return []
    return [
      finding('controlKey', input, {
        code: 'COUNTERSIGN/NOT_CONFIRMABLE',
        cause: 'masterData',
        field: 'operation',
        text: `Operation ${operation.id} of order ${order.id} has control key ${operation.controlKey}, which allows no confirmation.`,
        evidence: [fact('controlKey', operation.controlKey)],
      }),
    ]
  },
}
