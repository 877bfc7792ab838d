import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { NO_DUEL, fought, pairedGain, verdictOf } from '../../../srv/causes/evaluation/promotion.ts'
import type { Duel, PairedGain } from '../../../srv/causes/evaluation/promotion.ts'
import { randomOf } from '../../landscape/history/random.ts'
import { GOLDEN } from './golden/golden.ts'
import { assertClose, normal } from './statistics.ts'

/** The verdict on `count` messages with this gain and standard deviation, exactly. */
function verdictWith(count: number, gain: number, deviation: number): PairedGain['verdict'] {
  return verdictOf({ messages: count, mean: gain, squares: deviation ** 2 * (count - 1) }).verdict
}

describe('the promotion of a challenger', () => {
  it('rests on the paired test of scipy', () => {
    const { champion, challenger, gain, z } = GOLDEN.paired
    const found = pairedGain(champion, challenger)
    assertClose(found.gain, gain)
    assertClose(found.z, z, 1e-6)
    assert.deepEqual([found.messages, found.verdict], [1_200, 'promote'])
  })

  it('needs 1,000 messages, a gain above .005 and 2.33 standard errors, and ends after 3,000', () => {
    assert.equal(verdictWith(999, 0.1, 0.1), 'wait')
    assert.equal(verdictWith(1_000, 0.1, 0.1), 'promote')
    assert.equal(verdictWith(1_000, 0.005, 0.01), 'wait')
    assert.equal(verdictWith(1_000, 0.0051, 0.01), 'promote')
    const deviationAt = (z: number): number => (0.02 * Math.sqrt(1_000)) / z
    assert.equal(verdictWith(1_000, 0.02, deviationAt(2.3)), 'wait')
    assert.equal(verdictWith(1_000, 0.02, deviationAt(2.36)), 'promote')
    assert.equal(verdictWith(2_999, 0.001, 0.5), 'wait')
    assert.equal(verdictWith(3_000, 0.001, 0.5), 'drop')
    assert.equal(verdictWith(3_000, 0.1, 0.5), 'promote')
    assert.equal(verdictWith(3_000, -0.1, 0.01), 'drop')
  })

  it('comes to the same after each message and at the end, through JSON', () => {
    const losses = fc.array(fc.tuple(fc.double({ min: 0, max: 9, noNaN: true }), fc.double({ min: 0, max: 9, noNaN: true })))
    fc.assert(
      fc.property(losses, (pairs) => {
        const stepwise = pairs.reduce<Duel>((duel, [a, b]) => JSON.parse(JSON.stringify(fought(duel, a, b))) as Duel, NO_DUEL)
        const atOnce = pairedGain(
          pairs.map(([a]) => a),
          pairs.map(([, b]) => b),
        )
        assert.deepEqual(verdictOf(stepwise), atOnce)
        assert.ok(Number.isFinite(atOnce.z))
      }),
    )
  })

  it('seldom promotes what is no better, with a look every thousand messages', () => {
    const random = randomOf(91)
    const repeats = 400
    let promoted = 0
    for (let repeat = 0; repeat < repeats; repeat++) {
      let duel = NO_DUEL
      for (let verdict = 'wait'; verdict === 'wait'; verdict = verdictOf(duel).verdict) {
        for (let message = 0; message < 1_000; message++) duel = fought(duel, 0.3, 0.3 + 0.3 * normal(random))
        if (verdictOf(duel).verdict === 'promote') promoted++
      }
    }
    assert.ok(promoted / repeats < 0.04, `${promoted} of ${repeats}`)
  })

  it('compares the same messages', () => assert.throws(() => pairedGain([0.1], []), RangeError))
})
