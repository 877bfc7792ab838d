import type { Desk } from './desk.ts'
import type { Judged, Opinion } from './figures.ts'

/** What Countersign says of its learning, through the services that people use. */

/** How it learns during the weeks; the rest stays as it is. */
export interface LearningPace {
  readonly retrainEvery: number
  readonly shadowLeast: number
  readonly shadowMost: number
  readonly window: number
  readonly spotCheckPercent: number
  /** Days that a posted document counts half. Simulated days are seconds: none. */
  readonly reversalDays: number
}

export interface Alarm {
  readonly at: string
  /** `logLoss`, `habits`, or `feature` with its name. */
  readonly kind: string
  readonly feature: string | null
  readonly value: number
}

export interface ModelVersion {
  readonly version: string
  readonly family: string
  readonly origin: string
  readonly cases: number
  readonly trigger: string | null
  readonly status: string
  readonly trainedAt: string
  readonly promotedAt: string | null
  readonly reason: string | null
}

/** Sets the pace as an administrator does: edit, change, save. */
export async function setPace(admin: Desk, pace: LearningPace): Promise<void> {
  const row = (isActive: boolean): string => `control/LearningSettings(ID='1',IsActiveEntity=${isActive})`
  await admin.act('POST', `${row(true)}/ControlService.draftEdit`, { PreserveChanges: false })
  await admin.act('PATCH', row(false), pace)
  await admin.act('POST', `${row(false)}/ControlService.draftActivate`)
}

/** Alarms since then, in order of time. */
export async function alarms(admin: Desk, since: Date): Promise<Alarm[]> {
  const query = `$select=ID,at,kind,feature,value&$filter=at ge ${since.toISOString()}&$orderby=at`
  return admin.rows<Alarm>(`control/DriftEvents?${query}`)
}

export async function versions(admin: Desk): Promise<ModelVersion[]> {
  const query = '$select=version,family,origin,cases,trigger,status,trainedAt,promotedAt,reason&$orderby=trainedAt'
  return admin.rows<ModelVersion>(`control/ModelVersions?${query}`)
}

interface CaseRow {
  readonly number: number | string
  readonly judgedAt: string
  readonly verdict: string
  readonly modelVersion: string
  readonly rulesFailure: number | string | null
  readonly rulesCauses: string | null
  readonly modelFailure: number | string | null
  readonly modelCauses: string | null
  readonly failure: number | string | null
  readonly causes: string | null
  readonly mayPass: boolean | null
  readonly labelSource: string | null
  readonly hasFailed: boolean | null
  readonly cause_code: string | null
}

/** What stands in the place of a model that wasn't asked. */
const RULES_DECIDED = 'prior-'

export interface Known {
  /** By number of the attempt, as it was first judged. */
  readonly judged: ReadonlyMap<number, Judged>
  /** What it was taught in the end, by number of the attempt: the cause, or none. */
  readonly labels: ReadonlyMap<number, { readonly source: string; readonly cause: string }>
}

/** Everything that is kept of attempts after `from`. */
export async function casesAfter(planner: Desk, from: number): Promise<Known> {
  const columns =
    'number,judgedAt,verdict,modelVersion,rulesFailure,rulesCauses,modelFailure,modelCauses,failure,causes,mayPass,labelSource,hasFailed,cause_code'
  const rows = await planner.rows<CaseRow>(`worklist/Cases?$select=ID,${columns}&$filter=number gt ${from}&$orderby=number,judgedAt`)
  const judged = new Map<number, Judged>()
  const labels = new Map<number, { source: string; cause: string }>()
  for (const row of rows) {
    const number = Number(row.number)
    if (!judged.has(number)) judged.set(number, judgedOf(row))
    if (row.labelSource !== null)
      labels.set(number, { source: row.labelSource, cause: row.hasFailed ? (row.cause_code ?? 'unknown') : 'none' })
  }
  return { judged, labels }
}

function judgedOf(row: CaseRow): Judged {
  const opinion = (name: Opinion, failure: number | string | null, causes: string | null): Judged['opinions'] =>
    failure === null
      ? {}
      : { [name]: { failure: Number(failure), causes: (JSON.parse(causes ?? '[]') as [string, number][]).map(([cause]) => cause) } }
  return {
    isHeld: row.verdict === 'hold',
    isDecided: row.modelFailure !== null && row.modelVersion.startsWith(RULES_DECIDED),
    mayPass: row.mayPass,
    opinions: {
      ...opinion('rules', row.rulesFailure, row.rulesCauses),
      ...opinion('model', row.modelFailure, row.modelCauses),
      ...opinion('both', row.failure, row.causes),
    },
  }
}
