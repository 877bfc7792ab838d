import { clopperPearson } from '../causes/statistics/gate.ts'
import type { Phase } from '../domain/judgement.ts'

/** What is known of the last {@link EVIDENCE_DAYS} days of the messages that a policy decides. */
export interface Counts {
  /** Messages judged. */
  readonly judged: number
  /** Held ones that people decided, and of those the ones approved unchanged that the ERP took and nobody took back. */
  readonly decided: number
  readonly approved: number
  /** Of those decided, the ones that would have gone by themselves: listed, and sure enough; and how many were right. */
  readonly passing: number
  readonly right: number
  /** What went by itself and came to its end, and what of it was wrong. */
  readonly acted: number
  readonly wrong: number
  /** Alarms about the model in use in the last {@link DRIFT_DAYS} days. */
  readonly alarms: number
}

export const EVIDENCE_DAYS = 30
export const DRIFT_DAYS = 7
/** Of every interval: of 100 such ones, 95 hold the true share. */
const CONFIDENCE = 0.95

/**
 * What moving a phase up needs. *supervise* holds messages: enough of them have to be known. *automate* acts: people have to have agreed with
 * most of what was proposed, and of what would have gone by itself, surely nineteen in twenty must have been right: 75 of 75, or 109 of 110.
 */
const LEAST_JUDGED = 200
const LEAST_DECIDED = 100
const LEAST_APPROVED = 0.7
const LEAST_PASSING = 75
const LEAST_PRECISION = 0.95

/** Phases from the least that Countersign does to the most. */
export const PHASES: readonly Phase[] = ['monitor', 'supervise', 'automate']

type MeasureName = 'volume' | 'decided' | 'approvedUnchanged' | 'automaticPrecision' | 'automaticWrong' | 'drift'

/** One line of evidence. Shares 0 to 1; no share where only messages are counted. */
export interface Measure {
  readonly name: MeasureName
  readonly count: number
  readonly of?: number
  readonly share?: { readonly value: number; readonly lower: number; readonly upper: number }
  /** Messages, and lower end of the share, that it takes. */
  readonly needed?: number
  readonly neededLow?: number
  readonly isMet: boolean
}

/** What speaks for the phase `to`, or against it; `wrongAtMost` is the share of wrong automatic actions that the policy allows. */
export function evidenceFor(to: Phase, counts: Counts, wrongAtMost: number): Measure[] {
  const { judged, decided, approved, passing, right, acted, wrong, alarms } = counts
  const least = { count: judged, needed: LEAST_JUDGED, isMet: judged >= LEAST_JUDGED }
  const volume: Measure = { name: 'volume', ...least }
  if (to !== 'automate') return [volume]
  const agreement = shareOf(approved, decided)
  const precision = shareOf(right, passing)
  return [
    volume,
    { name: 'decided', count: decided, needed: LEAST_DECIDED, isMet: decided >= LEAST_DECIDED },
    {
      ...{ name: 'approvedUnchanged', count: approved, of: decided, share: agreement, neededLow: LEAST_APPROVED },
      isMet: decided > 0 && agreement.lower >= LEAST_APPROVED,
    },
    {
      ...{ name: 'automaticPrecision', count: right, of: passing, share: precision, needed: LEAST_PASSING, neededLow: LEAST_PRECISION },
      isMet: passing >= LEAST_PASSING && precision.lower >= LEAST_PRECISION,
    },
    { name: 'automaticWrong', count: wrong, of: acted, share: shareOf(wrong, acted), isMet: !isTooWrong(wrong, acted, wrongAtMost) },
    { name: 'drift', count: alarms, isMet: alarms === 0 },
  ]
}

/** Are surely more automatic actions wrong than allowed? By the lower end of the interval of what was observed. */
export function isTooWrong(wrong: number, acted: number, wrongAtMost: number): boolean {
  return acted > 0 && clopperPearson(wrong, acted, CONFIDENCE).lower > wrongAtMost
}

/** A share with its interval; 0 to 1, and anything is possible where nothing was seen. */
export function shareOf(count: number, of: number): { value: number; lower: number; upper: number } {
  return { value: of > 0 ? count / of : 0, ...clopperPearson(count, of, CONFIDENCE) }
}
