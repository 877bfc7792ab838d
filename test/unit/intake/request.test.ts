import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unreadableMessageOf } from '../../../srv/intake/odata/message.ts'
import { CONF, confirm, MDOC, ORDER, read } from './read.ts'

test('function imports and changes bring the keys of their path and query', () => {
  const cancel = read(
    `${CONF}/CancelProdnOrdConf?ConfirmationGroup='207'&ConfirmationCount='1'&PostingDate=datetime'2025-01-02T00:00:00'&ExternalSystemConfirmation=guid'6F9619FF-8B86-D011-B42D-00C04FC964FF'`,
    '',
  )
  assert.deepEqual(
    [cancel.kind, cancel.parts[0]?.isReversal, cancel.parts[0]?.postingDate, cancel.key?.value],
    ['cancellation', true, '2025-01-02', '6f9619ff-8b86-d011-b42d-00c04fc964ff'],
  )
  const teco = read(`${ORDER}/TechlyCmpltOrder?ManufacturingOrder=%27000001000510%27`, '')
  assert.deepEqual(
    [teco.kind, teco.parts[0]?.order, teco.parts[0]?.path],
    ['statusChange', '1000510', 'TechlyCmpltOrder?ManufacturingOrder=%27000001000510%27'],
  )
  const change = read(`${ORDER}/A_ProductionOrder_2('1000510')`, 'no json at all', { 'content-type': 'application/atom+xml' }, 'PATCH')
  assert.deepEqual([change.kind, change.parts[0]?.order, change.parts[0]?.body.toString()], ['change', '1000510', 'no json at all'])
  const named = read(`${ORDER}/A_ProductionOrderStatus_2(ManufacturingOrder='12',StatusCode='I''2')`, '', {}, 'DELETE')
  assert.equal(named.parts[0]?.order, '12')
  assert.equal(read(`${ORDER}/ReleaseOperation?ManufacturingOrder='1'&ManufacturingOrderOperation='20'`, '').parts[0]?.operation, '0020')
})

for (const [path, document] of [
  [`${CONF}/CancelProdnOrdConf?ConfirmationGroup='0000000207'&ConfirmationCount='00000001'`, '207/1'],
  [`${CONF}/CancelProdnOrdConf?ConfirmationCount=%2712%27&ConfirmationGroup=%27207%27&$format=json`, '207/12'],
  [`${MDOC}/Cancel?MaterialDocumentYear='2026'&MaterialDocument='4900000012'&PostingDate=datetime'2026-01-02T00:00:00'`, '2026/4900000012'],
  [`${MDOC}/CancelItem?MaterialDocumentYear='2026'&MaterialDocument='0049000012'&MaterialDocumentItem='1'`, '2026/49000012'],
  [`${CONF}/CancelProdnOrdConf?ConfirmationGroup='207'`, undefined],
  [`${CONF}/CancelProdnOrdConf?ConfirmationGroup='207'&ConfirmationCount='1/2'`, undefined],
  [`${ORDER}/TechlyCmpltOrder?ManufacturingOrder='1'&ConfirmationGroup='207'&ConfirmationCount='1'`, undefined],
] as const) {
  test(`${path.slice(CONF.lastIndexOf('/'))} takes back ${document ?? 'nothing that is known'}`, () =>
    assert.equal(read(path, '').parts[0]?.document, document))
}

test('the repeatability header is the key where the posting has none of its own', () => {
  assert.deepEqual(confirm({ OrderID: '1' }, { 'repeatability-request-id': 'abc' }).key, { kind: 'repeatability', value: 'abc' })
  assert.deepEqual(confirm({ OrderID: '1' }, { repeatabilityrequestid: 'abc' }).key, { kind: 'repeatability', value: 'abc' })
  assert.match(confirm({ OrderID: '1' }, { 'repeatability-request-id': 'x'.repeat(500) }).key?.value ?? '', /^[0-9a-f]{64}$/)
})

test('a tunnelled method leaves as what it stands for', () => {
  const message = read(`${ORDER}/A_ProductionOrder_2('1')`, '{}', { 'x-http-method': 'MERGE' })
  assert.deepEqual(
    [message.request.method, message.parts[0]?.method, message.request.headers['x-http-method']],
    ['MERGE', 'MERGE', undefined],
  )
})

test('what is kept of an unreadable batch holds no token', () => {
  const body = Buffer.from('--b\r\nx-csrf-token: secret\r\nCookie: secret\r\nauthorization:secret\r\n\r\nx-other: 1')
  const message = unreadableMessageOf('dm', 'X', { method: 'POST', path: '/', headers: { cookie: 'secret', accept: '*/*' }, body })
  assert.doesNotMatch(JSON.stringify(message) + message.request.body.toString() + (message.parts[0]?.body.toString() ?? ''), /secret/)
  assert.deepEqual(message.request.headers, { accept: '*/*' })
})
