import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type CaseKeys, createEncoder } from '../../../srv/causes/features/encoding.ts'

const KEYS: CaseKeys = { Plant: '1710', WorkCenter: 'WC1', Material: 'FG100', Unit: 'PC', MovementType: '', Sender: 'dm' }
const key = fc.record({
  Plant: fc.constantFrom('1710', '1720'),
  WorkCenter: fc.constantFrom('', 'WC1', 'WC2'),
  Material: fc.constantFrom('FG100', 'FG101'),
  Unit: fc.constantFrom('PC', 'KG'),
  MovementType: fc.constantFrom('', '261'),
  Sender: fc.constantFrom('dm', 'mes'),
})

describe('rates of failure', () => {
  it('are nought before anything is known', () => {
    const values = createEncoder().encode(KEYS)
    assert.equal(values.rateOfPlant, 0)
    assert.equal(values.seenPlant, 0)
    assert.equal(Object.keys(values).length, 12)
  })

  it('are drawn towards the share of all, the less the more is known', () => {
    const encoder = createEncoder()
    for (let at = 0; at < 20; at++) encoder.learn({ ...KEYS, Plant: '1720', Material: 'FG999' }, at < 10)
    for (let at = 0; at < 20; at++) encoder.learn(KEYS, false)
    // 0 of 20 in this plant, 10 of 40 in all: (0 + 20 × ¼) ÷ (20 + 20)
    assert.equal(encoder.encode(KEYS).rateOfPlant, 0.125)
    assert.equal(encoder.encode(KEYS).seenPlant, Math.log10(21))
    assert.equal(encoder.encode({ ...KEYS, Plant: '1730' }).rateOfPlant, 0.25)
  })

  it('tell nothing of a key that is left out', () => {
    const encoder = createEncoder()
    encoder.learn(KEYS, true)
    assert.equal(encoder.encode(KEYS).seenMovementType, 0)
  })

  it('look only at what was learnt before, and always come out alike', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.boolean()), { maxLength: 60 }), (stream) => {
        const [a, b] = [createEncoder(), createEncoder()]
        const seen = stream.map(([keys, hasFailed]) => {
          const values = a.encode(keys)
          a.learn(keys, hasFailed)
          return values
        })
        b.learn(KEYS, true)
        b.clear()
        for (const [at, [keys, hasFailed]] of stream.entries()) {
          assert.deepEqual(b.encode(keys), seen[at])
          for (const value of Object.values(seen[at] ?? {})) assert.ok(value !== undefined && Number.isFinite(value) && value >= 0)
          b.learn(keys, hasFailed)
        }
      }),
      { numRuns: 50 },
    )
  })
})
