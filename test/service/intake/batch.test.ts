import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { RawResponse, SyncMessage } from '../../../srv/domain/message.ts'
import { partsOf } from '../../../srv/intake/odata/multipart.ts'
import {
  type Seen,
  type Stand,
  CONFIRMATIONS,
  ROOT,
  TOKEN,
  batchAnswer,
  errorOf,
  held,
  posted,
  readPart,
  send,
  startStand,
} from './stand.ts'

let stand: Stand
before(async () => {
  stand = await startStand()
})
after(() => stand.close())
beforeEach(() => {
  stand.erp.seen.length = 0
  stand.intake.submitted.length = 0
  stand.intake.unreadable.length = 0
  stand.intake.outcome = (message) => posted(message)
  stand.erp.respond = (request, response) => {
    const reads = partsOf({ status: 202, headers: { 'content-type': String(request.headers['content-type']) }, body: request.body }) ?? []
    const { status, headers, body } = batchAnswer(
      ...reads.map((each) => readPart(`{"d":"${/GET (\S+)/.exec(each.toString())?.[1] ?? ''}"}`)),
    )
    response.writeHead(status, headers).end(body)
  }
})

const PATH = `${CONFIRMATIONS}/$batch`
const HEADERS = { ...TOKEN, 'content-type': 'multipart/mixed; boundary=batch_1', accept: 'multipart/mixed' }
const confirmation = (order: string): string => JSON.stringify({ OrderID: order, ConfirmationYieldQuantity: '1.10' })

function request(method: string, path: string, body = '', id = ''): string {
  const head = ['Content-Type: application/http', 'Content-Transfer-Encoding: binary', ...(id ? [`Content-ID: ${id}`] : []), '']
  const headers =
    body === ''
      ? ['Accept: application/json']
      : [
          'Accept: application/json',
          'Content-Type: application/json',
          `Content-Length: ${Buffer.byteLength(body)}`,
          'X-CSRF-Token: token-1',
        ]
  return [...head, `${method} ${path} HTTP/1.1`, ...headers, '', body].join('\r\n')
}
const get = (path: string): string => request('GET', path)
function changeSet(...members: string[]): string {
  return ['Content-Type: multipart/mixed; boundary=cs_1', '', ...members.flatMap((each) => ['--cs_1', each]), '--cs_1--', ''].join('\r\n')
}
function batch(...parts: string[]): string {
  return [...parts.flatMap((each) => ['--batch_1', each]), '--batch_1--', ''].join('\r\n')
}
const post = (body: string, headers: Record<string, string> = HEADERS): Promise<RawResponse> => send(stand.url, 'POST', PATH, headers, body)
const summary = (answer: RawResponse): string[] =>
  (partsOf(answer) ?? []).map((each) =>
    [...each.toString().matchAll(/HTTP\/1\.1 (\d+)|"d":"([^"]+)"/g)].map(([, status, path]) => status ?? path).join(' '),
  )

test('a batch of reads goes through untouched', async () => {
  const body = batch(
    get('ProdnOrdConf2?$top=1'),
    get("ProdnOrdConf2?$filter=OrderID eq '1'"),
    changeSet(request('POST', "GetConfProposal?OrderID='1'")),
  )
  const through = await post(body)
  const direct = await send(stand.erp.url, 'POST', PATH, HEADERS, body)
  const [first] = stand.erp.seen
  assert.equal(first?.body.toString(), body)
  assert.equal(first.headers['content-type'], HEADERS['content-type'])
  assert.deepEqual(
    [through.status, through.headers['content-type'], through.body],
    [direct.status, direct.headers['content-type'], direct.body],
  )
  assert.equal(stand.intake.submitted.length, 0)
})

test("an empty batch is the ERP's to answer", async () => {
  stand.erp.respond = (_, response) => void response.writeHead(400).end('empty')
  assert.equal((await post('')).body.toString(), 'empty')
})

test('reads and change sets are answered in the order of the request', async () => {
  const set = changeSet(request('POST', 'ProdnOrdConf2', confirmation('1'), 'a'), request('POST', 'ProdnOrdConf2', confirmation('2'), 'b'))
  const answer = await post(
    batch(get('A'), get('B'), set, get('C'), changeSet(request('POST', 'ProdnOrdConf2', confirmation('3'))), get('D')),
  )
  assert.equal(answer.status, 202)
  assert.deepEqual(summary(answer), ['200 A', '200 B', '201 201', '200 C', '201', '200 D'])
  assert.deepEqual(answer.headers['set-cookie'], Array(5).fill('sap-usercontext=sap-client=100; path=/'))
  assert.equal(answer.headers.dataserviceversion, '2.0')
  assert.equal(answer.headers['countersign-attempt'], '17, 17')
  assert.deepEqual(
    stand.erp.seen.map((each) => [...each.body.toString().matchAll(/GET (\S+)/g)].map(([, path]) => path).join(' ')),
    ['A B', 'C', 'D'],
    'reads in a row are asked for together',
  )
  assert.ok(
    stand.erp.seen.every(
      (each) => each.path === PATH && each.headers['x-csrf-token'] === 'token-1' && each.headers.cookie === TOKEN.cookie,
    ),
  )
})

test('a change set is one message with each member as a part', async () => {
  const bodies = [confirmation('0000012'), `{"OrderID":"13","ZZ":1.10}`]
  await post(
    batch(
      changeSet(request('POST', 'ProdnOrdConf2?x=1', bodies[0], 'a'), request('POST', `${CONFIRMATIONS}/ProdnOrdConf2`, bodies[1], 'b')),
    ),
  )
  const [message] = stand.intake.submitted
  assert.ok(message)
  assert.deepEqual(
    [message.isChangeSet, message.kind, message.service, message.request.method, message.request.path],
    [true, 'confirmation', 'API_PROD_ORDER_CONFIRMATION_2_SRV', 'POST', PATH],
  )
  assert.deepEqual(
    message.parts.map((part) => [part.kind, part.method, part.path, part.headers['content-id'], part.order, part.body.toString()]),
    [
      ['confirmation', 'POST', 'ProdnOrdConf2?x=1', 'a', '12', bodies[0]],
      ['confirmation', 'POST', 'ProdnOrdConf2', 'b', '13', bodies[1]],
    ],
  )
  assert.deepEqual(message.session, { token: 'token-1', cookie: TOKEN.cookie })
  assert.doesNotMatch(JSON.stringify({ ...message, session: undefined }) + message.request.body.toString(), /token-1/)
  const inner = partsOf({ status: 0, headers: message.request.headers, body: message.request.body }) ?? []
  assert.equal(inner.length, 1, 'the request is a batch with just this change set')
  assert.ok(bodies.every((each) => inner[0]?.includes(each)))
})

test('the same change set gives the same bytes, whatever boundaries its sender drew', async () => {
  const body = batch(changeSet(request('POST', 'ProdnOrdConf2', confirmation('1'))))
  await post(body)
  await post(body.replaceAll('batch_1', 'batch_2').replaceAll('cs_1', 'cs_22'), {
    ...HEADERS,
    'content-type': 'multipart/mixed; boundary=batch_2',
  })
  const [first, second] = stand.intake.submitted
  assert.ok(first && second)
  assert.deepEqual(first.request, second.request)
})

test('a single POST within a batch is a message like any other', async () => {
  const answer = await post(batch(get('A'), request('POST', "CancelProdnOrdConf?ConfirmationGroup='1'&ConfirmationText='a b'")))
  const [message] = stand.intake.submitted
  assert.deepEqual(
    [message?.isChangeSet, message?.kind, message?.request.method, message?.request.path, message?.session?.token],
    [false, 'cancellation', 'POST', `${CONFIRMATIONS}/CancelProdnOrdConf?ConfirmationGroup='1'&ConfirmationText='a%20b'`, 'token-1'],
  )
  assert.deepEqual(summary(answer), ['200 A', '201'])
  assert.match(partsOf(answer)?.[1]?.toString() ?? '', /\r\n\r\n\{"d":\{"ConfirmationGroup":"207","ConfirmationCount":"1"\}\}$/)
})

test('a held change set is one error part; all others are answered', async () => {
  stand.intake.outcome = (message: SyncMessage) => (message.parts[0]?.order === '2' ? held() : posted(message))
  const set = (...orders: string[]): string =>
    changeSet(...orders.map((each, index) => request('POST', 'ProdnOrdConf2', confirmation(each), `id${index}`)))
  const answer = await post(batch(set('1'), set('2', '3'), get('A')))
  assert.deepEqual(summary(answer), ['201', '409', '200 A'])
  const part = partsOf(answer)?.[1]?.toString() ?? ''
  assert.match(part, /^Content-Type: application\/http\r\n/)
  const error = errorOf({ status: 409, headers: {}, body: Buffer.from(part.slice(part.indexOf('{'))) })
  assert.equal(error.code, 'COUNTERSIGN/HELD')
  assert.deepEqual(
    [error.innererror.errordetails[0]?.ContentID, error.innererror.errordetails[0]?.target],
    ['id0', 'to_ProdnOrdConfMatlDocItm/1/QuantityInEntryUnit'],
  )
  assert.equal(answer.headers['countersign-attempt'], '17, 18')
})

test('when all is held nothing reaches the ERP, and the answer is a batch all the same', async () => {
  stand.intake.outcome = () => held()
  const answer = await post(batch(changeSet(request('POST', 'ProdnOrdConf2', confirmation('1')))))
  assert.equal(answer.status, 202)
  assert.match(String(answer.headers['content-type']), /^multipart\/mixed; boundary=[0-9A-F]{32}$/)
  assert.deepEqual(summary(answer), ['409'])
  assert.equal(stand.erp.seen.length, 0)
})

test('a refused change set carries the error part of the ERP', async () => {
  const part =
    'Content-Type: application/http\r\n\r\nHTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n{"error":{"code":"RU/494"}}'
  stand.intake.outcome = () => ({ state: 'refused', number: 5, response: batchAnswer(part) })
  const answer = await post(batch(changeSet(request('POST', 'ProdnOrdConf2', confirmation('1')))))
  assert.deepEqual(partsOf(answer)?.map(String), [part])
  assert.equal(answer.headers['content-type'], 'multipart/mixed; boundary=0A1B2C3D4E5F', "with the ERP's own boundary")
})

test('an unreadable change set is an error part of its own, recorded; the others go on', async () => {
  const answer = await post(
    batch(changeSet(request('POST', 'ProdnOrdConf2', '{"OrderID":""}')), changeSet(request('POST', 'ProdnOrdConf2', confirmation('1')))),
  )
  assert.deepEqual(summary(answer), ['400', '201'])
  assert.equal(stand.intake.submitted.length, 1)
  assert.equal(stand.intake.unreadable.length, 1)
  assert.doesNotMatch(stand.intake.unreadable[0]?.message.request.body.toString() ?? '', /token-1/)
})

test('a stale token is answered for the batch as a whole as long as nothing is posted', async () => {
  const stale = {
    status: 403,
    headers: { 'x-csrf-token': 'Required', 'content-type': 'text/plain' },
    body: Buffer.from('CSRF token validation failed'),
  }
  stand.intake.outcome = () => ({ state: 'refused', number: 5, response: stale })
  const one = changeSet(request('POST', 'ProdnOrdConf2', confirmation('1')))
  const answer = await post(batch(one, get('A')))
  assert.deepEqual([answer.status, answer.body, answer.headers['x-csrf-token'], stand.erp.seen.length], [403, stale.body, 'Required', 0])

  let count = 0
  stand.intake.outcome = (message) => (count++ === 0 ? posted(message) : { state: 'refused', number: 6, response: stale })
  assert.deepEqual(summary(await post(batch(one, one))), ['201', '403'])
})

test('a batch of postings without token gets the 403 of the ERP and nothing is judged', async () => {
  const asked: Seen[] = []
  stand.erp.respond = (seen, response) => {
    asked.push(seen)
    response.writeHead(403, { 'x-csrf-token': 'Required' }).end('CSRF token validation failed')
  }
  const { 'x-csrf-token': _, ...headers } = HEADERS
  const answer = await post(batch(get('A'), changeSet(request('POST', 'ProdnOrdConf2', confirmation('1')))), headers)
  assert.deepEqual([answer.status, answer.body.toString()], [403, 'CSRF token validation failed'])
  assert.deepEqual(
    asked.map((each) => [each.path, each.body.length]),
    [[PATH, 0]],
  )
  assert.deepEqual([stand.intake.submitted.length, stand.intake.unreadable[0]?.reason], [0, 'no CSRF token'])
})

test('an ERP that answers too little, or not at all, leaves every operation with an answer', async () => {
  stand.erp.respond = (_, response) => void response.writeHead(202, batchAnswer().headers).end(batchAnswer(readPart('{"d":"A"}')).body)
  const body = batch(get('A'), get('B'), changeSet(request('POST', 'ProdnOrdConf2', confirmation('1'))))
  assert.deepEqual(summary(await post(body)), ['200 A', '502', '201'])
  stand.erp.respond = (_, response) => void response.destroy()
  assert.deepEqual(summary(await post(body)), ['502', '502', '201'])
  stand.erp.respond = (_, response) => void response.writeHead(500).end('dump')
  assert.deepEqual(summary(await post(body)), ['500', '500', '201'])
})

test('when nothing can be recorded each change set says so', async () => {
  stand.intake.isDown = true
  const answer = await post(batch(get('A'), changeSet(request('POST', 'ProdnOrdConf2', confirmation('1')))))
  stand.intake.isDown = false
  assert.deepEqual(summary(answer), ['200 A', '503'])
})

test('the repeatability key of a batch is told apart by operation', async () => {
  const set = changeSet(request('POST', 'ProdnOrdConf2', confirmation('1')))
  await post(batch(set, set), { ...HEADERS, 'repeatability-request-id': 'run-1' })
  assert.deepEqual(
    stand.intake.submitted.map((each) => each.key),
    [
      { kind: 'repeatability', value: 'run-1,0' },
      { kind: 'repeatability', value: 'run-1,1' },
    ],
  )
})

const REFUSED: readonly [name: string, part: string][] = [
  ['of another service', get(`${ROOT}/API_PRODUCT_SRV/A_Product`)],
  ['of another service by dots', get('../API_PRODUCT_SRV/A_Product')],
  ['outside of the services', get('/sap/bc/ping')],
  ['of another host', get('//evil/x')],
  ['with an ambiguous path', get('A%2FB')],
  ['with an override', request('GET', 'A').replace('Accept:', 'X-HTTP-Method: POST\r\nAccept:')],
  ['that reads with a body', request('GET', 'A', '{}')],
  ['that is a batch', request('POST', '$batch', '{}')],
]

for (const [name, part] of REFUSED) {
  test(`a part ${name} refuses the batch, and nothing is sent`, async () => {
    const answer = await post(batch(part, changeSet(request('POST', 'ProdnOrdConf2', confirmation('1')))), {
      ...HEADERS,
      accept: 'application/json',
    })
    assert.equal(answer.status, 400)
    assert.match(errorOf(answer).code, /^COUNTERSIGN\/(BATCH|AMBIGUOUS_PATH|AMBIGUOUS_METHOD)$/)
    assert.deepEqual([stand.erp.seen.length, stand.intake.submitted.length, stand.intake.unreadable.length], [0, 0, 1])
  })
}

test('paths of parts may be relative, rooted or absolute', async () => {
  const paths = ['ProdnOrdConf2', '/ProdnOrdConf2', `${CONFIRMATIONS}/ProdnOrdConf2`, `http://localhost:4004${CONFIRMATIONS}/ProdnOrdConf2`]
  await post(batch(...paths.map((each) => changeSet(request('POST', each, confirmation('1'))))))
  assert.deepEqual(
    stand.intake.submitted.map((each) => [each.kind, each.parts[0]?.path]),
    paths.map(() => ['confirmation', 'ProdnOrdConf2']),
  )
})
