import { AuditLog, Lanes } from '#cds-models/countersign'

/** Steps that say no more than that it was tried. */
const TRIES = ['posting', 'postponed', 'answerLost', 'repeated']

/**
 * Seconds since the first in the lanes was judged, or decided on by a person: from then on nothing keeps it but the ERP and who is before it. 0 when
 * nothing waits. One short statement, however long the lanes are.
 */
export async function oldestWaiting(): Promise<number> {
  const first = SELECT.from(Lanes).columns('attempt.number').where({ state: 'open' }).orderBy('seq').limit(1)
  const row = (await SELECT.one
    .from(AuditLog)
    .columns('max(at) as at')
    .where({ attemptNumber: { in: first }, action: { 'not in': TRIES } } as never)) as { at?: string | null } | undefined
  return row?.at ? Math.max(0, Math.round((Date.now() - Date.parse(row.at)) / 1000)) : 0
}
