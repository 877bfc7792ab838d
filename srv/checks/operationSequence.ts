import { amount, convert, format, parseDecimal } from '../domain/quantity.ts'
import type { Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { materialOf, operationOf, orderOf } from './facts/lookups.ts'

/** Does the operation report more than the one before it has delivered? Then a message is missing, or comes too early. */
export const operationSequence: Check = {
  name: 'operationSequence',
  foresees: ['COUNTERSIGN/OPERATION_SEQUENCE'],
  reads: ['orders'],
  kinds: ['confirmation'],
  run(input) {
    const { part, context, parts, index } = input
    const order = orderOf(part.order, context)
    const operation = order && operationOf(part, order)
    const material = order && materialOf(order.material, context)
    if (order === undefined || operation === undefined || part.yield === undefined || part.isReversal) return []
    const before = [...order.operations]
      .sort((one, other) => one.id.localeCompare(other.id))
      .filter((each) => each.id < operation.id)
      .at(-1)
    if (before?.unit !== operation.unit || before.isConfirmed) return []
    // A change set may bring the predecessor itself.
    if (parts.slice(0, index).some((each) => each.order === part.order && each.operation === before.id)) return []
    const unit = part.yield.unit === '' ? operation.unit : part.yield.unit
    const value = unit === operation.unit ? parseDecimal(part.yield.value) : material && convert(part.yield, operation.unit, material)
    if (value === undefined) return []
    const after = amount(operation.confirmedYield).add(value)
    if (value.lte(0) || after.lte(amount(before.confirmedYield))) return []
    return [
      finding('operationSequence', input, {
        code: 'COUNTERSIGN/OPERATION_SEQUENCE',
        cause: 'operationSequence',
        severity: 'warning',
        isDecisive: false,
        field: 'operation',
        text: `Operation ${operation.id} would have ${format(after, operation.unit)}, but operation ${before.id} before it has delivered only ${format(before.confirmedYield, before.unit)}.`,
        evidence: [fact('after', after, operation.unit), fact('predecessor', before.confirmedYield, before.unit)],
      }),
    ]
  },
}
