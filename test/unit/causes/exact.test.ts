import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { concatForests } from '../../../srv/causes/forest/concat.ts'
import { growExact } from '../../../srv/causes/forest/exact.ts'
import type { CaseMatrix } from '../../../srv/causes/forest/forest.ts'
import { SortedBag } from '../../../srv/causes/forest/sorted-bag.ts'
import { grownByUs, nastyCases, plainCases, trainedByLibrary } from './exact-cases.ts'

const USUAL = { nEstimators: 3, maxFeatures: 1, seed: 42, minNumSamples: 20, maxDepth: 16, gainThreshold: 0 }
const fails = (target: string) => (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'COUNTERSIGN/CASES_UNUSABLE' && 'target' in error && error.target === target

describe('the exact trainer', () => {
  for (const seed of [1, 2, 3]) {
    for (const [cases, nEstimators] of [
      [500, 6],
      [1000, 3],
    ] as const) {
      it(`grows what ml-random-forest trains, to the last bit, from ${cases} cases (seed ${seed})`, () => {
        const set = plainCases(seed, cases)
        const parameters = { ...USUAL, nEstimators, seed: seed * 1009 }
        assert.deepEqual(grownByUs(set, parameters), trainedByLibrary(set, parameters))
      })
    }
  }

  for (const change of [
    { maxFeatures: 0.67 },
    { maxFeatures: 0.67, replacement: true },
    { minNumSamples: 1, maxDepth: 40 },
    { minNumSamples: 2, maxDepth: 5 },
    { minNumSamples: 4, maxFeatures: 0.1 },
    { maxDepth: 1 },
    { gainThreshold: 0.01 },
    { seed: -7, minNumSamples: 0 },
  ]) {
    it(`does so with ${JSON.stringify(change)}`, () => {
      const set = plainCases(9, 150)
      assert.deepEqual(grownByUs(set, { ...USUAL, ...change }), trainedByLibrary(set, { ...USUAL, ...change }))
    })
  }

  it('does so however much the cases tie', () => {
    const parameters = fc.record({
      nEstimators: fc.constant(2),
      maxFeatures: fc.constantFrom(1, 0.67),
      replacement: fc.boolean(),
      seed: fc.integer(),
      minNumSamples: fc.constantFrom(1, 2, 4, 20),
      maxDepth: fc.constantFrom(1, 5, 16),
      gainThreshold: fc.constantFrom(0, 0, 0.01, -1),
    })
    const property = fc.property(fc.nat(), fc.integer({ min: 1, max: 60 }), parameters, (seed, cases, given) => {
      const set = nastyCases(seed, cases)
      const own = set.width === 1 ? { ...given, maxFeatures: 1 } : given
      assert.deepEqual(grownByUs(set, own), trainedByLibrary(set, own))
    })
    fc.assert(property, { numRuns: 600 })
  })

  it('gives up, as the library does, where a gain is the one above it to the last bit', () => {
    const set = nastyCases(623, 31)
    const parameters = { ...USUAL, nEstimators: 2, seed: 3, minNumSamples: 4 }
    const { left, right, gain } = growExact(set, parameters)
    assert.ok(gain.some((own, node) => [left[node], right[node]].some((child) => gain[child ?? -1] === own)))
    assert.deepEqual(grownByUs(set, parameters), trainedByLibrary(set, parameters))
  })

  it('counts a case as often as it is drawn, however often that is', () => {
    const set = plainCases(4, 40)
    const bag = new SortedBag(set, 1)
    bag.fill({ rows: Int32Array.from({ length: 40 }, (_, at) => (at < 37 ? 5 : 6)), columns: [0] })
    const counts = new Int32Array(set.classes)
    assert.equal(bag.count(0, 0, bag.size, counts), 40)
    assert.equal(counts[set.labels[5] ?? 0], set.labels[5] === set.labels[6] ? 40 : 37)
    assert.equal(bag.size, 4)
  })

  it('grows a forest in shards that joined are the whole', () => {
    const set = plainCases(4, 200)
    const parameters = { ...USUAL, nEstimators: 7, maxFeatures: 0.67 }
    const shards = [growExact(set, parameters, 0, 2), growExact(set, parameters, 2, 3), growExact(set, parameters, 3, 7)]
    assert.deepEqual(concatForests(shards), growExact(set, parameters))
  })

  it('tells after every tree how far it is', () => {
    const told: number[][] = []
    growExact(plainCases(4, 60), USUAL, 1, 3, (...progress) => told.push(progress))
    assert.deepEqual(told, [
      [1, 2],
      [2, 2],
    ])
  })

  it('refuses what the library knows nothing of', () => {
    const set = plainCases(4, 30)
    const refuses = (change: Partial<CaseMatrix>, target: string): void => {
      assert.throws(() => growExact({ ...set, ...change }, USUAL), fails(target))
    }
    refuses({ weights: new Float64Array(30).fill(1) }, 'weights')
    refuses({ rows: set.rows.with(25, Number.MAX_VALUE) }, 'rows/1')
    refuses({ rows: set.rows.with(25, NaN) }, 'rows/1')
    refuses({ classes: 5000 }, 'classes')
    assert.throws(() => growExact(set, { ...USUAL, maxFeatures: 0.01 }), fails('maxFeatures'))
    assert.throws(() => growExact(set, { ...USUAL, maxFeatures: 2 }), fails('maxFeatures'))
    assert.throws(() => growExact(set, { ...USUAL, seed: 0.5 }), fails('seed'))
  })
})
