import type { Cause, Influence, Prediction } from '../domain/judgement.ts'
import { createHabits } from './features/habits.ts'
import type { Sign } from './model.ts'
import { createEncoder, keysOf } from './features/encoding.ts'
import type { CaseKeys, Encoder } from './features/encoding.ts'
import { extractFeatures } from './features/features.ts'
import type { Evidenced } from './features/features.ts'
import { HABITS, influencesOf } from './explain/influences.ts'
import { PRIOR_VERSION, priorInfluences } from './prior.ts'
import { FEATURE_SCHEMA } from './features/schema.ts'
import { adaptedOf, estimateOf, hear, listed, passing, rankedOf, rulesOf, type Version } from './version.ts'

/** Ranks causes with the version in use; one per process. Adds no I/O to a message. */
export interface Ranker {
  /** Of the model in use, `prior-1` without one. */
  readonly version: string
  /** Judges with this version from now on; undefined goes back to the rules. */
  use(version: Version | undefined): void
  /**
   * Failure (0 to 1) and at most 8 causes, most likely first, summing to one, with what spoke for the first. Decisive findings decide
   * without the model. Never throws: whatever goes wrong with the model, the rules answer and `modelVersion` says so.
   */
  rank(evidenced: Evidenced): Prediction
  /** What would be said of a message whose numbers were kept: probabilities over all labels, by what is in use now. */
  say(signs: readonly Sign[], features: readonly number[], habits?: ArrayLike<number>): Float64Array
  /** Remembers that a message of these keys failed or didn't; rates of failure know of it from now on. */
  learn(keys: CaseKeys, hasFailed: boolean, labelNumber: number): void
  /** Remembers what was behind a failure; `weight` 1 where somebody named it. */
  learnCause(signs: readonly Sign[], keys: CaseKeys, cause: Cause, weight: number): void
  /** Forgets all rates. */
  forget(): void
}

const SHOWN = 8
/** Nothing spoke for a failure that nobody expects. */
const EXPECTED_FROM = 0.02

function shown(row: ArrayLike<number>): Prediction['causes'] {
  const top = rankedOf(row, SHOWN)
  const total = top.reduce((sum, each) => sum + each.probability, 0)
  return top.map(({ cause, probability }) => ({ cause, probability: total > 0 ? probability / total : 1 / top.length }))
}

/** Causes that people named here, after which made history has nothing more to say. */
const MADE_UNTIL = 50

/** Learnt from too little to have a say, or from what was made where more is known by now. */
function isSilent({ model, assessment: { pool } }: Version, named: number): boolean {
  return (pool.causes.model === 0 && pool.failure.model === 0) || (model.facts.origin === 'made' && named >= MADE_UNTIL)
}

/** A ranker without a model: rules answer until `use` is called. */
export function createRanker(encoder: Encoder = createEncoder()): Ranker {
  const habits = createHabits()
  let current: Version | undefined
  let knownLabels = 0
  let named = 0

  const byRules = ({ findings }: Evidenced, habits: Float64Array): Prediction => {
    const rules = rulesOf(findings)
    const isDecided = findings.some((each) => each.isDecisive)
    const causes = shown(isDecided ? rules : adaptedOf(rules, habits))
    const [first] = causes
    const byHabits =
      first === undefined || isDecided
        ? 0
        : first.probability - (rankedOf(rules).find((each) => each.cause === first.cause)?.probability ?? 0)
    const ofHabits: Influence = { feature: HABITS, value: '', unit: '', contribution: byHabits }
    const influences = first ? [...priorInfluences(findings, first.cause), ...(Math.abs(byHabits) < 1e-3 ? [] : [ofHabits])] : []
    const estimate = estimateOf(rules)
    return { modelVersion: PRIOR_VERSION, failure: estimate.failure, causes, influences, rules: estimate }
  }

  const byBoth = (version: Version, { findings }: Evidenced, features: readonly number[], habits: Float64Array): Prediction => {
    const { model, assessment } = version
    const { rules, model: ofModel, raw, both } = hear(version, findings, features, habits)
    if (![...ofModel, ...both].every((value) => value >= 0 && value <= 1 + 1e-9))
      throw new RangeError(`${model.facts.version} answers with no probabilities`)
    const isDecided = findings.some((each) => each.isDecisive)
    const { failure } = estimateOf(both)
    const causes = shown(both)
    const first = causes[0]
    const influences =
      first === undefined || (failure < EXPECTED_FROM && findings.length === 0)
        ? []
        : isDecided
          ? priorInfluences(findings, first.cause)
          : influencesOf(version, findings, features, habits, first)
    const shortlist = listed(assessment, both)
    const gate = passing(assessment, raw)
    return {
      // A finding that decides needs no model, and none is named.
      modelVersion: isDecided ? PRIOR_VERSION : model.facts.version,
      ...{ failure, causes, influences, rules: estimateOf(rules), model: estimateOf(ofModel) },
      ...(shortlist ? { shortlist } : {}),
      ...(gate ? { gate } : {}),
    }
  }

  return {
    get version() {
      return current?.model.facts.version ?? PRIOR_VERSION
    },
    use(version) {
      current = version
    },
    rank(evidenced) {
      const keys = keysOf(evidenced.parts, evidenced.context, evidenced.sender ?? '')
      const features = extractFeatures(evidenced, encoder.encode(keys))
      const adapted = habits.adapt(rulesOf(evidenced.findings), evidenced.findings, keys)
      const basis = { featureSchema: FEATURE_SCHEMA.hash, features, keys, habits: [...adapted.subarray(1)], knownLabels }
      if (current === undefined || isSilent(current, named)) return { ...byRules(evidenced, adapted), basis }
      try {
        return { ...byBoth(current, evidenced, features, adapted), basis }
      } catch {
        // A message is ranked whatever happened to the model.
        return { ...byRules(evidenced, adapted), basis }
      }
    },
    say(signs, features, habits) {
      if (current && !isSilent(current, named)) return hear(current, signs, features, habits).both
      const rules = rulesOf(signs)
      return signs.some((each) => each.isDecisive) ? rules : adaptedOf(rules, habits)
    },
    learn(keys, hasFailed, labelNumber) {
      encoder.learn(keys, hasFailed)
      knownLabels = Math.max(knownLabels, labelNumber)
    },
    learnCause(signs, keys, cause, weight) {
      habits.learn(signs, keys, cause, weight)
      named += Number(weight >= 1)
    },
    forget() {
      encoder.clear()
      habits.clear()
      knownLabels = 0
      named = 0
    },
  }
}
