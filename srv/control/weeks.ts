import { setImmediate } from 'node:timers/promises'
import cds, { type Request } from '@sap/cds'
import { Cases } from '#cds-models/countersign'
import type { WeeklyFigure } from '#cds-models/ControlService'
import { add, COLUMNS, count, type Counts, type Judged, type Opinion, OPINIONS, type Worth } from './worth.ts'

/**
 * Week by week, what rules and models were worth. Of each day and model the counts are kept in memory with the number of cases and the latest word about
 * any of them, which an index tells: only days of which something new is known are counted anew. Each reading is a transaction of its own, and others have
 * their turn in between.
 */

/** Weeks that are shown, up to the latest one. */
const WEEKS = 26
/** Rows that are read at a time: SQLite answers nobody else meanwhile. */
const PAGE = 500
/** Milliseconds until nothing older can still be committed: what people said a moment ago may bear an earlier time than what is read already. */
const SETTLED = 60_000
const DAY = 86_400_000
/** Days that are kept: several models of each day, and no more as time goes on. */
const MOST = 2000
/** Whichever model was at work. */
const ALL = '*'

/** A day of a model, as the index tells it. */
interface Day {
  readonly day: string
  readonly model: string | null
  readonly cases: number
  /** When the ERP, and when a person, said the latest of it. */
  readonly outcomeAt: string | null
  readonly personAt: string | null
}

const kept = new Map<string, { readonly state: string; readonly worth: Worth }>()

/** Rows that the request asks for: of all models, or of the one whose weeks it follows; weeks in order, rules before model before both. */
export async function weeklyFigures(req: Request): Promise<WeeklyFigure[]> {
  const [asked] = req.params as unknown as ({ version?: string; model?: string } | string | undefined)[]
  const model = (typeof asked === 'object' ? (asked.version ?? asked.model) : asked) ?? ALL
  const weeks = await weeksOf(model)
  const { limit } = (req.query as { SELECT?: { limit?: { rows?: { val: number }; offset?: { val: number } } } }).SELECT ?? {}
  const from = limit?.offset?.val ?? 0
  const rows = weeks.slice(from, limit?.rows ? from + limit.rows.val : undefined)
  return Object.assign(rows, { $count: weeks.length })
}

async function weeksOf(model: string): Promise<WeeklyFigure[]> {
  const known = { labelNumber: { '!=': null }, ...(model === ALL ? {} : { modelVersion: model }) }
  const latest = await reading(() =>
    SELECT.one
      .from(Cases)
      .columns('max(judgedAt) as at')
      .where(known as never),
  )
  const { at } = (latest ?? { at: null }) as { at: string | null }
  if (at === null) return []
  const last = mondayOf(new Date(at))
  const figures: WeeklyFigure[] = []
  for (let monday = last - (WEEKS - 1) * 7 * DAY; monday <= last; monday += 7 * DAY) {
    const worth = new Map<Opinion, Counts>()
    for (const day of await daysOf(monday, known)) add(worth, await worthOf(day))
    const week = weekOf(monday)
    for (const opinion of OPINIONS) {
      const counts = worth.get(opinion)
      if (counts) figures.push({ model, week, opinion, ...counts, ...sharesOf(counts, opinion) })
    }
  }
  return figures
}

async function daysOf(monday: number, known: object): Promise<Day[]> {
  const within = { judgedAt: { between: time(monday), and: time(monday + 7 * DAY - 1) } }
  const latest = ['count(*) as cases', 'max(outcomeAt) as outcomeAt', 'max(personAt) as personAt'] as const
  const days = await reading(() =>
    SELECT.from(Cases)
      .columns('date(judgedAt) as day', 'modelVersion as model', ...latest)
      .where({ ...within, ...known } as never)
      .groupBy('date(judgedAt)', 'modelVersion'),
  )
  return days as unknown as Day[]
}

/** A query belongs to the transaction in which it is made, not to the one in which it runs: so it is made in here. */
async function reading<T>(query: () => PromiseLike<T>): Promise<T> {
  const found = await cds.tx(async () => query())
  await setImmediate()
  return found
}

async function worthOf({ day, model, cases, outcomeAt, personAt }: Day): Promise<Worth> {
  const key = `${day} ${model ?? ''}`
  const state = [cases, outcomeAt, personAt].join(' ')
  const before = kept.get(key)
  if (before?.state === state) return before.worth
  const worth = new Map<Opinion, Counts>()
  const from = Date.parse(`${day}T00:00:00Z`)
  const within = { judgedAt: { between: time(from), and: time(from + DAY - 1) } }
  for (let read = 0; read < cases; read += PAGE) {
    const rows = await reading(() =>
      SELECT.from(Cases)
        .columns(...COLUMNS)
        .where({ ...within, modelVersion: model, labelNumber: { '!=': null } } as never)
        .orderBy('judgedAt', 'ID')
        .limit(PAGE, read),
    )
    for (const row of rows as unknown as Judged[]) count(worth, row)
  }
  const isSettled = [outcomeAt, personAt].every((at) => at === null || Date.parse(at) < Date.now() - SETTLED)
  if (kept.size >= MOST) kept.clear()
  if (isSettled) kept.set(key, { state, worth })
  else kept.delete(key)
  return worth
}

function sharesOf(counts: Counts, opinion: Opinion) {
  return {
    failuresHeldPercent: percent(counts.failuresHeld, counts.failures),
    healthyHeldPercent: percent(counts.healthyHeld, counts.messages - counts.failures),
    firstCausePercent: percent(counts.firstCause, counts.judgedCauses),
    firstThreePercent: percent(counts.firstThree, counts.judgedCauses),
    mayPassPercent: opinion === 'both' ? percent(counts.mayPass, counts.messages) : null,
  }
}

function percent(part: number, whole: number): number | null {
  return whole > 0 ? Number(((100 * part) / whole).toFixed(1)) : null
}

const time = (milliseconds: number): string => new Date(milliseconds).toISOString()

/** Midnight, UTC, of the Monday of its week. */
function mondayOf(day: Date): number {
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() - ((day.getUTCDay() + 6) % 7))
}

/** ISO 8601 week: `2026-W47`; it belongs to the year of its Thursday. */
function weekOf(monday: number): string {
  const thursday = new Date(monday + 3 * DAY)
  const week = Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * DAY)) + 1
  return `${String(thursday.getUTCFullYear())}-W${String(week).padStart(2, '0')}`
}
