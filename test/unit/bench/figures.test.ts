import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { absent, atLeast, atMost, missing, none, plain, rowOf, sideBySide, tableOf, undecided, within } from '../../bench/causes/figures.ts'

describe('the figures of the bench', () => {
  it('hold where the target is reached, ends included', () => {
    const verdicts = [
      atLeast('a', 4, '×', 4),
      atLeast('a', 3.99, '×', 4),
      atMost('b', 0, '', 0),
      atMost('b', 1, '', 0),
      within('c', 0.9, '', 0.88, 0.92),
    ]
    assert.deepEqual(
      verdicts.map(({ holds }) => holds),
      [true, false, true, false, true],
    )
  })

  it('never hold where nothing could be measured', () => {
    for (const value of [NaN, Infinity - Infinity]) {
      assert.deepEqual(
        [atLeast('a', value, '', 1).holds, atMost('a', value, '', 1).holds, within('a', value, '', 0, 1).holds],
        [false, false, false],
      )
    }
    assert.deepEqual(rowOf(missing('a ÷ b', 'b is missing', '×', '≥ 4')), {
      name: 'a ÷ b (b is missing)',
      value: null,
      unit: '×',
      target: '≥ 4',
      holds: false,
    })
  })

  it('of small sizes neither hold nor fail, besides what must hold at any size', () => {
    const figures = [
      atLeast('times', 3, '×', 4),
      none('differing nodes', 1, ''),
      none('differing bytes', 0, ''),
      missing('a', 'b', '', '≥ 4'),
      plain('c', 1, ''),
    ]
    assert.deepEqual(
      figures.map(undecided).map(({ name, holds }) => [name, holds]),
      [
        ['times (full size decides)', null],
        ['differing nodes', false],
        ['differing bytes', true],
        ['a (b) (full size decides)', null],
        ['c', true],
      ],
    )
    assert.match(tableOf([undecided(atLeast('times', 3, '×', 4))]), /≥ 4 *$/m)
  })

  it('are printed with contestants side by side, and goals below', () => {
    const text = tableOf([
      sideBySide('time', 'library', 81, 's'),
      sideBySide('time', 'exact', 0.4, 's'),
      absent('time', 'sklearn', 'missing', 's'),
      atLeast('times as fast', 202.5, '×', 150),
      plain('by the way', 12345, 'rows'),
    ])
    const lines = text.split('\n').map((line) => line.trim().split(/\s{2,}/))
    assert.deepEqual(lines[0], ['library', 'exact', 'histogram', 'sklearn', 'bayes'])
    assert.deepEqual(lines[2], ['time', '81', '0.4', '–', 's'])
    assert.deepEqual(lines.at(-2), ['times as fast', '202.5', '×', '≥ 150', 'holds'])
    assert.deepEqual(lines.at(-1), ['by the way', '12,345', 'rows'])
  })
})
