import type { OperationContext } from '../domain/context.ts'
import type { Check } from './check.ts'
import { fact, finding, type Remark } from './facts/findings.ts'
import { operationOf, orderOf } from './facts/lookups.ts'

/** Control keys under which no confirmation is possible. */
const NOT_CONFIRMABLE = new Set(['PP03', 'PP04'])

/** Does the operation exist, is it released, confirmable, and not finally confirmed already? */
export const operationStatus: Check = {
  name: 'operationStatus',
  foresees: ['BS/007', 'RU/494', 'COUNTERSIGN/OPERATION_UNKNOWN', 'COUNTERSIGN/OPERATION_CONFIRMED', 'COUNTERSIGN/NOT_CONFIRMABLE'],
  reads: ['orders'],
  kinds: ['confirmation'],
  run(input) {
    const { part, context } = input
    const order = orderOf(part.order, context)
    if (order === undefined || part.operation === '') return []
    const operation = operationOf(part, order)
    if (operation === undefined) {
      const known = order.operations.map((each) => each.id).join(', ')
      const text = `Order ${order.id} has no operation ${part.operation}${known === '' ? '' : `; it has ${known}`}.`
      return [
        finding('operationStatus', input, {
          code: 'COUNTERSIGN/OPERATION_UNKNOWN',
          cause: 'masterData',
          field: 'operation',
          text,
          evidence: [fact('operations', known)],
        }),
      ]
    }
    const remark = wrong(operation, `Operation ${operation.id} of order ${order.id}`, !order.isReleased && order.isPartiallyReleased)
    return remark === undefined ? [] : [finding('operationStatus', input, { field: 'operation', ...remark })]
  },
}

function wrong(operation: OperationContext, name: string, isReleasedInPart: boolean): Omit<Remark, 'field'> | undefined {
  if (operation.isClosed) return { code: 'RU/494', cause: 'orderStatus', text: `${name} is closed.` }
  if (NOT_CONFIRMABLE.has(operation.controlKey))
    return {
      code: 'COUNTERSIGN/NOT_CONFIRMABLE',
      cause: 'masterData',
      text: `${name} has control key ${operation.controlKey}, which allows no confirmation.`,
    }
  if (operation.isConfirmed)
    return {
      code: 'COUNTERSIGN/OPERATION_CONFIRMED',
      cause: 'duplicate',
      isDecisive: false,
      text: `${name} is finally confirmed already, with ${operation.confirmedYield} ${operation.unit}.`,
      evidence: [
        fact('confirmedYield', operation.confirmedYield, operation.unit),
        fact('planned', operation.plannedQuantity, operation.unit),
      ],
    }
  // Only an order released in part holds back single operations.
  if (!operation.isReleased && isReleasedInPart) return { code: 'BS/007', cause: 'orderStatus', text: `${name} isn't released.` }
  return undefined
}
