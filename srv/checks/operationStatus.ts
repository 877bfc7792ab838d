import type { OperationContext } from '../domain/context.ts'
import type { Check } from './check.ts'
import { fact, finding, type Remark } from './facts/findings.ts'
import { operationOf, orderOf } from './facts/lookups.ts'

/** Does the operation exist, is it released, and not closed? */
export const operationStatus: Check = {
  name: 'operationStatus',
  foresees: ['BS/007', 'RU/494', 'COUNTERSIGN/OPERATION_UNKNOWN'],
  reads: ['orders'],
  kinds: ['confirmation'],
  run(input) {
    const { part, context } = input
    const order = orderOf(part.order, context)
    if (order === undefined || part.operation === '') return []
    const operation = operationOf(part, order)
    if (operation === undefined) {
      const known = order.operations.map((each) => each.id).join(', ')
      return [
        finding('operationStatus', input, {
          code: 'COUNTERSIGN/OPERATION_UNKNOWN',
          cause: 'masterData',
          field: 'operation',
          text: `Order ${order.id} has no operation ${part.operation}${known === '' ? '' : `; it has ${known}`}.`,
          evidence: [fact('operations', known)],
        }),
      ]
    }
    const remark = wrong(operation, `Operation ${operation.id} of order ${order.id}`, order.isReleased || order.isPartiallyReleased)
    return remark === undefined ? [] : [finding('operationStatus', input, { field: 'operation', cause: 'orderStatus', ...remark })]
  },
}

function wrong(operation: OperationContext, name: string, isOrderReleased: boolean): Pick<Remark, 'code' | 'text'> | undefined {
  if (operation.isClosed) return { code: 'RU/494', text: `${name} is closed.` }
  // Where nothing is released the order's own status says so.
  return operation.isReleased || !isOrderReleased ? undefined : { code: 'BS/007', text: `${name} isn't released.` }
}
