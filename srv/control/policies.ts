import type { ApplicationService, Request } from '@sap/cds'
import { PhaseEvents, Policies } from '#cds-models/countersign'
import type { PhaseEvidence } from '#cds-models/ControlService'
import { tell } from '../audit/log.ts'
import { CHECKS } from '../checks/index.ts'
import type { Phase } from '../domain/judgement.ts'
import { baseline } from './baseline.ts'
import { backTestOf, forgetBackTest, keepBackTest, testPolicy } from '../pipeline/phases/backtest.ts'
import { type PolicyEvidence, readEvidence } from '../pipeline/phases/evidence.ts'
import { switchJudging } from '../pipeline/phases/judging.ts'
import { isAbove, movePhase, phaseAbove } from '../pipeline/phases/phase.ts'
import { contentOf, keepVersion, nextVersion, type PolicyRow, readPolicy } from '../pipeline/phases/versions.ts'
import { governing, listOf } from '../pipeline/policies.ts'
import { AUTOMATABLE } from '../policy/automatic.ts'
import { evidenceWords, missingWords } from '../policy/words.ts'
import { PHASES } from '../policy/evidence.ts'
import { CONTROLLER_REASONS } from '../policy/policy.ts'
import { orRefuse } from '../refusal.ts'
import { change } from './changes.ts'
import { namesIn } from './names.ts'
import { answered } from './rows.ts'
import { sayEvidence, sayTested, sayVersions } from './versions.ts'

/** Administrators say how strict Countersign is and how much it does by itself; each change is a version, kept with its reason. */

const ADMINISTRATOR = 'administrator'
type Row = Readonly<Record<string, unknown>>
type Next = () => Promise<unknown>

/** Serves what `policies.cds` adds. */
export function servePolicies(service: ApplicationService): void {
  service.before('READ', 'AutomaticChoices', (req) => offerAutomatable(req))
  service.after('READ', 'Policies', (rows, req) => offerRemoval(rows, req))
  service.after('READ', 'PolicyVersions', (rows, req) => sayVersions(rows, req))
  service.after('READ', 'BackTestRows', (rows, req) => sayTested(rows, req))
  service.after('READ', 'PhaseEvents', (rows, req) => sayEvidence(rows, req))
  service.before('NEW', 'Policies.drafts', (req) => beginPolicy(req))
  service.after('EDIT', 'Policies', (_, req) => askForReason(req))
  service.on(['CREATE', 'UPDATE', 'DELETE'], 'Policies', (req, next) => changePolicy(req, next as Next))
  service.on('raisePhase', 'Policies', (req: Request) => orRefuse(req, () => raise(req)))
  service.on('lowerPhase', 'Policies', (req: Request) => orRefuse(req, () => lower(req)))
  service.on('backTest', ['Policies', 'Policies.drafts'], (req: Request) => test(req))
  service.on('READ', 'PhaseEvidence', async (req) => answered(req, await evidence(req)))
  service.on('READ', 'Baseline', async (req) => answered(req, await baseline(req.locale)))
  service.on('acknowledge', 'PhaseEvents', (req: Request) => acknowledge(req))
  service.on('stop', 'KillSwitches', (req: Request) => orRefuse(req, () => turn(req, true)))
  service.on('resume', 'KillSwitches', (req: Request) => orRefuse(req, () => turn(req, false)))
  service.on(['CREATE', 'UPDATE', 'DELETE'], 'SenderSettings', (req, next) => change(req, next as Next, 'senderSettingChanged'))
}

const personOf = (req: Request) => ({ id: req.user.id, role: ADMINISTRATOR })
const keysOf = (req: Request) => req.params.at(-1) as unknown as { kind: string; plant: string }
const reasonOf = (req: Request): string => (req.data as { reason: string }).reason.trim()

/** What no policy may leave to itself isn't offered. */
function offerAutomatable({ query }: Request): void {
  const corrections = query as unknown as { where(condition: object): unknown }
  corrections.where({ code: { in: AUTOMATABLE } })
}

/** Only who may do it is offered to remove a policy. */
function offerRemoval(rows: unknown, req: Request): void {
  if (req.user.is(ADMINISTRATOR)) return
  for (const row of [rows ?? []].flat() as { isRemovable?: boolean }[]) if ('isRemovable' in row) row.isRemovable = false
}

/** A new policy begins as what holds everywhere. */
async function beginPolicy(req: Request): Promise<void> {
  const everywhere = await readPolicy('*', '*')
  if (!everywhere) return
  const { kind: _kind, plant: _plant, phase: _phase, reason: _reason, limits: _limits, tolerances: _tolerances, ...values } = everywhere
  Object.assign(req.data as object, { ...values, ...(req.data as object), version: 1, changedBy: null, changedAt: null })
  // A draft keeps it, as it was when its editing began.
  const { plant } = req.data as { plant?: string }
  const plantText = plant === '*' ? (await namesIn('countersign.Placeholders')).get('everywhere') : plant
  Object.assign(req.data as object, { plantText })
}

/** The reason of the last change isn't that of this one. */
async function askForReason(req: Request): Promise<void> {
  const { kind, plant } = keysOf(req)
  await UPDATE('ControlService.Policies.drafts').set({ reason: null }).where({ kind, plant })
}

/** Keeps what an administrator has changed as a new version, in the transaction of the request. */
async function changePolicy(req: Request, next: Next): Promise<unknown> {
  const data = req.data as Record<string, unknown>
  const { kind, plant } = req.event === 'CREATE' ? (data as { kind: string; plant: string }) : keysOf(req)
  // A phase that falls back by itself just now waits, and finds what is saved here.
  await SELECT.one.from(Policies).columns('kind').where({ kind, plant }).forUpdate()
  const before = await readPolicy(kind, plant)
  if (req.event === 'DELETE') await checkDeletion(req, kind, plant, before?.phase)
  else {
    if (req.event === 'CREATE' && before) req.reject({ status: 409, code: 'COUNTERSIGN/POLICY_THERE', message: 'COUNTERSIGN/POLICY_THERE' })
    checkLists(req)
    // A phase is never edited, and a new policy takes the one that its messages are in already.
    const phase = before?.phase ?? (await governingPhase(kind, plant))
    Object.assign(data, { phase, version: await nextVersion(), changedBy: req.user.id, changedAt: new Date().toISOString() })
  }
  if (before) await keepVersion(before)
  const answer = await next()
  const after = req.event === 'DELETE' ? undefined : await readPolicy(kind, plant)
  const tested = after && (await backTestOf(after))
  if (after) await keepVersion(after, tested)
  else await forgetBackTest(kind, plant)
  await told(req, { kind, plant }, before, after, tested)
  return answer
}

async function told(
  req: Request,
  keys: object,
  before: PolicyRow | undefined,
  after: PolicyRow | undefined,
  tested: unknown,
): Promise<void> {
  const [was, is] = [before && contentOf(before), after && contentOf(after)]
  const differing = Object.keys({ ...was, ...is }).filter((name) => JSON.stringify(was?.[name]) !== JSON.stringify(is?.[name]))
  const pick = (content: Row | undefined) => (content ? Object.fromEntries(differing.map((name) => [name, content[name] ?? null])) : null)
  const reason = typeof after?.reason === 'string' ? after.reason : `${before?.kind ?? ''} ${before?.plant ?? ''}`
  const version = after?.version ?? before?.version
  await tell({
    ...{ actor: req.user.id, role: ADMINISTRATOR, action: 'policyChanged', reason },
    ...(version === undefined ? {} : { policyVersion: version }),
    details: { ...keys, before: pick(was), after: pick(is), ...(tested === undefined ? {} : { backTest: tested }) },
  })
}

/** Refuses names that nobody knows, and actions that nobody can leave to themselves. */
function checkLists(req: Request): void {
  const data = req.data as Row
  const refuse = (target: string, code: string, ...args: string[]): void =>
    void req.error({ status: 400, code, message: code, target: `in/${target}`, args })
  const check = (column: string, known: readonly string[], code: string): void => {
    for (const each of listOf(data[column])) if (!known.includes(each)) refuse(column, code, each, known.join(', '))
  }
  check('automaticActions', AUTOMATABLE, 'COUNTERSIGN/NEVER_AUTOMATIC')
  check('controllerFor', CONTROLLER_REASONS, 'COUNTERSIGN/CONTROLLER_CASE_UNKNOWN')
  check('strictChecks', CHECKS.map((each) => each.name), 'COUNTERSIGN/CHECK_UNKNOWN') // prettier-ignore
  if (typeof data.timeZone === 'string' && !isTimeZone(data.timeZone)) refuse('timeZone', 'COUNTERSIGN/TIME_ZONE_UNKNOWN', data.timeZone)
  const { errors } = req as unknown as { errors?: readonly unknown[] }
  if (errors && errors.length > 0) (req as unknown as { reject(): never }).reject()
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** A policy may not go where its messages would then be in a higher phase: that takes evidence. */
async function checkDeletion(req: Request, kind: string, plant: string, phase: Phase | undefined): Promise<void> {
  const then = await governingPhase(kind, plant, true)
  if (phase === undefined || !isAbove(then, phase)) return
  req.reject({ status: 409, code: 'COUNTERSIGN/PHASE_WOULD_RISE', message: 'COUNTERSIGN/PHASE_WOULD_RISE', args: [then] })
}

async function governingPhase(kind: string, plant: string, isWithoutOwn = false): Promise<Phase> {
  const rows = await SELECT.from(Policies).columns('kind', 'plant', 'phase')
  const others = rows.filter((row) => !isWithoutOwn || row.kind !== kind || row.plant !== plant)
  return (governing(others, kind, plant)?.phase ?? 'supervise') as Phase
}

async function raise(req: Request): Promise<unknown> {
  const { kind, plant } = keysOf(req)
  const to = phaseIn(req)
  const policy = await readPolicy(kind, plant)
  if (policy && to !== policy.phase && to !== phaseAbove(policy.phase)) return refuse(req, 'COUNTERSIGN/NOT_THE_NEXT_PHASE')
  const [found] = await readEvidence({ kind, plant })
  if (found?.to === to && to !== found.phase) {
    const missing = missingWords(found.measures, req.locale ?? 'en')
    if (missing !== '') return refuse(req, 'COUNTERSIGN/EVIDENCE_THIN', missing)
  }
  await movePhase({ kind, plant, to, person: personOf(req), reason: reasonOf(req), figures: found?.measures }, 'phaseRaised')
  return (await SELECT.one.from(req.subject)) as unknown
}

async function lower(req: Request): Promise<unknown> {
  const { kind, plant } = keysOf(req)
  const to = phaseIn(req)
  const policy = await readPolicy(kind, plant)
  if (policy && !isAbove(policy.phase, to)) return refuse(req, 'COUNTERSIGN/NOT_BELOW')
  await movePhase({ kind, plant, to, person: personOf(req), reason: reasonOf(req) }, 'phaseLowered')
  return (await SELECT.one.from(req.subject)) as unknown
}

function phaseIn(req: Request): Phase {
  const { to } = req.data as { to: string }
  return PHASES.find((each) => each === to) ?? refuse(req, 'COUNTERSIGN/PHASE_UNKNOWN', '', 400)
}

function refuse(req: Request, code: string, arg = '', status = 409): never {
  return req.reject({ status, code, message: code, args: [arg] })
}

/** Of a draft against the policy at work; of an active policy against its version before. */
async function test(req: Request): Promise<unknown> {
  const { kind, plant } = keysOf(req)
  const isDraft = req.target.name.endsWith('.drafts')
  const draft = isDraft ? await readPolicy(kind, plant, 'ControlService') : undefined
  return keepBackTest(await testPolicy({ kind, plant }, draft), req.user.id)
}

/** Of the policy that the request follows, or of all. */
async function evidence(req: Request): Promise<PhaseEvidence[]> {
  const [asked] = req.params as unknown as ({ kind?: string; plant?: string } | undefined)[]
  const own = asked?.kind && asked.plant ? { kind: asked.kind, plant: asked.plant } : undefined
  return (await readEvidence(own)).flatMap((each) => rowsOf(each, req.locale ?? 'en'))
}

function rowsOf({ kind, plant, phase, to, measures }: PolicyEvidence, locale: string): PhaseEvidence[] {
  const percent = (share: number | undefined): number | null => (share === undefined ? null : Number((100 * share).toFixed(1)))
  return measures.map((measure, position) => {
    const { name, count, of, share, needed, neededLow, isMet } = measure
    return {
      ...{ kind, plant, measure: name, position: position + 1, ...evidenceWords(measure, locale), count, messages: of ?? null },
      ...{ percent: of ? percent(share?.value) : null, low: of ? percent(share?.lower) : null, high: of ? percent(share?.upper) : null },
      ...{ needed: needed ?? null, neededLow: percent(neededLow), neededFor: to === phase ? null : to, isMet, criticality: isMet ? 3 : 1 },
    }
  })
}

async function acknowledge(req: Request): Promise<unknown> {
  const { ID } = req.params.at(-1) as unknown as { ID: string }
  const noted: unknown = await UPDATE(PhaseEvents)
    .set({ isAlert: false, acknowledgedBy: req.user.id, acknowledgedAt: new Date().toISOString() })
    .where({ ID, isAlert: true })
  const event = (await SELECT.one.from(req.subject)) as { kind?: string; plant?: string; reason?: string } | null
  if (!event) return req.reject(404)
  if (noted) {
    const { kind, plant, reason = '' } = event
    await tell({ actor: req.user.id, role: ADMINISTRATOR, action: 'alertAcknowledged', reason, details: { ID, kind, plant } })
  }
  return event
}

async function turn(req: Request, isOn: boolean): Promise<unknown> {
  const { plant } = req.params.at(-1) as unknown as { plant: string }
  await switchJudging(plant, isOn, personOf(req), reasonOf(req))
  return (await SELECT.one.from(req.subject)) as unknown
}
