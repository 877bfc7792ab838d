import type { Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { operationOf, orderOf } from './facts/lookups.ts'

/** Is the operation still open? After a final confirmation another one is a repetition, or comes too late. */
export const operationConfirmed: Check = {
  name: 'operationConfirmed',
  foresees: ['COUNTERSIGN/OPERATION_CONFIRMED'],
  reads: ['orders'],
  kinds: ['confirmation'],
  run(input) {
    const { part, context } = input
    const order = orderOf(part.order, context)
    const operation = order && operationOf(part, order)
    if (order === undefined || operation?.isConfirmed !== true || operation.isClosed || part.isReversal) return []
    return [
      finding('operationConfirmed', input, {
        code: 'COUNTERSIGN/OPERATION_CONFIRMED',
        cause: 'duplicate',
        isDecisive: false,
        field: 'operation',
        text: `Operation ${operation.id} of order ${order.id} is finally confirmed already, with ${operation.confirmedYield} ${operation.unit}.`,
        evidence: [
          fact('confirmedYield', operation.confirmedYield, operation.unit),
          fact('planned', operation.plannedQuantity, operation.unit),
        ],
      }),
    ]
  },
}
