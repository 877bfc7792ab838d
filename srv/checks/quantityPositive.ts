import type { Finding } from '../domain/judgement.ts'
import type { Quantity } from '../domain/message.ts'
import { parseDecimal } from '../domain/quantity.ts'
import { POSTINGS, type Check, type CheckInput } from './check.ts'
import { fact, finding } from './facts/findings.ts'

/** Is every quantity a number, none negative, and none of what is moved zero? A confirmation of activities alone may have no yield. */
export const quantityPositive: Check = {
  name: 'quantityPositive',
  foresees: ['COUNTERSIGN/QUANTITY'],
  reads: [],
  kinds: POSTINGS,
  run(input) {
    const { part } = input
    const header = (['yield', 'scrap', 'rework'] as const).flatMap((field) => {
      const quantity = part[field]
      return quantity === undefined ? [] : judge(input, field, field, quantity, true)
    })
    const moved = part.movements.flatMap((movement, position) =>
      judge(input, `movements/${position}/quantity`, `quantity of ${movement.material}`, movement.quantity, false),
    )
    return [...header, ...moved]
  },
}

function judge(input: CheckInput, field: string, name: string, { value, unit }: Quantity, isZeroAllowed: boolean): Finding[] {
  const number = parseDecimal(value)
  if (number !== undefined && (number.gt(0) || (number.isZero() && isZeroAllowed))) return []
  const why = number === undefined ? `"${value}" is no number` : `${number.toFixed()} ${unit} isn't more than nothing`
  return [
    finding('quantityPositive', input, {
      code: 'COUNTERSIGN/QUANTITY',
      cause: 'entryError',
      field,
      text: `The ${name}: ${why}.`,
      evidence: [fact('sent', value, unit)],
    }),
  ]
}
