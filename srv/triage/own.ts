import type { Request } from '@sap/cds'
import { Alerts } from '#cds-models/countersign'
import type { Person } from '../pipeline/decisions.ts'
import { type Substitution, tellSubstitution } from '../pipeline/triage/substitutions.ts'

/** What people arrange for themselves: who stands in for them, and what they want to be told of. */

/** Who may arrange it for anybody. */
const FOR_ANYBODY = ['supervisor', 'administrator'] as const

export function beginSubstitution(req: Request): void {
  const data = req.data as { user?: string; validFrom?: string }
  data.user ??= req.user.id
  data.validFrom ??= new Date().toISOString().slice(0, 10)
}

/** Pages offer to change what the service lets the user change. */
export function offerChange(rows: object | object[] | null | undefined, req: Request): void {
  const may = (user: string): boolean =>
    isForAnybody(req) || (user === req.user.id && (req.user.is('planner') || req.user.is('controller')))
  for (const row of [rows ?? []].flat() as { user?: string; mayChange?: boolean }[]) row.mayChange = may(row.user ?? '')
}

/** Keeps a substitution and tells it in the audit log, in one transaction. Others than the own are arranged by few. */
export async function changeSubstitution<T>(req: Request, next: () => T, person: Person): Promise<Awaited<T>> {
  const data = req.data as Substitution & { user?: string | null }
  if (req.event === 'CREATE') data.user ??= req.user.id
  if (req.event !== 'DELETE' && data.user !== undefined && data.user !== req.user.id && !isForAnybody(req))
    req.reject({ status: 403, code: 'COUNTERSIGN/OWN_ONLY', message: 'COUNTERSIGN/OWN_ONLY', target: 'user' })
  const before = req.event === 'CREATE' ? undefined : (((await SELECT.one.from(req.subject)) ?? undefined) as Substitution | undefined)
  const answer = await next()
  await tellSubstitution(before, req.event === 'DELETE' ? undefined : { ...before, ...data }, person)
  return answer
}

/** A rule tells whoever makes it. */
export function ownRule(req: Request): void {
  Object.assign(req.data as object, { owner: req.user.id })
}

/** Notes that the owner has seen an alert; of one that was seen or is closed nothing changes. */
export async function acknowledge(req: Request): Promise<void> {
  const { groupID } = req.params.at(-1) as { groupID: string }
  await UPDATE(Alerts)
    .set({ acknowledgedAt: new Date().toISOString() })
    .where({ owner: req.user.id, groupID, closedAt: null, acknowledgedAt: null })
}

function isForAnybody(req: Request): boolean {
  return FOR_ANYBODY.some((role) => req.user.is(role))
}
