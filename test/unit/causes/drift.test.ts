import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { describePopulation, populationShift, startPageHinkley, watchLoss } from '../../../srv/causes/statistics/drift.ts'
import type { PageHinkley } from '../../../srv/causes/statistics/drift.ts'
import { randomOf } from '../../landscape/history/random.ts'
import { GOLDEN } from './golden/golden.ts'
import { assertClose, normal } from './statistics.ts'

/** Log losses as a model has them: mostly small, for `surprising` of the messages great. In the mean .24 with .08, .36 with .134. */
function losses(count: number, surprising: number, seed: number): number[] {
  const random = randomOf(seed)
  return Array.from({ length: count }, () => -Math.log(1 - random()) * (random() < surprising ? 2.3 : 0.06))
}

function alarmsIn(stream: readonly number[], watch: PageHinkley = startPageHinkley()): number[] {
  const alarms: number[] = []
  stream.forEach((loss, at) => {
    watch = watchLoss(watch, loss)
    if (watch.isDrift) alarms.push(at)
  })
  return alarms
}

describe('Page-Hinkley on log loss', () => {
  it('alarms where the definition says', () => {
    const { losses: stream, alarmAt, rise } = GOLDEN.pageHinkley
    let watch = startPageHinkley()
    for (const loss of stream.slice(0, alarmAt + 1)) watch = watchLoss(watch, loss)
    assert.ok(watch.isDrift)
    assertClose(watch.sum - watch.lowest, rise, 1e-6)
    assert.deepEqual(alarmsIn(stream)[0], alarmAt)
  })

  it('notices the loss of a model that has aged within 750 to 2,750 messages', () => {
    for (const seed of [41, 42, 43, 44, 45, 46]) {
      const stream = [...losses(6_000, 0.08, seed), ...losses(4_000, 0.134, seed + 100)]
      const [first = 0] = alarmsIn(stream)
      assert.ok(first >= 6_000 && first < 8_750, `alarm after ${first - 6_000}`)
    }
  })

  it('alarms at most once in 32,000 messages that stay as they were', () => {
    for (const seed of [51, 52, 53, 54]) assert.ok(alarmsIn(losses(32_000, 0.08, seed)).length <= 1)
  })

  it('says nothing of a loss that falls, or of one great surprise', () => {
    assert.deepEqual(alarmsIn([...losses(3_000, 0.134, 55), ...losses(6_000, 0.06, 56)]), [])
    const watch = losses(1_000, 0.08, 57).reduce(watchLoss, startPageHinkley())
    assert.ok(watchLoss(watch, 1e6).sum - watch.sum <= 3)
  })

  it('begins anew after an alarm, and goes on from JSON as if nothing had happened', () => {
    const stream = [...losses(3_000, 0.08, 58), ...losses(3_000, 0.2, 59)]
    let [kept, revived] = [startPageHinkley(), startPageHinkley()]
    for (const loss of stream) {
      if (kept.isDrift) assert.equal(watchLoss(kept, loss).seen, 1)
      kept = watchLoss(kept, loss)
      revived = watchLoss(JSON.parse(JSON.stringify(revived)) as PageHinkley, loss)
    }
    assert.deepEqual(revived, kept)
  })

  it('takes losses only', () => {
    for (const loss of [NaN, -0.1]) assert.throws(() => watchLoss(startPageHinkley(), loss), RangeError)
  })
})

describe('the shift of a population', () => {
  const { width, reference, recent, psi } = GOLDEN.population
  const population = describePopulation(Float64Array.from(reference), width)

  it('is twice what scipy calls relative entropy, there and back', () => {
    const shifts = populationShift(population, Float64Array.from(recent))
    assertClose(shifts[0]?.psi, psi[0])
    assertClose(shifts[2]?.psi, psi[1])
  })

  it('names the feature that moved, and only that', () => {
    const random = randomOf(61)
    const rowsOf = (count: number, moved: number): Float64Array =>
      Float64Array.from({ length: count * 3 }, (_, at) =>
        at % 3 === 0 ? normal(random) + moved : at % 3 === 1 ? Number(random() < 0.05 + moved / 4) : Math.max(0, normal(random)),
      )
    const before = describePopulation(rowsOf(5_000, 0), 3)
    const levelsOf = (rows: Float64Array): string[] => populationShift(before, rows).map((shift) => shift.level)
    assert.deepEqual(levelsOf(rowsOf(500, 0)), ['stable', 'stable', 'stable'])
    assert.deepEqual(levelsOf(rowsOf(500, 1)), ['major', 'major', 'stable'])
  })

  it('sees a value that was never there, also where there was only one', () => {
    const constant = describePopulation(new Float64Array(1_000).fill(1), 1)
    assert.equal(populationShift(constant, new Float64Array(200).fill(1))[0]?.psi, 0)
    for (const value of [0, 2]) assert.equal(populationShift(constant, new Float64Array(200).fill(value))[0]?.level, 'major')
  })

  it('is never negative, 0 for the same rows, and knows what chance alone makes', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(values, values, (a, b) => {
        const before = describePopulation(Float64Array.from(a), 1)
        const [shift] = populationShift(before, Float64Array.from(b))
        assert.ok(shift && shift.psi >= 0 && shift.chance >= 0)
        assertClose(populationShift(before, Float64Array.from(a))[0]?.psi, 0)
      }),
    )
    const random = randomOf(62)
    const draw = (count: number): Float64Array => Float64Array.from({ length: count }, () => normal(random))
    const made = Array.from({ length: 100 }, () => populationShift(describePopulation(draw(1_000), 1), draw(400))[0])
    const mean = (of: 'psi' | 'chance'): number => made.reduce((sum, shift) => sum + (shift?.[of] ?? 0), 0) / made.length
    assertClose(mean('psi') / mean('chance'), 1, 0.15)
  })

  it('survives JSON, says nothing of no rows, and takes rows of the same width', () => {
    const revived = JSON.parse(JSON.stringify(population)) as typeof population
    assert.deepEqual(populationShift(revived, Float64Array.from(recent)), populationShift(population, Float64Array.from(recent)))
    assert.deepEqual(
      populationShift(population, new Float64Array()).map((shift) => shift.level),
      ['stable', 'stable', 'stable'],
    )
    assert.throws(() => populationShift(population, new Float64Array(4)), RangeError)
  })
})
