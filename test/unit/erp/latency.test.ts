import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Latency } from '../../../srv/line/latency.ts'

describe('latency', () => {
  it('is told in shares, to two digits', () => {
    const latency = new Latency()
    assert.deepEqual(latency.percentiles(50, 99), [0, 0])
    for (let each = 1; each <= 100; each++) latency.record(each)
    const [half = 0, most = 0] = latency.percentiles(50, 99)
    assert.ok(Math.abs(half - 50) < 1 && Math.abs(most - 99) < 1, `${half} ${most}`)
    latency.record(0)
    latency.record(1e12)
  })

  it('of long ago is forgotten, of a moment ago it is not', (test) => {
    let now = 1000
    test.mock.method(performance, 'now', () => now)
    const latency = new Latency()
    latency.record(7)
    now += 15_000
    assert.deepEqual(latency.percentiles(50).map(Math.round), [7])
    latency.record(3)
    now += 10_001
    assert.deepEqual(latency.percentiles(100).map(Math.round), [3])
    now += 60_000
    assert.deepEqual(latency.percentiles(100), [0])
  })
})
