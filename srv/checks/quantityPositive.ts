import type { Finding } from '../domain/judgement.ts'
import type { Quantity } from '../domain/message.ts'
import { format, parseDecimal } from '../domain/quantity.ts'
import { POSTINGS, type Check, type CheckInput } from './check.ts'
import { fact, finding } from './facts/findings.ts'

/** Is no quantity negative, and none of what is moved zero? A confirmation of activities alone may have no yield. */
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
  // What is no number at all another check tells.
  if (number === undefined || number.gt(0) || (number.isZero() && isZeroAllowed)) return []
  return [
    finding('quantityPositive', input, {
      code: 'COUNTERSIGN/QUANTITY',
      cause: 'entryError',
      field,
      text: `The ${name}, ${format(number, unit)}, ${number.isZero() ? 'is nothing' : 'is less than nothing'}.`,
      evidence: [fact('sent', value, unit)],
    }),
  ]
}
