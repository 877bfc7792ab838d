import { causesOf, failureOf, likeliest, lossOf, requireEqualLength } from '../statistics/distribution.ts'
import type { Distribution } from '../statistics/distribution.ts'
import { clopperPearson } from '../statistics/gate.ts'
import type { Interval } from '../statistics/gate.ts'

/** What was said of a message before its outcome was known. */
export interface Opinion {
  /** Over all labels, label 0 healthy; sums to one. */
  readonly proba: Distribution
  /** Labels of the causes that a person was shown. */
  readonly shortlist?: readonly number[]
  /** Whether it could pass without a person. */
  readonly passes?: boolean
}

/** The same, with what really was: 0 healthy, else the cause. */
export interface Judged extends Opinion {
  readonly label: number
}

/** A share of counted rows with its exact 95 % interval; 0 within [0, 1] of no rows. */
export interface Share {
  readonly of: number
  readonly share: number
  readonly interval: Interval
}

/** Share of `count` in `of`. */
function shareOf(count: number, of: number): Share {
  return { of, share: of > 0 ? count / of : 0, interval: clopperPearson(count, of, 0.95) }
}

const meanOf = <T>(rows: readonly T[], valueOf: (row: T) => number): number =>
  rows.length === 0 ? 0 : rows.reduce((sum, row) => sum + valueOf(row), 0) / rows.length

/**
 * Mean log loss in nats; probabilities below 1e-4 count as that, so that it's finite. 0 without rows.
 * @throws RangeError when lengths differ
 * @see sklearn.metrics.log_loss
 */
export function logLoss(probas: readonly Distribution[], labels: ArrayLike<number>): number {
  requireEqualLength(probas, labels, 'probabilities and labels')
  return meanOf([...probas.keys()], (at) => lossOf(probas[at] ?? [], labels[at] ?? 0))
}

/**
 * Mean of Σ (probability − happened)² over all labels: 0 to 2; with two labels twice what is told of one. 0 without rows.
 * @throws RangeError when lengths differ
 * @see G. Brier, Monthly Weather Review 78 (1950)
 */
export function brier(probas: readonly Distribution[], labels: ArrayLike<number>): number {
  requireEqualLength(probas, labels, 'probabilities and labels')
  return meanOf([...probas.keys()], (at) =>
    Array.from(probas[at] ?? []).reduce((sum, share, label) => sum + (share - (label === labels[at] ? 1 : 0)) ** 2, 0),
  )
}

/** Rank of the true cause among the causes, from 1 on; of equals the lower label comes first. */
function rankOf(proba: Distribution, label: number): number {
  const own = proba[label] ?? 0
  let rank = 1
  for (let other = 1; other < proba.length; other++) {
    const share = proba[other] ?? 0
    if (share > own || (share === own && other < label)) rank++
  }
  return rank
}

/** Shares of failures whose true cause came first, among the first two, … `upTo`; each with its interval. */
export function topCauses(judged: readonly Judged[], upTo = 3): Share[] {
  const ranks = judged.filter((row) => row.label > 0).map((row) => rankOf(row.proba, row.label))
  return Array.from({ length: upTo }, (_, at) => shareOf(ranks.filter((rank) => rank <= at + 1).length, ranks.length))
}

/** One cause, over failures only. */
interface ByCause {
  readonly label: number
  /** Of the failures with this cause, those where it came first. */
  readonly recall: Share
  /** Of the failures where this cause came first, those that had it. */
  readonly precision: Share
  /** Of the failures with this cause that had a shortlist, those where it was on it. */
  readonly coverage: Share
}

/**
 * What was taken for what, over failures only.
 * @returns `counts[true label][likeliest cause]`; row and column 0 are empty
 */
export function confusion(judged: readonly Judged[], classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0))
  for (const { label, proba } of judged) {
    const row = label > 0 ? counts[label] : undefined
    const first = likeliest(proba, 1)
    if (row) row[first] = (row[first] ?? 0) + 1
  }
  return counts
}

/** Recall, precision and coverage of each cause, labels 1 to `classes` − 1. */
export function byCause(judged: readonly Judged[], classes: number): ByCause[] {
  const counts = confusion(judged, classes)
  return counts.slice(1).map((row, at) => {
    const label = at + 1
    const right = row[label] ?? 0
    const listed = judged.filter((each) => each.label === label && each.shortlist !== undefined)
    return {
      label,
      recall: shareOf(
        right,
        row.reduce((sum, count) => sum + count, 0),
      ),
      precision: shareOf(
        right,
        counts.reduce((sum, other) => sum + (other[label] ?? 0), 0),
      ),
      coverage: shareOf(listed.filter((each) => each.shortlist?.includes(label)).length, listed.length),
    }
  })
}

/** Coverage of the shortlists of failures, and their mean length. */
export function shortlistMetrics(judged: readonly Judged[]): { readonly coverage: Share; readonly meanSize: number } {
  const listed = judged.filter((each) => each.label > 0 && each.shortlist !== undefined)
  const hits = listed.filter((each) => each.shortlist?.includes(each.label)).length
  return { coverage: shareOf(hits, listed.length), meanSize: meanOf(listed, (each) => each.shortlist?.length ?? 0) }
}

/** What the gate did: share of messages that it let pass, and the share of those that were fine (its precision). */
export function gateMetrics(judged: readonly Judged[]): { readonly passed: Share; readonly precision: Share } {
  const passed = judged.filter((each) => each.passes === true)
  return {
    passed: shareOf(passed.length, judged.length),
    precision: shareOf(passed.filter((each) => each.label === 0).length, passed.length),
  }
}

/** Log loss of the causes among failures: how well causes are told apart, whatever is thought of failing. */
export function causeLogLoss(judged: readonly Judged[]): number {
  return meanOf(
    judged.filter((each) => each.label > 0),
    (each) => lossOf(causesOf(each.proba), each.label),
  )
}

/** Share of messages whose likeliest label, healthy or a cause, was right. */
export function accuracy(judged: readonly Judged[]): number {
  return meanOf(judged, (each) => (likeliest(each.proba) === each.label ? 1 : 0))
}

/** Log loss in nats and Brier score (0 to 1) of the probability of failure. */
export function failureMetrics(judged: readonly Judged[]): { readonly logLoss: number; readonly brier: number } {
  const pairs = judged.map(({ proba }) => [1 - failureOf(proba), failureOf(proba)])
  const failed = judged.map(({ label }) => Math.min(1, label))
  return { logLoss: logLoss(pairs, failed), brier: brier(pairs, failed) / 2 }
}
