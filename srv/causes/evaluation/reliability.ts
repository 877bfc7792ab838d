import { requireEqualLength } from '../statistics/distribution.ts'
import { clopperPearson } from '../statistics/gate.ts'
import type { Interval } from '../statistics/gate.ts'

/** Messages whose predicted probability is above `from` and at most `to` (the first bin holds its lower end too). */
interface ReliabilityBin {
  readonly from: number
  readonly to: number
  readonly rows: number
  /** Mean predicted probability. */
  readonly predicted: number
  /** Share of rows where it really happened, with its exact 95 % interval. */
  readonly happened: number
  readonly interval: Interval
}

/** A calibration curve. */
export interface Reliability {
  /** Bins that hold rows, ascending. */
  readonly bins: readonly ReliabilityBin[]
  /** Expected calibration error: |predicted − happened|, averaged over rows. */
  readonly ece: number
}

/**
 * How far probabilities are to be believed, over `count` bins of equal width.
 * @param predicted probabilities 0 to 1, one a row
 * @param happened one a row
 * @throws RangeError when lengths differ
 * @see M. Naeini et al., AAAI 2015 (ECE); sklearn.calibration.calibration_curve(strategy='uniform')
 */
export function reliability(predicted: ArrayLike<number>, happened: ArrayLike<boolean>, count = 10): Reliability {
  requireEqualLength(predicted, happened, 'probabilities and outcomes')
  const rows = new Float64Array(count)
  const sums = new Float64Array(count)
  const hits = new Float64Array(count)
  for (let row = 0; row < predicted.length; row++) {
    const probability = predicted[row] ?? 0
    const bin = Math.min(count - 1, Math.max(0, Math.ceil(probability * count) - 1))
    rows[bin] = (rows[bin] ?? 0) + 1
    sums[bin] = (sums[bin] ?? 0) + probability
    if (happened[row]) hits[bin] = (hits[bin] ?? 0) + 1
  }
  const bins = Array.from(rows, (held, at) => ({
    from: at / count,
    to: (at + 1) / count,
    rows: held,
    predicted: (sums[at] ?? 0) / held,
    happened: (hits[at] ?? 0) / held,
    interval: clopperPearson(hits[at] ?? 0, held, 0.95),
  })).filter((bin) => bin.rows > 0)
  const ece = bins.reduce((sum, bin) => sum + Math.abs(bin.predicted - bin.happened) * bin.rows, 0) / Math.max(1, predicted.length)
  return { bins, ece }
}
