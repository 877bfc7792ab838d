import type { Cause, Estimate, RankedCause } from '../domain/judgement.ts'
import { calibrate, type Calibrator } from './statistics/calibration.ts'
import { causesOf, failureOf } from './statistics/distribution.ts'
import { type Gate, passesGate } from './statistics/gate.ts'
import { causeOf, type CauseModel, labelOf, LABELS, type Sign } from './model.ts'
import { type Pool, pool } from './statistics/pool.ts'
import { priorCauses, priorFailure } from './prior.ts'
import type { FeatureVector } from './features/schema.ts'
import { type Shortlist, shortlistOf } from './statistics/shortlist.ts'

/** What was found out about a model on messages that it didn't learn from; plain data, kept beside its bytes. */
export interface Assessment {
  readonly pool: Pool
  /** Absent for made history: what it says of failures is no share of anything. */
  readonly calibrator?: Calibrator
  readonly shortlist?: Shortlist
  /** Absent where nothing could be certified: the gate is advice. */
  readonly gate?: Gate
}

/** A model, and how it is to be heard. */
export interface Version {
  readonly model: CauseModel
  readonly assessment: Assessment
}

/** Rules, model and both together; rows over {@link LABELS} that sum to one. */
export interface Voices {
  readonly rules: Float64Array
  readonly model: Float64Array
  /** Rules corrected by what came of others: one half of the pool. */
  readonly adapted: Float64Array
  /** The pool before calibration: what the gate is measured by, as it tells messages apart more finely. */
  readonly raw: Float64Array
  /** What people are told. */
  readonly both: Float64Array
}

/** What rules alone say; a row over {@link LABELS}. */
export function rulesOf(signs: readonly Sign[]): Float64Array {
  const failure = priorFailure(signs)
  const row = new Float64Array(LABELS.length)
  row[0] = 1 - failure
  for (const { cause, probability } of priorCauses(signs)) row[labelOf(cause)] = probability * failure
  return row
}

/** How likely a failure is by the rules, and its causes by what came of others; the rules alone where nothing is known of that. */
export function adaptedOf(rules: Float64Array, habits: ArrayLike<number> | undefined): Float64Array {
  if (habits === undefined) return rules
  const failure = failureOf(rules)
  return rules.map((share, label) => (label === 0 ? share : (habits[label] ?? 0) * failure))
}

/**
 * What rules and model say, and both together. Decisive findings decide alone: of those the model is not asked.
 * Pure and without I/O; about 20 µs with 100 trees.
 */
export function hear({ model, assessment }: Version, signs: readonly Sign[], features: FeatureVector, habits?: ArrayLike<number>): Voices {
  const rules = rulesOf(signs)
  const ofModel = model.distribution(features)
  if (signs.some((each) => each.isDecisive)) return { rules, model: ofModel, adapted: rules, raw: rules, both: rules }
  const adapted = adaptedOf(rules, habits)
  const raw = pool(assessment.pool, adapted, ofModel)
  return { rules, model: ofModel, adapted, raw, both: assessment.calibrator ? calibrate(assessment.calibrator, raw) : raw }
}

/** Causes of a row, likeliest first, at most `count`; their probabilities given that the message fails. */
export function rankedOf(row: ArrayLike<number>, count: number = LABELS.length): RankedCause[] {
  const causes = causesOf(row)
  return Array.from({ length: causes.length - 1 }, (_, at) => ({ cause: causeOf(at + 1), probability: causes[at + 1] ?? 0 }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, count)
}

export const estimateOf = (row: ArrayLike<number>): Estimate => ({ failure: failureOf(row), causes: rankedOf(row, 5) })

/** The fewest causes that hold the true one as often as the version states; undefined where it can't state that. */
export function listed({ shortlist }: Assessment, both: ArrayLike<number>): { causes: Cause[]; coverage: number } | undefined {
  // Too few failures to state a coverage: a list of everything says nothing.
  if (!shortlist || shortlist.least === 0) return undefined
  return { causes: shortlistOf(both, shortlist).map(causeOf), coverage: shortlist.coverage }
}

/** Under the certified threshold; undefined where none is certified. */
export function passing({ gate }: Assessment, raw: ArrayLike<number>): { mayPass: boolean; atMost: number } | undefined {
  return gate && { mayPass: passesGate(gate, failureOf(raw)), atMost: gate.atMost }
}
