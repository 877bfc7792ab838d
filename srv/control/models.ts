import { AsyncLocalStorage } from 'node:async_hooks'
import type { Request } from '@sap/cds'
import { ModelVersions } from '#cds-models/countersign'
import { learner } from '../pipeline/learn/learning.ts'
import { drop, promote, rollBack } from '../pipeline/learn/registry.ts'
import type { Person } from '../domain/person.ts'
import { orRefuse } from '../refusal.ts'

/** Administrators put models to work and take them back. */

const ADMINISTRATOR = 'administrator'
/** The learner has transactions of its own: within the request's it would wait for the one connection of SQLite for ever. */
const outsideOfRequests = AsyncLocalStorage.snapshot()

function personOf(req: Request): Person {
  return { id: req.user.id, role: ADMINISTRATOR }
}

/** Carries a decision out in the request's transaction. */
async function decided<T>(req: Request, decide: () => Promise<T>): Promise<T> {
  // Whoever ranks next does so with the model that is at work then.
  req.on('succeeded', () => outsideOfRequests(() => void learner()?.refresh()))
  return orRefuse(req, decide)
}

interface Decidable {
  isPromotable?: boolean | null
  isDiscardable?: boolean | null
}

/** Only who may decide is offered to. */
export function offerDecisions(rows: Decidable | Decidable[] | null | undefined, req: Request): void {
  if (!req.user.is(ADMINISTRATOR)) for (const row of [rows ?? []].flat()) Object.assign(row, { isPromotable: false, isDiscardable: false })
}

function versionOf(req: Request): string {
  return (req.params.at(-1) as { version: string }).version
}

const reasonOf = (req: Request): string => (req.data as { reason: string }).reason.trim()

export async function promoteModel(req: Request): Promise<unknown> {
  await decided(req, () => promote(versionOf(req), personOf(req), reasonOf(req)))
  return modelNow(versionOf(req))
}

export async function discardModel(req: Request): Promise<unknown> {
  await decided(req, () => drop(versionOf(req), personOf(req), reasonOf(req)))
  return modelNow(versionOf(req))
}

export async function rollBackModel(req: Request): Promise<unknown> {
  return modelNow(await decided(req, () => rollBack(personOf(req), reasonOf(req))))
}

/** Trains outside of the request's transaction; answers once the challenger is in the shadow. */
export async function trainChallenger(req: Request): Promise<unknown> {
  const after = await outsideOfRequests(async () => {
    const before = await latest()
    await learner()?.trainNow(ADMINISTRATOR)
    const now = await latest()
    return now === before ? undefined : now
  })
  if (after === undefined) return req.reject({ status: 409, code: 'COUNTERSIGN/TOO_LITTLE', message: 'COUNTERSIGN/TOO_LITTLE' })
  return modelNow(after)
}

async function latest(): Promise<string | undefined> {
  const row = await SELECT.one.from(ModelVersions).columns('version').where({ status: 'challenger' }).orderBy('trainedAt desc')
  return row?.version
}

async function modelNow(version: string): Promise<unknown> {
  return (await SELECT.one.from('ControlService.ModelVersions').where({ version })) as unknown
}
