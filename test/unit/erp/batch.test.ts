import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { answersOf, batchAnswerOf, batchOf, changeSetOf, singlesOf } from '../../../srv/erp/batch.ts'
import { documentOf, textOf } from '../../../srv/erp/documents.ts'
import { createdSince } from '../../../srv/erp/look-up/fingerprint.ts'
import { instantOf, toV2Date, unpadded } from '../../../srv/erp/words.ts'
import { gzipSync } from 'node:zlib'

const part = (body: Buffer, headers: Record<string, string> = {}) =>
  ({ kind: 'confirmation', method: 'POST', path: 'ProdnOrdConf2', headers, body, key: '' }) as const

describe('change sets', () => {
  it('are multipart with CRLF, Content-IDs kept, bodies byte for byte', () => {
    const bytes = Buffer.from([0x7b, 0xe4, 0x0a, 0xff, 0x7d])
    const { contentType, body } = changeSetOf([
      part(bytes, { 'content-id': 'one', 'content-type': 'application/json' }),
      part(Buffer.from('{}')),
    ])
    const outer = contentType.split('boundary=')[1] ?? ''
    const text = body.toString('latin1')
    const inner = /multipart\/mixed; boundary=(\S+)/.exec(text)?.[1] ?? ''
    const member = (head: string[], length: number, content: string): string =>
      [
        `--${inner}`,
        'Content-Type: application/http',
        'Content-Transfer-Encoding: binary',
        ...head,
        `content-length: ${length}`,
        '',
        content,
        '',
      ].join('\r\n')
    assert.equal(
      text,
      [`--${outer}`, `Content-Type: multipart/mixed; boundary=${inner}`, '', ''].join('\r\n') +
        member(['Content-ID: one', '', 'POST ProdnOrdConf2 HTTP/1.1', 'content-type: application/json'], 5, bytes.toString('latin1')) +
        member(['', 'POST ProdnOrdConf2 HTTP/1.1'], 2, '{}') +
        `--${inner}--\r\n--${outer}--\r\n`,
    )
  })

  it('an answer is read as it was written', () => {
    const one = {
      status: 201,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"d":{"ConfirmationGroup":"7","ConfirmationCount":"1","t":"ä\\r\\n"}}'),
    }
    const two = { status: 204, headers: { 'sap-message': '{"code":"RU/100"}' }, body: Buffer.alloc(0) }
    const answers = answersOf(batchAnswerOf([one, two], [part(Buffer.alloc(0), { 'content-id': 'x' }), part(Buffer.alloc(0))]))
    assert.deepEqual(
      answers.map((each) => [each.status, each.headers['content-id'], each.body]),
      [
        [201, 'x', one.body],
        [204, undefined, two.body],
      ],
    )
  })

  it('one that is cut off, or none at all, holds nothing', () => {
    const whole = batchAnswerOf([{ status: 201, headers: {}, body: Buffer.from('{}') }], [])
    assert.deepEqual(answersOf({ ...whole, body: whole.body.subarray(0, -30) }), [])
    assert.deepEqual(answersOf({ status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from('<html>') }), [])
  })
})

describe('documents in answers', () => {
  const answer = (body: string, headers: Record<string, string> = {}) => ({ status: 201, headers, body: Buffer.from(body) })
  for (const [how, response, number] of [
    ['JSON', answer('{"d":{"ConfirmationGroup":"207","ConfirmationCount":"1"}}'), '207/1'],
    [
      'the wrapped JSON of a function',
      answer('{"d":{"Cancel":{"MaterialDocumentYear":"2026","MaterialDocument":"4900000012"}}}'),
      '2026/4900000012',
    ],
    [
      'Atom',
      answer(
        '<entry><m:properties><d:MaterialDocumentYear>2026</d:MaterialDocumentYear><d:MaterialDocument>49</d:MaterialDocument></m:properties></entry>',
      ),
      '2026/49',
    ],
    ['an address', answer('', { location: "http://s4/ProdnOrdConf2(ConfirmationGroup='207',ConfirmationCount='3')" }), '207/3'],
    ['nothing', answer('{"d":{"other":1}}'), undefined],
  ] as const) {
    it(`are found in ${how}`, () => assert.equal(documentOf(response), number))
  }

  it('packed answers are unpacked to be read', () => {
    assert.equal(textOf({ status: 200, headers: { 'content-encoding': 'gzip' }, body: gzipSync('hello') }), 'hello')
    assert.equal(textOf({ status: 200, headers: { 'content-encoding': 'gzip' }, body: Buffer.from('hello') }), 'hello')
  })
})

describe('batches of reads', () => {
  const headers = { 'content-type': 'multipart/mixed; boundary="B-1"' }
  const single = (status: number, text: string): string =>
    `Content-Type: application/http\r\n\r\nHTTP/1.1 ${status} Whatever\r\nContent-Type: application/json\r\n\r\n${text}\r\n`
  const told = (text: string) => singlesOf({ status: 202, headers, body: Buffer.from(text) })

  it('are multipart, one request after another, addresses as they are', () => {
    const { contentType, body } = batchOf(["/s/A('1')?$select=X", '/s/B'])
    const [, mark = ''] = contentType.split('boundary=')
    const head = 'Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n'
    const of = (address: string): string => `--${mark}\r\n${head}GET ${address} HTTP/1.1\r\nAccept: application/json\r\n\r\n\r\n`
    assert.equal(body.toString(), `${of("/s/A('1')?$select=X")}${of('/s/B')}--${mark}--\r\n`)
  })

  it('are answered in order, whatever the answers hold', () => {
    const text = '{"d":{"Name":"Größe --B-1 \\r\\n\\r\\n HTTP/1.1 500 €"}}'
    const answers = told(`--B-1\r\n${single(200, text)}--B-1\r\n${single(404, '')}--B-1--\r\n`)
    assert.deepEqual(
      answers.map(({ status, text: content }) => [status, content.trim()]),
      [
        [200, text],
        [404, ''],
      ],
    )
    assert.deepEqual(told(`a word before\r\n--B-1\r\n${single(200, '{}')}--B-1--`)[0]?.status, 200)
  })

  it('that are cut off, or no batch at all, say nothing', () => {
    for (const text of ['', 'Hello', '--B-1--', '--B-1\r\n', `--B-1\r\n${single(200, '{}')}`, `--B-1\r\nHTTP/1.1 200 OK\r\n--B-1--`])
      assert.deepEqual(told(text), [], text)
    assert.deepEqual(singlesOf({ status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from('--undefined--') }), [])
  })
})

describe('words of the ERP', () => {
  it('numeric identifiers lose their zeros, others keep them', () => {
    assert.deepEqual(['000000001000510', '0000', 'FG00', '', undefined].map(unpadded), ['1000510', '', 'FG00', '', ''])
  })

  it('days and times', () => {
    assert.equal(toV2Date('2024-11-19'), '/Date(1731974400000)/')
    assert.equal(instantOf('/Date(1731974400000)/', 'PT15H51M04S'), Date.parse('2024-11-19T15:51:04Z'))
    assert.equal(instantOf('2024-11-19T00:00:00', null), Date.parse('2024-11-19T00:00:00Z'))
    assert.ok(Number.isNaN(instantOf('', '')))
  })

  it('whether a document is younger than a posting depends on where its clock stands', () => {
    const since = new Date()
    const created = (milliseconds: number) => {
      const iso = new Date(since.getTime() + milliseconds).toISOString()
      return {
        CreationDate: `${iso.slice(0, 10)}T00:00:00`,
        CreationTime: `PT${iso.slice(11, 13)}H${iso.slice(14, 16)}M${iso.slice(17, 19)}S`,
      }
    }
    const hour = 3_600_000
    assert.deepEqual(
      [0, -3 * hour, 3 * hour, -20 * hour].map((each) => createdSince(since, created(each))),
      ['surely', 'maybe', 'maybe', 'no'],
    )
  })
})
