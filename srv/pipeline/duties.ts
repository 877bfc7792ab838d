import cds from '@sap/cds'
import { Duties } from '#cds-models/countersign'
import { newLease } from '../database/instance.ts'

/** What one process at a time does for all of them. */
export const DUTIES = ['learning', 'resubmission', 'floor', 'escalation'] as const

/** Milliseconds that a process may be silent before another one takes over. */
const LEASE = 15_000
const OWN = newLease()

/** Does this process do it? Asked again before each piece of the work, which keeps it ours. On SQLite there is nobody else. */
export async function isOnDuty(name: (typeof DUTIES)[number]): Promise<boolean> {
  if (cds.db.kind === 'sqlite') return true
  const at = (delay: number): string => new Date(Date.now() + delay).toISOString()
  const taken: unknown = await UPDATE(Duties)
    .set({ lease: OWN, leaseUntil: at(LEASE) })
    .where({ name }).and`(lease = ${OWN} or leaseUntil is null or leaseUntil < ${at(0)} or leaseUntil > ${at(2 * LEASE)})`
  return Boolean(taken)
}
