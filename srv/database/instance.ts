import { randomUUID } from 'node:crypto'

/** Letters of a lease that name the process; the rest tells its leases apart. */
export const NAMED = 24

const OWN = randomUUID()

/** Which database sessions are of this process. */
export const SESSION_NAME = sessionOf(OWN.slice(0, NAMED))

/** A name for the sessions of a process, by the beginning of its leases. */
export function sessionOf(name: string): string {
  return `countersign ${name}`
}

/** A lease that nobody else has: a UUID that tells which process took it. */
export function newLease(): string {
  return OWN.slice(0, NAMED) + randomUUID().slice(NAMED)
}
