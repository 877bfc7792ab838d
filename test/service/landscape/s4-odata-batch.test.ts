import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RunningS4 } from '../../landscape/s4/listen.ts'
import { send, SERVICE, startWorkshop, type Answered } from './workshop.ts'

const part = (request: string, headers = ''): string =>
  `Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n${headers}\r\n${request}`
const get = (url: string): string => part(`GET ${url} HTTP/1.1\r\nAccept: application/json\r\n\r\n`)
const post = (url: string, body: object, id = ''): string =>
  part(
    `POST ${url} HTTP/1.1\r\nContent-Type: application/json\r\nAccept: application/json\r\n\r\n${JSON.stringify(body)}`,
    id && `Content-ID: ${id}\r\n`,
  )
const multipart = (boundary: string, parts: readonly string[]): string =>
  `${parts.map((each) => `--${boundary}\r\n${each}\r\n`).join('')}--${boundary}--\r\n`
const changeSet = (...parts: string[]): string => `Content-Type: multipart/mixed; boundary=set\r\n\r\n${multipart('set', parts)}`

describe('$batch of the local S/4', () => {
  let s4: RunningS4
  before(async () => {
    s4 = await startWorkshop()
  })
  after(() => s4.close())

  const batch = (parts: readonly string[], headers = {}): Promise<Answered> =>
    send(s4, 'POST', '/$batch', multipart('batch', parts), { 'content-type': 'multipart/mixed; boundary=batch', ...headers })
  const statusesOf = ({ text }: Answered): string[] => [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map((each) => each[1] ?? '')
  const countOf = (set: string): number => s4.books.find(set).length

  test('every part is answered in its place, reads and change sets', async () => {
    const before = countOf('Jobs')
    const parts = [
      get("Jobs('9')?$select=Title"),
      changeSet(post('Jobs', { Title: 'one' }), post('Jobs', { Title: 'two' })),
      get("Jobs('404')"),
      get(`${SERVICE}/Jobs/$count`),
    ]
    const answer = await batch(parts)
    assert.equal(answer.status, 202)
    assert.match(answer.headers.get('content-type') ?? '', /^multipart\/mixed; boundary=/)
    assert.deepEqual(statusesOf(answer), ['200', '201', '201', '404', '200'])
    assert.match(answer.text, /location: http:\/\/localhost:\d+\/sap\/opu\/odata\/sap\/ZWORKSHOP_SRV\/Jobs\('\d+'\)/)
    assert.equal(countOf('Jobs'), before + 2)
  })

  test('a change set is all or nothing and fails with one answer', async () => {
    const before = countOf('Jobs')
    const answer = await batch([
      changeSet(post('Jobs', { Title: 'one' }), post('Jobs', { Title: 'refused' })),
      changeSet(post('Jobs', { Title: 'three' })),
    ])
    assert.deepEqual(statusesOf(answer), ['400', '201'])
    assert.match(answer.text, /"code":"M7\/021"/)
    assert.equal(countOf('Jobs'), before + 1)
  })

  test('a later request of a change set may call an entity by the Content-ID of its creation', async () => {
    const merge = part(`MERGE $1 HTTP/1.1\r\nContent-Type: application/json\r\nIf-Match: *\r\n\r\n{"Title":"renamed"}`)
    const answer = await batch([changeSet(post('Jobs', { Title: 'first' }, '1'), merge)])
    assert.deepEqual(statusesOf(answer), ['201', '204'])
    assert.equal(s4.books.find('Jobs').at(-1)?.Title, 'renamed')
  })

  test('bare line feeds and absolute URLs are understood', async () => {
    const body = multipart('batch', [get(`${s4.url}${SERVICE}/Jobs('9')`)]).replaceAll('\r\n', '\n')
    const answer = await send(s4, 'POST', '/$batch', body, { 'content-type': 'multipart/mixed; boundary="batch"' })
    assert.deepEqual(statusesOf(answer), ['200'])
  })

  test('a change outside of a change set is refused, the others are answered', async () => {
    const before = countOf('Jobs')
    assert.deepEqual(statusesOf(await batch([post('Jobs', {}), get('Jobs')])), ['400', '200'])
    assert.equal(countOf('Jobs'), before)
  })

  const malformed: readonly [what: string, body: string, contentType: string][] = [
    ['no boundary', multipart('batch', [get('Jobs')]), 'multipart/mixed'],
    ['JSON', '{}', 'application/json'],
    ['not closed', `--batch\r\n${get('Jobs')}`, 'multipart/mixed; boundary=batch'],
    ['no request line', multipart('batch', [part('Jobs\r\n\r\n')]), 'multipart/mixed; boundary=batch'],
    ['a read in a change set', multipart('batch', [changeSet(get('Jobs'))]), 'multipart/mixed; boundary=batch'],
    ['another service', multipart('batch', [get('/sap/opu/odata/sap/API_OTHER/Jobs')]), 'multipart/mixed; boundary=batch'],
  ]
  for (const [what, body, contentType] of malformed) {
    test(`malformed is a 400: ${what}`, async () => {
      assert.equal((await send(s4, 'POST', '/$batch', body, { 'content-type': contentType })).status, 400)
    })
  }

  test('a batch needs the token too', async () => {
    const { status, headers } = await batch([get('Jobs')], { 'x-csrf-token': 'stale' })
    assert.deepEqual([status, headers.get('x-csrf-token')], [403, 'Required'])
  })
})
