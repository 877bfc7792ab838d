import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { failureOf } from '../../../srv/causes/statistics/distribution.ts'
import { certifyGate, clopperPearson, clopperPearsonUpper, passesGate } from '../../../srv/causes/statistics/gate.ts'
import type { Gate } from '../../../srv/causes/statistics/gate.ts'
import { randomOf } from '../../landscape/history/random.ts'
import { GOLDEN } from './golden/golden.ts'
import { assertClose, makeMessages } from './statistics.ts'
import type { MadeMessage } from './statistics.ts'

const demand = { atMost: 0.02, confidence: 0.95 }
const certified = (messages: readonly MadeMessage[]): Gate | undefined =>
  certifyGate(
    messages.map((each) => failureOf(each.said)),
    messages.map((each) => each.label > 0),
    demand,
  )

describe('an exact interval', () => {
  it('is the one of scipy', () => {
    for (const { k, n, confidence, lower, upper, oneSided } of GOLDEN.intervals) {
      const interval = clopperPearson(k, n, confidence)
      assertClose(interval.lower, lower, 1e-9)
      assertClose(interval.upper, upper, 1e-9)
      assertClose(clopperPearsonUpper(k, n, confidence), oneSided, 1e-9)
    }
  })

  it('holds the share seen, mirrors, and narrows with more rows', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), fc.double({ min: 0.5, max: 0.999, noNaN: true }), (k, more, confidence) => {
        const n = k + more
        const { lower, upper } = clopperPearson(k, n, confidence)
        const mirrored = clopperPearson(more, n, confidence)
        assertClose(mirrored.upper, 1 - lower)
        if (n === 0) {
          assert.deepEqual([lower, upper], [0, 1])
          return
        }
        assert.ok(lower <= k / n && k / n <= upper)
        const twice = clopperPearson(2 * k, 2 * n, confidence)
        assert.ok(twice.upper - twice.lower < upper - lower)
      }),
    )
  })

  it('takes counts only', () => {
    for (const [k, n, confidence] of [
      [2, 1, 0.95],
      [-1, 1, 0.95],
      [0.5, 1, 0.95],
      [0, 1, 1],
    ] as const) {
      assert.throws(() => clopperPearson(k, n, confidence), RangeError)
    }
  })
})

describe('a certified gate', () => {
  it('passes more than half of the messages, and keeps its promise', () => {
    const gate = certified(makeMessages(5_000, 21))
    assert.ok(gate && gate.upper <= 0.02 && gate.passed / gate.rows >= 0.55)
    const fresh = makeMessages(40_000, 22).filter((each) => passesGate(gate, failureOf(each.said)))
    assert.ok(fresh.length / 40_000 >= 0.55)
    assert.ok(fresh.filter((each) => each.label > 0).length / fresh.length <= 0.02)
  })

  it('stays advice with too few rows, none, or a model that knows nothing', () => {
    assert.equal(certified(makeMessages(150, 23)), undefined)
    assert.equal(certified([]), undefined)
    const blind = makeMessages(5_000, 24).map((each) => ({ ...each, said: [0.9, 0.1] }))
    assert.equal(certified(blind), undefined)
    assert.equal(passesGate(undefined, 0), false)
  })

  it('breaks its promise at most one time in twenty, though it tries many thresholds', () => {
    const random = randomOf(25)
    const repeats = 400
    // Of the messages below a score, 0.8 % + 2 % · score fail: what is promised is broken by any threshold above 0.6.
    const chance = (score: number): number => 0.008 + 0.04 * score
    let broken = 0
    let found = 0
    for (let repeat = 0; repeat < repeats; repeat++) {
      const scores = Array.from({ length: 4_000 }, () => random())
      const gate = certifyGate(
        scores,
        scores.map((score) => random() < chance(score)),
        { ...demand, step: 0.01 },
      )
      if (gate === undefined) continue
      found++
      if (gate.threshold > 0.6) broken++
    }
    assert.ok(found > repeats / 2, `found ${found}`)
    assert.ok(broken / repeats <= 0.05 + 2 * Math.sqrt((0.05 * 0.95) / repeats), `broken ${broken}`)
  })

  it('counts rows of equal scores together, whatever their order', () => {
    const scores = Array.from({ length: 2_000 }, (_, at) => (at % 2) / 2)
    const failed = scores.map((score) => score > 0)
    const gate = certifyGate(scores, failed, demand)
    assert.deepEqual([gate?.threshold, gate?.passed, gate?.failed], [0, 1_000, 0])
    assert.deepEqual(certifyGate(scores.toReversed(), failed.toReversed(), demand), gate)
  })

  it('takes one outcome a score, and shares', () => {
    assert.throws(() => certifyGate([0.1], [], demand), RangeError)
    assert.throws(() => certifyGate([], [], { ...demand, atMost: 2 }), RangeError)
  })
})
