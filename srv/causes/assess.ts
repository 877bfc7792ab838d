import { calibrate, fitCalibrator } from './statistics/calibration.ts'
import { failureOf } from './statistics/distribution.ts'
import { certifyGate } from './statistics/gate.ts'
import { labelOf } from './model.ts'
import type { CauseModel, LabelledCase } from './model.ts'
import { fitPool, type Pool, pool } from './statistics/pool.ts'
import { fitShortlist } from './statistics/shortlist.ts'
import { adaptedOf, type Assessment, rulesOf } from './version.ts'

/** Of all failures, this share has its true cause on the shortlist. */
const COVERAGE = 0.9
/** What passes by itself fails at most this often, with this confidence. */
const GATE = { atMost: 0.02, confidence: 0.95 }
/** Failures whose cause somebody named, from which on only those decide who is heard. */
const LEAST_NAMED = 20
/** Strength of the rules against made history, counted in failures. */
const AGAINST_MADE = 200

/**
 * How a model is to be heard, found out on the latest messages, that it didn't learn from: weights of rules and model, calibrators, shortlist,
 * gate. A model of made history has no such messages: it only ranks causes, by a fixed weight.
 *
 * @param cases in order of time, later than those learnt from
 */
export function assess(model: CauseModel, cases: readonly LabelledCase[]): Assessment {
  const { facts } = model
  const learnt = { cases: facts.cases, failures: facts.failures }
  if (facts.origin === 'made') return { pool: forMade(learnt) }
  const labels = cases.map((each) => labelOf(each.cause))
  const rules = cases.map(({ signs = [], habits }) => adaptedOf(rulesOf(signs), habits))
  const isDecided = cases.map(({ signs = [] }) => signs.some((each) => each.isDecisive))
  const byModel = cases.map(({ features }) => model.distribution(features))
  // Where a finding decides, the model isn't asked: it must not be praised or blamed for those.
  const asked = cases.flatMap((_, at) => (isDecided[at] ? [] : [at]))
  // Who agrees with a correction agrees with what the rules proposed: that would praise the rules for what they said themselves.
  const named = asked.filter((at) => cases[at]?.isAgreed !== true)
  const isEnough = named.filter((at) => labels[at] !== 0).length >= LEAST_NAMED
  const of = <T>(values: readonly T[], rows = isEnough ? named : asked): T[] => rows.flatMap((at) => values.slice(at, at + 1))
  const weights = fitPool(of(rules), of(byModel), of(labels), learnt)
  const raw = rules.map((row, at) => (isDecided[at] ? row : pool(weights, row, byModel[at] ?? [])))
  const calibrator = fitCalibrator(of(raw, asked), of(labels, asked))
  const both = raw.map((row, at) => (isDecided[at] ? row : calibrate(calibrator, row)))
  const shortlist = fitShortlist(both, labels, COVERAGE)
  const gate = certifyGate(
    raw.map(failureOf),
    labels.map((label) => label !== 0),
    GATE,
  )
  return { pool: weights, calibrator, shortlist, ...(gate ? { gate } : {}) }
}

/** Causes by both, failure by the rules. */
function forMade(learnt: { readonly cases: number; readonly failures: number }): Pool {
  const model = learnt.failures < 100 ? 0 : learnt.failures / (learnt.failures + AGAINST_MADE)
  return { learnt, causes: { rules: 1 - model, model }, failure: { rules: 1, model: 0 } }
}
