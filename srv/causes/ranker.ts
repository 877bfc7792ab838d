import type { Influence, Prediction } from '../domain/judgement.ts'
import { createEncoder, keysOf } from './features/encoding.ts'
import type { CaseKeys, Encoder } from './features/encoding.ts'
import { extractFeatures } from './features/features.ts'
import type { Evidenced } from './features/features.ts'
import { influencesOf } from './explain/influences.ts'
import { PRIOR_VERSION, priorInfluences } from './prior.ts'
import { FEATURE_SCHEMA } from './features/schema.ts'
import { estimateOf, hear, listed, passing, rankedOf, rulesOf, type Version } from './version.ts'

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
  /** Remembers that a message of these keys failed or didn't; rates of failure know of it from now on. */
  learn(keys: CaseKeys, hasFailed: boolean, labelNumber: number): void
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

/** Learnt from too little to have a say. */
function isSilent({ assessment: { pool } }: Version): boolean {
  return pool.causes.model === 0 && pool.failure.model === 0
}

/** A ranker without a model: rules answer until `use` is called. */
export function createRanker(encoder: Encoder = createEncoder()): Ranker {
  let current: Version | undefined
  let knownLabels = 0

  const byRules = ({ findings }: Evidenced): Prediction => {
    const rules = rulesOf(findings)
    const causes = shown(rules)
    const influences: readonly Influence[] = causes[0] ? priorInfluences(findings, causes[0].cause) : []
    const estimate = estimateOf(rules)
    return { modelVersion: PRIOR_VERSION, failure: estimate.failure, causes, influences, rules: estimate }
  }

  const byBoth = (version: Version, { findings }: Evidenced, features: readonly number[]): Prediction => {
    const { model, assessment } = version
    const { rules, model: ofModel, raw, both } = hear(version, findings, features)
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
          : influencesOf(version, findings, features, first)
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
      const basis = { featureSchema: FEATURE_SCHEMA.hash, features, keys, knownLabels }
      if (current === undefined || isSilent(current)) return { ...byRules(evidenced), basis }
      try {
        return { ...byBoth(current, evidenced, features), basis }
      } catch {
        // A message is ranked whatever happened to the model.
        return { ...byRules(evidenced), basis }
      }
    },
    learn(keys, hasFailed, labelNumber) {
      encoder.learn(keys, hasFailed)
      knownLabels = Math.max(knownLabels, labelNumber)
    },
    forget() {
      encoder.clear()
      knownLabels = 0
    },
  }
}
