import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { RandomForestClassifier } from 'ml-random-forest'
import { FEATURE_SCHEMA, libraryForest } from '../../../srv/causes/index.ts'
import type { LabelledCase } from '../../../srv/causes/index.ts'
import { growForest } from '../../../srv/causes/forest/grow.ts'
import type { GrownNode } from '../../../srv/causes/forest/grow.ts'
import { makeHistory } from '../../landscape/history.ts'

const cases = makeHistory(11, 160)
const others = makeHistory(12, 80)
const model = libraryForest.fit(cases, { seed: 5, origin: 'made', trees: 12 })
const causesOf = (some: readonly LabelledCase[]): (string | null)[] => [...new Set(some.map((each) => each.cause))]
const code = (expected: string) => (error: unknown) => error instanceof Error && 'code' in error && error.code === expected

/** What counts of a node as the library writes it. */
function plain(node: GrownNode): unknown {
  if ('distribution' in node) return { distribution: node.distribution }
  const { splitColumn, splitValue, gain, left, right } = node
  return { splitColumn, splitValue, gain, left: plain(left), right: plain(right) }
}

describe('the forest', () => {
  for (const [seed, rows, maxFeatures, minNumSamples] of [
    [1, 60, 0.67, 4],
    [-7, 60, 1, 1],
    [123456, 90, 0.3, 8],
  ] as const) {
    it(`is the one that ml-random-forest trains, to the last bit (seed ${seed}, ${rows} rows, ${maxFeatures} of the features, leaves of ${minNumSamples})`, () => {
      const some = makeHistory(Math.abs(seed), rows)
      const names = causesOf(some)
      const [x, y] = [some.map((each) => [...each.features]), some.map((each) => names.indexOf(each.cause))]
      const tree = { minNumSamples, maxDepth: 16, gainThreshold: 0 }
      const library = new RandomForestClassifier({ nEstimators: 2, maxFeatures, replacement: false, noOOB: true, seed, treeOptions: tree })
      library.train(x, y)
      const theirs = JSON.parse(JSON.stringify(library)) as { baseModel: { indexes: number[][]; estimators: { root: GrownNode }[] } }
      const ours = growForest(x, y, { nEstimators: 2, maxFeatures, seed, ...tree })
      assert.deepEqual(
        ours.map((each) => each.columns),
        theirs.baseModel.indexes,
      )
      assert.deepEqual(
        ours.map((each) => plain(each.root)),
        theirs.baseModel.estimators.map((each) => plain(each.root)),
      )
    })
  }

  it('is kept as JSON that the library loads, and both read the same votes out of it', () => {
    const { forest, labels } = JSON.parse(model.save()) as { forest: Parameters<typeof RandomForestClassifier.load>[0]; labels: string[] }
    const votes = RandomForestClassifier.load(forest).predictionValues(others.map((each) => [...each.features]))
    const { indexes, estimators } = forest.baseModel
    for (const tree of estimators.keys()) {
      // With one tree only, the most probable label is that tree's vote.
      const baseModel = { ...forest.baseModel, indexes: [indexes[tree]], estimators: [estimators[tree]] }
      const single = libraryForest.load(JSON.stringify({ ...JSON.parse(model.save()), forest: { ...forest, baseModel } }))
      for (const [at, { features }] of others.entries()) {
        const { healthy, causes } = single.predictProba(features)
        const all = labels.map((label) => (label === 'healthy' ? healthy : ([...causes].find(([cause]) => cause === label)?.[1] ?? 0)))
        assert.equal(all.indexOf(Math.max(...all)), votes.get(at, tree))
      }
    }
  })

  it('gives probabilities that sum to one', () => {
    for (const { features } of others) {
      const { healthy, causes } = model.predictProba(features)
      assert.ok(Math.abs([healthy, ...causes.values()].reduce((sum, each) => sum + each, 0) - 1) < 1e-9)
    }
  })

  it('predicts and explains the same after being saved and loaded', () => {
    const again = libraryForest.load(model.save())
    assert.equal(again.version, model.version)
    assert.equal(again.save(), model.save())
    for (const { features, cause } of others) {
      assert.deepEqual(again.predictProba(features), model.predictProba(features))
      assert.deepEqual(again.explain(features, cause), model.explain(features, cause))
    }
  })

  it('is the same for the same cases and seed, another for another seed', () => {
    const fit = (seed: number): string => libraryForest.fit(cases, { seed, origin: 'made', trees: 3 }).save()
    assert.equal(fit(1), fit(1))
    assert.notEqual(fit(1), fit(2))
  })

  it('explains a prediction by contributions that add up to it', () => {
    for (const { features } of others) {
      const { healthy, causes } = model.predictProba(features)
      for (const [cause, probability] of [[null, healthy] as const, ...causes]) {
        const { base, contributions } = model.explain(features, cause)
        assert.equal(contributions.length, FEATURE_SCHEMA.features.length)
        assert.ok(Math.abs(contributions.reduce((sum, each) => sum + each, base) - probability) < 1e-9)
      }
    }
  })

  it('refuses cases that it could not learn from', () => {
    const options = { seed: 1, origin: 'made', trees: 1 } as const
    const fails = (some: readonly LabelledCase[]): void => {
      assert.throws(() => libraryForest.fit(some, options), code('COUNTERSIGN/CASES_UNUSABLE'))
    }
    fails(cases.slice(0, 5))
    fails(cases.map((each) => ({ ...each, cause: 'period' })))
    fails(cases.map((each, at) => (at === 7 ? { ...each, features: each.features.slice(1) } : each)))
    fails(cases.map((each, at) => (at === 7 ? { ...each, features: each.features.map(() => NaN) } : each)))
    assert.throws(() => libraryForest.fit(cases, { ...options, trees: 0 }), code('COUNTERSIGN/CASES_UNUSABLE'))
  })

  it('is not loaded when it is broken, or was trained with other features', () => {
    const saved = JSON.parse(model.save()) as { facts: object; forest: { baseModel: { estimators: { root: unknown }[] } } }
    const broken = structuredClone(saved)
    Object.assign(broken.forest.baseModel.estimators[0] ?? {}, { root: {} })
    for (const text of [
      '',
      'null',
      '[]',
      '{}',
      JSON.stringify(broken),
      JSON.stringify({ ...saved, forest: null }),
      JSON.stringify({ ...saved, labels: ['x'] }),
    ]) {
      assert.throws(() => libraryForest.load(text), code('COUNTERSIGN/MODEL_BROKEN'), text.slice(0, 40))
    }
    const outdated = JSON.stringify({ ...saved, facts: { ...saved.facts, featureSchema: 'other' } })
    assert.throws(() => libraryForest.load(outdated), code('COUNTERSIGN/MODEL_OUTDATED'))
  })
})
