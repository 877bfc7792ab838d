import type { Day } from '../domain/message.ts'

/** How the ERP writes things, and how we do. */

/** `X` is yes; anything else is no. */
export function isX(value: string | null | undefined): boolean {
  return value === 'X'
}

/** Without the leading zeros of a numeric identifier; nothing but zeros is none. `'000000001000510'` → `'1000510'`. */
export function unpadded(value: string | null | undefined): string {
  const text = value ?? ''
  return /^\d+$/.test(text) ? text.replace(/^0+/, '') : text
}

/** A day as OData V2 JSON writes it. */
export function toV2Date(day: Day): string {
  return `/Date(${Date.parse(`${day}T00:00:00Z`)})/`
}

/** Milliseconds since 1970 of a V2 date (`/Date(…)/`, or ISO without a zone, taken as UTC) and a V2 time of day (`PT15H51M04S`); NaN when unreadable. */
export function instantOf(date: string | null, time: string | null): number {
  const [, milliseconds] = /^\/Date\((-?\d+)/.exec(date ?? '') ?? []
  const midnight = milliseconds === undefined ? Date.parse(`${(date ?? '').slice(0, 10)}T00:00:00Z`) : Number(milliseconds)
  const [, hours = 0, minutes = 0, seconds = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?$/.exec(time ?? '') ?? []
  return midnight + ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
}

/** The day of a V2 date, or of an ISO one; undefined when there's none. */
export function dayOf(date: string | null | undefined): Day | undefined {
  const instant = instantOf(date ?? null, null)
  return Number.isNaN(instant) ? undefined : new Date(instant).toISOString().slice(0, 10)
}
