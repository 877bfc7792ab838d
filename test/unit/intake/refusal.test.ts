import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../../../srv/intake/odata/errors.ts'
import { messageOf } from '../../../srv/intake/odata/message.ts'
import { readTarget } from '../../../srv/intake/odata/target.ts'
import { CONF, confirm, ORDER, read } from './read.ts'

const WRONG: readonly [body: unknown, target: string, code: string][] = [
  [{}, 'OrderID', 'MISSING'],
  [{ OrderID: '0000' }, 'OrderID', 'MISSING'],
  [{ OrderID: '1234567890123' }, 'OrderID', 'TOO_LONG'],
  [{ OrderID: { a: 1 } }, 'OrderID', 'WRONG_TYPE'],
  [{ OrderID: true }, 'OrderID', 'WRONG_TYPE'],
  [{ OrderID: '1', ConfirmationYieldQuantity: 'ten '.repeat(30) }, 'ConfirmationYieldQuantity', 'TOO_LONG'],
  [{ OrderID: '1', ConfirmationYieldQuantity: true }, 'ConfirmationYieldQuantity', 'WRONG_TYPE'],
  [{ OrderID: '1', ConfirmationYieldQuantity: [] }, 'ConfirmationYieldQuantity', 'WRONG_TYPE'],
  [{ OrderID: '1', ConfirmationYieldQuantity: '1e999' }, 'ConfirmationYieldQuantity', 'TOO_LONG'],
  [{ OrderID: '1', ConfirmationYieldQuantity: '12345678901' }, 'ConfirmationYieldQuantity', 'TOO_LONG'],
  [{ OrderID: '1', ConfirmationYieldQuantity: '1.2345' }, 'ConfirmationYieldQuantity', 'TOO_LONG'],
  [{ OrderID: '1', ConfirmationUnit: 'PIECE' }, 'ConfirmationUnit', 'TOO_LONG'],
  [{ OrderID: '1', PostingDate: 'yesterday' }, 'PostingDate', 'WRONG_TYPE'],
  [{ OrderID: '1', PostingDate: '2025-02-30' }, 'PostingDate', 'WRONG_TYPE'],
  [{ OrderID: '1', PostingDate: '/Date(999999999999999)/' }, 'PostingDate', 'WRONG_TYPE'],
  [{ OrderID: '1', PostingDate: 20250101 }, 'PostingDate', 'WRONG_TYPE'],
  [{ OrderID: '1', IsFinalConfirmation: 'maybe' }, 'IsFinalConfirmation', 'WRONG_TYPE'],
  [{ OrderID: '1', ExternalSystemConfirmation: 'key' }, 'ExternalSystemConfirmation', 'WRONG_TYPE'],
  [{ OrderID: '1', to_ProdnOrdConfMatlDocItm: 'x' }, 'to_ProdnOrdConfMatlDocItm', 'WRONG_TYPE'],
  [{ OrderID: '1', to_ProdnOrdConfMatlDocItm: [1] }, 'to_ProdnOrdConfMatlDocItm/0', 'WRONG_TYPE'],
  [
    { OrderID: '1', to_ProdnOrdConfMatlDocItm: [{}, { QuantityInEntryUnit: {} }] },
    'to_ProdnOrdConfMatlDocItm/1/QuantityInEntryUnit',
    'WRONG_TYPE',
  ],
  [
    { OrderID: '1', to_ProdnOrdConfMatlDocItm: [{ ShelfLifeExpirationDate: 'soon' }] },
    'to_ProdnOrdConfMatlDocItm/0/ShelfLifeExpirationDate',
    'WRONG_TYPE',
  ],
  ['', '', 'NOT_JSON'],
  ['{"OrderID": "1"', '', 'NOT_JSON'],
  ['[{"OrderID": "1"}]', '', 'NOT_JSON'],
  ['"text"', '', 'NOT_JSON'],
  ['17', '', 'NOT_JSON'],
  ['{"OrderID": "1", "OrderID": "2"}', '', 'NOT_JSON'],
  [`{"OrderID": "1", "x": ${'['.repeat(100_000)}`, '', 'TOO_DEEP'],
  [`${'{"a":'.repeat(50)}1${'}'.repeat(50)}`, '', 'TOO_DEEP'],
]

for (const [body, target, code] of WRONG) {
  test(`${JSON.stringify(body).slice(0, 60)} is refused: ${code} ${target}`, () => {
    assert.throws(
      () => confirm(body),
      (error) => error instanceof Refusal && error.status === 400 && error.code === `COUNTERSIGN/${code}` && error.target === target,
    )
  })
}

test('bytes that are no UTF-8 are refused', () => {
  const headers = { 'content-type': 'application/json' }
  const posting = { target: readTarget('POST', `${CONF}/ProdnOrdConf2`, headers), headers, body: Buffer.from([0x7b, 0xff, 0x7d]) }
  assert.throws(
    () => messageOf('dm', posting),
    (error) => error instanceof Refusal && error.code === 'COUNTERSIGN/NOT_JSON',
  )
})

test('a prototype in a body is only a property', () => {
  assert.throws(
    () => confirm('{"__proto__": {"OrderID": "1"}}'),
    (error) => error instanceof Refusal && error.target === 'OrderID',
  )
})

test('a path too long to be kept is refused', () => {
  assert.throws(
    () => read(`${ORDER}/TechlyCmpltOrder?x=${'y'.repeat(600)}`, ''),
    (error) => error instanceof Refusal && error.status === 414,
  )
})
