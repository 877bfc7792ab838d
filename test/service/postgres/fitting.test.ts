import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import cds from '@sap/cds'
import { fitting } from '../../../srv/database/fitting.ts'

const WORDS = { name: 'test.Words' }

describe('foreign words in rows', () => {
  before(() => {
    cds.model = cds.compile.for.nodejs(
      cds.parse(`namespace test; entity Words {
        key ID: UUID; short: String(4); usual: String; long: LargeString; quantity: Decimal(15,3); day: Date; count: Integer; at: Timestamp; order: Association to Words }`),
    )
  })

  const fit = (name: string, value: unknown): unknown => (fitting(WORDS, { [name]: value }) as Record<string, unknown>)[name]

  test('texts are cut to what their column holds, without tearing a character', () => {
    assert.equal(fit('short', '12345'), '1234')
    assert.equal(fit('short', '1234'), '1234')
    assert.equal(fit('short', 'abc😀'), 'abc')
    assert.equal(fit('short', 'ab😀c'), 'ab😀')
    assert.equal(fit('usual', 'x'.repeat(300)), 'x'.repeat(255))
    assert.equal(fit('long', 'x'.repeat(300)), 'x'.repeat(300))
  })

  test('quantities that the column can not hold are left out, all others stay as they are', () => {
    for (const value of ['0', '-1.5', '999999999999.999', '0000000000000000001', '1.23456', null])
      assert.equal(fit('quantity', value), value)
    for (const value of ['1000000000000', '999999999999.9995', '-1000000000000', '1e3', 'NaN', ''])
      assert.equal(fit('quantity', value), null, value)
  })

  test('days that are none are left out', () => {
    for (const value of ['2026-11-23', '2024-02-29', '0001-01-01', null]) assert.equal(fit('day', value), value)
    for (const value of ['2025-02-29', '2025-02-30', '0000-01-01', '20251123', '2025-11-23T00:00:00Z', 'today'])
      assert.equal(fit('day', value), null, value)
  })

  test('numbers that are none, or too large, are left out', () => {
    for (const value of [0, -5, 2147483647, null]) assert.equal(fit('count', value), value)
    for (const value of [2147483648, 1.5, 'many']) assert.equal(fit('count', value), null)
  })

  test('what has no limit stays as it is', () => {
    const at = new Date().toISOString()
    assert.deepEqual(fitting(WORDS, { at, unknown: 'x'.repeat(9000), order_ID: 'x' }), { at, unknown: 'x'.repeat(9000), order_ID: 'x' })
    assert.deepEqual(fitting({ name: 'test.Nothing' }, { a: 1 }), { a: 1 })
  })
})
