import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { carry, createExplainer, totalOf } from '../../../srv/causes/explain/explain.ts'
import type { Forest } from '../../../srv/causes/forest/forest.ts'
import { randomOf } from '../../landscape/history/random.ts'
import { randomForest, randomRow } from './random-forest.ts'

const shapes = fc.record({
  seed: fc.nat(),
  trees: fc.integer({ min: 1, max: 12 }),
  depth: fc.nat(7),
  width: fc.integer({ min: 1, max: 9 }),
  classes: fc.integer({ min: 2, max: 7 }),
})

/** Nodes from root to leaf, one list a tree. */
function pathsOf(forest: Forest, row: Float64Array): number[][] {
  return Array.from(forest.roots, (root) => {
    const path = [root]
    for (let node = root; (forest.feature[node] ?? -1) >= 0;) {
      const isLess = (row[forest.feature[node] ?? 0] ?? NaN) < (forest.threshold[node] ?? NaN)
      node = (isLess ? forest.left[node] : forest.right[node]) ?? NaN
      path.push(node)
    }
    return path
  })
}

/** Mean leaf share, read straight from the leaves. */
function shareOf(forest: Forest, row: Float64Array, label: number): number {
  const shares = pathsOf(forest, row).map((path) => {
    const leaf = path.at(-1) ?? NaN
    const [from, to] = [forest.start[leaf] ?? 0, forest.start[leaf + 1] ?? 0]
    const at = forest.label.subarray(from, to).indexOf(label)
    return at < 0 ? 0 : (forest.share[from + at] ?? NaN)
  })
  return shares.reduce((sum, each) => sum + each, 0) / shares.length
}

const near = (a: number, b: number, within = 1e-9): void => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`)

describe('an explanation of what a forest says', () => {
  it('adds up to the share of the label, for every label and for failure', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const forest = randomForest(shape)
        const explainer = createExplainer(forest)
        const row = randomRow(randomOf(shape.seed + 1), shape.width)
        for (let label = 0; label < shape.classes; label++) near(totalOf(explainer.explain(row, label)), shareOf(forest, row, label))
        near(totalOf(explainer.explainFailure(row)), 1 - shareOf(forest, row, 0))
      }),
      { numRuns: 60 },
    )
  })

  it('begins at what the training cases were, all together', () => {
    const forest = randomForest({ seed: 5, trees: 3, depth: 4, width: 4, classes: 3 })
    let base = 0
    for (const [tree, root] of forest.roots.entries()) {
      const end = forest.roots[tree + 1] ?? forest.feature.length
      for (let node = root; node < end; node++)
        for (let at = forest.start[node] ?? 0; at < (forest.start[node + 1] ?? 0); at++)
          if (forest.label[at] === 1) base += ((forest.share[at] ?? 0) * (forest.cover[node] ?? 0)) / (forest.cover[root] ?? 1) / 3
    }
    near(createExplainer(forest).explain(new Float64Array(4), 1).base, base)
  })

  it('credits only features that were asked for on the way', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const forest = randomForest(shape)
        const row = randomRow(randomOf(shape.seed + 2), shape.width)
        const asked = new Set(pathsOf(forest, row).flatMap((path) => path.map((node) => forest.feature[node])))
        const { contributions } = createExplainer(forest).explain(row, 1)
        contributions.forEach((each, feature) => assert.ok(each === 0 || asked.has(feature)))
      }),
      { numRuns: 40 },
    )
  })

  it('credits a single split with the whole step', () => {
    const stump: Forest = {
      width: 2,
      classes: 2,
      roots: Int32Array.of(0),
      feature: Int32Array.of(1, -1, -1),
      threshold: Float64Array.of(0.5, NaN, NaN),
      left: Int32Array.of(1, -1, -1),
      right: Int32Array.of(2, -1, -1),
      cover: Float64Array.of(40, 30, 10),
      start: Uint32Array.of(0, 0, 1, 3),
      label: Uint16Array.of(0, 0, 1),
      share: Float64Array.of(1, 0.2, 0.8),
    }
    const explanation = createExplainer(stump).explainFailure([9, 0.5])
    near(explanation.base, 0.2)
    assert.deepEqual(
      [...explanation.contributions].map((each) => Number(each.toFixed(12))),
      [0, 0.6],
    )
  })

  it('is the same however little may be kept', () => {
    const forest = randomForest({ seed: 8, trees: 5, depth: 6, width: 5, classes: 7 })
    const [roomy, tight] = [createExplainer(forest), createExplainer(forest, 0)]
    const random = randomOf(3)
    for (let round = 0; round < 30; round++) {
      const row = randomRow(random, 5)
      assert.deepEqual(tight.explain(row, round % 7), roomy.explain(row, round % 7))
    }
  })

  it('refuses rows of another width and labels that the forest does not know', () => {
    const explainer = createExplainer(randomForest({ seed: 1, trees: 2, depth: 2, width: 3, classes: 2 }))
    assert.throws(() => explainer.explain([1, 2], 0), RangeError)
    assert.throws(() => explainer.explain([1, 2, 3], 2), RangeError)
    assert.throws(() => explainer.explain([1, 2, 3], 0.5), RangeError)
    assert.throws(() => explainer.explainOdds([1, 2, 3], 0, { cases: 100, options: 2 }), RangeError)
  })
})

describe('an explanation in log-odds', () => {
  it('adds up to the smoothed log-odds of a cause among all failures', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 5000 }), (shape, cases) => {
        const forest = randomForest(shape)
        const row = randomRow(randomOf(shape.seed + 1), shape.width)
        const options = Math.max(2, shape.classes - 1)
        const failing = 1 - shareOf(forest, row, 0)
        fc.pre(failing > 0.01)
        const share = shareOf(forest, row, 1) / failing
        const smooth = (share * cases + 0.5) / (cases + options / 2)
        const explanation = createExplainer(forest).explainOdds(row, 1, { cases, options })
        // Off by what keeps it finite where nothing failed: a millionth of all cases.
        near(totalOf(explanation), Math.log(smooth / (1 - smooth)), (4e-6 * (cases / options + 1)) / failing)
      }),
      { numRuns: 60 },
    )
  })

  it('stays finite where no case failed', () => {
    const leaf = { feature: Int32Array.of(-1), threshold: Float64Array.of(NaN), left: Int32Array.of(-1), right: Int32Array.of(-1) }
    const healthy: Forest = {
      ...leaf,
      width: 1,
      classes: 3,
      roots: Int32Array.of(0),
      cover: Float64Array.of(10),
      start: Uint32Array.of(0, 1),
      label: Uint16Array.of(0),
      share: Float64Array.of(1),
    }
    near(totalOf(createExplainer(healthy).explainOdds([0], 2, { cases: 500, options: 4 })), Math.log(1 / 3))
  })

  it('keeps signs and ranks when it is carried on, and still adds up', () => {
    const link = (value: number): number => Math.log((value * 99 + 0.5) / (99.5 - value * 99))
    const parts = fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(parts, (values) => {
        const before = { base: 0.5, contributions: Float64Array.from(values) }
        const after = carry(before, link)
        near(after.base, link(0.5))
        near(totalOf(after), link(totalOf(before)))
        after.contributions.forEach((each, at) => assert.ok(each === 0 || Math.sign(each) === Math.sign(values[at] ?? 0)))
      }),
    )
  })

  it('does not blow up where contributions cancel out', () => {
    const { contributions } = carry({ base: 0.5, contributions: Float64Array.of(0.3, -0.3) }, Math.log)
    near(contributions[0] ?? NaN, 0.6, 1e-6)
    near(contributions[1] ?? NaN, -0.6, 1e-6)
  })
})
