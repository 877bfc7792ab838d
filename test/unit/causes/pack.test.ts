import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { ModelError } from '../../../srv/causes/errors.ts'
import { growExact } from '../../../srv/causes/forest/exact.ts'
import type { Forest } from '../../../srv/causes/forest/forest.ts'
import { growHistogram } from '../../../srv/causes/forest/histogram.ts'
import { toLibraryJson } from '../../../srv/causes/forest/library-json.ts'
import { packForest, unpackForest } from '../../../srv/causes/forest/pack.ts'
import { randomOf } from '../../../srv/causes/forest/random.ts'
import { createScorer } from '../../../srv/causes/forest/scorer.ts'
import { anyForest, casesOf, PARAMETERS } from './forests.ts'

const SET = casesOf(500)
const FOREST = growHistogram(SET, PARAMETERS)
const EXACT = { nEstimators: 20, maxFeatures: 1, seed: 1, minNumSamples: 20, maxDepth: 16, gainThreshold: 0 }

/** What a `Forest` is of a forest that is more. */
function plain({ width, classes, roots, feature, threshold, left, right, cover, start, label, share }: Forest): Forest {
  return { width, classes, roots, feature, threshold, left, right, cover, start, label, share }
}

/** Whole again for all that the sum says. */
function resealed(bytes: Uint8Array): Uint8Array {
  const sealed = bytes.slice()
  new DataView(sealed.buffer).setUint32(sealed.length - 4, crc32(sealed.subarray(0, -4)), true)
  return sealed
}

describe('packed forest', () => {
  it('is the same forest again, of any shape and trainer', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(8),
        (seed, width, classes, depth) => {
          const forest = anyForest(randomOf(seed, 0), width, classes, 3, depth)
          assert.deepEqual(unpackForest(packForest(forest)), forest)
        },
      ),
    )
    const exact = growExact(SET, EXACT)
    const weights = Float64Array.from(SET.labels, (label) => 0.1 + label / 3)
    const weighed = growHistogram({ ...SET, weights }, { ...PARAMETERS, bootstrap: false })
    for (const forest of [FOREST, exact, weighed]) assert.deepEqual(unpackForest(packForest(forest)), plain(forest))
  })

  it('predicts the same when the nodes stood in another order', () => {
    const last = FOREST.feature.length - 1
    const turned = (node: number): number => (node < 0 ? node : last - node)
    const shares = Array.from({ length: last + 1 }, (_, at) => [FOREST.start[last - at] ?? 0, FOREST.start[last - at + 1] ?? 0] as const)
    const reversed: Forest = {
      ...FOREST,
      roots: FOREST.roots.map(turned),
      feature: FOREST.feature.toReversed(),
      threshold: FOREST.threshold.toReversed(),
      left: FOREST.left.toReversed().map(turned),
      right: FOREST.right.toReversed().map(turned),
      cover: FOREST.cover.toReversed(),
      start: Uint32Array.from(
        [0, ...shares].reduce<number[]>(
          (ends, each) => [...ends, typeof each === 'number' ? 0 : (ends.at(-1) ?? 0) + each[1] - each[0]],
          [],
        ),
      ),
      label: Uint16Array.from(shares.flatMap(([from, to]) => [...FOREST.label.subarray(from, to)])),
      share: Float64Array.from(shares.flatMap(([from, to]) => [...FOREST.share.subarray(from, to)])),
    }
    assert.deepEqual(unpackForest(packForest(reversed)), FOREST)
    assert.deepEqual(createScorer(unpackForest(packForest(reversed))).batch(SET.rows, 500), createScorer(FOREST).batch(SET.rows, 500))
  })

  it('takes at most a twentieth of the JSON of the library', () => {
    const set = casesOf(2000, 6)
    const parameters = { ...EXACT, nEstimators: 100 }
    const forest = growExact(set, parameters)
    const [packed, json] = [packForest(forest).length, JSON.stringify(toLibraryJson(forest, parameters)).length]
    assert.ok(packed * 20 <= json, `${packed} of ${json} bytes`)
  })

  it('is recognised as broken with any wrong, lost or added byte', () => {
    const bytes = packForest(FOREST)
    const isBroken = { name: 'ModelError', code: 'COUNTERSIGN/MODEL_BROKEN' }
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        assert.throws(() => unpackForest(bytes.with(at, (bytes[at] ?? 0) ^ by)), isBroken)
        assert.throws(() => unpackForest(bytes.subarray(0, at)), isBroken)
      }),
    )
    assert.throws(() => unpackForest(Uint8Array.from([...bytes, 0])), isBroken)
    assert.throws(() => unpackForest(new Uint8Array(0)), { ...isBroken, target: 'magic' })
    assert.throws(() => unpackForest(resealed(bytes.with(4, 2))), { ...isBroken, target: 'version' })
  })

  it('is refused or a sound forest when bytes were changed by someone who knows the checksum', () => {
    const bytes = packForest(growHistogram(casesOf(60), { ...PARAMETERS, trees: 2 }))
    const changes = fc.array(fc.tuple(fc.integer({ min: 5, max: bytes.length - 5 }), fc.nat(255)), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(changes, (all) => {
        const changed = bytes.slice()
        for (const [at, value] of all) changed[at] = value
        try {
          const forest = unpackForest(resealed(changed))
          const shares = createScorer(forest).distribution(new Float64Array(forest.width))
          assert.ok(Math.abs(shares.reduce((sum, each) => sum + each, 0) - 1) < 1e-5)
        } catch (error) {
          assert.ok(error instanceof ModelError || error instanceof RangeError, String(error))
        }
      }),
      { numRuns: 500 },
    )
  })

  it('is read from the middle of other bytes as well', () => {
    const bytes = packForest(FOREST)
    const around = new Uint8Array(bytes.length + 9)
    around.set(bytes, 5)
    assert.deepEqual(unpackForest(around.subarray(5, -4)), FOREST)
  })
})
