import cds from '@sap/cds'
import { Decimal } from 'decimal.js'

/** What CDS says of a column. */
interface Column {
  readonly type?: string
  readonly length?: number
  readonly precision?: number
  readonly scale?: number
}

const LONGEST = 255
/** More digits than any column has. */
const Exact = Decimal.clone({ precision: 80 })
const MOST_INTEGER = 2 ** 31 - 1

/**
 * A row of foreign words as its table can hold it, on any database: SQLite takes anything, PostgreSQL and HANA refuse a whole message for one
 * word that is too long. Texts are cut to their length; quantities that are too large, and days and numbers that are none, become null. What
 * was really said stays in the payload.
 */
export function fitting<T extends object>(entity: { readonly name: string }, row: T): T {
  const { elements = {} } = (cds.model?.definitions[entity.name] ?? {}) as { elements?: Readonly<Record<string, Column | undefined>> }
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, fit(value, elements[name])])) as T
}

function fit(value: unknown, column: Column | undefined): unknown {
  if (typeof value !== 'string' && typeof value !== 'number') return value
  const text = String(value)
  switch (column?.type) {
    case 'cds.String':
      return cut(text, column.length ?? LONGEST)
    case 'cds.UUID':
      return cut(text, 36)
    case 'cds.Decimal':
      return isWithin(text, column) ? value : null
    case 'cds.Date':
      return isDay(text) ? value : null
    case 'cds.Integer':
      return Number.isInteger(Number(value)) && Math.abs(Number(value)) <= MOST_INTEGER ? value : null
    default:
      return value
  }
}

/** A pair of surrogates isn't torn. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text
  const isTorn = (text.codePointAt(length - 1) ?? 0) > 0xffff
  return text.slice(0, isTorn ? length - 1 : length)
}

/** Rounded as the column rounds it. */
function isWithin(text: string, { precision = 38, scale = 0 }: Column): boolean {
  return (
    /^[+-]?\d+(?:\.\d+)?$/.test(text) &&
    new Exact(text)
      .toDecimalPlaces(scale)
      .abs()
      .lt(new Exact(10).pow(precision - scale))
  )
}

function isDay(text: string): boolean {
  const day = /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
