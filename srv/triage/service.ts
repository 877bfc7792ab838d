import cds, { type Request } from '@sap/cds'
import { Conflict, ConflictGroup, Resubmissions } from '#cds-models/TriageService'
import { QUEUES, type Queue } from '../domain/judgement.ts'
import { DecisionError, type Person } from '../pipeline/decisions.ts'
import { pipeline } from '../pipeline/instance.ts'
import * as triage from '../pipeline/triage/actions.ts'

const LOG = cds.log('countersign/triage')

/** Failures find whoever can solve them, and are tried again once that is done. Roles are guarded by `access-control.cds`. */
export default class TriageService extends cds.ApplicationService {
  override init() {
    const { assign, forward, comment, cancel, resubmit, takeOver, mapReason } = Conflict.actions
    this.on(assign, (req) => done(req, (person) => triage.assign([keyOf(req)], req.data.assignee ?? '', person)))
    this.on(forward, (req) => done(req, (person) => triage.forward([keyOf(req)], queueOf(req.data.queue), person, req.data.note ?? '')))
    this.on(comment, (req) => done(req, async (person) => triage.comment(await attemptOf(req), textOf(req.data.text), person)))
    this.on(cancel, (req) => done(req, (person) => triage.cancel([keyOf(req)], person, textOf(req.data.reason))))
    this.on(mapReason, (req) => done(req, (person) => triage.mapReason(keyOf(req), reasonsOf(req.data), person)))
    this.on(resubmit, (req) => resubmitted(req, (person) => triage.resubmit({ conflictIDs: [keyOf(req)] }, person, req.data.note ?? '')))
    this.on(takeOver, (req) =>
      done(req, async () => {
        const attempt = await attemptOf(req)
        // It asks the ERP: not while a transaction is open.
        req.on('succeeded', () => void pipeline().takeOver(attempt).catch((error: unknown) => LOG.error('It can not be taken over', error)))
      }),
    )
    const group = ConflictGroup.actions
    this.on(group.resubmit, (req) => resubmitted(req, (person) => triage.resubmit({ groupID: groupOf(req) }, person, req.data.note ?? '')))
    this.on(group.assign, (req) => done(req, async (person) => triage.assign(await openOf(req), req.data.assignee ?? '', person)))
    this.on(group.forward, (req) =>
      done(req, async (person) => triage.forward(await openOf(req), queueOf(req.data.queue), person, req.data.note ?? '')),
    )
    return super.init()
  }
}

/** Carries out what a person wants in the request's transaction, and answers what became of the subject. */
async function done(req: Request, work: (person: Person) => Promise<void>) {
  return answered(req, async (person) => {
    await work(person)
    return (await SELECT.one.from(req.subject)) as unknown
  })
}

async function resubmitted(req: Request, begin: (person: Person) => Promise<string>) {
  return answered(req, async (person) => {
    const ID = await begin(person)
    req.on('succeeded', () => pipeline().resubmitter.kick())
    return (await SELECT.one.from(Resubmissions).where({ ID })) as unknown
  })
}

async function answered(req: Request, work: (person: Person) => Promise<unknown>) {
  try {
    return await work({ id: req.user.id, role: ROLES.find((role) => req.user.is(role)) ?? '' })
  } catch (error) {
    if (error instanceof DecisionError) return req.reject({ status: error.status, code: error.code, message: error.message })
    throw error
  }
}

const ROLES = ['planner', 'supervisor', 'controller', 'administrator'] as const

function keyOf(req: Request): string {
  return (req.params.at(-1) as { ID: string }).ID
}

function groupOf(req: Request): string {
  return (req.params.at(-1) as { groupID: string }).groupID
}

async function attemptOf(req: Request): Promise<string> {
  const row = (await SELECT.one.from(req.subject).columns('attempt_ID')) as { attempt_ID?: string } | null
  if (!row?.attempt_ID) throw new DecisionError(404, 'COUNTERSIGN/NOT_FOUND', 'There is no such failure')
  return row.attempt_ID
}

/** What is open in a group. */
async function openOf(req: Request): Promise<string[]> {
  const rows = await SELECT.from('countersign.Conflicts')
    .columns('ID')
    .where({ groupID: groupOf(req), isPrimary: true, isObsolete: false, resolvedAt: null })
  return (rows as { ID: string }[]).map((row) => row.ID)
}

function queueOf(given: string | null | undefined): Queue {
  const queue = QUEUES.find((each) => each === given)
  if (!queue) throw new DecisionError(400, 'COUNTERSIGN/QUEUE_UNKNOWN', `There is no queue ${given ?? ''}: choose one of ${QUEUES.join(', ')}`)
  return queue
}

function textOf(given: string | null | undefined): string {
  const text = (given ?? '').trim()
  if (!text) throw new DecisionError(400, 'COUNTERSIGN/REASON_MISSING', 'Please give a reason')
  return text
}

function reasonsOf({ erp, movement }: { erp?: string | null; movement?: string | null }) {
  return { erp: textOf(erp), ...(movement?.trim() ? { movement: movement.trim() } : {}) }
}
