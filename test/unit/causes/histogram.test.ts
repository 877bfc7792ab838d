import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { binsOf } from '../../../srv/causes/forest/bins.ts'
import { concatForests } from '../../../srv/causes/forest/concat.ts'
import { growExact } from '../../../srv/causes/forest/exact.ts'
import type { CaseMatrix } from '../../../srv/causes/forest/forest.ts'
import { growHistogram } from '../../../srv/causes/forest/histogram.ts'
import { randomOf } from '../../../srv/causes/forest/random.ts'
import { createScorer } from '../../../srv/causes/forest/scorer.ts'
import { casesOf, PARAMETERS, sharesOf, walk } from './forests.ts'

const SET = casesOf(600)

function matrixOf(rows: readonly (readonly number[])[], labels: readonly number[], weights?: readonly number[]): CaseMatrix {
  return {
    rows: Float64Array.from(rows.flat()),
    width: rows[0]?.length ?? 0,
    labels: Uint16Array.from(labels),
    classes: Math.max(...labels) + 1,
    ...(weights && { weights: Float64Array.from(weights) }),
  }
}

describe('histogram forest', () => {
  it('is the same whenever it is grown, and another one for another seed', () => {
    const forest = growHistogram(SET, PARAMETERS)
    assert.deepEqual(growHistogram(SET, PARAMETERS), forest)
    assert.notDeepEqual(growHistogram(SET, { ...PARAMETERS, seed: 6 }).threshold, forest.threshold)
  })

  it('is the same in any shards', () => {
    const whole = growHistogram(SET, PARAMETERS)
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: PARAMETERS.trees - 1 }), { maxLength: 4 }), (cuts) => {
        const ends = [0, ...cuts.toSorted((a, b) => a - b), PARAMETERS.trees]
        const parts = ends.slice(1).map((to, at) => growHistogram(SET, PARAMETERS, ends[at], to))
        assert.deepEqual(concatForests(parts), whole)
      }),
      { numRuns: 10 },
    )
  })

  it('learns a rule of one feature exactly, with the threshold between the values', () => {
    const rows = Array.from({ length: 20 }, (_, at) => [3, at])
    const labels = rows.map((_, at) => (at < 13 ? 0 : 1))
    const forest = growHistogram(matrixOf(rows, labels), { ...PARAMETERS, trees: 1, featuresPerSplit: 1, minLeaf: 1, bootstrap: false })
    assert.deepEqual([...forest.feature], [1, -1, -1])
    assert.equal(forest.threshold[0], 12.5)
    assert.deepEqual([...forest.cover], [20, 13, 7])
    assert.deepEqual(
      [sharesOf(forest, 1), sharesOf(forest, 2)],
      [
        [1, 0],
        [0, 1],
      ],
    )
  })

  it('keeps the shares of all labels in a leaf', () => {
    const rows = Array.from({ length: 8 }, () => [1])
    const forest = growHistogram(matrixOf(rows, [2, 0, 0, 1, 0, 0, 2, 0]), { ...PARAMETERS, trees: 1, bootstrap: false })
    assert.deepEqual([forest.feature.length, sharesOf(forest, 0)], [1, [5 / 8, 1 / 8, 2 / 8]])
  })

  it('keeps to the least leaf, the greatest depth, and covers that add up', () => {
    const forest = growHistogram(SET, { ...PARAMETERS, minLeaf: 7, maxDepth: 4, bootstrap: false })
    const depth = new Map([...forest.roots].map((root) => [root, 0]))
    for (const [node, feature] of forest.feature.entries()) {
      const [left, right] = [forest.left[node] ?? -1, forest.right[node] ?? -1]
      if (feature < 0) {
        assert.ok((forest.cover[node] ?? 0) >= 7 && (depth.get(node) ?? 5) <= 4)
        continue
      }
      assert.ok(left > node && right > node)
      assert.equal(forest.cover[node], (forest.cover[left] ?? 0) + (forest.cover[right] ?? 0))
      for (const child of [left, right]) depth.set(child, (depth.get(node) ?? 0) + 1)
    }
  })

  it('sends every case of a bag without a bootstrap to the leaf that counted it', () => {
    const forest = growHistogram(SET, { ...PARAMETERS, trees: 2, bootstrap: false })
    const met = new Map<number, number[]>()
    for (const [at, label] of SET.labels.entries()) {
      for (const leaf of walk(forest, SET.rows.subarray(at * SET.width, (at + 1) * SET.width))) {
        const counts = met.get(leaf) ?? Array.from({ length: SET.classes }, () => 0)
        counts[label] = (counts[label] ?? 0) + 1
        met.set(leaf, counts)
      }
    }
    for (const [leaf, counts] of met)
      assert.deepEqual(
        sharesOf(forest, leaf),
        counts.map((count) => count / (forest.cover[leaf] ?? 0)),
      )
  })

  it('counts a weight like so many equal cases: exactly without a bootstrap, in distribution with one', () => {
    const rows = Array.from({ length: 60 }, (_, at) => [at % 10, (at * 7) % 13])
    const labels = rows.map(([a = 0, b = 0], at) => (at % 9 === 0 ? 2 : a + b > 9 ? 1 : 0))
    const weights = rows.map((_, at) => 1 + (at % 3))
    const weighted = matrixOf(rows, labels, weights)
    const repeat = <T>(each: T, at: number): T[] => Array.from({ length: weights[at] ?? 0 }, () => each)
    const repeated = matrixOf(rows.flatMap(repeat), labels.flatMap(repeat))
    const alone = { ...PARAMETERS, minLeaf: 1, featuresPerSplit: 2, bootstrap: false, trees: 3 }
    assert.deepEqual(growHistogram(weighted, alone), growHistogram(repeated, alone))
    const bagged = { ...alone, bootstrap: true, trees: 2000, maxDepth: 2 }
    const [a, b] = [weighted, repeated].map((set) => createScorer(growHistogram(set, bagged)))
    for (const row of rows) {
      const [p, q] = [a?.distribution(row), b?.distribution(row)]
      for (const [label, share] of (p ?? []).entries())
        assert.ok(Math.abs(share - (q?.[label] ?? 0)) < 0.03, `${share} and ${q?.[label] ?? 0}`)
    }
  })

  it('comes within a tenth of the exact forest on cases that neither has seen', () => {
    const [train, test] = [casesOf(1500, 3), casesOf(1000, 4)]
    const lossOf = (scorer: ReturnType<typeof createScorer>): number => {
      const shares = scorer.batch(test.rows, test.labels.length)
      return (
        test.labels.reduce((sum, label, at) => sum - Math.log(Math.max(1e-4, shares[at * test.classes + label] ?? 0)), 0) /
        test.labels.length
      )
    }
    const histogram = lossOf(createScorer(growHistogram(train, { ...PARAMETERS, trees: 60, featuresPerSplit: 8, minLeaf: 5 })))
    const exact = { nEstimators: 60, maxFeatures: 1, seed: 1, minNumSamples: 20, maxDepth: 16, gainThreshold: 0 }
    const reference = lossOf(createScorer(growExact(train, exact)))
    assert.ok(histogram < reference * 1.1, `${histogram} against ${reference}`)
  })

  it('says how far it is', () => {
    const seen: number[][] = []
    growHistogram(SET, { ...PARAMETERS, trees: 5 }, 1, 4, (...progress) => seen.push(progress))
    assert.deepEqual(seen, [
      [1, 3],
      [2, 3],
      [3, 3],
    ])
  })

  it('refuses cases and parameters that nothing can be learned from', () => {
    const broken: readonly [Partial<CaseMatrix>, string | RegExp][] = [
      [{ labels: new Uint16Array(0) }, 'labels'],
      [{ width: 7 }, 'rows'],
      [{ classes: 2 }, /^labels\/\d+$/],
      [{ rows: SET.rows.with(11, NaN) }, 'rows/1'],
      [{ weights: new Float64Array(3) }, 'weights'],
      [{ weights: new Float64Array(600).fill(1).with(4, 0) }, 'weights/4'],
    ]
    for (const [change, target] of broken) {
      assert.throws(() => growHistogram({ ...SET, ...change }, PARAMETERS), {
        name: 'ModelError',
        code: 'COUNTERSIGN/CASES_UNUSABLE',
        target,
      })
    }
    for (const change of [{ bins: 257 }, { trees: 0 }, { minLeaf: 0.5 }, { featuresPerSplit: 0 }, { seed: NaN }, { maxDepth: Infinity }]) {
      const target = Object.keys(change)[0]
      assert.throws(() => growHistogram(SET, { ...PARAMETERS, ...change }), { code: 'COUNTERSIGN/PARAMETER_UNUSABLE', target })
    }
  })
})

describe('bins', () => {
  it('hold every value between their edges, and nothing gets lost in one that most cases share', () => {
    const values = fc.oneof(fc.constant(0), fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, noDefaultInfinity: true }))
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 400 }), fc.integer({ min: 2, max: 256 }), (column, bins) => {
        const set = matrixOf(
          column.map((each) => [each]),
          column.map(() => 0),
        )
        const { codes, edges } = binsOf(set, bins)
        const own = edges[0] ?? new Float64Array(0)
        const distinct = new Set(column.map((each) => each + 0)).size
        assert.ok(
          own.length < bins && own.length >= Math.min(distinct, bins) / 2 - 1,
          `${own.length} edges, ${distinct} values, ${bins} bins`,
        )
        if (distinct <= bins) assert.equal(own.length, distinct - 1)
        for (const [at, value] of column.entries()) {
          const code = codes[at] ?? 0
          assert.ok((code === 0 || value >= (own[code - 1] ?? NaN)) && (code === own.length || value < (own[code] ?? NaN)))
        }
      }),
    )
  })

  it('go to what is rare when nine of ten cases are alike', () => {
    const column = Array.from({ length: 10_000 }, (_, at) => (at % 10 === 0 ? at : 0))
    const { edges } = binsOf(
      matrixOf(
        column.map((each) => [each]),
        column.map(() => 0),
      ),
      255,
    )
    assert.ok((edges[0]?.length ?? 0) > 200)
  })
})

describe('random numbers', () => {
  it('are those of sfc32, in a stream of their own for every tree', () => {
    const draws = (seed: number, stream: number): number[] => {
      const draw = randomOf(seed, stream)
      return Array.from({ length: 4 }, () => draw(2 ** 32))
    }
    assert.deepEqual(draws(1, 2), draws(1, 2))
    assert.notDeepEqual(draws(1, 2), draws(2, 1))
    assert.notDeepEqual(draws(1, 2), draws(1, 3))
  })

  it('fall evenly', () => {
    const draw = randomOf(7, 0)
    const counts = Array.from({ length: 10 }, () => 0)
    for (let at = 0; at < 100_000; at++) {
      const drawn = draw(10)
      counts[drawn] = (counts[drawn] ?? 0) + 1
    }
    // χ² with 9 degrees of freedom: 27.9 is passed once in a thousand.
    assert.ok(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0) < 27.9, String(counts))
  })
})
