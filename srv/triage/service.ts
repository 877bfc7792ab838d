import cds, { type Request } from '@sap/cds'
import {
  Alert,
  AlertRule,
  AlertRules,
  Conflict,
  ConflictGroup,
  Me,
  Period,
  PeriodQueue,
  Resubmissions,
  Substitution,
  Substitutions,
  SyncAttempt,
} from '#cds-models/TriageService'
import { QUEUES, type Queue } from '../domain/judgement.ts'
import { DecisionError, type Person } from '../pipeline/decisions.ts'
import { pipeline } from '../pipeline/instance.ts'
import * as triage from '../pipeline/triage/actions.ts'
import { orRefuse } from '../refusal.ts'
import { nameChanges } from './history.ts'
import { sayForFailures, sayForGroups, sayForPeriods } from './indexes.ts'
import * as own from './own.ts'
import * as shown from './shown.ts'

const LOG = cds.log('countersign/triage')

/** Failures find whoever can solve them, and are tried again once that is done. Roles are guarded by `access-control.cds`. */
export default class TriageService extends cds.ApplicationService {
  override init() {
    this.before('READ', [Conflict, SyncAttempt, PeriodQueue], (req) => sayForPeriods(req))
    this.before('READ', Conflict, (req) => sayForFailures(req))
    this.before('READ', ConflictGroup, (req) => sayForGroups(req))
    this.before('READ', Conflict, (req) => shown.needForLinks(req))
    this.after('READ', Conflict, (rows, req) => shown.addLinks(rows, req))
    this.after('READ', Conflict, (rows, req) => shown.leaveWhatMay(rows, req))
    this.after('READ', ConflictGroup, (rows, req) => shown.leaveWhatMay(rows, req))
    this.after('READ', Alert, (rows, req) => shown.leaveWhatMay(rows, req))
    this.before('READ', Alert, (req) => shown.need(req, 'messageLink', ['latestID']))
    this.after('READ', Alert, (rows) => shown.addWays(rows))
    this.on('READ', Period, (req, next) => shown.withPeriods(req, next))
    this.on('READ', Me, (req) => ({ user: req.user.id, isReader: !ROLES.some((role) => req.user.is(role)), ...shown.whatMay(req) }))
    this.before('READ', Substitution, (req) => shown.need(req, 'mayChange', ['user']))
    this.after('READ', Substitution, (rows, req) => own.offerChange(rows, req))
    this.before('NEW', Substitutions.drafts, (req) => own.beginSubstitution(req))
    this.on(['CREATE', 'UPDATE', 'DELETE'], Substitution, (req, next) => own.changeSubstitution(req, next, personOf(req)))
    this.before(['NEW', 'CREATE'], [AlertRules.drafts, AlertRule], (req) => own.ownRule(req))
    this.after('READ', 'ChangeView', (rows, req) => nameChanges(rows as never, req))
    this.on('resubmitSelected', (req: Request) => answered(req, (person) => resubmittedTogether(req, person)))
    // Both have actions of the same names: those registered without their entity would serve both.
    const conflict = (action: string, work: Work) => this.on(action, 'Conflicts', (req: Action) => done(req, work))
    conflict('assign', async (req, person) => triage.assign([await conflictOf(req)], req.data.assignee ?? '', person))
    conflict('forward', async (req, person) =>
      triage.forward([await conflictOf(req)], queueOf(req.data.queue), person, req.data.note ?? ''),
    )
    conflict('comment', async (req, person) => triage.comment((await stateOf(req)).ID, textOf(req.data.text), person))
    conflict('cancel', async (req, person) => triage.cancel([await conflictOf(req)], person, textOf(req.data.reason)))
    conflict('settle', async (req, person) => triage.settle([await conflictOf(req)], person, textOf(req.data.note)))
    conflict('mapReason', async (req, person) => triage.mapReason(await conflictOf(req), reasonsOf(req.data), person))
    conflict('resubmit', async (req, person) => resubmitted(req, person, { conflictIDs: [await conflictOf(req)] }))
    conflict('takeOver', (req) => takenOver(req))
    const group = (action: string, work: Work) => this.on(action, 'ConflictGroups', (req: Action) => done(req, work))
    group('resubmit', (req, person) => resubmitted(req, person, { groupID: groupOf(req) }))
    group('assign', async (req, person) => triage.assign(await openIn({ groupID: groupOf(req) }), req.data.assignee ?? '', person))
    group('forward', async (req, person) =>
      triage.forward(await openIn({ groupID: groupOf(req) }), queueOf(req.data.queue), person, req.data.note ?? ''),
    )
    this.on('acknowledge', 'Alerts', (req: Action) => done(req, () => own.acknowledge(req)))
    return super.init()
  }
}

interface Asked {
  readonly assignee?: string | null
  readonly queue?: string | null
  readonly note?: string | null
  readonly text?: string | null
  readonly reason?: string | null
  readonly erp?: string | null
  readonly movement?: string | null
}
type Action = Request<Asked>
type Work = (req: Action, person: Person) => Promise<unknown>

/** Carries out what a person wants in the request's transaction, and answers what became of the subject. */
async function done(req: Action, work: Work) {
  return answered(req, async (person) => {
    await work(req, person)
    return (await SELECT.one.from(req.subject)) as unknown
  })
}

/** Begins to try messages again, a supervisor's those of his plants, and says how many they are. */
async function resubmitted(req: Request, person: Person, which: Parameters<typeof triage.resubmit>[0]): Promise<string> {
  const { note } = req.data as { note?: string | null }
  const ID = await triage.resubmit(which, person, note ?? '', req.user.is('planner') ? undefined : plantsOf(req))
  const { total = 0 } = (await SELECT.one.from(Resubmissions).columns('total').where({ ID })) ?? {}
  tellOf(req, total === 1 ? 'RESUBMITTED_ONE' : 'RESUBMITTED', total)
  req.on('succeeded', () => pipeline().resubmitter.kick())
  return ID
}

async function resubmittedTogether(req: Request, person: Person): Promise<unknown> {
  const { messages } = req.data as { messages?: string[] | null }
  const ID = await resubmitted(req, person, { conflictIDs: await openIn({ attempt_ID: { in: messages ?? [] } }) })
  return SELECT.one.from(Resubmissions).where({ ID })
}

async function takenOver(req: Request): Promise<void> {
  const { ID, mayTakeOver } = await stateOf(req)
  if (!mayTakeOver) throw new DecisionError(409, 'COUNTERSIGN/MOVED_ON', 'Only what the ERP refused can be put on the worklist')
  tellOf(req, 'TAKEN_OVER')
  // It asks the ERP: not while a transaction is open.
  req.on('succeeded', () => {
    pipeline()
      .takeOver(ID)
      .catch((error: unknown) => LOG.error('It can not be taken over', error))
  })
}

/** Parameters that a refusal speaks of. */
const TARGETS = { 'COUNTERSIGN/QUEUE_UNKNOWN': 'queue' }

async function answered(req: Request, work: (person: Person) => Promise<unknown>) {
  return orRefuse(req, () => work(personOf(req)), TARGETS)
}

/** A toast; its text is looked up here, as notifications, other than refusals, leave CAP in the default language. */
function tellOf(req: Request, key: string, ...args: unknown[]): void {
  const { messages } = (cds as unknown as { i18n: { messages: { at(key: string, locale: string, args: unknown[]): string | undefined } } })
    .i18n
  req.notify({ message: messages.at(key, req.locale ?? '', args) ?? key })
}

const ROLES = ['planner', 'supervisor', 'controller', 'administrator'] as const

function personOf({ user }: Request): Person {
  return { id: user.id, role: ROLES.find((role) => user.is(role)) ?? '' }
}

function plantsOf(req: Request): string[] {
  return [(req.user.attr as { plant?: string | string[] }).plant ?? []].flat()
}

function groupOf(req: Request): string {
  return (req.params.at(-1) as { groupID: string }).groupID
}

interface State {
  /** Of the attempt. */
  readonly ID: string
  readonly conflict: string
  readonly mayTakeOver: boolean
}

async function stateOf(req: Request): Promise<State> {
  const row = (await SELECT.one.from(req.subject).columns('ID', 'conflict', 'mayTakeOver')) as State | null
  if (!row) throw new DecisionError(404, 'COUNTERSIGN/NOT_FOUND', 'There is no such failure')
  return row
}

async function conflictOf(req: Request): Promise<string> {
  return (await stateOf(req)).conflict
}

/** Conflicts that stand open for people. */
async function openIn(which: object): Promise<string[]> {
  const rows = (await SELECT.from('countersign.Conflicts')
    .columns('ID')
    .where({ ...which, isPrimary: true, isObsolete: false, resolvedAt: null })) as { ID: string }[]
  return rows.map((row) => row.ID)
}

function queueOf(given: string | null | undefined): Queue {
  const queue = QUEUES.find((each) => each === given)
  if (!queue)
    throw new DecisionError(400, 'COUNTERSIGN/QUEUE_UNKNOWN', `There is no queue ${given ?? ''}: choose one of ${QUEUES.join(', ')}`)
  return queue
}

function textOf(given: string | null | undefined): string {
  const text = (given ?? '').trim()
  if (!text) throw new DecisionError(400, 'COUNTERSIGN/REASON_MISSING', 'Please give a reason')
  return text
}

function reasonsOf({ erp, movement }: Asked) {
  return { erp: textOf(erp), ...(movement?.trim() ? { movement: movement.trim() } : {}) }
}
