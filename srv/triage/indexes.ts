import type { Request } from '@sap/cds'
import { Conflicts } from '#cds-models/countersign'
import { comparisonsIn, type Query, type Token } from '../database/cqn.ts'

/**
 * Whether something is open is worked out row by row, which no index knows. Here what a query filters by is told in words that indexes know as well, so that the
 * few that are open are read out of all that ever failed.
 */

/** Groups that are named to the database one by one; where more are open, it looks through all. */
const MOST = 1000

/** Adds to a query for open failures what follows from that; it finds what it found before. */
export function sayForFailures(req: Request): void {
  if (asksFor(req, ['isOpen'])) narrow(req, is('resolvedAt', null))
}

/** The same for groups: one is open, or in somebody's hands, as long as some of it is open. */
export async function sayForGroups(req: Request): Promise<void> {
  if (!asksFor(req, ['isOpen', 'isMine'])) return
  const open = await SELECT.distinct
    .from(Conflicts)
    .columns('groupID')
    .where({ isPrimary: true, isObsolete: false, resolvedAt: null })
    .limit(MOST + 1)
  // Read beforehand: SQLite would work out every group before it asks whether it is one of those.
  if (open.length > MOST) return
  const known = open.map(({ groupID }) => ({ val: groupID ?? null }))
  narrow(req, [{ ref: ['groupID'] }, 'in', { list: known.length > 0 ? known : [{ val: null }] }])
}

const is = (element: string, val: unknown): Token[] => [{ ref: [element] }, '=', { val }]
const UNDER_WAY = ['received', 'waiting', 'posting', 'unknown'].map((val) => ({ val }))

/** Where a period leads to, and how that is found without it; the same as the associations say. */
const OF_PERIOD: Readonly<Record<string, { readonly set: string; readonly plant: string; readonly more: readonly Token[] }>> = {
  conflicts: { set: 'Conflicts', plant: 'periodPlant', more: ['and', ...is('isOpen', true), 'and', ...is('resolvedAt', null)] },
  waitingMessages: { set: 'SyncAttempts', plant: 'periodPlant', more: ['and', { ref: ['status'] }, 'in', { list: UNDER_WAY }] },
  queues: { set: 'PeriodQueues', plant: 'plant', more: [] },
}

/** Reads what a period leads to by its keys: a database would work the period out for every row that it looks at. */
export function sayForPeriods({ query }: Request): void {
  const { SELECT } = query as unknown as Query
  const [period, to, ...more] = SELECT?.from.ref ?? []
  const target = typeof to === 'string' ? OF_PERIOD[to] : undefined
  if (!SELECT || !target || more.length > 0 || typeof period !== 'object' || period.id !== 'TriageService.Periods') return
  const keys = new Map(comparisonsIn(period.where ?? []).map(({ ref, value }) => [ref[0], value]))
  SELECT.from = { ref: [`TriageService.${target.set}`] }
  const where = [...is(target.plant, keys.get('plant')), 'and', ...is('period', keys.get('period')), ...target.more]
  SELECT.where = SELECT.where ? [{ xpr: SELECT.where }, 'and', ...where] : where
}

/** Whether one of these elements has to be true, whatever else has to hold. */
function asksFor({ query }: Request, names: readonly string[]): boolean {
  const { where = [] } = (query as unknown as Query).SELECT ?? {}
  return comparisonsIn(where).some(
    ({ ref, operator, value }) => ref.length === 1 && names.includes(ref[0] ?? '') && operator === '=' && value === true,
  )
}

function narrow({ query }: Request, more: readonly Token[]): void {
  const { SELECT } = query as unknown as Query
  if (SELECT?.where) SELECT.where = [{ xpr: SELECT.where }, 'and', ...more]
}
