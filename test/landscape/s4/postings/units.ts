import { Decimal } from 'decimal.js'
import type { Books } from '../books.ts'
import { products, productUnits } from '../model/sets/product.ts'
import { messages, refuse } from './messages.ts'
import { decimal, text } from './values.ts'

/** commercial unit → ISO code, internal code */
const CODES: Readonly<Record<string, { iso: string; sap: string }>> = {
  PC: { iso: 'PCE', sap: 'ST' },
  KG: { iso: 'KGM', sap: 'KG' },
  G: { iso: 'GRM', sap: 'G' },
  L: { iso: 'LTR', sap: 'L' },
  ML: { iso: 'MLT', sap: 'ML' },
  M: { iso: 'MTR', sap: 'M' },
  BOX: { iso: 'BX', sap: 'KI' },
  MIN: { iso: 'MIN', sap: 'MIN' },
  H: { iso: 'HUR', sap: 'STD' },
  S: { iso: 'SEC', sap: 'S' },
  D: { iso: 'DAY', sap: 'TAG' },
}

const TIMES = new Set(['MIN', 'H', 'S', 'D'])

export function isoCode(unit: string): string {
  return CODES[unit]?.iso ?? ''
}

export function sapCode(unit: string): string {
  return CODES[unit]?.sap ?? unit
}

/** Is it a unit of time? Work is measured in these. */
export function isTime(unit: string): boolean {
  return TIMES.has(unit)
}

/** The unit that a payload names by itself, by ISO code or by internal code; empty when it names none. */
export function namedUnit(unit: string, iso: string, sap: string): string {
  if (unit !== '') return unit
  const found = Object.entries(CODES).find(([, codes]) => (iso !== '' && codes.iso === iso) || (sap !== '' && codes.sap === sap))
  return found?.[0] ?? (iso || sap)
}

/**
 * `amount` of `from` in `to`, through the base unit of the material, rounded to three decimals.
 * Refuses when the material has no conversion for one of the two.
 */
export function convert(books: Books, material: string, amount: Decimal, from: string, to: string): Decimal {
  if (from === to) return amount
  return amount
    .times(factor(books, material, from, to))
    .div(factor(books, material, to, from))
    .toDecimalPlaces(3)
}

/** Base units in one `unit`. */
function factor(books: Books, material: string, unit: string, other: string): Decimal {
  const product = books.one(products.name, { Product: material })
  if (!product) return refuse(messages.materialUnknown(material))
  if (product.BaseUnit === unit) return new Decimal(1)
  const row = books.one(productUnits.name, { Product: material, AlternativeUnit: unit })
  const denominator = decimal(row?.QuantityDenominator)
  if (!row || denominator.isZero()) return refuse(messages.unitNotConvertible(unit, text(other), material))
  return decimal(row.QuantityNumerator).div(denominator)
}
