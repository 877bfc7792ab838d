import type { Books } from '../books.ts'
import type { Row } from '../contract.ts'
import { checkActivityCosts } from './accounting.ts'
import { messages, refuse } from './messages.ts'
import { isTime, isoCode, namedUnit, sapCode } from './units.ts'
import { decimal, text } from './values.ts'

const POSITIONS = [1, 2, 3, 4, 5, 6] as const

/**
 * Checks the work of a confirmation against its operations and what it costs; answers it with complete units. Refuses negative work, a unit that is no
 * time, and work that the operation doesn't know.
 */
export function workOf(books: Books, operations: readonly Row[], sent: Row, postingDate: string): Row {
  const done = POSITIONS.filter((n) => !decimal(sent[`OpConfirmedWorkQuantity${n}`]).isZero())
  const units = done.map((n) => unitOf(operations, sent, n))
  for (const operation of operations) checkActivityCosts(books, operation, done, postingDate)
  return Object.fromEntries(
    done.flatMap((n, index) => {
      const unit = units[index] ?? ''
      return [
        [`OpWorkQuantityUnit${n}`, unit],
        [`WorkQuantityUnit${n}ISOCode`, isoCode(unit)],
        [`WorkQuantityUnit${n}SAPCode`, sapCode(unit)],
      ]
    }),
  )
}

function unitOf(operations: readonly Row[], sent: Row, n: number): string {
  const property = `OpConfirmedWorkQuantity${n}`
  if (decimal(sent[property]).isNegative()) refuse(messages.quantityNegative(property))
  const standards = operations.map((each) => text(each[`WorkCenterStandardWorkQtyUnit${n}`]))
  const unit =
    namedUnit(text(sent[`OpWorkQuantityUnit${n}`]), text(sent[`WorkQuantityUnit${n}ISOCode`]), text(sent[`WorkQuantityUnit${n}SAPCode`])) ||
    text(standards[0])
  if (!isTime(unit) || standards.includes('')) {
    refuse({ ...messages.activityUnknown(String(n), unit, text(operations[0]?.ManufacturingOrderOperation)), target: property })
  }
  return unit
}
