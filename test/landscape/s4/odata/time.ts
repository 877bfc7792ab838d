/** Moments and times of day in their several spellings; undefined for what isn't one. */

/** Milliseconds since 1970 of ISO 8601 text; without a zone it is UTC. */
export function instantOf(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(text)) return undefined
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/.test(text.slice(10))
  const instant = Date.parse(text.length === 10 || hasZone ? text : `${text}Z`)
  return Number.isNaN(instant) ? undefined : instant
}

/** Milliseconds since 1970 of the V2 JSON form `/Date(1700000000000)/` or `/Date(1700000000000+0060)/` (offset in minutes, which doesn't move the instant). */
export function instantOfJson(text: string): number | undefined {
  const match = /^\/Date\((-?\d+)(?:[+-]\d+)?\)\/$/.exec(text)
  const instant = match ? Number(match[1]) : undefined
  return instant !== undefined && Math.abs(instant) <= 8.64e15 ? instant : undefined
}

/** Seconds of `PT15H51M04S`; any part may be missing, but not all. */
export function secondsOf(text: string): number | undefined {
  const match = /^PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(text)
  return match ? Number(match[1] ?? 0) * 3600 + Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0) : undefined
}

/** `PT15H51M04S` of seconds within a day. */
export function timeOf(seconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  return `PT${two(seconds / 3600)}H${two((seconds % 3600) / 60)}M${two(seconds % 60)}S`
}
