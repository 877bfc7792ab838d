import { CAUSES } from '../domain/judgement.ts'
import type { Finding, Prediction, RankedCause } from '../domain/judgement.ts'
import { influencesOf } from './explain.ts'
import { extractFeatures } from './features.ts'
import type { Evidenced } from './features.ts'
import type { CauseModel, Proba } from './model.ts'
import { PRIOR_VERSION, priorCauses, priorFailure, priorInfluences } from './prior.ts'

/** Ranks causes with the model in use; one per process. */
export interface Ranker {
  /** Of the model in use, `prior-1` without one. */
  readonly version: string
  /**
   * Judges with this model from now on; undefined goes back to the prior. A model that learnt from fewer than 100 failures stays silent:
   * until then rules lead.
   */
  use(model: CauseModel | undefined): void
  /**
   * Failure (0 to 1) and at most 8 causes, most likely first, summing to one, with what spoke for the first. Decisive findings decide
   * without the model. Never throws: whatever goes wrong with the model, the prior answers and `modelVersion` says so.
   */
  rank(evidenced: Evidenced): Prediction
}

const SHORTLIST = 8
const LEAST_FAILURES = 100
/** Strength of the prior, counted in failures: at 200 labelled failures model and prior speak equally loud. */
const PRIOR_STRENGTH = 200
/** No model is so sure that a cause is impossible: half a failure in these many. */
const SMOOTHING = 0.5

function byProbability(causes: readonly RankedCause[]): RankedCause[] {
  const top = causes.toSorted((a, b) => b.probability - a.probability).slice(0, SHORTLIST)
  const total = top.reduce((sum, each) => sum + each.probability, 0)
  return top.map(({ cause, probability }) => ({ cause, probability: probability / total }))
}

function fromPrior(findings: readonly Finding[]): Prediction {
  const causes = byProbability(priorCauses(findings))
  const influences = causes[0] ? priorInfluences(findings, causes[0].cause) : []
  return { modelVersion: PRIOR_VERSION, failure: priorFailure(findings), causes, influences }
}

/** What a model has to say against the prior: 0 before 100 labelled failures, ½ at 200, towards 1. */
function weightOf(model: CauseModel): number {
  const { failures } = model.facts
  return failures < LEAST_FAILURES ? 0 : failures / (failures + PRIOR_STRENGTH)
}

/** Log-linear pool: p ∝ prior^(1 − weight) × model^weight. */
function pooled(findings: readonly Finding[], proba: Proba, failures: number, weight: number): RankedCause[] {
  const failing = 1 - proba.healthy
  const logs = priorCauses(findings).map(({ cause, probability }) => {
    const share = failing > 0 ? (proba.causes.get(cause) ?? 0) / failing : 1 / CAUSES.length
    const smooth = (share * failures + SMOOTHING) / (failures + SMOOTHING * CAUSES.length)
    return { cause, log: (1 - weight) * Math.log(probability) + weight * Math.log(smooth) }
  })
  const top = Math.max(...logs.map((each) => each.log))
  const total = logs.reduce((sum, each) => sum + Math.exp(each.log - top), 0)
  return logs.map(({ cause, log }) => ({ cause, probability: Math.exp(log - top) / total }))
}

/** Pool of the odds of failing. What was made for development has no true share of failures, so it has no say here. */
function pooledFailure(findings: readonly Finding[], proba: Proba, model: CauseModel, weight: number): number {
  const prior = priorFailure(findings)
  if (model.facts.origin === 'made') return prior
  const { cases } = model.facts
  const learnt = ((1 - proba.healthy) * cases + SMOOTHING) / (cases + 2 * SMOOTHING)
  const logit = (1 - weight) * Math.log(prior / (1 - prior)) + weight * Math.log(learnt / (1 - learnt))
  return 1 / (1 + Math.exp(-logit))
}

function fromModel(model: CauseModel, evidenced: Evidenced): Prediction {
  const { findings } = evidenced
  const features = extractFeatures(evidenced)
  const proba = model.predictProba(features)
  const isShare = (value: number): boolean => value >= 0 && value <= 1 + 1e-9
  if (![proba.healthy, ...proba.causes.values()].every(isShare)) throw new RangeError(`${model.version} answers with no probabilities`)
  const weight = weightOf(model)
  const causes = byProbability(pooled(findings, proba, model.facts.failures, weight))
  const failure = pooledFailure(findings, proba, model, weight)
  const first = causes[0]
  if (first === undefined) throw new RangeError('no cause')
  return { modelVersion: model.version, failure, causes, influences: influencesOf(model.explain(features, first.cause), features) }
}

/** A ranker without a model: the prior answers until `use` is called. */
export function createRanker(): Ranker {
  let current: CauseModel | undefined
  return {
    get version() {
      return current?.version ?? PRIOR_VERSION
    },
    use(model) {
      current = model
    },
    rank(evidenced) {
      const { findings } = evidenced
      if (current === undefined || findings.some((each) => each.isDecisive)) return fromPrior(findings)
      try {
        return weightOf(current) > 0 ? fromModel(current, evidenced) : fromPrior(findings)
      } catch {
        // A message is ranked whatever happened to the model.
        return fromPrior(findings)
      }
    },
  }
}
