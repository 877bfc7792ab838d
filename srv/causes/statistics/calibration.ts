import { LEAST, causesOf, clamp, failureOf, requireEqualLength, softmax } from './distribution.ts'
import type { Distribution } from './distribution.ts'
import { fitIsotonic, isotonicAt } from './isotonic.ts'
import type { Isotonic } from './isotonic.ts'

/**
 * # Calibration: of what is said to fail with 30 %, 30 % fails
 *
 * Two questions, two calibrators. Whether a message fails is answered by a binary one: a temperature below 5,000 labelled messages, an
 * isotonic curve from there on. Which cause is behind a failure is answered by one temperature for all causes, fitted on failed messages
 * alone. Both are fitted on the latest part of time, that the model didn't learn from. Plain data, as it is kept beside a model.
 */

/** Probabilities are raised to 1 / `temperature` and sum to one again: above 1 they become more cautious, below 1 bolder. */
export interface Temperature {
  readonly kind: 'temperature'
  readonly temperature: number
}

export interface Calibrator {
  /** Labelled messages, and the failed ones of them, that it was fitted on. */
  readonly rows: number
  readonly failures: number
  readonly failure: Temperature | Isotonic
  readonly causes: Temperature
}

/** From this number of rows on an isotonic curve is better than a temperature. */
const ISOTONIC_FROM = 5_000
/** Fewer rows or failures than these say nothing about a temperature: it stays 1. */
const LEAST_ROWS = 20
const COLDEST = 0.2
const HOTTEST = 5
const UNCHANGED: Temperature = { kind: 'temperature', temperature: 1 }

/**
 * The latest part of `rows` messages in order of time, for calibrating; what comes before is for learning.
 * @param share 0.2 to 0.25
 * @returns calibrate on rows from `from` up to, but without, `to`; learn from those before `from`
 * @throws RangeError for another share
 */
export function calibrationSlice(rows: number, share = 0.25): { readonly from: number; readonly to: number } {
  if (!(share >= 0.2 && share <= 0.25)) throw new RangeError(`calibrating takes 20 to 25 % of the messages, not ${share}`)
  return { from: rows - Math.ceil(rows * share), to: rows }
}

function logsOf(distribution: Distribution, from: number): Float64Array {
  return Float64Array.from(distribution, (probability, at) => (at < from ? 0 : Math.log(clamp(probability, LEAST, 1))))
}

/** Applies a temperature to the probabilities of the labels from `from` on; they sum to one, earlier labels are 0. */
function warmed(distribution: Distribution, temperature: number, from = 0): Float64Array {
  return softmax(
    logsOf(distribution, from).map((log) => log / temperature),
    from,
  )
}

/**
 * The temperature, 0.2 to 5, under which what happened was likeliest (least log loss). 1 with fewer than 20 rows.
 * Log loss is convex in 1 / temperature, so its slope is followed to zero by halving.
 *
 * @param probas one row a message, each over the same labels; probabilities below 1e-4 count as that
 * @param labels what really happened, one a message
 * @param from first label that takes part: 1 leaves out *healthy*
 * @throws RangeError when lengths differ
 * @see C. Guo et al., "On Calibration of Modern Neural Networks", ICML 2017, §4.2
 */
export function fitTemperature(probas: readonly Distribution[], labels: ArrayLike<number>, from = 0): Temperature {
  requireEqualLength(probas, labels, 'probabilities and labels')
  if (probas.length < LEAST_ROWS) return UNCHANGED
  const logs = probas.map((proba) => logsOf(proba, from))
  /** Of the log loss by 1 / temperature. */
  const slope = (inverse: number): number => {
    let sum = 0
    logs.forEach((row, at) => {
      let [mass, moment] = [0, 0]
      for (let label = from; label < row.length; label++) {
        const log = row[label] ?? 0
        const weight = Math.exp(log * inverse)
        mass += weight
        moment += weight * log
      }
      sum += moment / mass - (row[labels[at] ?? 0] ?? 0)
    })
    return sum
  }
  let [low, high] = [1 / HOTTEST, 1 / COLDEST]
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (slope(middle) < 0) low = middle
    else high = middle
  }
  return { kind: 'temperature', temperature: 2 / (low + high) }
}

/**
 * Both calibrators of a model, or of the pool of model and rules.
 *
 * @param probas one row a message, over all labels, as the model says it
 * @param labels one a message, 0 where it was healthy; the latest part of time, see {@link calibrationSlice}
 * @throws RangeError when lengths differ
 */
export function fitCalibrator(probas: readonly Distribution[], labels: ArrayLike<number>): Calibrator {
  requireEqualLength(probas, labels, 'probabilities and labels')
  const failed = Array.from(labels, (label) => label !== 0)
  const rows = probas.length
  const failures = failed.filter(Boolean).length
  const failing = probas.map(failureOf)
  // Without both outcomes every curve would say that only the one exists.
  const isTelling = Math.min(failures, rows - failures) >= LEAST_ROWS
  const failure = !isTelling
    ? UNCHANGED
    : rows >= ISOTONIC_FROM
      ? fitIsotonic(failing, failed)
      : fitTemperature(
          failing.map((each) => [1 - each, each]),
          failed.map(Number),
        )
  const behind = probas.flatMap((proba, at) => (failed[at] ? [{ proba: causesOf(proba), label: labels[at] ?? 0 }] : []))
  const causes = fitTemperature(
    behind.map((each) => each.proba),
    behind.map((each) => each.label),
    1,
  )
  return { rows, failures, failure, causes }
}

/** Calibrated probability that a message fails, of what the model says (both 0 to 1); never falls as that rises. */
export function calibrateFailure({ failure }: Calibrator, probability: number): number {
  if (failure.kind === 'isotonic') return isotonicAt(failure, probability)
  return warmed([1 - probability, probability], failure.temperature)[1] ?? probability
}

/**
 * Calibrated probability of each cause, given that the message fails.
 * @param distribution over all labels, or over the causes alone
 * @returns as long: 0 for label 0, the rest sums to one
 */
export function calibrateCauses({ causes }: Calibrator, distribution: Distribution): Float64Array {
  return warmed(causesOf(distribution), causes.temperature, 1)
}

/** Both answers in one row over all labels, that sums to one. */
export function calibrate(calibrator: Calibrator, distribution: Distribution): Float64Array {
  const failure = calibrateFailure(calibrator, failureOf(distribution))
  const joint = calibrateCauses(calibrator, distribution).map((share) => share * failure)
  joint[0] = 1 - failure
  return joint
}
