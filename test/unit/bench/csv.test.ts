import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseData } from '../../bench/causes/csv.ts'
import { foldsOf } from '../../bench/causes/data.ts'

describe('the data that anyone brings', () => {
  it('may have one column of labels, in any place and of any text', () => {
    const data = parseData('\uFEFFa,kind,b\r\n1,"late, very",2.5\r\n-3,early,4e2\r\n\r\n', 'kind')
    assert.deepEqual(data.features, ['a', 'b'])
    assert.deepEqual([...data.rows], [1, 2.5, -3, 400])
    assert.deepEqual(data.names, ['early', 'late, very'])
    assert.deepEqual([...data.labels], [1, 0])
    assert.deepEqual([data.width, data.classes], [2, 2])
  })

  it('may have one-hot labels, by name or as the last columns', () => {
    const text = 'x,p,q,r\n7,0,1,0\n8,0,0,1\n9,1,0,0\n'
    for (const label of ['p,q,r', 'last:3']) {
      const data = parseData(text, label)
      assert.deepEqual([...data.labels], [1, 2, 0])
      assert.deepEqual(data.names, ['p', 'q', 'r'])
      assert.deepEqual([...data.rows], [7, 8, 9])
    }
  })

  it('is refused with the row, where it is not what it should be', () => {
    assert.throws(() => parseData('x,y\n1,a\n', 'z'), /no column z/)
    assert.throws(() => parseData('x,y\n1,a\nb,a\n', 'y'), /Row 2: "b" in x is no number/)
    assert.throws(() => parseData('x,y\n,a\n', 'y'), /Row 1: "" in x/)
    assert.throws(() => parseData('x,y\n1\n', 'y'), /Row 1: 1 cells, 2 expected/)
    assert.throws(() => parseData('x,p,q\n1,1,1\n', 'p,q'), /Row 1: 2 of the label columns/)
    assert.throws(() => parseData('x,p,q\n1,0,0\n', 'last:2'), /Row 1: 0 of the label columns/)
  })

  it('is folded alike every time, with every label spread evenly', () => {
    const labels = Uint16Array.from({ length: 103 }, (_, row) => Number(row % 4 === 0))
    const folds = foldsOf(labels, 5)
    assert.deepEqual(folds, foldsOf(labels, 5))
    for (const label of [0, 1]) {
      const counts = [0, 1, 2, 3, 4].map((fold) => [...folds.keys()].filter((row) => folds[row] === fold && labels[row] === label).length)
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, `label ${label}: ${counts.join()}`)
    }
  })
})
