import type { Finding } from '../../domain/judgement.ts'
import { carry, totalOf } from './explain.ts'
import type { Attribution } from './explain.ts'

/**
 * What spoke for a prediction that rules and model made together. They are pooled log-linearly, so both are explained where they add up, in
 * log-odds, and the whole is then carried back to probability: base + all parts = the prediction that people see, within 1e-9.
 */

/** One voice of a pool. */
export interface PoolInput {
  readonly findings: readonly Finding[]
  /** What the rules alone say to some of the findings: the probability of failure, or of the cause in question. */
  readonly rulesOf: (findings: readonly Finding[]) => number
  /** What the model alone says, in log-odds. */
  readonly model: Attribution
  readonly weights: { readonly rules: number; readonly model: number }
  /** What corrects the rules by what came of others, in log-odds; 0 if left out. */
  readonly habits?: number
  /** The prediction, 0 to 1. */
  readonly pooled: number
}

/** In probability: `base` + `features` + `checks` + `habits` + `interplay` = the prediction. */
export interface PoolAttribution {
  /** What would be predicted of a message that nothing is known of. */
  readonly base: number
  /** By column of the row. */
  readonly features: Float64Array
  /** By name of the check that made the findings. */
  readonly checks: ReadonlyMap<string, number>
  readonly habits: number
  /**
   * What no voice says alone: of several causes, one gains where rules and model agree on it and on no other; and whatever is done to the pool
   * afterwards (calibration, a prediction cut to its first causes). About 0 for failure without calibration, where a pool simply adds up.
   */
  readonly interplay: number
}

/** As near to 0 and 1 as log-odds are told apart. */
const EDGE = 1e-12

export function logOdds(probability: number): number {
  const inside = Math.min(1 - EDGE, Math.max(EDGE, probability))
  return Math.log(inside / (1 - inside))
}

/** From log-odds back to probability. */
const probabilityOf = (odds: number): number => 1 / (1 + Math.exp(-odds))

/**
 * What each check's findings do to the log-odds of what the rules say: the step that they make when they are heard in the order given, and
 * in the opposite one, half each. Adds up exactly; equal to Shapley values for two checks, near to them for more, at twice as many calls of
 * `rulesOf` as there are checks.
 *
 * @see R. Mitchell et al., "Sampling permutations for Shapley value estimation" (antithetic sampling), arXiv:2104.12199
 */
export function attributeRules(
  findings: readonly Finding[],
  rulesOf: PoolInput['rulesOf'],
): Attribution & { readonly checks: readonly string[] } {
  const checks = [...new Set(findings.map((each) => each.check))]
  const contributions = new Float64Array(checks.length)
  const base = logOdds(rulesOf([]))
  for (const order of [checks, checks.toReversed()]) {
    const heard = new Set<string>()
    let before = base
    for (const check of order) {
      heard.add(check)
      const after = logOdds(rulesOf(findings.filter((each) => heard.has(each.check))))
      const at = checks.indexOf(check)
      contributions[at] = (contributions[at] ?? 0) + (after - before) / 2
      before = after
    }
  }
  return { base, contributions, checks }
}

/** Explains a pooled prediction, see {@link PoolAttribution}. `model.contributions` keep their order and number. */
export function attributePool({ findings, rulesOf, model, weights, habits = 0, pooled }: PoolInput): PoolAttribution {
  const rules = attributeRules(findings, rulesOf)
  const [width, most] = [model.contributions.length, rules.checks.length]
  const parts = new Float64Array(width + most + 2)
  model.contributions.forEach((each, at) => (parts[at] = weights.model * each))
  rules.contributions.forEach((each, at) => (parts[width + at] = weights.rules * each))
  parts[width + most + 1] = weights.rules * habits
  const base = weights.model * model.base + weights.rules * rules.base
  parts[width + most] = logOdds(pooled) - totalOf({ base, contributions: parts })
  const shares = carry({ base, contributions: parts }, probabilityOf)
  return {
    base: shares.base,
    features: shares.contributions.slice(0, width),
    checks: new Map(rules.checks.map((check, at) => [check, shares.contributions[width + at] ?? 0])),
    habits: shares.contributions[width + most + 1] ?? 0,
    interplay: shares.contributions[width + most] ?? 0,
  }
}
