import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { failureOf, softmax } from '../../../srv/causes/statistics/distribution.ts'
import { logLoss } from '../../../srv/causes/evaluation/metrics.ts'
import { fitPool, pool, poolCauses, poolFailure, rulesAlone } from '../../../srv/causes/statistics/pool.ts'
import type { Pool } from '../../../srv/causes/statistics/pool.ts'
import { randomOf } from '../../landscape/history/random.ts'
import { GOLDEN } from './golden/golden.ts'
import { assertClose, makeMessages, normal, sumOf } from './statistics.ts'

const LEARNT = { cases: 4_000, failures: 400 }

/** What two opinions with noise of their own say of one truth. */
function opinions(count: number, seed: number, noise: { rules: number; model: number }) {
  const random = randomOf(seed)
  const blurred = (row: readonly number[], by: number): number[] =>
    Array.from(softmax(Float64Array.from(row, (share) => Math.log(share) + by * normal(random))))
  const messages = makeMessages(count, seed, 1)
  return {
    labels: messages.map((each) => each.label),
    rules: messages.map((each) => blurred(each.truth, noise.rules)),
    model: messages.map((each) => blurred(each.truth, noise.model)),
  }
}

describe('the pool of rules and model', () => {
  it('has the weights that scipy finds for the least penalised log loss', () => {
    const { rules, model, labels, weights } = GOLDEN.pool
    const found = fitPool(
      rules.map((row) => [0, ...row]),
      model.map((row) => [0, ...row]),
      labels,
      LEARNT,
    )
    assertClose(found.causes.rules, weights[0], 1e-5)
    assertClose(found.causes.model, weights[1], 1e-5)
  })

  it('leaves rules at full weight until 100 failures are labelled', () => {
    const { rules, model, labels } = opinions(2_000, 31, { rules: 3, model: 0.1 })
    const young = fitPool(rules, model, labels, { cases: 990, failures: 99 })
    assert.deepEqual([young.causes, young.failure], [rulesAlone().causes, rulesAlone().failure])
    const [byRules = [], byModel = []] = [rules[0], model[0]]
    assertClose(poolFailure(young, failureOf(byRules), failureOf(byModel)), failureOf(byRules))
    poolCauses(young, byRules, byModel).forEach((share, label) =>
      assertClose(share, label === 0 ? 0 : (byRules[label] ?? 0) / failureOf(byRules), 1e-9),
    )
    const older = fitPool(rules, model, labels, { cases: 1_000, failures: 100 })
    assert.ok(older.causes.model > 0.3 && older.failure.model > 0.3)
  })

  it('keeps every weight between 0 and 1, and gives none to a model that knows nothing', () => {
    for (const [seed, noise] of [
      [32, { rules: 0.2, model: 6 }],
      [33, { rules: 6, model: 0.2 }],
      [34, { rules: 0, model: 0 }],
    ] as const) {
      const { rules, model, labels } = opinions(3_000, seed, noise)
      const { causes, failure } = fitPool(rules, model, labels, LEARNT)
      for (const weight of [causes.rules, causes.model, failure.rules, failure.model]) assert.ok(weight >= 0 && weight <= 1)
      if (noise.model > 1) assert.ok(causes.model < 0.1 && failure.model < 0.1)
      if (noise.rules > 1) assert.ok(causes.model > 0.6 && causes.rules < 0.3)
    }
  })

  it('is better than both where each knows something, and never much worse than the better one', () => {
    for (const [seed, noise] of [
      [35, { rules: 1, model: 1 }],
      [36, { rules: 0.3, model: 2 }],
      [37, { rules: 2, model: 0.3 }],
    ] as const) {
      const { rules, model, labels } = opinions(2_000, seed, noise)
      const fitted = fitPool(rules, model, labels, LEARNT)
      const fresh = opinions(8_000, seed + 100, noise)
      const pooled = fresh.rules.map((row, at) => pool(fitted, row, fresh.model[at] ?? []))
      const [loss, byRules, byModel] = [pooled, fresh.rules, fresh.model].map((rows) => logLoss(rows, fresh.labels)) as [
        number,
        number,
        number,
      ]
      assert.ok(loss < Math.min(byRules, byModel) + 0.01, `${loss} against ${byRules} and ${byModel}`)
      if (noise.rules === noise.model) assert.ok(loss < Math.min(byRules, byModel) - 0.01, `${loss} against ${byRules} and ${byModel}`)
    }
  })

  it('answers in rows that sum to one, finite for any probabilities', () => {
    const row = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }).filter((weights) => sumOf(weights) > 0)
    const weight = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(row, row, weight, weight, (rules, model, a, b) => {
        const [byRules, byModel] = [rules.map((each) => each / sumOf(rules)), model.map((each) => each / sumOf(model))]
        const weights = { rules: a, model: b }
        const joint = pool({ learnt: LEARNT, causes: weights, failure: weights }, byRules, byModel)
        assertClose(sumOf(joint), 1)
        assert.ok(joint.every((share) => share >= 0 && share <= 1))
      }),
    )
  })

  it('survives JSON, and needs as many rows of each', () => {
    const { rules, model, labels } = opinions(300, 38, { rules: 1, model: 1 })
    const fitted = fitPool(rules, model, labels, LEARNT)
    assert.deepEqual(JSON.parse(JSON.stringify(fitted)) as Pool, fitted)
    assert.throws(() => fitPool(rules, model.slice(1), labels, LEARNT), RangeError)
  })
})
