import type { Cause } from '../domain/judgement.ts'
import type { FeatureVector } from './schema.ts'

/** What every family of models offers. A family fits cases to a model; a model is immutable, made of data only, and never changes its mind. */

/** What really was wrong with a message; `null` when it was booked rightly. */
export interface LabelledCase {
  readonly features: FeatureVector
  readonly cause: Cause | null
}

/** `recorded`: outcomes and decisions of real traffic. `made`: invented for development; ranks causes, never gates. */
type Origin = 'recorded' | 'made'

export interface FitOptions {
  /** 32-bit integer; the same cases, seed and number of trees make the same model, byte for byte. */
  readonly seed: number
  readonly origin: Origin
  /** Number of trees, 1 to 500; 60 by default. */
  readonly trees?: number
}

/** Probabilities between 0 and 1; `healthy` and all causes sum to one. Causes that the model never met are left out. */
export interface Proba {
  readonly healthy: number
  readonly causes: ReadonlyMap<Cause, number>
}

/** `base` + all contributions = probability of the explained label; one contribution per feature, in schema order. */
export interface Explanation {
  readonly base: number
  readonly contributions: readonly number[]
}

/** How a model came to be, as it is kept beside its bytes. */
export interface ModelFacts {
  /** Unique for family, parameters, data, schema and seed; at most 40 characters. */
  readonly version: string
  readonly family: string
  readonly origin: Origin
  readonly cases: number
  /** Cases with a cause. */
  readonly failures: number
  readonly seed: number
  readonly parameters: Readonly<Record<string, string | number | boolean>>
  /** SHA-256, hex. */
  readonly featureSchema: string
  /** SHA-256, hex, of the training cases in their order. */
  readonly dataHash: string
}

export interface CauseModel {
  readonly version: string
  readonly facts: ModelFacts
  /** @param features one finite number per feature of the schema */
  predictProba(features: FeatureVector): Proba
  /** What each feature did for `cause` (`null`: for healthy) in this one prediction. */
  explain(features: FeatureVector, cause: Cause | null): Explanation
  /** The whole model as text; the family's `load` makes an equal model of it. */
  readonly save: () => string
}

export interface CauseModelFamily {
  readonly name: string
  /** @throws ModelError `COUNTERSIGN/CASES_UNUSABLE` with too few or too many cases, one label only, or rows that don't fit the schema */
  fit(cases: readonly LabelledCase[], options: FitOptions): CauseModel
  /** @throws ModelError `COUNTERSIGN/MODEL_BROKEN`, or `COUNTERSIGN/MODEL_OUTDATED` for another feature schema */
  load(saved: string): CauseModel
}
