import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { RandomForestClassifier } from 'ml-random-forest'
import { fitModel, loadModel } from '../../../srv/causes/fit.ts'
import type { LabelledCase } from '../../../srv/causes/index.ts'
import { FAMILIES, labelOf, LABELS } from '../../../srv/causes/model.ts'
import { makeHistory } from '../../landscape/history.ts'

const cases = makeHistory(11, 160)
const others = makeHistory(12, 80)
const options = { seed: 5, origin: 'made', trees: 12 } as const
const code = (expected: string) => (error: unknown) => error instanceof Error && 'code' in error && error.code === expected

describe('a model of causes', () => {
  it('is kept, of the exact family, as JSON that the library loads and reads alike', async () => {
    const model = await fitModel(cases, { ...options, family: 'exact' })
    const { forest, labels } = JSON.parse(model.save()) as { forest: Parameters<typeof RandomForestClassifier.load>[0]; labels: number[] }
    const votes = RandomForestClassifier.load(forest).predict(others.map((each) => [...each.features]))
    const counted = RandomForestClassifier.load(forest).predictionValues(others.map((each) => [...each.features]))
    assert.equal(counted.columns, 12)
    assert.ok(votes.every((vote) => labels[vote] !== undefined))
    // With one tree only, the most probable label is that tree's vote.
    const { indexes, estimators } = forest.baseModel
    for (const tree of estimators.keys()) {
      const baseModel = { ...forest.baseModel, nEstimators: 1, indexes: [indexes[tree]], estimators: [estimators[tree]] }
      const single = loadModel(JSON.stringify({ ...(JSON.parse(model.save()) as object), forest: { ...forest, baseModel } }))
      for (const [at, { features }] of others.entries()) {
        const shares = single.distribution(features)
        assert.equal(shares.indexOf(Math.max(...shares)), labels[counted.get(at, tree)])
      }
    }
  })

  for (const family of FAMILIES) {
    describe(family, () => {
      it('gives probabilities over all labels that sum to one', async () => {
        const model = await fitModel(cases, { ...options, family })
        for (const { features } of others) {
          const shares = model.distribution(features)
          assert.equal(shares.length, LABELS.length)
          assert.ok(Math.abs(shares.reduce((sum, each) => sum + each, 0) - 1) < 1e-9)
        }
      })

      it('predicts and explains the same after being saved and loaded', async () => {
        const model = await fitModel(cases, { ...options, family })
        const again = loadModel(model.save())
        assert.deepEqual(again.facts, model.facts)
        assert.equal(again.save(), model.save())
        for (const { features, cause } of others) {
          assert.deepEqual(again.distribution(features), model.distribution(features))
          assert.deepEqual(again.leaves(features), model.leaves(features))
          const label = Math.max(1, labelOf(cause))
          assert.deepEqual(again.explainOdds(features, label), model.explainOdds(features, label))
        }
      })

      it('is the same for the same cases and seed with any number of threads, another for another seed', async () => {
        const fit = async (seed: number, threads: number): Promise<string> =>
          (await fitModel(cases, { ...options, family, seed, threads, trees: 5 })).save()
        assert.equal(await fit(1, 1), await fit(1, 3))
        assert.notEqual(await fit(1, 1), await fit(2, 1))
      })

      it('learns more from what counts more', async () => {
        const weighted = cases.map((each) => ({ ...each, weight: each.cause === 'period' ? 3 : 1 }))
        const [plain, heavy] = [await fitModel(cases, { ...options, family }), await fitModel(weighted, { ...options, family })]
        const share = (model: typeof plain): number =>
          others.reduce((sum, each) => sum + (model.distribution(each.features)[labelOf('period')] ?? 0), 0)
        assert.ok(share(heavy) > share(plain))
      })
    })
  }

  it('refuses cases that it could not learn from', async () => {
    const fails = async (some: readonly LabelledCase[], trees = 1): Promise<void> => {
      await assert.rejects(fitModel(some, { ...options, family: 'exact', trees }), code('COUNTERSIGN/CASES_UNUSABLE'))
    }
    await fails(cases.slice(0, 5))
    await fails(cases.map((each) => ({ ...each, cause: 'period' })))
    await fails(cases.map((each, at) => (at === 7 ? { ...each, features: each.features.slice(1) } : each)))
    await fails(cases.map((each, at) => (at === 7 ? { ...each, features: each.features.map(() => NaN) } : each)))
    await fails(cases, 0)
  })

  it('is not loaded when it is broken, or was trained with other features', async () => {
    for (const family of FAMILIES) {
      const saved = JSON.parse((await fitModel(cases, { ...options, family, trees: 2 })).save()) as { facts: object; forest: unknown }
      for (const text of [
        '',
        'null',
        '[]',
        '{}',
        JSON.stringify({ ...saved, forest: null }),
        JSON.stringify({ ...saved, forest: {} }),
        JSON.stringify({ ...saved, forest: 'AAAA' }),
        JSON.stringify({ ...saved, labels: ['x'] }),
      ])
        assert.throws(() => loadModel(text), code('COUNTERSIGN/MODEL_BROKEN'), text.slice(0, 40))
      const outdated = JSON.stringify({ ...saved, facts: { ...saved.facts, featureSchema: 'other' } })
      assert.throws(() => loadModel(outdated), code('COUNTERSIGN/MODEL_OUTDATED'))
    }
  })
})
