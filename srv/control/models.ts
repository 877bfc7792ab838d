import cds, { type Request } from '@sap/cds'
import { learner } from '../pipeline/learn/learning.ts'
import { drop, promote, rollBack } from '../pipeline/learn/registry.ts'
import { DecisionError, type Person } from '../pipeline/person.ts'

/** Administrators put models to work and take them back. */

const ADMINISTRATOR = 'administrator'

function personOf(req: Request): Person {
  return { id: req.user.id, role: ADMINISTRATOR }
}

async function decided(req: Request, decide: () => Promise<unknown>): Promise<unknown> {
  try {
    await decide()
  } catch (error) {
    if (error instanceof DecisionError) return req.reject({ status: error.status, code: error.code, message: error.message })
    throw error
  }
  // Whoever ranks next does so with the model that is at work then.
  req.on('succeeded', () => void learner()?.refresh())
  return undefined
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

function reasonOf(req: Request): string {
  const reason = String((req.data as { reason?: string }).reason ?? '').trim()
  if (reason === '') throw new DecisionError(400, 'COUNTERSIGN/REASON_MISSING', 'Say why: the audit log keeps it')
  return reason
}

export async function promoteModel(req: Request): Promise<unknown> {
  const refused = await decided(req, () => promote(versionOf(req), personOf(req), reasonOf(req)))
  return refused ?? ((await SELECT.one.from(req.subject)) as unknown)
}

export async function discardModel(req: Request): Promise<unknown> {
  const refused = await decided(req, () => drop(versionOf(req), personOf(req), reasonOf(req)))
  return refused ?? ((await SELECT.one.from(req.subject)) as unknown)
}

export async function rollBackModel(req: Request): Promise<unknown> {
  let version = ''
  const refused = await decided(req, async () => (version = await rollBack(personOf(req), reasonOf(req))))
  return refused ?? modelNow(version)
}

/** Trains outside of the request's transaction; answers once the challenger is in the shadow. */
export async function trainChallenger(req: Request): Promise<unknown> {
  const before = await latest()
  await learner()?.trainNow('administrator')
  const after = await latest()
  if (after === undefined || after === before)
    return req.reject({
      status: 409,
      code: 'COUNTERSIGN/TOO_LITTLE',
      message: 'No new challenger: too little is known yet, or the same model came out again',
    })
  return modelNow(after)
}

async function latest(): Promise<string | undefined> {
  return inOwn(async () => {
    const row = await SELECT.one
      .from('countersign.ModelVersions')
      .columns('version')
      .where({ status: 'challenger' })
      .orderBy('trainedAt desc')
    return (row as { version?: string } | null)?.version
  })
}

async function modelNow(version: string): Promise<unknown> {
  return (await SELECT.one.from('ControlService.ModelVersions').where({ version })) as unknown
}

function inOwn<T>(work: () => Promise<T>): Promise<T> {
  return (cds as unknown as { tx: (context: object, work: () => Promise<T>) => Promise<T> }).tx({ user: new cds.User('countersign') }, work)
}
