import { Decimal } from 'decimal.js'
import type { Value } from '../contract.ts'

/** Reading and writing the stored form of values. */

type Stored = Value | undefined

export function text(value: Stored): string {
  return value === null || value === undefined ? '' : String(value)
}

export function flag(value: Stored): boolean {
  return value === true || value === 1 || value === 'X'
}

export function decimal(value: Stored): Decimal {
  return new Decimal(text(value) || 0)
}

/** Three decimals, the way the ERP keeps quantities. */
export function quantity(value: Decimal): string {
  return value.toFixed(3)
}

/** A number of a reference: initial when empty or nothing but zeros. */
export function isInitial(value: Stored): boolean {
  return /^0*$/.test(text(value))
}

/** `YYYY-MM-DD` of a stored datetime; empty for none. */
export function day(value: Stored): string {
  return text(value) === '' ? '' : new Date(text(value)).toISOString().slice(0, 10)
}

/** The date of a moment as dates are stored: midnight, UTC. */
export function dateOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 10)}T00:00:00.000Z`
}

/** `PT15H51M04S` */
export function timeOf(moment: Date): string {
  const [hours, minutes, seconds] = moment.toISOString().slice(11, 19).split(':')
  return `PT${hours}H${minutes}M${seconds}S`
}

/** `LastChangeDateTime` of orders: 14 digits, always later than the one before so that an old ETag is stale at once. */
export function changeStamp(now: Date, before: Stored = ''): string {
  const stamp = now.toISOString().replace(/\D/g, '').slice(0, 14)
  const last = text(before)
  return stamp > last || last.length !== 14 ? stamp : afterStamp(last)
}

function afterStamp(stamp: string): string {
  const [, year, month, date, hours, minutes, seconds] = /^(....)(..)(..)(..)(..)(..)$/.exec(stamp) ?? []
  const next = new Date(`${year}-${month}-${date}T${hours}:${minutes}:${seconds}Z`)
  return new Date(next.getTime() + 1000).toISOString().replace(/\D/g, '').slice(0, 14)
}
