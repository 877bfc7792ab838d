import { causesOf, requireEqualLength } from './distribution.ts'
import type { Distribution } from './distribution.ts'

/**
 * # The shortlist: few causes that hold the true one
 *
 * Ordinary conformal sets over all labels cover nine of ten *messages*, and since most are healthy hardly a third of the failures. So sets
 * are calibrated on failed messages only, over causes renormalised: of the failures, the stated share has its true cause on the list.
 */

/** What a shortlist is drawn with. */
export interface Shortlist {
  /** Share of failures whose true cause is on the list: at least this, and at most 1 / (rows + 1) more, where scores don't tie. */
  readonly coverage: number
  /** Failed messages that it was fitted on. */
  readonly rows: number
  /** A cause is on the list when its share among the causes is at least this; 0 lists all, as too few rows demand. */
  readonly least: number
  /** Causes on the list, on average over those rows. */
  readonly meanSize: number
}

/** Products such as 70 · 0.9 must not exceed a whole number by their last digit. */
const ROUNDING = 1e-9

/** All causes: what is listed as long as no failure is known. */
const everything = (coverage: number): Shortlist => ({ coverage, rows: 0, least: 0, meanSize: 0 })

/**
 * Split conformal prediction with the score 1 − share of the true cause, whose sets are the smallest on average. Holds for messages that are
 * exchangeable with the rows given: take the latest ones, that the model didn't learn from.
 *
 * @param probas one row a message, over all labels or over the causes alone (label 0 then 0); healthy messages are left out
 * @param labels one a message, 0 where it was healthy
 * @param coverage share between 0 and 1 that is aimed at: 0.9
 * @throws RangeError when lengths differ or `coverage` is no share
 * @see A. Angelopoulos, S. Bates, arXiv:2107.07511, §1; M. Sadinle et al., JASA 114 (2019), for the score
 */
export function fitShortlist(probas: readonly Distribution[], labels: ArrayLike<number>, coverage: number): Shortlist {
  requireEqualLength(probas, labels, 'probabilities and labels')
  if (!(coverage > 0 && coverage < 1)) throw new RangeError(`${coverage} is no share between 0 and 1`)
  const failures = probas.flatMap((proba, at) => {
    const label = labels[at] ?? 0
    return label === 0 ? [] : [{ causes: causesOf(proba), label }]
  })
  const rows = failures.length
  if (rows === 0) return everything(coverage)
  const shares = Float64Array.from(failures, ({ causes, label }) => causes[label] ?? 0).sort()
  // The score of rank ⌈(n + 1) · coverage⌉ from below is the share of that rank from above.
  const rank = Math.ceil((rows + 1) * coverage - ROUNDING)
  const shortlist = { coverage, rows, least: rank > rows ? 0 : (shares[rows - rank] ?? 0), meanSize: 0 }
  const listed = failures.reduce((sum, { causes }) => sum + shortlistOf(causes, shortlist).length, 0)
  return { ...shortlist, meanSize: listed / rows }
}

/**
 * Labels of the causes on the list, most likely first (the lower label first of equals); never empty, never label 0.
 * @param proba one row, over all labels or over the causes alone
 */
export function shortlistOf(proba: Distribution, shortlist: Shortlist): number[] {
  const causes = causesOf(proba)
  const ranked = Array.from({ length: Math.max(0, causes.length - 1) }, (_, at) => at + 1).sort(
    (a, b) => (causes[b] ?? 0) - (causes[a] ?? 0),
  )
  const size = ranked.filter((label) => (causes[label] ?? 0) >= shortlist.least).length
  return ranked.slice(0, Math.max(1, size))
}
