import { Decimal } from 'decimal.js'
import type { DatabaseSync } from 'node:sqlite'
import { instantOf, secondsOf } from './odata/time.ts'

/** What stored text can't do by itself in a comparison: decimals, moments, times of day and identifiers compare by their meaning. */
export function registerFunctions(db: DatabaseSync): void {
  const deterministic = { deterministic: true }
  db.function('decimal_compare', deterministic, (left, right) => new Decimal(String(left || 0)).comparedTo(new Decimal(String(right || 0))))
  db.function('decimal_number', deterministic, (value) => Number(value ?? 0))
  db.function('instant', deterministic, (value) => (value === null ? null : (instantOf(String(value)) ?? null)))
  db.function('seconds', deterministic, (value) => (value === null ? 0 : (secondsOf(String(value)) ?? 0)))
  db.function('ends_with', deterministic, (whole, end) => Number(String(whole).endsWith(String(end))))
  db.function('padded', deterministic, (value) =>
    /^\d+$/.test(String(value ?? '')) ? String(value).padStart(40, '0') : String(value ?? ''),
  )
}
