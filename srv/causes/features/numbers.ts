import type { Amount } from '../../domain/quantity.ts'

/** `a ÷ b` as a number for the model; undefined without a positive divisor. */
export function ratioOf(a: Amount | undefined, b: Amount | undefined): number | undefined {
  return a === undefined || b === undefined || b.lte(0) ? undefined : a.div(b).toNumber()
}

/** Distance of log10 ratio from the nearest of `logs`; undefined where the ratio isn't positive or there are none. */
export function nearestLog(ratio: number | undefined, logs: readonly number[]): number | undefined {
  if (ratio === undefined || ratio <= 0 || logs.length === 0) return undefined
  const log = Math.log10(ratio)
  return Math.min(...logs.map((each) => Math.abs(log - each)))
}

/** log10 of the factors that a slip of the keyboard makes: every power of ten but 1. */
export const SLIPS: readonly number[] = [-4, -3, -2, -1, 1, 2, 3, 4]

/** Whole days from `from` to `to` (`YYYY-MM-DD`); undefined for what is no day. */
export function daysBetween(from: string, to: string): number | undefined {
  const days = (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000
  return Number.isFinite(days) ? days : undefined
}

/** Undefined for no values. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[sorted.length >> 1]
  const lower = sorted[(sorted.length - 1) >> 1]
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2
}
