import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createNeighbours } from '../../../srv/causes/explain/neighbours.ts'
import type { PastCase } from '../../../srv/causes/explain/neighbours.ts'

const caseOf = (id: string, leaves: readonly number[], more: Partial<PastCase> = {}): PastCase => ({
  id,
  leaves: Int32Array.from(leaves),
  cause: 'setupWaste',
  decision: 'approved',
  outcome: 'posted',
  ...more,
})
const leaves = fc.array(fc.nat(3), { minLength: 5, maxLength: 5 })

/** Proximity of `b` to an index that holds only `a`; 0 when it isn't found. */
function proximity(a: readonly number[], b: readonly number[]): number {
  const index = createNeighbours({ most: 1 })
  index.add(caseOf('a', a))
  return index.similar(Int32Array.from(b), 1)[0]?.proximity ?? 0
}

describe('similar past cases', () => {
  it('are 1 with themselves, the same from both sides, and the share of common leaves', () => {
    fc.assert(
      fc.property(leaves, leaves, (a, b) => {
        assert.equal(proximity(a, a), 1)
        assert.equal(proximity(a, b), proximity(b, a))
        assert.equal(proximity(a, b), a.filter((each, tree) => each === b[tree]).length / 5)
      }),
    )
  })

  it('are the same as by looking at every case', () => {
    const many = fc.array(leaves, { maxLength: 30 })
    fc.assert(
      fc.property(many, leaves, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 12 }), (past, now, count, most) => {
        const index = createNeighbours({ most })
        past.forEach((each, at) => index.add(caseOf(String(at), each)))
        const expected = past
          .map((each, at) => ({ id: String(at), same: each.filter((leaf, tree) => leaf === now[tree]).length }))
          .slice(-most)
          .reverse()
          .filter((each) => each.same > 0)
          .sort((a, b) => b.same - a.same)
          .slice(0, count)
        const found = index.similar(Int32Array.from(now), count)
        assert.deepEqual(
          found.map(({ id, proximity }) => ({ id, same: Math.round(proximity * 5) })),
          expected,
        )
      }),
    )
  })

  it('tell what was wrong, what people decided and what came of it', () => {
    const index = createNeighbours({ most: 3 })
    index.add(caseOf('a', [1, 2], { cause: null, decision: '', outcome: 'posted' }))
    assert.deepEqual(index.similar(Int32Array.of(1, 9), 5), [{ id: 'a', cause: null, decision: '', outcome: 'posted', proximity: 0.5 }])
  })

  it('name the latest first among equals, and forget the oldest', () => {
    const index = createNeighbours({ most: 2 })
    for (const id of ['a', 'b', 'c']) index.add(caseOf(id, [1, 2]))
    assert.equal(index.size, 2)
    assert.deepEqual(
      index.similar(Int32Array.of(1, 2), 5).map((each) => each.id),
      ['c', 'b'],
    )
  })

  it('keep the age of a case whose end becomes known', () => {
    const index = createNeighbours({ most: 2 })
    index.add(caseOf('a', [1, 2], { outcome: '' }))
    index.add(caseOf('b', [1, 2]))
    index.add(caseOf('a', [1, 3], { outcome: 'refused' }))
    assert.equal(index.size, 2)
    assert.deepEqual(
      index.similar(Int32Array.of(1, 3), 2).map(({ id, outcome }) => [id, outcome]),
      [
        ['a', 'refused'],
        ['b', 'posted'],
      ],
    )
    index.add(caseOf('c', [1, 3]))
    assert.deepEqual(
      index.similar(Int32Array.of(1, 3), 5).map((each) => each.id),
      ['c', 'b'],
    )
  })

  it('leave out whom the filter refuses, without missing others', () => {
    const index = createNeighbours({ most: 10 })
    index.add(caseOf('a', [1, 2]))
    index.add(caseOf('b', [1, 2], { cause: null }))
    const found = index.similar(Int32Array.of(1, 2), 1, (each) => each.cause !== null)
    assert.deepEqual(
      found.map((each) => each.id),
      ['a'],
    )
  })

  it('are none in an empty index, and none that share no leaf', () => {
    const index = createNeighbours({ most: 10 })
    assert.deepEqual(index.similar(Int32Array.of(1), 3), [])
    index.add(caseOf('a', [1, 2]))
    assert.deepEqual(index.similar(Int32Array.of(2, 1), 3), [])
    assert.deepEqual(index.similar(Int32Array.of(1, 2), 0), [])
  })

  it('are not sought with the leaves of another forest', () => {
    const index = createNeighbours({ most: 10 })
    index.add(caseOf('a', [1, 2]))
    assert.throws(() => index.similar(Int32Array.of(1), 1), RangeError)
    assert.throws(() => index.add(caseOf('b', [1, 2, 3])), RangeError)
  })
})
