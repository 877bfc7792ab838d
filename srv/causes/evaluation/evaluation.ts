import { failureOf } from '../statistics/distribution.ts'
import { costOf } from './cost.ts'
import type { Cost, Costs } from './cost.ts'
import {
  accuracy,
  brier,
  byCause,
  causeLogLoss,
  confusion,
  failureMetrics,
  gateMetrics,
  logLoss,
  shortlistMetrics,
  topCauses,
} from './metrics.ts'
import type { Judged } from './metrics.ts'
import { reliability } from './reliability.ts'

/**
 * # Evaluation: what a model, the rules, or both were worth on messages that they hadn't seen
 *
 * - `evaluation/metrics.ts`, `reliability.ts`, `cost.ts` one figure each
 * - `evaluation/prequential.ts` plays a stream in order of time; `baselines.ts` is what has to be beaten
 * - `evaluation/promotion.ts` when a challenger becomes champion
 *
 * `evaluate` below puts the figures of one predictor together, as they are stored and drawn.
 */

/** Plain data: survives JSON. Losses in nats, shares 0 to 1; causes by label, 1 and up. */
export interface Evaluation {
  readonly rows: number
  readonly failures: number
  /** Over all labels. */
  readonly logLoss: number
  readonly brier: number
  readonly accuracy: number
  /** Will it fail? */
  readonly failure: ReturnType<typeof failureMetrics> & { readonly reliability: ReturnType<typeof reliability> }
  /** Why? Over failures only. */
  readonly causes: {
    readonly logLoss: number
    /** The true cause came first, among the first two, the first three. */
    readonly top: ReturnType<typeof topCauses>
    readonly byCause: ReturnType<typeof byCause>
    /** `confusion[true label][likeliest cause]`. */
    readonly confusion: ReturnType<typeof confusion>
  }
  /** Of the rows that had one. */
  readonly shortlist: ReturnType<typeof shortlistMetrics>
  readonly gate: ReturnType<typeof gateMetrics>
  /** Left out, where no costs were given. */
  readonly cost?: Cost
}

/**
 * All figures of one predictor on one stretch of messages.
 * @param judged opinions with their outcome; probabilities are best calibrated
 * @param classes number of labels, healthy among them
 * @throws RangeError for costs that {@link costOf} doesn't take
 */
export function evaluate(judged: readonly Judged[], classes: number, costs?: Costs): Evaluation {
  const probas = judged.map((each) => each.proba)
  const labels = judged.map((each) => each.label)
  const failing = probas.map(failureOf)
  const failed = labels.map((label) => label > 0)
  return {
    rows: judged.length,
    failures: failed.filter(Boolean).length,
    logLoss: logLoss(probas, labels),
    brier: brier(probas, labels),
    accuracy: accuracy(judged),
    failure: { ...failureMetrics(judged), reliability: reliability(failing, failed) },
    causes: {
      logLoss: causeLogLoss(judged),
      top: topCauses(judged),
      byCause: byCause(judged, classes),
      confusion: confusion(judged, classes),
    },
    shortlist: shortlistMetrics(judged),
    gate: gateMetrics(judged),
    ...(costs && { cost: costOf(failing, failed, costs) }),
  }
}
