import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { fitShortlist, shortlistOf } from '../../../srv/causes/statistics/shortlist.ts'
import type { Shortlist } from '../../../srv/causes/statistics/shortlist.ts'
import { GOLDEN } from './golden/golden.ts'
import { assertClose, makeMessages } from './statistics.ts'
import type { MadeMessage } from './statistics.ts'

const fitted = (messages: readonly MadeMessage[], coverage = 0.9): Shortlist =>
  fitShortlist(
    messages.map((each) => each.said),
    messages.map((each) => each.label),
    coverage,
  )

function coverageOf(shortlist: Shortlist, messages: readonly MadeMessage[]): { coverage: number; size: number } {
  const lists = messages.filter((each) => each.label > 0).map((each) => ({ label: each.label, list: shortlistOf(each.said, shortlist) }))
  const covered = lists.filter(({ label, list }) => list.includes(label)).length
  return { coverage: covered / lists.length, size: lists.reduce((sum, { list }) => sum + list.length, 0) / lists.length }
}

describe('a shortlist', () => {
  it('is drawn at the quantile that numpy finds', () => {
    const { probas, labels, coverage, least } = GOLDEN.quantile
    assertClose(fitShortlist(probas, labels, coverage).least, least)
  })

  it('holds the true cause of 88 to 92 % of failures with two causes or fewer on average', () => {
    const shortlist = fitted(makeMessages(20_000, 11))
    const { coverage, size } = coverageOf(shortlist, makeMessages(40_000, 12))
    assert.ok(coverage >= 0.88 && coverage <= 0.92, `coverage ${coverage}`)
    assert.ok(size <= 2, `size ${size}`)
    assertClose(shortlist.meanSize, size, 0.1)
  })

  it('covers what it promises on average, however few failures it was fitted on', () => {
    for (const promised of [0.8, 0.9]) {
      const found = Array.from({ length: 150 }, (_, seed) => {
        const messages = makeMessages(400, 1_000 + seed)
        return coverageOf(fitted(messages.slice(0, 200), promised), messages.slice(200)).coverage
      })
      const mean = found.reduce((sum, each) => sum + each, 0) / found.length
      assert.ok(mean >= promised - 0.02, `${mean} instead of ${promised}`)
    }
  })

  it('lists every cause as long as too few failures are known', () => {
    const [few, none] = [fitShortlist([[0, 0.9, 0.1]], [1], 0.9), fitShortlist([[1, 0, 0]], [0], 0.9)]
    assert.deepEqual([few.rows, none.rows], [1, 0])
    for (const shortlist of [few, none]) assert.deepEqual(shortlistOf([0.5, 0.1, 0.4], shortlist), [2, 1])
  })

  it('is never empty, never holds healthy, ranks by probability, and forgets how likely failing is', () => {
    const weights = fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 2, maxLength: 9 })
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (row, least) => {
        const shortlist = { coverage: 0.9, rows: 100, least, meanSize: 1 }
        const list = shortlistOf(row, shortlist)
        assert.ok(list.length > 0 && !list.includes(0))
        assert.ok(list.every((label, at) => at === 0 || (row[label] ?? 0) <= (row[list[at - 1] ?? 0] ?? 0)))
        assert.equal(shortlistOf([0, ...row.slice(1)], shortlist).length, list.length)
      }),
    )
  })

  it('takes one label a row, and a share', () => {
    assert.throws(() => fitShortlist([[0, 1]], [], 0.9), RangeError)
    assert.throws(() => fitShortlist([], [], 1), RangeError)
  })
})
