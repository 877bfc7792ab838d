import assert from 'node:assert/strict'
import { before, describe, type TestContext, test } from 'node:test'
import cds from '@sap/cds'
import { labelledAfter, labelledUpTo, lastLabelled, numberLabels, recalledAfter } from '../../../srv/pipeline/learn/labelled.ts'
import { openDatabase } from '../database.ts'

const SKIP = process.env.COUNTERSIGN_TEST_DB === 'postgres' && 'PostgreSQL plans by what lies in its tables'

describe('what the learner reads again and again finds its rows by an index, however many there are', { skip: SKIP }, () => {
  before(() => openDatabase())

  test('those without a number', (t) => plans(t, numberLabels, /USING INDEX countersign_Cases_unnumbered$/))
  test('the last number', (t) => plans(t, lastLabelled, /USING COVERING INDEX countersign_Cases_numbered /))
  test('the next ones', (t) => plans(t, () => labelledAfter(7), /USING INDEX countersign_Cases_numbered /))
  test('those that rates are made of', (t) => plans(t, () => recalledAfter(7, 9), /USING INDEX countersign_Cases_numbered /))
  test('the latest ones', (t) => plans(t, () => labelledUpTo(9, 5, String), /USING INDEX countersign_Cases_numbered /))
  test('the latest that were not released without a word', (t) =>
    plans(t, () => labelledUpTo(9, 5, String, true), /USING INDEX countersign_Cases_questioned /))
})

interface Prepares {
  readonly dbc: { prepare(sql: string): { all(values: readonly unknown[]): { readonly detail: string }[] } }
  readonly prepare: (sql: string) => unknown
}

/** Sees how SQLite goes about the one statement on cases that `read` runs. */
async function plans(t: TestContext, read: () => Promise<unknown>, expected: RegExp): Promise<void> {
  const of = Object.getPrototypeOf(cds.db) as Prepares
  const { prepare } = of
  const details: string[] = []
  const spy = t.mock.method(of, 'prepare', function (this: Prepares, sql: string) {
    if (/^SELECT.*countersign_Cases/s.test(sql))
      for (const { detail } of this.dbc.prepare(`EXPLAIN QUERY PLAN ${sql}`).all([])) details.push(detail)
    return prepare.call(this, sql)
  })
  await read()
  spy.mock.restore()
  const [plan = '', ...others] = details.filter((each) => !/^(CO-ROUTINE|SCAN SUBQUERY|SCAN \()/.test(each))
  assert.match(plan, expected)
  assert.deepEqual(others, [])
}
