import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { growHistogram } from '../../../srv/causes/forest/histogram.ts'
import { randomOf } from '../../../srv/causes/forest/random.ts'
import { RankTable } from '../../../srv/causes/forest/ranks.ts'
import { createScorer } from '../../../srv/causes/forest/scorer.ts'
import { anyForest, casesOf, PARAMETERS, sharesOf, walk } from './forests.ts'

const anyShape = fc.record({
  seed: fc.integer(),
  width: fc.integer({ min: 1, max: 9 }),
  classes: fc.integer({ min: 1, max: 6 }),
  trees: fc.integer({ min: 1, max: 11 }),
  depth: fc.integer({ min: 0, max: 9 }),
  isPure: fc.boolean(),
})
/** Often a threshold of the forests here, and sometimes what no threshold is. */
const anyValue = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -5, max: 5 }), fc.double())
const anyRows = fc.array(fc.array(anyValue, { minLength: 9, maxLength: 9 }), { minLength: 1, maxLength: 7 })

describe('scorer', () => {
  it('comes to the leaves, votes and shares of a walk that looks at every node, for any forest and any row', () => {
    fc.assert(
      fc.property(anyShape, anyRows, ({ seed, width, classes, trees, depth, isPure }, rows) => {
        const forest = anyForest(randomOf(seed, 0), width, classes, trees, depth, isPure)
        const scorer = createScorer(forest)
        for (const row of rows) {
          const leaves = walk(forest, row)
          const shares = leaves.map((leaf) => sharesOf(forest, leaf))
          assert.deepEqual([...scorer.leaves(row)], leaves)
          assert.deepEqual(
            [...scorer.votes(row)],
            shares.map((each) => each.indexOf(Math.max(...each))),
          )
          const mean = Array.from({ length: classes }, (_, label) => shares.reduce((sum, each) => sum + (each[label] ?? 0), 0) / trees)
          assert.deepEqual([...scorer.distribution(row)], mean)
        }
      }),
    )
  })

  it('says of many rows at once what it says of each', () => {
    const set = casesOf(1100, 2)
    const scorer = createScorer(growHistogram(set, PARAMETERS))
    for (const count of [0, 1, 3, 255, 257, 1100]) {
      const all = scorer.batch(set.rows.subarray(0, count * set.width), count)
      const each = Array.from({ length: count }, (_, at) => [
        ...scorer.distribution(set.rows.subarray(at * set.width, (at + 1) * set.width)),
      ])
      assert.deepEqual([...all], each.flat())
    }
  })

  it('says so of forests of pure leaves, too', () => {
    const forest = anyForest(randomOf(8, 0), 4, 30, 9, 8, true)
    const scorer = createScorer(forest)
    const rows = Float64Array.from({ length: 4 * 600 }, (_, at) => ((at * 7) % 11) - 5)
    const each = Array.from({ length: 600 }, (_, at) => [...scorer.distribution(rows.subarray(at * 4, at * 4 + 4))])
    assert.deepEqual([...scorer.batch(rows, 600)], each.flat())
  })

  it('finds the rank of any value among any thresholds', () => {
    const anyThresholds = fc.uniqueArray(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 40 })
    fc.assert(
      fc.property(fc.array(anyThresholds, { minLength: 1, maxLength: 3 }), fc.array(fc.double()), (all, values) => {
        const thresholds = all.map((own) => Float64Array.from(new Set(own.map((each) => each + 0))).sort())
        const table = new RankTable(thresholds)
        for (const [feature, own] of thresholds.entries()) {
          const reached = (value: number): number => own.filter((each) => !(value < each)).length
          for (const value of [...values, ...own]) assert.equal(table.rankOf(feature, value), reached(value))
        }
      }),
    )
  })

  it('answers shares that sum to 1, into the array that it is given', () => {
    const set = casesOf(300)
    const scorer = createScorer(growHistogram(set, PARAMETERS))
    const [out, leaves] = [new Float64Array(set.classes).fill(9), new Int32Array(PARAMETERS.trees)]
    assert.equal(scorer.distribution(set.rows.subarray(0, set.width), out), out)
    assert.ok(Math.abs(out.reduce((sum, share) => sum + share, 0) - 1) < 1e-12)
    assert.equal(scorer.leaves(set.rows.subarray(0, set.width), leaves), leaves)
    assert.deepEqual(leaves, scorer.leaves(set.rows.subarray(0, set.width)))
  })

  it('keeps what it answered when it answers again', () => {
    const set = casesOf(300)
    const scorer = createScorer(growHistogram(set, PARAMETERS))
    const rowOf = (at: number): Float64Array => set.rows.subarray(at * set.width, (at + 1) * set.width)
    const answers = [scorer.distribution(rowOf(1)), scorer.votes(rowOf(1)), scorer.leaves(rowOf(1))]
    const kept = structuredClone(answers)
    for (let at = 2; at < 50; at++) scorer.distribution(rowOf(at))
    assert.deepEqual(answers, kept)
  })

  it('refuses a forest of more features than a question has room for', () => {
    const forest = anyForest(randomOf(1, 0), 3, 2, 2, 3)
    assert.throws(() => createScorer({ ...forest, width: 257 }), RangeError)
  })
})
