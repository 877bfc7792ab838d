import type { Quantity } from '../domain/message.ts'
import { parseDecimal, readingsOf } from '../domain/quantity.ts'
import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { quantitiesOf } from './facts/lookups.ts'

/** Is every quantity a decimal? `1,5` and `1.234,5` are what a sender writes that follows its user's language. */
export const decimalFormat: Check = {
  name: 'decimalFormat',
  foresees: ['COUNTERSIGN/DECIMAL_FORMAT'],
  reads: [],
  kinds: POSTINGS,
  run(input) {
    return quantitiesOf(input.part)
      .filter(({ quantity }) => parseDecimal(quantity.value) === undefined)
      .map(({ field, name, quantity }) => {
        const readings = readingsOf(quantity)
        return finding('decimalFormat', input, {
          code: 'COUNTERSIGN/DECIMAL_FORMAT',
          cause: readings.length === 0 ? 'entryError' : 'interface',
          field,
          text: `The ${name}, "${quantity.value}", is no decimal${hint(readings, quantity)}.`,
          evidence: [fact('sent', quantity.value, quantity.unit), ...readings.map((each) => fact('reading', each, quantity.unit))],
        })
      })
  },
}

function hint(readings: readonly string[], { unit }: Quantity): string {
  return readings.length === 0 ? '' : `; it may be read as ${readings.map((each) => `${each} ${unit}`.trim()).join(' or ')}`
}
