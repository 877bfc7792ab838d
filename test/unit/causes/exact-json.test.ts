import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { RandomForestClassifier } from 'ml-random-forest'
import { growExact } from '../../../srv/causes/forest/exact.ts'
import type { Forest } from '../../../srv/causes/forest/forest.ts'
import { fromLibraryJson, toLibraryJson } from '../../../srv/causes/forest/library-json.ts'
import type { LibraryJson } from '../../../srv/causes/forest/library-json.ts'
import { plainCases, rowsOf } from './exact-cases.ts'

const set = plainCases(7, 200)
const parameters = { nEstimators: 5, maxFeatures: 0.67, seed: 11, minNumSamples: 4, maxDepth: 16, gainThreshold: 0 }
const forest = growExact(set, parameters)
const text = JSON.stringify(toLibraryJson(forest, parameters))

/** The label that a tree votes for: the highest share, the lowest label among equals. */
function voteOf({ roots, feature, threshold, left, right, start, label, share }: Forest, tree: number, row: readonly number[]): number {
  let node = roots[tree] ?? 0
  while ((feature[node] ?? -1) >= 0) {
    const isLeft = (row[feature[node] ?? 0] ?? 0) < (threshold[node] ?? 0)
    node = (isLeft ? left[node] : right[node]) ?? 0
  }
  const [from, to] = [start[node] ?? 0, start[node + 1] ?? 0]
  const shares = share.subarray(from, to)
  return label[from + shares.indexOf(Math.max(...shares))] ?? -1
}

describe('the JSON of the library', () => {
  it('is loaded by the library, whose trees vote as ours do', () => {
    const others = rowsOf(plainCases(8, 300))
    const votes = RandomForestClassifier.load(JSON.parse(text) as LibraryJson).predictionValues(others)
    for (const [at, row] of others.entries()) {
      for (let tree = 0; tree < parameters.nEstimators; tree++) assert.equal(voteOf(forest, tree, row), votes.get(at, tree))
    }
  })

  it('gives back the forest that it was written of', () => {
    assert.deepEqual(fromLibraryJson(JSON.parse(text), set.classes, set.width), forest)
  })

  it('is read when the library has written it, but for the covers that it forgets', () => {
    const rewritten = JSON.stringify(RandomForestClassifier.load(JSON.parse(text) as LibraryJson))
    const read = fromLibraryJson(JSON.parse(rewritten), set.classes)
    for (const part of ['roots', 'feature', 'threshold', 'left', 'right', 'start', 'label', 'share', 'columns'] as const) {
      assert.deepEqual(read[part], forest[part], part)
    }
    assert.ok(read.cover.every((cover, node) => cover >= 1 && cover <= (forest.cover[node] ?? 0)))
  })

  it('holds in a node as many cases as in its children', () => {
    for (const [node, left] of forest.left.entries()) {
      if (left >= 0) assert.equal(forest.cover[node], (forest.cover[left] ?? 0) + (forest.cover[forest.right[node] ?? 0] ?? 0))
    }
    assert.ok(forest.roots.every((root) => forest.cover[root] === set.labels.length))
  })

  it('is not read when it is broken', () => {
    const broken = (change: (model: { indexes: unknown; estimators: { root: Record<string, unknown> }[] }) => void): unknown => {
      const json = JSON.parse(text) as { baseModel: { indexes: unknown; estimators: { root: Record<string, unknown> }[] } }
      change(json.baseModel)
      return json
    }
    const root = (change: Record<string, unknown>): unknown =>
      broken((model) => {
        Object.assign(model.estimators[0]?.root ?? {}, change)
      })
    for (const json of [
      undefined,
      null,
      [],
      {},
      { name: 'RFClassifier', baseModel: null },
      broken((model) => (model.estimators = [])),
      broken((model) => (model.indexes = [[0]])),
      root({ left: undefined }),
      root({ right: 5 }),
      root({ splitColumn: 99 }),
      root({ splitValue: 'x' }),
      root({ distribution: [] }),
      root({ distribution: [[0.5]] }),
      root({ distribution: [[...Array<number>(11).fill(0), 1]] }),
    ]) {
      const read = (): unknown => fromLibraryJson(json, set.classes, set.width)
      assert.throws(read, (error) => error instanceof Error && 'code' in error && error.code === 'COUNTERSIGN/MODEL_BROKEN')
    }
    assert.throws(() => fromLibraryJson(JSON.parse(text), set.classes, 3), { code: 'COUNTERSIGN/MODEL_BROKEN' })
  })
})
