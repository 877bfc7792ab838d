import type { CauseCount, FamilyLine, Judged, Played, WeekLine } from './figures.ts'
import { causeCounts, familyLines, weekLines } from './figures.ts'
import type { Alarm, Known, LearningPace, ModelVersion } from './learning.ts'
import type { OfficeCounts } from './office.ts'

/** Points that both together must be better than the rules at first go, in the last week. */
export const GAIN = 15

export interface Change {
  /** Messages before it, and when the last of them was answered; undefined where habits never changed. */
  readonly messages: number
  readonly at: number
}

export interface WeeksReport {
  readonly pace: LearningPace
  readonly seconds: number
  readonly weeks: readonly WeekLine[]
  readonly inFact: readonly {
    readonly week: number
    readonly sent: number
    readonly failures: number
    readonly failuresHeld: number
    readonly healthyHeld: number
  }[]
  readonly families: readonly FamilyLine[]
  readonly causes: readonly CauseCount[]
  /** Of what has a label, by who said so: how many, and how many of them are true. */
  readonly labels: readonly { readonly source: string; readonly cases: number; readonly right: number }[]
  readonly office: OfficeCounts
  readonly problems: readonly string[]
  readonly alarms: readonly (Alarm & { readonly message: number })[]
  readonly champions: readonly (ModelVersion & { readonly trainedAtMessage: number; readonly promotedAtMessage: number | null })[]
  readonly drift?: {
    readonly changedAfter: number
    /** Messages after the change until the log loss, or any feature, raised an alarm; null: never. */
    readonly noticedAfter: number | null
    readonly featureAfter: number | null
    /** Until a model that was trained after the change was put to work. */
    readonly newChampionAfter: number | null
    readonly falseAlarms: number
  }
  /** What each message was, for whoever wants to count anew. */
  readonly truth: readonly {
    readonly attempt: number
    readonly week: number
    readonly kind: string
    readonly family: string
    readonly cause: string
  }[]
  readonly goals: readonly { readonly name: string; readonly value: number | null; readonly target: string; readonly holds: boolean }[]
}

export interface Outcome extends Known {
  readonly pace: LearningPace
  readonly seconds: number
  readonly played: readonly Played[]
  readonly change?: Change
  readonly alarms: readonly Alarm[]
  readonly versions: readonly ModelVersion[]
  readonly office: OfficeCounts
  readonly problems: readonly string[]
}

/** Everything counted. Pure. */
export function weeksReport(outcome: Outcome): WeeksReport {
  const { played, judged, change, pace, seconds, office, problems } = outcome
  const messageAt = (time: string): number => played.filter((each) => each.at <= Date.parse(time)).length
  const families = familyLines(played, judged)
  const drift = change && driftOf(outcome, change, messageAt)
  const last = families.findLast((each) => each.family === 'all')
  return {
    pace,
    seconds,
    weeks: weekLines(played, judged),
    inFact: inFact(played, judged),
    families,
    causes: causeCounts(played, judged),
    labels: labelCounts(outcome),
    office,
    problems: problems.slice(0, 20),
    alarms: outcome.alarms.map((each) => ({ ...each, message: messageAt(each.at) })),
    champions: outcome.versions.map((each) => ({
      ...each,
      trainedAtMessage: messageAt(each.trainedAt),
      promotedAtMessage: each.promotedAt === null ? null : messageAt(each.promotedAt),
    })),
    ...(drift && { drift }),
    truth: played.map(({ verdict, week, kind, family = '', cause = '' }) => ({ attempt: verdict.attempt ?? 0, week, kind, family, cause })),
    goals: [
      {
        name: `top-1 of both − rules where no rule decides, week ${last?.week ?? 0}`,
        value: last?.gain ?? null,
        target: `≥ ${GAIN} points`,
        holds: (last?.gain ?? 0) >= GAIN,
      },
      ...(drift
        ? [
            {
              name: 'change of habits noticed',
              value: drift.noticedAfter,
              target: 'noticed',
              holds: drift.noticedAfter !== null,
            },
            {
              name: 'recovered by a new champion',
              value: drift.newChampionAfter,
              target: 'put to work',
              holds: drift.newChampionAfter !== null,
            },
          ]
        : []),
    ],
  }
}

function driftOf({ alarms, versions }: Outcome, { messages, at }: Change, messageAt: (time: string) => number): WeeksReport['drift'] {
  const after = (time: string | undefined): number | null => (time === undefined ? null : messageAt(time) - messages)
  const isLater = (time: string | null): boolean => time !== null && Date.parse(time) > at
  const first = (isWanted: (each: Alarm) => boolean): number | null => after(alarms.find((each) => isLater(each.at) && isWanted(each))?.at)
  const next = versions
    .filter((each) => isLater(each.trainedAt) && isLater(each.promotedAt))
    .map((each) => each.promotedAt ?? '')
    .sort()[0]
  return {
    changedAfter: messages,
    noticedAfter: first((each) => each.kind !== 'feature'),
    featureAfter: first((each) => each.kind === 'feature'),
    newChampionAfter: after(next),
    falseAlarms: alarms.filter((each) => !isLater(each.at)).length,
  }
}

function inFact(played: readonly Played[], judged: ReadonlyMap<number, Judged>): WeeksReport['inFact'] {
  return [...Map.groupBy(played, (each) => each.week)].map(([week, own]) => {
    const isStopped = ({ verdict }: Played): boolean => verdict.state === 'held' || judged.get(verdict.attempt ?? -1)?.isHeld === true
    const failures = own.filter((each) => each.cause !== undefined)
    const healthy = own.filter((each) => each.cause === undefined)
    return {
      week,
      sent: own.length,
      failures: failures.length,
      failuresHeld: failures.filter(isStopped).length,
      healthyHeld: healthy.filter(isStopped).length,
    }
  })
}

function labelCounts({ played, labels }: Outcome): WeeksReport['labels'] {
  const known = played.flatMap(({ cause, verdict }) => {
    const label = labels.get(verdict.attempt ?? -1)
    return label ? [{ source: label.source, isRight: label.cause === (cause ?? 'none') }] : []
  })
  return [...Map.groupBy(known, (each) => each.source)]
    .map(([source, own]) => ({ source, cases: own.length, right: own.filter((each) => each.isRight).length }))
    .sort((a, b) => a.source.localeCompare(b.source))
}
