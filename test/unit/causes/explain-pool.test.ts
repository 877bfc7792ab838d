import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createExplainer, carry } from '../../../srv/causes/explain/explain.ts'
import { attributePool, attributeRules, logOdds } from '../../../srv/causes/explain/explain-pool.ts'
import type { PoolAttribution } from '../../../srv/causes/explain/explain-pool.ts'
import { priorCauses, priorFailure } from '../../../srv/causes/prior.ts'
import { CAUSES } from '../../../srv/domain/judgement.ts'
import type { Cause, Finding } from '../../../srv/domain/judgement.ts'
import { randomOf } from '../../landscape/history/random.ts'
import { randomForest, randomRow } from './random-forest.ts'
import { findingOf } from './samples.ts'

const findings = fc.array(
  fc
    .record({
      cause: fc.constantFrom(...CAUSES),
      check: fc.constantFrom('a', 'b', 'c', 'd'),
      severity: fc.constantFrom('error' as const, 'warning' as const),
    })
    .map(({ cause, ...more }) => findingOf(cause, more)),
  { maxLength: 6 },
)
const weights = fc.record({ rules: fc.double({ min: 0, max: 1, noNaN: true }), model: fc.double({ min: 0, max: 1, noNaN: true }) })
const LABELS = CAUSES.length + 1
const FAILURES = 300

const forest = randomForest({ seed: 11, trees: 9, depth: 6, width: 8, classes: LABELS, splitting: 1 })
const explainer = createExplainer(forest)
const probabilityOf = (some: readonly Finding[], cause: Cause): number =>
  priorCauses(some).find((each) => each.cause === cause)?.probability ?? NaN
const sumOf = ({ base, features, checks, interplay }: PoolAttribution): number =>
  [...features, ...checks.values(), interplay].reduce((sum, each) => sum + each, base)
const near = (a: number, b: number, within = 1e-9): void => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`)

/** Shares of all labels by the forest. */
function sharesOf(row: Float64Array): number[] {
  return Array.from({ length: LABELS }, (_, label) => {
    const { base, contributions } = explainer.explain(row, label)
    return contributions.reduce((sum, each) => sum + each, base)
  })
}

/** Log-linear pool of rules and model over the causes, as probabilities. */
function pooledCauses(row: Float64Array, some: readonly Finding[], of: { readonly rules: number; readonly model: number }): number[] {
  const [healthy = 0, ...causes] = sharesOf(row)
  const scores = priorCauses(some).map(({ probability }, at) => {
    const share = healthy < 1 ? (causes[at] ?? 0) / (1 - healthy) : 1 / CAUSES.length
    return Math.exp(of.rules * Math.log(probability) + of.model * Math.log((share * FAILURES + 0.5) / (FAILURES + CAUSES.length / 2)))
  })
  const total = scores.reduce((sum, each) => sum + each, 0)
  return scores.map((each) => each / total)
}

describe('an explanation of what rules and model say together', () => {
  it('adds up to the probability of the cause, with nothing gained but by agreement', () => {
    fc.assert(
      fc.property(
        findings,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(),
        fc.constantFrom(...CAUSES),
        (some, model, seed, cause) => {
          const row = randomRow(randomOf(seed), forest.width)
          const of = { rules: 1 - model, model }
          const pooled = pooledCauses(row, some, of)[CAUSES.indexOf(cause)] ?? NaN
          const parts = attributePool({
            findings: some,
            rulesOf: (each) => probabilityOf(each, cause),
            model: explainer.explainOdds(row, CAUSES.indexOf(cause) + 1, { cases: FAILURES, options: CAUSES.length }),
            weights: of,
            pooled,
          })
          near(sumOf(parts), pooled)
          // Hölder: what two voices with weights that sum to one agree on beside the cause is never more than each says alone.
          assert.ok(parts.interplay >= -1e-3)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('adds up to the probability of failure, without a rest', () => {
    fc.assert(
      fc.property(findings, weights, fc.nat(), (some, of, seed) => {
        const row = randomRow(randomOf(seed), forest.width)
        const smoothed = (share: number): number => logOdds((share * 2000 + 0.5) / 2001)
        const model = carry(explainer.explainFailure(row), smoothed)
        const odds = of.rules * logOdds(priorFailure(some)) + of.model * smoothed(1 - (sharesOf(row)[0] ?? NaN))
        const pooled = 1 / (1 + Math.exp(-odds))
        const parts = attributePool({ findings: some, rulesOf: priorFailure, model, weights: of, pooled })
        near(sumOf(parts), pooled)
        near(parts.interplay, 0, 1e-6)
      }),
      { numRuns: 60 },
    )
  })

  it('still adds up when the prediction was calibrated or cut afterwards, and to 0 and 1', () => {
    for (const pooled of [0, 0.2, 0.999, 1]) {
      const model = { base: -1, contributions: Float64Array.of(0.5, -0.2) }
      near(sumOf(attributePool({ findings: [], rulesOf: () => 0.3, model, weights: { rules: 0.5, model: 0.5 }, pooled })), pooled)
    }
  })

  it('gives the features no part when the model has no say, and the checks none when rules have none', () => {
    const some = [findingOf('period', { check: 'a' })]
    const model = { base: 0.3, contributions: Float64Array.of(1, -2) }
    const rulesOf = (each: readonly Finding[]): number => probabilityOf(each, 'period')
    const byRules = attributePool({ findings: some, rulesOf, model, weights: { rules: 1, model: 0 }, pooled: rulesOf(some) })
    assert.ok(byRules.features.every((each) => Math.abs(each) < 1e-12))
    near(byRules.checks.get('a') ?? NaN, rulesOf(some) - rulesOf([]))
    const byModel = attributePool({ findings: some, rulesOf, model, weights: { rules: 0, model: 1 }, pooled: 0.4 })
    near(byModel.checks.get('a') ?? NaN, 0, 1e-12)
  })
})

describe('an explanation of what rules say', () => {
  it('adds up to their log-odds, check by check', () => {
    fc.assert(
      fc.property(findings, fc.constantFrom(...CAUSES), (some, cause) => {
        const { base, contributions, checks } = attributeRules(some, (each) => probabilityOf(each, cause))
        assert.deepEqual([...checks], [...new Set(some.map((each) => each.check))])
        near(
          contributions.reduce((sum, each) => sum + each, base),
          logOdds(probabilityOf(some, cause)),
        )
      }),
    )
  })

  it('treats two checks that say the same alike, whoever spoke first', () => {
    const [a, b] = ['a', 'b'].map((check) => findingOf('setupWaste', { check }))
    const { contributions } = attributeRules(
      [a, b].filter((each) => each !== undefined),
      (each) => probabilityOf(each, 'setupWaste'),
    )
    near(contributions[0] ?? NaN, contributions[1] ?? 0)
  })
})
