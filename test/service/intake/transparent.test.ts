import assert from 'node:assert/strict'
import { once } from 'node:events'
import * as http from 'node:http'
import { after, before, beforeEach, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { RawResponse } from '../../../srv/domain/message.ts'
import { type Stand, CONFIRMATIONS, ROOT, TOKEN, errorOf, send, startStand } from './stand.ts'

let stand: Stand
before(async () => {
  stand = await startStand()
})
after(() => stand.close())
beforeEach(() => {
  stand.erp.seen.length = 0
  stand.intake.asked.length = 0
  stand.sender = { id: 'dm', isSender: true, isAnonymous: false }
  stand.intake.allowed = () => true
})

function comparable({ status, headers, body }: RawResponse): unknown {
  return { status, headers, body: body.toString('hex') }
}

const READS: readonly [name: string, method: string, path: string, headers?: Record<string, string>][] = [
  ['a service document', 'GET', `${ROOT}/API_PRODUCT_SRV/`],
  ['metadata', 'GET', `${ROOT}/API_PRODUCT_SRV/$metadata?sap-language=DE`],
  [
    'a query with odd characters',
    'GET',
    `${ROOT}/API_PRODUCT_SRV/A_Product?$filter=substringof('a%2Fb',Product)%20or%20Product%20eq%20'%C3%BC'&$top=2&x=a//b/../c`,
  ],
  ['a key with an encoded slash', 'GET', `${ROOT}/API_PRODUCT_SRV/A_Product('A%2FB')/to_Plant`],
  ['a versioned service', 'GET', `${ROOT}/API_PRODUCT_SRV;v=2/A_Product('1')`],
  ['a token by HEAD with trailing slash', 'HEAD', `${CONFIRMATIONS}/ProdnOrdConf2/`, { 'x-csrf-token': 'Fetch' }],
  ['a token by GET', 'GET', `${CONFIRMATIONS}/`, { 'x-csrf-token': 'fetch' }],
  ['OPTIONS', 'OPTIONS', `${CONFIRMATIONS}/`],
  ['a conditional read', 'GET', `${CONFIRMATIONS}/ProdnOrdConf2`, { 'if-none-match': 'W/"1"' }],
]

for (const [name, method, path, headers = {}] of READS) {
  test(`${name} goes through and comes back byte for byte`, async () => {
    stand.erp.respond = (request, response) => {
      const isSame = request.headers['if-none-match'] !== undefined
      response.writeHead(isSame ? 304 : 200, {
        'content-type': 'application/json;charset=utf-8',
        'content-encoding': 'gzip',
        'set-cookie': ['SAP_SESSIONID=x; path=/; HttpOnly', 'sap-usercontext=sap-client=100; path=/'],
        'x-csrf-token': 'abc==',
        etag: 'W/"datetime\'2025\'"',
        'x-customer': 'ümlaut'.normalize('NFC').replace('ü', 'ue'),
        date: 'Mon, 01 Jan 2024 00:00:00 GMT',
        server: 'SAP NetWeaver Application Server',
        connection: 'close',
      })
      response.end(isSame || request.method === 'HEAD' ? undefined : gzipSync(`answer to ${request.path}`))
    }
    const sent = { accept: '*/*', 'accept-encoding': 'gzip', 'sap-client': '100', 'x-customer': '1', cookie: 'a=b', ...headers }
    const through = await send(stand.url, method, path, { ...sent, authorization: 'Basic c2VuZGVy' })
    const direct = await send(stand.erp.url, method, path, sent)
    const [first, second] = stand.erp.seen
    assert.ok(first && second)
    assert.deepEqual(comparable(through), comparable(direct))
    assert.equal(first.path, path)
    const { authorization, host: _, connection: _1, ...others } = first.headers
    assert.equal(authorization, 'Basic destination', 'the sender is not the one who signs in at the ERP')
    const { host: _2, connection: _3, ...expected } = second.headers
    assert.deepEqual(others, expected)
    assert.deepEqual(stand.intake.asked.length, 1)
    assert.match(stand.intake.asked[0] ?? '', / GET$/)
  })
}

test('a proposal is a read although it is asked for by POST', async () => {
  stand.erp.respond = (_, response) => void response.end('{"d":{"results":[]}}')
  const path = `${CONFIRMATIONS}/GetGdsMvtProposal?OrderID='1'&ConfirmationYieldQuantity=10M`
  const answer = await send(stand.url, 'POST', path, TOKEN, 'body')
  assert.equal(answer.body.toString(), '{"d":{"results":[]}}')
  assert.deepEqual(
    stand.erp.seen.map(({ method, path: sent, body }) => [method, sent, body.toString()]),
    [['POST', path, 'body']],
  )
  assert.equal(stand.intake.submitted.length, 0)
})

test('a large answer is streamed: its beginning arrives before its end is made', async () => {
  let finish: () => void = () => undefined
  stand.erp.respond = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' })
    response.write('beginning')
    finish = () => void response.end('end')
  }
  const { hostname, port } = new URL(stand.url)
  const request = http.get({ hostname, port, path: `${CONFIRMATIONS}/x`, agent: false })
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  const [chunk] = (await once(response, 'data')) as [Buffer]
  assert.equal(chunk.toString(), 'beginning')
  finish()
  const [rest] = (await once(response, 'data')) as [Buffer]
  assert.equal(rest.toString(), 'end')
})

test('a sender that goes away ends the call to the ERP, answered or not', async () => {
  for (const isAnswered of [false, true]) {
    const gone = new Promise<void>((resolve) => {
      stand.erp.respond = (_, response) => {
        response.once('close', () => resolve())
        if (isAnswered) response.write('beginning')
        else leave()
      }
    })
    const { hostname, port } = new URL(stand.url)
    const request = http.get({ hostname, port, path: `${CONFIRMATIONS}/x`, agent: false })
    request.on('error', () => undefined)
    const leave = (): void => void request.destroy()
    if (isAnswered) {
      const [response] = (await once(request, 'response')) as [http.IncomingMessage]
      response.on('error', () => undefined)
      leave()
    }
    await gone
  }
})

test('an ERP that breaks off its answer breaks off ours', async () => {
  stand.erp.respond = (_, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('half')
    setImmediate(() => response.destroy())
  }
  await assert.rejects(send(stand.url, 'GET', `${CONFIRMATIONS}/x`))
})

test('an ERP out of reach gives 502, one that is too slow 504', async () => {
  for (const [error, status] of [
    [new Error('connect ECONNREFUSED'), 502],
    [Object.assign(new Error('slow'), { code: 'ETIMEDOUT' }), 504],
    [new Error('no answer', { cause: new DOMException('late', 'TimeoutError') }), 504],
  ] as const) {
    const other = await startStand({ forwarder: { forward: () => Promise.reject(error) } })
    const answer = await send(other.url, 'GET', `${CONFIRMATIONS}/x`, { accept: 'application/json' })
    await other.close()
    assert.equal(answer.status, status)
    assert.equal(errorOf(answer).code, 'COUNTERSIGN/ERP_UNREACHABLE')
  }
})

test('who has not signed in gets 401 with a challenge, whatever the path', async () => {
  stand.sender = { id: 'anonymous', isSender: false, isAnonymous: true }
  const answer = await send(stand.url, 'POST', `${ROOT}/NO_SUCH_SRV/../../x`, { accept: 'application/json' }, '{}')
  assert.equal(answer.status, 401)
  assert.match(String(answer.headers['www-authenticate']), /^Basic /)
  assert.equal(errorOf(answer).code, 'COUNTERSIGN/UNAUTHORIZED')
  assert.equal(stand.erp.seen.length, 0)
})

test('who is no sender gets 403', async () => {
  stand.sender = { id: 'planner', isSender: false, isAnonymous: false }
  const answer = await send(stand.url, 'GET', `${ROOT}/API_PRODUCT_SRV/`)
  assert.equal(answer.status, 403)
  assert.equal(errorOf(answer).code, 'COUNTERSIGN/NOT_A_SENDER')
})

test('the allow-list is asked for reads, postings and each method within a batch', async () => {
  stand.intake.allowed = (_, service, method) => service === 'API_PRODUCT_SRV' && method === 'GET'
  const batch = [
    '--b',
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    '',
    "DELETE A_Product('1') HTTP/1.1",
    '',
    '',
    '--b--',
    '',
  ].join('\r\n')
  for (const [method, path, body, type] of [
    ['GET', `${CONFIRMATIONS}/ProdnOrdConf2`, '', 'text/plain'],
    ['POST', `${ROOT}/API_PRODUCT_SRV/A_Product`, '{}', 'application/json'],
    ['POST', `${ROOT}/API_PRODUCT_SRV/$batch`, batch, 'multipart/mixed; boundary=b'],
  ] as const) {
    const answer = await send(stand.url, method, path, { ...TOKEN, 'content-type': type }, body)
    assert.equal(answer.status, 403, path)
    assert.equal(errorOf(answer).code, 'COUNTERSIGN/NOT_ALLOWED')
  }
  assert.equal(stand.erp.seen.length, 0)
  assert.deepEqual(stand.intake.asked, ['dm API_PROD_ORDER_CONFIRMATION_2_SRV GET', 'dm API_PRODUCT_SRV POST', 'dm API_PRODUCT_SRV DELETE'])
})
