import assert from 'node:assert/strict'
import type { Profiler } from 'node:inspector'
import { test } from 'node:test'
import { functionsOf, roomsOf } from './rooms.ts'

type Node = Profiler.ProfileNode

function node(id: number, functionName: string, url: string, children: number[] = []): Node {
  return { id, callFrame: { functionName, scriptId: '0', url, lineNumber: 9, columnNumber: 0 }, children }
}

const profile: Profiler.Profile = {
  startTime: 0,
  endTime: 100,
  nodes: [
    node(1, '(root)', '', [2, 7, 8]),
    node(2, 'run', 'file:///opt/countersign/srv/pipeline/judge.ts', [3, 5]),
    node(3, 'inspect', 'file:///opt/countersign/srv/checks/index.ts', [4]),
    node(4, 'plus', 'file:///opt/countersign/node_modules/decimal.js/decimal.mjs'),
    node(5, 'prepare', 'file:///opt/countersign/node_modules/@cap-js/sqlite/lib/SQLiteService.js', [6]),
    node(6, 'run', 'node:sqlite'),
    node(7, '(idle)', ''),
    node(8, '(garbage collector)', ''),
  ],
  samples: [4, 6, 5, 7, 8],
  timeDeltas: [30, 10, 10, 900, 50],
}

test('time counts for the room of whoever asked the libraries; idling is none', () => {
  const shares = Object.fromEntries(roomsOf(profile).map(({ name, share }) => [name, share]))
  assert.deepEqual(shares, { 'garbage collector': 0.5, 'checks and decision': 0.3, 'database (driver)': 0.2 })
})

test('functions are listed by the time at their own hands', () => {
  assert.deepEqual(
    functionsOf(profile).map(({ name }) => name),
    [
      '(garbage collector) :10',
      'plus node_modules/decimal.js/decimal.mjs:10',
      'run node:sqlite:10',
      'prepare node_modules/@cap-js/sqlite/lib/SQLiteService.js:10',
    ],
  )
})
