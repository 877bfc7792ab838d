import type { Request } from '@sap/cds'
import { Cases } from '#cds-models/countersign'
import type { WeeklyFigure } from '#cds-models/ControlService'

/** Week by week, what rules and models were worth. */

const OPINIONS = ['rules', 'model', 'both'] as const
/** Failing is expected, and the message held, from this probability on; as the policy's default says it. */
const HELD_FROM = 0.5
const PAGE = 5000
/** Whichever model was at work. */
const ALL = '*'
const COLUMNS = [
  ...(['labelNumber', 'judgedAt', 'hasFailed', 'cause_code', 'rulesFailure', 'rulesCauses', 'modelFailure', 'modelCauses'] as const),
  ...(['failure', 'causes', 'mayPass'] as const),
]

const COUNTS = [
  ...(['messages', 'failures', 'failuresHeld', 'healthyHeld', 'judgedCauses', 'firstCause', 'firstThree', 'mayPass'] as const),
  'passedWrongly',
] as const
type Counts = Record<(typeof COUNTS)[number], number>
interface Week extends Counts {
  readonly model: string
  readonly week: string
  readonly opinion: (typeof OPINIONS)[number]
}

interface Row {
  readonly labelNumber: number
  readonly judgedAt: string
  readonly hasFailed: boolean
  readonly cause_code: string | null
  readonly rulesFailure: string | null
  readonly rulesCauses: string | null
  readonly modelFailure: string | null
  readonly modelCauses: string | null
  readonly failure: string | null
  readonly causes: string | null
  readonly mayPass: boolean | null
}

/** Rows that the request asks for: of all models, or of the one whose weeks it follows; weeks in order, rules before model before both. */
export async function weeklyFigures(req: Request): Promise<WeeklyFigure[]> {
  const [model] = req.params as unknown as ({ version?: string; model?: string } | string | undefined)[]
  const version = typeof model === 'object' ? (model.version ?? model.model) : model
  const weeks = await weeksOf(version ?? ALL)
  const { limit } = (req.query as { SELECT?: { limit?: { rows?: { val: number }; offset?: { val: number } } } }).SELECT ?? {}
  const from = limit?.offset?.val ?? 0
  const rows = weeks.slice(from, limit?.rows ? from + limit.rows.val : undefined)
  return Object.assign(rows.map(withShares), { $count: weeks.length })
}

/** Counts over all cases whose end is known, read in pages. */
async function weeksOf(model: string): Promise<Week[]> {
  const weeks = new Map<string, Week>()
  for (let from = 0; ;) {
    const rows = (await SELECT.from(Cases)
      .columns(...COLUMNS)
      .where({ labelNumber: { '>': from }, ...(model === ALL ? {} : { modelVersion: model }) })
      .orderBy('labelNumber')
      .limit(PAGE)) as unknown as Row[]
    for (const row of rows) for (const opinion of OPINIONS) count(weeks, model, row, opinion)
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) break
    from = last.labelNumber
  }
  return [...weeks.values()].sort((a, b) => a.week.localeCompare(b.week) || OPINIONS.indexOf(a.opinion) - OPINIONS.indexOf(b.opinion))
}

function count(weeks: Map<string, Week>, model: string, row: Row, opinion: Week['opinion']): void {
  const failure = { rules: row.rulesFailure, model: row.modelFailure, both: row.failure }[opinion]
  if (failure === null) return
  const causes = JSON.parse({ rules: row.rulesCauses, model: row.modelCauses, both: row.causes }[opinion] ?? '[]') as [string, number][]
  const week = weekOf(new Date(row.judgedAt))
  const key = `${week}/${opinion}`
  const none = Object.fromEntries(COUNTS.map((name) => [name, 0])) as Counts
  const figures = weeks.get(key) ?? { model, week, opinion, ...none }
  weeks.set(key, figures)
  const isHeld = Number(failure) >= HELD_FROM
  const passes = opinion === 'both' && row.mayPass === true
  figures.messages++
  figures.mayPass += Number(passes)
  figures.passedWrongly += Number(passes && row.hasFailed)
  figures.failures += Number(row.hasFailed)
  figures.failuresHeld += Number(row.hasFailed && isHeld)
  figures.healthyHeld += Number(!row.hasFailed && isHeld)
  if (!row.hasFailed || row.cause_code === null || row.cause_code === 'unknown') return
  const rank = causes.findIndex(([cause]) => cause === row.cause_code)
  figures.judgedCauses++
  figures.firstCause += Number(rank === 0)
  figures.firstThree += Number(rank >= 0 && rank < 3)
}

function withShares(week: Week): WeeklyFigure {
  return {
    ...week,
    failuresHeldPercent: percent(week.failuresHeld, week.failures),
    healthyHeldPercent: percent(week.healthyHeld, week.messages - week.failures),
    firstCausePercent: percent(week.firstCause, week.judgedCauses),
    firstThreePercent: percent(week.firstThree, week.judgedCauses),
    mayPassPercent: week.opinion === 'both' ? percent(week.mayPass, week.messages) : null,
  }
}

function percent(part: number, whole: number): number | null {
  return whole > 0 ? Number(((100 * part) / whole).toFixed(1)) : null
}

/** ISO 8601 week: `2026-W47`. */
function weekOf(day: Date): string {
  const thursday = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 4 - (day.getUTCDay() || 7)))
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  const week = Math.ceil(((thursday.getTime() - first) / 86_400_000 + 1) / 7)
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`
}
