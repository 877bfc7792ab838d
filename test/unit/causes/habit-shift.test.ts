import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { habitShift, type NamedFailure } from '../../../srv/causes/statistics/habit-shift.ts'
import { randomOf } from '../../landscape/history/random.ts'

const CAUSES = ['setupWaste', 'entryError', 'substitution', 'unitOfMeasure']
const PLACES = ['MACH', 'PACK', 'WIND']

/** Failures at places where one cause is behind three in five; `turn` moves which. */
function failures(count: number, seed: number, turn = 0): NamedFailure[] {
  const random = randomOf(seed)
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? ''
  return Array.from({ length: count }, () => {
    const place = pick(PLACES)
    const habit = CAUSES[(PLACES.indexOf(place) + turn) % CAUSES.length] ?? ''
    return { place, cause: random() < 0.6 ? habit : pick(CAUSES) }
  })
}

describe('a shift of habits', () => {
  it('is noticed where places have changed their causes, though each cause is as frequent as before', () => {
    for (let seed = 1; seed <= 5; seed++) assert.ok(habitShift(failures(75, seed, 1), failures(150, seed + 100)) <= 0.005)
  })

  it('is hardly ever seen where nothing has changed', () => {
    const shares = Array.from({ length: 100 }, (_, seed) => habitShift(failures(75, seed + 1), failures(150, seed + 1001)))
    assert.ok(shares.filter((share) => share <= 0.05).length <= 12, `${shares.filter((share) => share <= 0.05).length} of 100 at 5 %`)
    assert.ok(shares.filter((share) => share <= 0.005).length <= 3)
  })

  it('is the same for the same failures, and none without any', () => {
    const [latest, earlier] = [failures(40, 1), failures(80, 2)]
    assert.equal(habitShift(latest, earlier), habitShift(latest, earlier))
    assert.equal(habitShift([], earlier), 1)
    assert.equal(habitShift(latest, []), 1)
  })
})
