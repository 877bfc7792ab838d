import { parseDecimal } from '../domain/quantity.ts'
import type { Check } from './check.ts'
import { finding } from './facts/findings.ts'
import { quantitiesOf } from './facts/lookups.ts'

/** Does a confirmation confirm anything at all? Scrap alone, work alone and the end of an operation without a quantity all do. */
export const nothingConfirmed: Check = {
  name: 'nothingConfirmed',
  foresees: ['COUNTERSIGN/NOTHING_CONFIRMED'],
  reads: [],
  kinds: ['confirmation'],
  run(input) {
    const { part } = input
    const quantities = quantitiesOf(part)
    const isZero = quantities.every(({ quantity }) => parseDecimal(quantity.value)?.isZero() === true)
    // Without a single quantity it may be the time at which something began or ended.
    if (part.isFinal || part.isReversal || quantities.length === 0 || part.movements.length > 0 || !isZero) return []
    return [
      finding('nothingConfirmed', input, {
        code: 'COUNTERSIGN/NOTHING_CONFIRMED',
        cause: 'entryError',
        severity: 'warning',
        isDecisive: false,
        field: part.yield === undefined ? '' : 'yield',
        text: `Nothing is confirmed for operation ${part.operation} of order ${part.order}: every quantity is zero, and it isn't the last confirmation.`,
      }),
    ]
  },
}
