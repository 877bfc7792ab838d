import type { Family } from '../mistakes/mistake.ts'
import type { Era } from '../habits/index.ts'
import type { Sent } from '../shift.ts'

/** What rules alone, the model alone and both would have done, counted by the generator's own truth. Pure. */

export const OPINIONS = ['rules', 'model', 'both'] as const
export type Opinion = (typeof OPINIONS)[number]

/** A message with the week that it belongs to. */
export interface Played extends Pick<Sent, 'index' | 'kind' | 'cause' | 'family' | 'verdict'> {
  readonly week: number
  readonly era: Era
  /** When its answer was there, in milliseconds. */
  readonly at: number
}

/** What Countersign kept of an attempt when it first judged it. */
export interface Judged {
  readonly isHeld: boolean
  /** A finding decided its cause: no model was asked. */
  readonly isDecided: boolean
  /** Certified to pass by itself; null where nothing is certified. */
  readonly mayPass: boolean | null
  /** Absent where there was no such opinion. */
  readonly opinions: Readonly<Partial<Record<Opinion, { readonly failure: number; readonly causes: readonly string[] }>>>
}

export interface WeekLine {
  readonly week: number
  readonly opinion: Opinion
  /** Messages that this opinion was had of. */
  readonly messages: number
  readonly failures: number
  readonly failuresHeld: number
  readonly healthyHeld: number
  readonly first: number
  readonly firstThree: number
  readonly passes: number
  readonly passedWrongly: number
}

export interface FamilyLine {
  readonly week: number
  readonly family: Family | 'all'
  readonly messages: number
  readonly first: Readonly<Record<Opinion, number>>
  readonly firstThree: Readonly<Record<Opinion, number>>
  /** Points by which both together are better than the rules at first go. */
  readonly gain: number
}

/** Held from this probability of failing on, each opinion by itself. */
const HELD_FROM = 0.5
/** Rules and model let pass by themselves what they give at most this; both together what is certified. */
const PASSED_UP_TO = 0.02

/** One line a week and opinion. Messages without an opinion aren't counted in its line. */
export function weekLines(played: readonly Played[], judged: ReadonlyMap<number, Judged>): WeekLine[] {
  const weeks = [...new Set(played.map((each) => each.week))].sort((a, b) => a - b)
  return weeks.flatMap((week) => OPINIONS.map((opinion) => weekLine(week, opinion, played, judged)))
}

function weekLine(week: number, opinion: Opinion, played: readonly Played[], judged: ReadonlyMap<number, Judged>): WeekLine {
  const line = {
    week,
    opinion,
    messages: 0,
    failures: 0,
    failuresHeld: 0,
    healthyHeld: 0,
    first: 0,
    firstThree: 0,
    passes: 0,
    passedWrongly: 0,
  }
  for (const { cause, verdict } of played.filter((each) => each.week === week)) {
    const judgement = judged.get(verdict.attempt ?? -1)
    const said = judgement?.opinions[opinion]
    if (!judgement || !said) continue
    const hasFailed = cause !== undefined
    const isHeld = said.failure >= HELD_FROM
    const passes = opinion === 'both' ? judgement.mayPass === true : said.failure <= PASSED_UP_TO
    const rank = cause === undefined ? -1 : said.causes.indexOf(cause)
    line.messages++
    line.failures += Number(hasFailed)
    line.failuresHeld += Number(hasFailed && isHeld)
    line.healthyHeld += Number(!hasFailed && isHeld)
    line.first += Number(rank === 0)
    line.firstThree += Number(rank >= 0 && rank < 3)
    line.passes += Number(passes)
    line.passedWrongly += Number(passes && hasFailed)
  }
  return line
}

/** Messages of the families, those included that a single finding decides; of one that had no model, both are the rules. */
export function familyLines(played: readonly Played[], judged: ReadonlyMap<number, Judged>): FamilyLine[] {
  const weeks = [...new Set(played.map((each) => each.week))].sort((a, b) => a - b)
  return weeks.flatMap((week) => (['overConsumption', 'deficit', 'all'] as const).map((family) => familyLine(week, family, played, judged)))
}

function familyLine(week: number, family: Family | 'all', played: readonly Played[], judged: ReadonlyMap<number, Judged>): FamilyLine {
  const first = { rules: 0, model: 0, both: 0 }
  const firstThree = { rules: 0, model: 0, both: 0 }
  let messages = 0
  for (const each of played) {
    if (each.week !== week || each.family === undefined || each.cause === undefined || (family !== 'all' && each.family !== family))
      continue
    const judgement = judged.get(each.verdict.attempt ?? -1)
    if (!judgement) continue
    messages++
    for (const opinion of OPINIONS) {
      const rank = (judgement.opinions[opinion] ?? judgement.opinions.rules)?.causes.indexOf(each.cause) ?? -1
      first[opinion] += Number(rank === 0)
      firstThree[opinion] += Number(rank >= 0 && rank < 3)
    }
  }
  return { week, family, messages, first, firstThree, gain: messages === 0 ? 0 : (100 * (first.both - first.rules)) / messages }
}

export interface CauseCount {
  readonly week: number
  readonly family: Family
  readonly cause: string
  readonly messages: number
  readonly decided: number
  readonly first: Readonly<Record<Opinion, number>>
}

/** The same by true cause: where it is won and lost. */
export function causeCounts(played: readonly Played[], judged: ReadonlyMap<number, Judged>): CauseCount[] {
  const members = played.filter((each) => each.family !== undefined && judged.has(each.verdict.attempt ?? -1))
  const groups = Map.groupBy(members, (each) => `${each.week} ${each.family} ${each.cause}`)
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([, own]) => {
      const { week = 0, family = 'deficit', cause = '' } = own[0] ?? {}
      const judgements = own.flatMap((each) => judged.get(each.verdict.attempt ?? -1) ?? [])
      const first = (opinion: Opinion): number =>
        judgements.filter((each) => (each.opinions[opinion] ?? each.opinions.rules)?.causes[0] === cause).length
      const all = { rules: first('rules'), model: first('model'), both: first('both') }
      return { week, family, cause, messages: own.length, decided: judgements.filter((each) => each.isDecided).length, first: all }
    })
}
