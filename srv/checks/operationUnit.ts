import { factorOf } from '../domain/quantity.ts'
import type { Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { materialOf, operationOf, orderOf } from './facts/lookups.ts'

/** Can the ERP convert between the units of the order and of its operation? Without that no quantity can be confirmed, whatever is sent. */
export const operationUnit: Check = {
  name: 'operationUnit',
  foresees: ['COUNTERSIGN/OPERATION_UNIT'],
  reads: ['orders', 'materials'],
  kinds: ['confirmation'],
  run(input) {
    const { part, context } = input
    const order = orderOf(part.order, context)
    const operation = order && operationOf(part, order)
    const material = order && materialOf(order.material, context)
    const hasQuantity = [part.yield, part.scrap, part.rework].some((each) => each !== undefined)
    if (order === undefined || operation === undefined || material === undefined || !hasQuantity) return []
    const { unit } = operation
    if (unit === '' || unit === order.unit || factorOf(unit, material) !== undefined) return []
    return [
      finding('operationUnit', input, {
        code: 'COUNTERSIGN/OPERATION_UNIT',
        cause: 'masterData',
        field: 'unit',
        text: `Operation ${operation.id} of order ${order.id} is kept in ${unit}, which can't be converted into ${order.unit} for material ${material.id}.`,
        evidence: [fact('operationUnit', unit), fact('orderUnit', order.unit), fact('material', material.id)],
      }),
    ]
  },
}
