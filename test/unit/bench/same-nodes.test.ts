import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { differingNodes } from '../../bench/causes/same-nodes.ts'
import type { ForestJson } from '../../bench/causes/same-nodes.ts'

const leaf = (share: number) => ({ distribution: [[share, 1 - share]] })
const split = (value: number, left: object, right: object) => ({ splitColumn: 0, splitValue: value, left, right })
const forest = (root: object, columns = [0, 1]) => ({ baseModel: { indexes: [columns], estimators: [{ root }] } }) as ForestJson

describe('comparing two forests of the library', () => {
  const one = forest(split(1, leaf(0.5), split(2, leaf(1), leaf(0))))

  it('finds nothing in equal ones, whatever they say of the number of samples', () => {
    assert.deepEqual(differingNodes(one, structuredClone(one)), { nodes: 5, differing: 0 })
    assert.equal(differingNodes(one, forest(split(1, { ...leaf(0.5), numberSamples: 9 }, split(2, leaf(1), leaf(0))))).differing, 0)
  })

  it('counts every node that says something else, and every one that only one forest has', () => {
    assert.equal(differingNodes(one, forest(split(1 + 2 ** -52, leaf(0.5), split(2, leaf(1), leaf(0.1))))).differing, 2)
    assert.equal(differingNodes(one, forest(split(1, leaf(0.5), leaf(0.5)))).differing, 3)
    assert.equal(differingNodes(one, { baseModel: { indexes: [], estimators: [] } }).differing, 5)
  })

  it('counts a whole tree that sees other columns', () => {
    assert.equal(differingNodes(one, forest(split(1, leaf(0.5), split(2, leaf(1), leaf(0))), [1, 0])).differing, 5)
  })
})
