import assert from 'node:assert/strict'
import { test } from 'node:test'
import { needsOf } from '../../../srv/dm/needs.ts'
import { movementOf, naming } from '../../service/dm/scene.ts'

const NOTHING = { orders: [], steps: [], work: [], batches: [], workCenters: [], unasked: [] }

test('what a message does not name is not needed', () => {
  assert.deepEqual(needsOf({ parts: [] }), NOTHING)
  assert.deepEqual(needsOf(naming({ plant: '1710', material: 'FG1', movements: [movementOf({ material: 'RM1' })] })), NOTHING)
})

test('each thing is needed once, however often it is named', () => {
  const movement = movementOf({ material: 'RM1', batch: 'B1', order: '1' })
  const { parts } = naming({ plant: '1710', order: '1', operation: '0010', workCenter: 'ASSY10', movements: [movement, movement] })
  assert.deepEqual(needsOf({ parts: [...parts, ...parts] }), {
    ...NOTHING,
    orders: [{ plant: '1710', order: '1' }],
    steps: [{ plant: '1710', order: '1', operation: '0010' }],
    batches: [{ plant: '1710', material: 'RM1', batch: 'B1' }],
    workCenters: [{ plant: '1710', workCenter: 'ASSY10' }],
  })
})

test('only confirmations are somebody’s work at an operation', () => {
  const named = { plant: '1710', order: '1', operation: '0010', material: 'FG1', personnel: '77' }
  assert.deepEqual(needsOf(naming(named)).work, [{ plant: '1710', order: '1', operation: '0010', material: 'FG1', person: '77' }])
  const other = needsOf(naming({ ...named, kind: 'materialDocument' }))
  assert.deepEqual([other.work, other.steps], [[], []])
})

test('a part without a plant takes that of its movements', () => {
  const named = naming({ order: '1', movements: [movementOf({ plant: '1720', material: 'RM1', batch: 'B1' })] })
  assert.deepEqual(needsOf(named).orders, [{ plant: '1720', order: '1' }])
  const without = needsOf(naming({ order: '1', workCenter: 'X', movements: [movementOf({ plant: '', material: 'RM1', batch: 'B1' })] }))
  assert.deepEqual(without, {
    ...NOTHING,
    unasked: ['the message names no plant for 1', 'the message names no plant for B1', 'the message names no plant for X'],
  })
})
