import { betaQuantile } from './beta.ts'
import { requireEqualLength } from './distribution.ts'

/**
 * # The gate: which messages may pass without a person
 *
 * A threshold on the probability of failure is *certified* on labelled messages that the model didn't learn from: with the stated confidence,
 * at most the stated share of what passes fails, as long as traffic stays as it was (drift.ts watches that). What can't be certified stays
 * advice.
 */

/** Bounds of a share, 0 to 1. */
export interface Interval {
  readonly lower: number
  readonly upper: number
}

function requireCounts(k: number, n: number, confidence: number): void {
  const areCounts = Number.isInteger(k) && Number.isInteger(n) && k >= 0 && k <= n
  if (!areCounts || !(confidence > 0 && confidence < 1)) throw new RangeError(`${k} of ${n} at confidence ${confidence}`)
}

/** Highest share that `k` of `n` leaves possible, in the sense of a one-sided test at `confidence` (0.95); 1 where n is 0. */
function highestShare(k: number, n: number, confidence: number): number {
  return k === n ? 1 : betaQuantile(confidence, k + 1, n - k)
}

/**
 * Exact two-sided interval of a share after `k` of `n`; covers the true share at least `confidence` of the times. [0, 1] where n is 0.
 * @param confidence between 0 and 1, such as 0.95
 * @throws RangeError for anything but counts with k ≤ n
 * @see C. Clopper, E. Pearson, Biometrika 26 (1934); scipy.stats.binomtest(k, n).proportion_ci(confidence, 'exact')
 */
export function clopperPearson(k: number, n: number, confidence: number): Interval {
  requireCounts(k, n, confidence)
  const oneSided = (1 + confidence) / 2
  return { lower: 1 - highestShare(n - k, n, oneSided), upper: highestShare(k, n, oneSided) }
}

/**
 * Upper end of the one-sided exact interval of a share after `k` of `n`: the true share is above it at most 1 − `confidence` of the times.
 * @throws RangeError for anything but counts with k ≤ n
 * @see scipy.stats.beta.ppf(confidence, k + 1, n - k)
 */
export function clopperPearsonUpper(k: number, n: number, confidence: number): number {
  requireCounts(k, n, confidence)
  return highestShare(k, n, confidence)
}

/** A certified threshold. All shares 0 to 1. */
export interface Gate {
  /** A message passes when its score is at most this. */
  readonly threshold: number
  /** What is promised: at most this share of what passes fails, … */
  readonly atMost: number
  /** … with this confidence. */
  readonly confidence: number
  /** Labelled messages that it was certified on, those of them that would have passed, and those of these that failed. */
  readonly rows: number
  readonly passed: number
  readonly failed: number
  /** One-sided upper bound of the share of failures among what passes; at most `atMost`. */
  readonly upper: number
}

export interface GateDemand {
  /** Highest share of failures among what passes: 0.02. */
  readonly atMost: number
  /** Of the certificate: 0.95. */
  readonly confidence: number
  /** Share of all messages that the first, most cautious threshold lets pass; a gate that lets fewer pass is never found. 0.25 by default. */
  readonly from?: number
  /** Share by which every further threshold lets more pass; 0.025 by default. */
  readonly step?: number
}

/**
 * The most generous threshold for which "at most `atMost` of what passes fails" can be certified; undefined where not even the most
 * cautious can: then the gate stays advice.
 *
 * Trying many thresholds and keeping the best that certifies would break the certificate. So the thresholds are laid down beforehand, by
 * the scores alone: from cautious to generous, and tested in this order, each at full confidence, until the first fails; the one before
 * stands. With probability `confidence`, no threshold that breaks the promise is ever kept.
 *
 * @param scores one a message: any number that rises with the risk. The model's own probability of failure separates finer than an
 *   isotonic one (and one that was fitted on these very rows would weaken the certificate)
 * @param failed one a message: whether it really failed
 * @throws RangeError when lengths differ or a demand isn't between 0 and 1
 * @see A. Angelopoulos et al., "Learn then Test", arXiv:2110.01052 (fixed-sequence testing); B. Wiens, Pharmaceutical Statistics 2 (2003)
 */
export function certifyGate(scores: ArrayLike<number>, failed: ArrayLike<boolean>, demand: GateDemand): Gate | undefined {
  const { atMost, confidence, from = 0.25, step = 0.025 } = demand
  requireEqualLength(scores, failed, 'scores and outcomes')
  for (const each of [atMost, confidence, from, step]) {
    if (!(each > 0 && each < 1)) throw new RangeError(`${each} is no share between 0 and 1`)
  }
  const rows = scores.length
  const order = Uint32Array.from(scores, (_, at) => at).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0))
  let gate: Gate | undefined
  let [passed, failures] = [0, 0]
  for (let tried = 0, share = from; share <= 1 && rows > 0; share = from + ++tried * step) {
    const threshold = scores[order[Math.max(0, Math.floor(share * rows) - 1)] ?? 0] ?? 0
    for (; passed < rows && (scores[order[passed] ?? 0] ?? 0) <= threshold; passed++) if (failed[order[passed] ?? 0]) failures++
    const upper = clopperPearsonUpper(failures, passed, confidence)
    if (upper > atMost) return gate
    gate = { threshold, atMost, confidence, rows, passed, failed: failures, upper }
  }
  return gate
}

/** Whether a message with this score may pass by itself; never without a certified gate. */
export function passesGate(gate: Gate | undefined, score: number): boolean {
  return gate !== undefined && score <= gate.threshold
}
