import type { Finding, Influence, RankedCause } from '../../domain/judgement.ts'
import { causesOf } from '../statistics/distribution.ts'
import { attributePool, logOdds } from './explain-pool.ts'
import { labelOf } from '../model.ts'
import { FEATURE_SCHEMA } from '../features/schema.ts'
import type { FeatureVector } from '../features/schema.ts'
import { rulesOf, type Version } from '../version.ts'

/** What is said of no single thing: where the prediction begins, and what is left over. */
const BASE = 'base'
const REST = 'rest'
/** What failures like it turned out to be, here. */
export const HABITS = 'habits'
const MOST = 6

/** A number for people: at most four significant digits, no exponent. */
function format(value: number): string {
  return String(Number(value.toPrecision(4)))
}

/**
 * What moved the probability of `first`, given that the message fails: features with their value and unit, checks with the fact that they found;
 * at most six, largest first, then the base and the rest. All contributions sum to the probability of `first`.
 */
export function influencesOf(
  { model, assessment }: Version,
  findings: readonly Finding[],
  features: FeatureVector,
  habits: ArrayLike<number>,
  first: RankedCause,
): Influence[] {
  const label = labelOf(first.cause)
  const byRules = causesOf(rulesOf(findings))[label] ?? 0
  const parts = attributePool({
    findings,
    rulesOf: (some) => causesOf(rulesOf(some))[label] ?? 0,
    model: model.explainOdds(features, label),
    weights: assessment.pool.causes,
    habits: logOdds(habits[label] ?? 0) - logOdds(byRules),
    pooled: first.probability,
  })
  const ofFeatures = FEATURE_SCHEMA.features.map((feature, at): Influence => ({
    feature: feature.name,
    value: format(features[at] ?? feature.missing),
    unit: feature.unit,
    contribution: parts.features[at] ?? 0,
  }))
  const ofChecks = [...parts.checks].map(([check, contribution]): Influence => {
    const finding = findings.find((each) => each.check === check)
    const fact = finding?.evidence.find((each) => each.unit !== undefined) ?? finding?.evidence[0]
    return { feature: check, value: (fact?.value ?? finding?.code ?? '').slice(0, 60), unit: (fact?.unit ?? '').slice(0, 20), contribution }
  })
  const ofHabits: Influence = { feature: HABITS, value: '', unit: '', contribution: parts.habits }
  const top = [...ofFeatures, ...ofChecks, ofHabits]
    .filter((each) => Math.abs(each.contribution) >= 1e-6)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, MOST)
  const told = top.reduce((sum, each) => sum + each.contribution, parts.base)
  const part = (feature: string, contribution: number): Influence => ({ feature, value: '', unit: '', contribution })
  return [...top, part(BASE, parts.base), part(REST, first.probability - told)]
}
