import { CAUSES } from '../domain/judgement.ts'
import type { Cause, Finding } from '../domain/judgement.ts'
import type { Attribution } from './explain/explain.ts'
import type { Forest } from './forest/forest.ts'
import type { FeatureVector } from './features/schema.ts'

/** What every family of models offers. A model is immutable, made of data only, and never changes its mind. */

/** What a model can say of a message, in this order: label 0 is healthy, the rest are the causes. */
export const LABELS: readonly (Cause | 'healthy')[] = ['healthy', ...CAUSES]
export const labelOf = (cause: Cause | null): number => (cause === null ? 0 : CAUSES.indexOf(cause) + 1)
/** Of a label above 0. */
export const causeOf = (label: number): Cause => CAUSES[label - 1] ?? 'unknown'

/** What a finding tells without its words. */
export type Sign = Pick<Finding, 'check' | 'cause' | 'severity' | 'isDecisive'>

/** What really was wrong with a message; `null` when it was booked rightly. */
export interface LabelledCase {
  readonly features: FeatureVector
  readonly cause: Cause | null
  /** What rules saw in it; none if left out. */
  readonly signs?: readonly Sign[]
  /** What habits made of the rules' causes at the time, over {@link LABELS}; none if left out. */
  readonly habits?: ArrayLike<number>
  /** The cause was only agreed with, not named: it was what had been proposed. */
  readonly isAgreed?: boolean
  /** What it belongs to (its material), for comparing with "the same as last time". */
  readonly key?: string
  /** How much it counts, above 0; 1 if left out. */
  readonly weight?: number
}

/** `recorded`: outcomes and decisions of real traffic. `made`: invented for development; ranks causes, never gates. */
type Origin = 'recorded' | 'made'

/** `exact`: the forest of `ml-random-forest`. `histogram`: trees on binned features, features drawn per split. */
export const FAMILIES = ['exact', 'histogram'] as const
export type Family = (typeof FAMILIES)[number]

export interface FitOptions {
  readonly family: Family
  /** 32-bit integer; the same cases, seed and number of trees make the same model, byte for byte, with any number of threads. */
  readonly seed: number
  readonly origin: Origin
  /** Number of trees, 1 to 500; 100 by default. */
  readonly trees?: number
  /** Threads to grow in; 1 by default. */
  readonly threads?: number
}

/** How a model came to be, as it is kept beside its bytes. */
export interface ModelFacts {
  /** Unique for family, parameters, data, schema and seed; at most 40 characters. */
  readonly version: string
  readonly family: Family
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
  readonly facts: ModelFacts
  /**
   * @param features one finite number per feature of the schema
   * @returns probability of each of {@link LABELS}; sums to one
   */
  distribution(features: FeatureVector): Float64Array
  /** What each feature did for the log-odds of cause `label` among all failures, in this one prediction; as {@link Attribution} in `explain.ts`. */
  explainOdds(features: FeatureVector, label: number): Attribution
  /** The leaf that each tree puts it in: who shares many of them is alike. */
  leaves(features: FeatureVector): Int32Array
  readonly forest: Forest
  /** What each class of the forest is: a position in {@link LABELS}. */
  readonly labels: readonly number[]
  /** The whole model as text; `loadModel` makes an equal one of it. */
  readonly save: () => string
}
