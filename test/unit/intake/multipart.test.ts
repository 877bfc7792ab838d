import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal, errorAnswer, formOf, refuse } from '../../../srv/intake/odata/errors.ts'
import { joinParts, partsOf, readBatch, writeAnswer } from '../../../srv/intake/odata/multipart.ts'

const TYPE = 'multipart/mixed; boundary=b1'

function batch(...parts: string[]): Buffer {
  return Buffer.from(`preamble\r\n${parts.map((each) => `--b1\r\n${each}\r\n`).join('')}--b1--\r\nepilogue`)
}

function request(line: string, headers: string[] = [], body = '', part: string[] = []): string {
  return ['Content-Type: application/http', 'Content-Transfer-Encoding: binary', ...part, '', line, ...headers, '', body].join('\r\n')
}

test('reads and change sets are told apart, bodies kept byte for byte', () => {
  const json = '{"a": "--b1\\r\\n--b1", "b": 1.10}'
  const set = [
    'Content-Type: multipart/mixed; boundary="b11"',
    '',
    '--b11',
    request('POST X?a=1 HTTP/1.1', ['Content-Type: application/json', `Content-Length: ${json.length}`], json, ['Content-ID: 7']),
    '--b11--',
    '',
  ].join('\r\n')
  const operations = readBatch(TYPE, batch(request("GET A?$filter=x eq 'y' HTTP/1.1", ['Accept: application/json']), set))
  assert.deepEqual(
    operations.map(({ isChangeSet, members }) => [
      isChangeSet,
      members.map(({ method, uri, headers, body }) => [method, uri, headers, body.toString()]),
    ]),
    [
      [false, [['GET', "A?$filter=x eq 'y'", { accept: 'application/json' }, '']]],
      [true, [['POST', 'X?a=1', { 'content-type': 'application/json', 'content-length': String(json.length), 'content-id': '7' }, json]]],
    ],
  )
  assert.match(operations[1]?.raw.toString() ?? '', /^Content-Type: multipart\/mixed; boundary="b11"\r\n[\s\S]*--b11--\r\n$/)
})

test('bare line feeds are read as well', () => {
  const body = Buffer.from('--b1\nContent-Type: application/http\n\nPOST X HTTP/1.1\nContent-Type: application/json\n\n{"a":1}\n\n--b1--')
  assert.equal(readBatch(TYPE, body)[0]?.members[0]?.body.toString(), '{"a":1}')
})

const MALFORMED: readonly [name: string, type: string, body: Buffer | string][] = [
  ['no boundary', 'multipart/mixed', ''],
  ['a boundary that may be none', 'multipart/mixed; boundary="a\u00e9"', ''],
  ['too many parts', TYPE, '--b1\r\n'.repeat(6000)],
  ['too many headers', TYPE, batch(request('GET A HTTP/1.1', Array<string>(300).fill('a: b')))],
  ['no parts', TYPE, 'nothing'],
  ['no end', TYPE, `--b1\r\n${request('GET A HTTP/1.1')}\r\n`],
  ['a broken header', TYPE, batch('Content-Type application/http\r\n\r\nGET A HTTP/1.1\r\n\r\n')],
  ['a folded header', TYPE, batch(request('GET A HTTP/1.1', ['Accept: a', ' b']))],
  ['two content types', TYPE, batch(request('GET A HTTP/1.1', [], '', ['Content-Type: multipart/mixed']))],
  ['no content type', TYPE, batch('\r\nGET A HTTP/1.1\r\n\r\n')],
  ['a part of another type', TYPE, batch('Content-Type: text/plain\r\n\r\nGET A HTTP/1.1\r\n\r\n')],
  ['a base64 part', TYPE, batch('Content-Type: application/http\r\nContent-Transfer-Encoding: base64\r\n\r\nR0VU')],
  ['no request line', TYPE, batch('Content-Type: application/http\r\n\r\n')],
  ['a request line without version', TYPE, batch(request('GET A'))],
  ['a request line in lower case', TYPE, batch(request('get A HTTP/1.1'))],
  ['a length beyond the part', TYPE, batch(request('POST A HTTP/1.1', ['Content-Length: 99'], '{}'))],
  ['a length before the end', TYPE, batch(request('POST A HTTP/1.1', ['Content-Length: 1'], '{}'))],
  ['a length that is no number', TYPE, batch(request('POST A HTTP/1.1', ['Content-Length: +2'], '{}'))],
  ['two lengths', TYPE, batch(request('POST A HTTP/1.1', ['Content-Length: 2', 'Content-Length: 2'], '{}'))],
  ['an encoded part', TYPE, batch(request('POST A HTTP/1.1', ['Content-Encoding: gzip'], '{}'))],
  [
    'a change set within a change set',
    TYPE,
    batch('Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: multipart/mixed; boundary=d\r\n\r\n--d--\r\n--c--'),
  ],
]

for (const [name, type, body] of MALFORMED) {
  test(`a batch with ${name} is refused`, () => {
    assert.throws(
      () => readBatch(type, Buffer.from(body)),
      (error) => error instanceof Refusal && error.status === 400 && error.code === 'COUNTERSIGN/BATCH',
    )
  })
}

test('a batch of another type is refused', () => {
  assert.throws(
    () => readBatch('application/json', Buffer.from('{}')),
    (error) => error instanceof Refusal && error.status === 415,
  )
})

test('an error becomes a part of a batch answer and is found there again', () => {
  const written = writeAnswer(errorAnswer(refuse.unavailable(7), 'json'))
  const body = joinParts([written, Buffer.from('other')], 'B')
  const parts = partsOf({ status: 202, headers: { 'content-type': 'multipart/mixed; boundary=B' }, body })
  assert.deepEqual(parts?.map(String), [written.toString(), 'other'])
  assert.match(
    written.toString(),
    /HTTP\/1\.1 503 Service Unavailable\r\n[\s\S]*retry-after: 7\r\n[\s\S]*"code":"COUNTERSIGN\/UNAVAILABLE"/,
  )
  assert.equal(partsOf({ status: 403, headers: { 'content-type': 'text/plain' }, body: Buffer.from('no') }), undefined)
})

test('an error is said in the form that the client accepts', () => {
  for (const [headers, path, form] of [
    [{ accept: 'application/json' }, '', 'json'],
    [{ accept: 'application/atom+xml' }, '', 'xml'],
    [{ accept: 'application/atom+xml,application/json' }, '', 'json'],
    [{ accept: 'application/xml' }, '/x?$format=json', 'json'],
    [{ accept: '*/*', 'content-type': 'application/json' }, '', 'json'],
    [{ 'content-type': 'application/atom+xml;type=entry' }, '', 'xml'],
    [{}, '', 'json'],
  ] as const) {
    assert.equal(formOf(headers, path), form, JSON.stringify(headers))
  }
})

test('an XML error is well formed whatever its text', () => {
  const { body, headers } = errorAnswer(refuse.wrongType('<Ta"rget>&\u0001\ud800', 'fine'), 'xml', 'API_X_SRV')
  assert.equal(headers['content-type'], 'application/xml;charset=utf-8')
  assert.match(
    body.toString(),
    /^<\?xml version="1\.0" encoding="utf-8"\?><error xmlns="[^"]+"><code>COUNTERSIGN\/WRONG_TYPE<\/code><message xml:lang="en">&lt;Ta&quot;rget&gt;&amp;\ufffd is not fine<\/message>/,
  )
  assert.match(body.toString(), /<service_id>API_X_SRV<\/service_id>.*<target>&lt;Ta&quot;rget&gt;&amp;\ufffd<\/target>/)
})

test('a request outside of the parts, which nobody would answer, is refused; other text there means nothing', () => {
  const part = request('GET A HTTP/1.1')
  const lost = request('POST B HTTP/1.1', [], '{}')
  for (const text of [`-b1\r\n${lost}\r\n--b1\r\n${part}\r\n--b1--\r\n`, `--b1\r\n${part}\r\n--b1--\r\n--b1\r\n${lost}\r\n--b1--\r\n`])
    assert.throws(
      () => readBatch(TYPE, Buffer.from(text)),
      (error) => error instanceof Refusal && error.status === 400 && error.code === 'COUNTERSIGN/BATCH',
    )
})
