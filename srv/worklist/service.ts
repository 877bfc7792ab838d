import cds, { type Request } from '@sap/cds'
import { Me, SpotCheck, Suggestion } from '#cds-models/WorklistService'
import { Suggestions } from '#cds-models/countersign'
import * as decisions from '../pipeline/decisions.ts'
import { pipeline } from '../pipeline/instance.ts'
import * as triage from '../pipeline/triage/actions.ts'
import { orRefuse } from '../refusal.ts'
import { findAlone } from './found.ts'
import { allowCause, explainCause, leaveWhatMay, linkAudit, whatMay } from './shown.ts'

/** Planners and supervisors decide, controllers sign. States are guarded by `flows.cds`, roles by `access-control.cds`. */
export default class WorklistService extends cds.ApplicationService {
  override init() {
    const { adjustable, approve, adjust, postAsSent, rejectSuggestion, signOff, returnToPlanner, assign, comment } = Suggestion.actions
    this.after('READ', Suggestion, (rows, req) => linkAudit(rows, req))
    this.on('READ', Suggestion, (req, next) => findAlone(req, next))
    this.on('READ', Suggestion, (req, next) => leaveWhatMay(req, next))
    this.on('READ', Suggestion, (req, next) => explainCause(req, next))
    this.after('READ', [Suggestion, SpotCheck], (rows: object | object[] | null | undefined, req) => allowCause(rows, req))
    this.on('READ', Me, (req) => whatMay(req))
    this.on(adjustable, (req) => orRefuse(req, () => decisions.adjustableFields(suggestionOf(req))))
    this.on(approve, (req) => decided(req, (ID, person) => decisions.approve(ID, person, req.data.note ?? '')))
    this.on(adjust, (req) =>
      decided(req, (ID, person) => decisions.adjust(ID, valuesOf(req.data.values), person, req.data.note ?? '', pipeline().erp)),
    )
    this.on(postAsSent, (req) => decided(req, (ID, person) => decisions.postAsSent(ID, person, reasonOf(req))))
    this.on(rejectSuggestion, (req) => decided(req, (ID, person) => decisions.rejectSuggestion(ID, person, reasonOf(req))))
    this.on(signOff, (req) => decided(req, (ID, person) => decisions.signOff(ID, person, req.data.note ?? '')))
    this.on(returnToPlanner, (req) => decided(req, (ID, person) => decisions.returnToPlanner(ID, person, reasonOf(req))))
    this.on(assign, (req) =>
      decided(req, async (ID, person) => triage.assign([(await failureOf(ID)).conflict], req.data.assignee?.trim() ?? '', person)),
    )
    this.on(comment, (req) => decided(req, async (ID, person) => triage.comment((await failureOf(ID)).attempt, textOf(req), person)))
    // Both have an action of that name.
    this.on('setCause', 'Suggestions', (req: Said) => decided(req, (ID, person) => decisions.setCause(ID, req.data.cause ?? '', person)))
    this.on('setCause', 'SpotChecks', (req: Said) => decided(req, (ID, person) => decisions.setCaseCause(ID, req.data.cause ?? '', person)))
    this.on(SpotCheck.actions.nothingWrong, (req) => decided(req, (ID, person) => decisions.setCaseCause(ID, 'none', person)))
    return super.init()
  }
}

type Said = Request<{ cause?: string | null }>

function suggestionOf(req: Request): string {
  return (req.params.at(-1) as { ID: string }).ID
}

/** Parameters that a refusal speaks of. */
const TARGETS = { 'COUNTERSIGN/CAUSE_UNKNOWN': 'cause', 'COUNTERSIGN/FIELD_NOT_IN_MESSAGE': 'values' }

/** Carries a decision out in the request's transaction; the worker looks at it once that is committed. */
async function decided(req: Request, decide: (ID: string, person: decisions.Person) => Promise<void>) {
  const person = { id: req.user.id, role: ROLES.find((role) => req.user.is(role)) ?? '' }
  await orRefuse(req, () => decide(suggestionOf(req), person).catch((error: unknown) => refuseValues(req, error)), TARGETS)
  req.on('succeeded', () => pipeline().worker.kick())
  return (await SELECT.one.from(req.subject)) as unknown
}

/** Says of each value that can't be taken why, by its place among those that were given. */
function refuseValues(req: Request, error: unknown): never {
  if (!(error instanceof decisions.AdjustmentError)) throw error
  const { values } = req.data as { values?: readonly { readonly field: string }[] }
  for (const { code, args, target } of error.details) {
    const place = values?.findIndex(({ field }) => field === target) ?? -1
    req.error({ status: 400, code, message: code, args: [...args], target: `values/${String(place)}/value` })
  }
  // Without arguments it throws what was gathered; its type has no word for that.
  return (req as unknown as { reject(): never }).reject()
}

/** The message of a suggestion, and the failure that stands for it where people sort failures out. */
async function failureOf(ID: string): Promise<{ attempt: string; conflict: string }> {
  const found = (await SELECT.one
    .from(Suggestions)
    .columns('attempt_ID as attempt', 'primary.ID as conflict' as never)
    .where({ ID })) as unknown as { attempt: string; conflict: string | null } | undefined
  if (!found) throw new decisions.DecisionError(404, 'COUNTERSIGN/NOT_FOUND', 'There is no such suggestion')
  return { attempt: found.attempt, conflict: found.conflict ?? '' }
}

const ROLES = ['planner', 'supervisor', 'controller'] as const

function reasonOf(req: Request): string {
  const { reason, note } = req.data as { reason?: string | null; note?: string | null }
  return given(reason ?? note)
}

function textOf(req: Request): string {
  return given((req.data as { text?: string | null }).text)
}

function given(text: string | null | undefined): string {
  const said = (text ?? '').trim()
  if (!said) throw new decisions.DecisionError(400, 'COUNTERSIGN/REASON_MISSING', 'Please give a reason')
  return said
}

function valuesOf(values: readonly { field?: string | null; value?: string | null }[] | null | undefined) {
  return (values ?? []).map((each) => ({ field: each.field ?? '', value: each.value ?? '' }))
}
