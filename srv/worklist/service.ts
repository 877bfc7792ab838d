import cds, { type Request } from '@sap/cds'
import { SpotCheck, Suggestion } from '#cds-models/WorklistService'
import * as decisions from '../pipeline/decisions.ts'
import { pipeline } from '../pipeline/instance.ts'

/** Planners and supervisors decide, controllers sign. States are guarded by `flows.cds`, roles by `access-control.cds`. */
export default class WorklistService extends cds.ApplicationService {
  override init() {
    const { adjustable, approve, adjust, postAsSent, rejectSuggestion, signOff, returnToPlanner } = Suggestion.actions
    this.after('READ', Suggestion, (rows, req) => linkAudit(rows, req))
    this.after('READ', [Suggestion, SpotCheck], (rows: Rows<Labelled>, req) => allowCause(rows, req))
    this.on(adjustable, (req) => decisions.adjustableFields(suggestionOf(req)))
    this.on(approve, (req) => decided(req, (ID, person) => decisions.approve(ID, person, req.data.note ?? '')))
    this.on(adjust, (req) =>
      decided(req, (ID, person) => decisions.adjust(ID, valuesOf(req.data.values), person, req.data.note ?? '', pipeline().erp)),
    )
    this.on(postAsSent, (req) => decided(req, (ID, person) => decisions.postAsSent(ID, person, reasonOf(req))))
    this.on(rejectSuggestion, (req) => decided(req, (ID, person) => decisions.rejectSuggestion(ID, person, reasonOf(req))))
    this.on(signOff, (req) => decided(req, (ID, person) => decisions.signOff(ID, person, req.data.note ?? '')))
    this.on(returnToPlanner, (req) => decided(req, (ID, person) => decisions.returnToPlanner(ID, person, reasonOf(req))))
    // Both have an action of that name.
    this.on('setCause', 'Suggestions', (req: Said) => decided(req, (ID, person) => decisions.setCause(ID, req.data.cause ?? '', person)))
    this.on('setCause', 'SpotChecks', (req: Said) => decided(req, (ID, person) => decisions.setCaseCause(ID, req.data.cause ?? '', person)))
    this.on(SpotCheck.actions.nothingWrong, (req) => decided(req, (ID, person) => decisions.setCaseCause(ID, 'none', person)))
    return super.init()
  }
}

interface Linked {
  mayReadAudit?: boolean | null
}

interface Labelled {
  maySetCause?: boolean | null
}

type Said = Request<{ cause?: string | null }>
type Rows<Row> = Row | Row[] | null | undefined

/** The audit log is for controllers and auditors. */
function linkAudit(rows: Rows<Linked>, req: Request): void {
  const may = req.user.is('controller') || req.user.is('auditor')
  for (const row of [rows ?? []].flat()) row.mayReadAudit = may
}

/** What was wrong is for those to say who decide. */
function allowCause(rows: Rows<Labelled>, req: Request): void {
  const may = req.user.is('planner') || req.user.is('supervisor')
  for (const row of [rows ?? []].flat()) row.maySetCause = may
}

function suggestionOf(req: Request): string {
  return (req.params.at(-1) as { ID: string }).ID
}

/** Carries a decision out in the request's transaction; the worker looks at it once that is committed. */
async function decided(req: Request, decide: (ID: string, person: decisions.Person) => Promise<void>) {
  try {
    await decide(suggestionOf(req), { id: req.user.id, role: ROLES.find((role) => req.user.is(role)) ?? '' })
  } catch (error) {
    if (error instanceof decisions.DecisionError || error instanceof decisions.AdjustmentError) return req.reject(refusal(error))
    throw error
  }
  req.on('succeeded', () => pipeline().worker.kick())
  return (await SELECT.one.from(req.subject)) as unknown
}

/** What a person reads: code, text and, where one value is to blame, its name. */
function refusal(error: decisions.DecisionError | decisions.AdjustmentError) {
  const { code, message } = error
  return error instanceof decisions.DecisionError
    ? { status: error.status, code, message }
    : { status: 400, code, message, target: error.target }
}

const ROLES = ['planner', 'supervisor', 'controller'] as const

function reasonOf(req: Request): string {
  const { reason, note } = req.data as { reason?: string | null; note?: string | null }
  const given = (reason ?? note ?? '').trim()
  if (!given) throw new decisions.DecisionError(400, 'COUNTERSIGN/REASON_MISSING', 'Please give a reason')
  return given
}

function valuesOf(values: readonly { field?: string | null; value?: string | null }[] | null | undefined) {
  return (values ?? []).map((each) => ({ field: each.field ?? '', value: each.value ?? '' }))
}
