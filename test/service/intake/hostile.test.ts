import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { type Stand, CONFIRMATIONS, ROOT, TOKEN, errorOf, send, startStand } from './stand.ts'

/** Whatever a sender sends: an answer below 500, in V2 form where it's ours, and a door that still works. */

let stand: Stand
before(async () => {
  stand = await startStand({ maxBody: 50_000 })
})
after(() => stand.close())

/** The same runs every time: a failure here is one of the change, not of the day. */
const RUNS = { numRuns: 150, seed: 7 }
const MATERIAL_DOCUMENTS = `${ROOT}/API_MATERIAL_DOCUMENT_SRV/A_MaterialDocumentHeader`

async function check(method: string, path: string, headers: Record<string, string>, body: string | Buffer): Promise<void> {
  const answer = await send(stand.url, method, path, { ...TOKEN, ...headers }, body)
  assert.ok(answer.status >= 200 && answer.status < 500, `${answer.status} ${answer.body.toString()}`)
  const isOurs = method !== 'HEAD' && answer.status >= 400 && answer.headers['content-type'] === 'application/json;charset=utf-8'
  if (isOurs) assert.match(errorOf(answer).code, /^COUNTERSIGN\//)
}

const names = [
  'OrderID',
  'OrderOperation',
  'ConfirmationYieldQuantity',
  'ConfirmationUnit',
  'PostingDate',
  'IsFinalConfirmation',
  'ExternalSystemConfirmation',
  'to_ProdnOrdConfMatlDocItm',
  'to_MaterialDocumentItem',
  'results',
  'd',
  'QuantityInEntryUnit',
  'Material',
  '__proto__',
  'constructor',
  'toString',
  'isLosslessNumber',
  'value',
]
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom('1', '1.10', '1e999', '/Date(0)/', '/Date(99999999999999)/', '\ud800', '00000000-0000-0000-0000-000000000000'),
    ),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), tie('json'), { maxKeys: 6 }),
  ),
}))

for (const path of [`${CONFIRMATIONS}/ProdnOrdConf2`, MATERIAL_DOCUMENTS]) {
  test(`no bytes yield a 5xx at ${path}`, () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), (bytes) => check('POST', path, {}, Buffer.from(bytes))),
      RUNS,
    ))

  test(`no JSON yields a 5xx at ${path}`, () =>
    fc.assert(
      fc.asyncProperty(json, (value) => check('POST', path, {}, JSON.stringify(value))),
      RUNS,
    ))
}

test('no almost good confirmation yields a 5xx', () =>
  fc.assert(
    fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), json), (rest) =>
      check('POST', `${CONFIRMATIONS}/ProdnOrdConf2`, {}, JSON.stringify({ ...rest, OrderID: '1' })),
    ),
    RUNS,
  ))

test('no content type, encoding or accept header yields a 5xx', () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from('abcxml/json;=+,"*. gzip')) })
  return fc.assert(
    fc.asyncProperty(text, text, text, (type, encoding, accept) =>
      check(
        'POST',
        `${CONFIRMATIONS}/ProdnOrdConf2`,
        { 'content-type': type, 'content-encoding': encoding, accept, 'x-http-method': '' },
        '{"OrderID":"1"}',
      ),
    ),
    RUNS,
  )
})

test('no path yields a 5xx', () => {
  const piece = fc.constantFrom(
    'ProdnOrdConf2',
    '$batch',
    '..',
    '.',
    '',
    ';v=2',
    "('1')",
    "('",
    ')',
    '%2F',
    '%25',
    '%5C',
    '%00',
    '%',
    '%ff',
    "'",
    '?',
    '&',
    '=',
    '(',
    'to_X',
    '%2e%2e',
    '$1',
    '*',
    '@',
    ':',
    '~',
  )
  const path = fc.array(fc.oneof(piece, fc.constant('/')), { maxLength: 12 }).map((pieces) => pieces.join(''))
  return fc.assert(
    fc.asyncProperty(path, fc.constantFrom('GET', 'POST', 'PATCH', 'MERGE', 'DELETE', 'PUT', 'HEAD', 'OPTIONS'), (tail, method) =>
      check(method, `${CONFIRMATIONS}/${tail}`, {}, method === 'POST' ? '{"OrderID":"1"}' : ''),
    ),
    RUNS,
  )
})

test('no batch yields a 5xx', () => {
  const good = [
    '--b',
    'Content-Type: application/http',
    'Content-Type: multipart/mixed; boundary=c',
    '',
    'POST ProdnOrdConf2 HTTP/1.1',
    'GET ProdnOrdConf2 HTTP/1.1',
    'Content-Type: application/json',
    'Content-Length: 15',
    'Content-Length: x',
    '{"OrderID":"1"}',
    '--c',
    '--c--',
    '--b--',
    'Content-ID: 1',
    ': x',
    'POST ../X HTTP/1.1',
    'Content-Transfer-Encoding: binary',
  ]
  const whole = [
    '--b',
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    '',
    'POST ProdnOrdConf2 HTTP/1.1',
    'Content-Type: application/json',
    '',
    '{"OrderID":"1"}',
    '--b--',
  ]
  const random = fc.array(fc.constantFrom(...good), { maxLength: 25 })
  const mutated = fc
    .tuple(fc.nat(whole.length - 1), fc.constantFrom(...good))
    .map(([at, line]) => whole.map((each, index) => (index === at ? line : each)))
  return fc.assert(
    fc.asyncProperty(fc.oneof(random, mutated), (lines) =>
      check('POST', `${CONFIRMATIONS}/$batch`, { 'content-type': 'multipart/mixed; boundary=b' }, lines.join('\r\n')),
    ),
    RUNS,
  )
})

test('after all that the door still works and nothing broke down', async () => {
  const answer = await send(stand.url, 'POST', `${CONFIRMATIONS}/ProdnOrdConf2`, TOKEN, '{"OrderID":"1"}')
  assert.equal(answer.status, 201)
  assert.deepEqual(stand.logged, [])
})
