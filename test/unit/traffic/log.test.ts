import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { confirmationsOf } from '../../traffic/log.ts'
import { parseLog } from '../../traffic/log-file.ts'
import { operationsOf, plantOf } from '../../traffic/log-plant.ts'

const { rows, skipped } = parseLog(await readFile(new URL('../../traffic/data/shopfloor-log.csv', import.meta.url), 'utf8'))

test('a log is read with quoted fields, spans of hours and minutes, and without damaged rows', () => {
  assert.equal(rows.length, 8)
  assert.equal(skipped, 1)
  assert.equal(rows[0]?.part, 'Bracket, left')
  assert.equal(rows[3]?.resource, 'Bench 3 "gauge"')
  assert.deepEqual(
    rows.map((each) => each.minutes),
    [15, 90, 40, 15, 10, 165, 10, 5],
  )
  assert.equal(rows[4]?.isRework, true)
})

test('a log without a needed column is refused by its name', () => {
  assert.throws(() => parseLog('Case ID,Activity\nA,Sawing\n'), /no column "Resource"/)
})

test('operations are numbered per activity and case, as they first appear', () => {
  const ofA = operationsOf(rows.filter((each) => each.case === 'Case A'))
  assert.deepEqual(
    [...ofA],
    [
      ['Sawing - Saw 1', '0010'],
      ['Deburring', '0020'],
      ['Inspection', '0030'],
    ],
  )
})

test('every case becomes an order of its part, and repeated replays get orders of their own', () => {
  const plant = plantOf(rows, 0, '2026-03-02')
  assert.deepEqual(
    [...plant.orders.values()].map(({ id, material, quantity, operations }) => [id, material, quantity, operations.length]),
    [
      ['9000001', 'LOG-BRACKET-LEFT', '20.000', 3],
      ['9000002', 'LOG-BUSH', '6.000', 3],
    ],
  )
  assert.deepEqual([...plantOf(rows, 2, '2026-03-02').orders.keys()], ['9020001', '9020002'])
})

test('rows become confirmations one after another, rejected pieces scrap with a reason, blanks consumed at the first operation', () => {
  const [first = [], second = []] = confirmationsOf(rows, plantOf(rows, 0, '2026-03-02'), 7)
  assert.deepEqual(
    first.map((each) => [each.operation, each.yield, each.scrap, each.consumptions.map((one) => one.quantity)]),
    [
      ['0010', '2.000', '0.000', ['2.000']],
      ['0010', '17.000', '1.000', ['18.000']],
      ['0020', '19.000', '0.000', []],
      ['0030', '18.000', '1.000', []],
      ['0020', '0.000', '0.000', []],
    ],
  )
  assert.deepEqual(
    first.map((each) => each.reason !== ''),
    [false, true, false, true, false],
  )
  assert.equal(first[0]?.start.toISOString(), '2026-03-01T21:10:00.000Z')
  assert.equal(first[1]?.start.toISOString(), '2026-03-01T21:25:00.000Z')
  assert.equal(second.length, 3)
})
