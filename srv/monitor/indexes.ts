import { type Comparison, comparisonsIn, type Query, type Select, type Token } from '../database/cqn.ts'

/**
 * Days are made of times, and whether a message failed is looked up message by message: no index knows either. Here what a query filters by is told
 * in words that indexes know as well, so that a week is read out of years, and a few failures out of many messages.
 */

interface Bounds {
  readonly from?: number
  readonly until?: number
}

const DAY = 86_400_000
/** Clocks of several processes may differ by as much. */
const HOUR = 3_600_000

/** Adds to what `query` filters messages by what follows from it; it finds what it found before. */
export function sayForIndexes(query: Query): void {
  let select = query.SELECT
  while (select?.from.SELECT) select = select.from.SELECT
  if (!select?.where) return
  const conditions = comparisonsIn(select.where)
  const { from, until } = boundsOf(conditions)
  const isAboutFailures = conditions.some(({ ref, operator, value }) => ref.at(-1) === 'failures' && operator === '=' && value === 1)
  const more: Token[] = []
  if (from !== undefined) more.push('and', { ref: ['receivedAt'] }, '>=', { val: time(from) })
  if (until !== undefined) more.push('and', { ref: ['receivedAt'] }, '<', { val: time(until) })
  // No message fails before it comes.
  if (isAboutFailures && from !== undefined) more.push('and', { ref: ['ID'] }, 'in', { SELECT: failuresSince(from - HOUR) })
  if (more.length > 0) select.where = [{ xpr: select.where }, ...more]
}

/** Times between which messages of all days lie that fit. */
function boundsOf(conditions: readonly Comparison[]): Bounds {
  const days = conditions.filter(({ ref, value }) => ref.at(-1) === 'day' && !Number.isNaN(Date.parse(String(value))))
  const ends = (operators: Readonly<Record<string, number>>) =>
    days.flatMap(({ operator, value }) => (operator in operators ? [Date.parse(String(value)) + (operators[operator] ?? 0)] : []))
  const from = ends({ '>=': 0, '>': DAY, '=': 0 })
  const until = ends({ '<=': DAY, '<': 0, '=': DAY })
  return { ...(from.length > 0 ? { from: Math.max(...from) } : {}), ...(until.length > 0 ? { until: Math.min(...until) } : {}) }
}

function failuresSince(from: number): Select {
  const where = [{ ref: ['isPrimary'] }, '=', { val: true }, 'and', { ref: ['at'] }, '>=', { val: time(from) }]
  return { from: { ref: ['countersign.Conflicts'] }, columns: [{ ref: ['attempt_ID'] }], where }
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
