import { amount, convert, format, type Amount } from '../domain/quantity.ts'
import type { Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { materialOf } from './facts/lookups.ts'
import { yieldOf } from './facts/yield.ts'

/** Does a yield that is received in several batches come into stock whole? */
export const batchTotals: Check = {
  name: 'batchTotals',
  foresees: ['RU/551'],
  reads: ['orders', 'materials'],
  kinds: ['confirmation'],
  run(input) {
    const { part, index, parts, context } = input
    const facts = yieldOf(part, index, parts, context)
    const material = facts && materialOf(facts.order.material, context)
    const receipts = [...part.movements.entries()].filter(
      ([, each]) => each.movementType === '101' && each.batch !== '' && each.material === material?.id,
    )
    const last = receipts.at(-1)
    if (facts === undefined || material === undefined || last === undefined || receipts.length < 2) return []
    const received = receipts.map(([, { quantity }]) =>
      convert({ ...quantity, unit: quantity.unit === '' ? material.baseUnit : quantity.unit }, facts.unit, material),
    )
    if (received.includes(undefined)) return []
    const total = received.reduce<Amount>((sum, each) => sum.add(each ?? 0), amount('0'))
    if (total.toDecimalPlaces(3).eq(facts.sent.toDecimalPlaces(3))) return []
    return [
      finding('batchTotals', input, {
        code: 'RU/551',
        cause: 'entryError',
        field: `movements/${last[0]}/quantity`,
        text: `${format(total, facts.unit)} are received in ${receipts.length} batches, but the yield is ${format(facts.sent, facts.unit)}.`,
        evidence: [fact('received', total, facts.unit), fact('yield', facts.sent, facts.unit), fact('batches', String(receipts.length))],
      }),
    ]
  },
}
