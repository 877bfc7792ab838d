import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import type { RawResponse } from '../../../srv/domain/message.ts'
import type { Outcome } from '../../../srv/domain/outcome.ts'
import { type Stand, CONFIRMATIONS, ROOT, TOKEN, errorOf, held, posted, send, startStand } from './stand.ts'

let stand: Stand
before(async () => {
  stand = await startStand({ maxBody: 100_000 })
})
after(() => stand.close())
beforeEach(() => {
  stand.erp.seen.length = 0
  stand.intake.submitted.length = 0
  stand.intake.unreadable.length = 0
  stand.intake.isDown = false
  stand.intake.status = 409
  stand.intake.outcome = (message) => posted(message)
  stand.erp.respond = (_, response) =>
    void response.writeHead(403, { 'x-csrf-token': 'Required', 'content-type': 'text/plain' }).end('CSRF token validation failed')
})

const PATH = `${CONFIRMATIONS}/ProdnOrdConf2`
const BODY = '{"OrderID":"1000510","OrderOperation":"0010","ConfirmationYieldQuantity":"1.10","ZZ":1.10}'
const post = (headers: Record<string, string> = TOKEN, body: string | Buffer = BODY) => send(stand.url, 'POST', PATH, headers, body)
const answerWith = (outcome: Outcome): void => {
  stand.intake.outcome = () => outcome
}

test('a posting becomes a message; a released one gets the answer of the ERP and the number of its attempt', async () => {
  const answer = await post({ ...TOKEN, 'sap-client': '100' })
  assert.equal(answer.status, 201)
  assert.equal(answer.body.toString(), '{"d":{"ConfirmationGroup":"207","ConfirmationCount":"1"}}')
  const { date: _, connection: _1, ...headers } = answer.headers
  assert.deepEqual(headers, {
    'content-type': 'application/json',
    'content-length': String(answer.body.length),
    'sap-message': '{"code":"RU/100"}',
    dataserviceversion: '2.0',
    'countersign-attempt': '17',
  })
  const [message] = stand.intake.submitted
  assert.deepEqual(
    [message?.sender, message?.service, message?.kind, message?.isChangeSet],
    ['dm', 'API_PROD_ORDER_CONFIRMATION_2_SRV', 'confirmation', false],
  )
  assert.deepEqual([message?.request.method, message?.request.path, message?.request.body.toString()], ['POST', PATH, BODY])
  assert.deepEqual(message?.session, { token: 'token-1', cookie: 'SAP_SESSIONID=abc' })
  assert.deepEqual(message.request.headers, { 'content-type': 'application/json', accept: 'application/json', 'sap-client': '100' })
  assert.equal(stand.erp.seen.length, 0, 'a posting leaves through the pipeline only')
})

test('a refusal of the ERP goes back unchanged', async () => {
  const body = Buffer.from('{"error":{"code":"RU/494","message":{"lang":"en","value":"Order 1000510 closed"}}}')
  answerWith({
    state: 'refused',
    number: 3,
    response: { status: 400, headers: { 'content-type': 'application/json', 'x-own': '1' }, body },
  })
  const answer = await post()
  assert.deepEqual([answer.status, answer.body, answer.headers['x-own'], answer.headers['countersign-attempt']], [400, body, '1', '3'])
})

test('a change answered without content stays without content', async () => {
  answerWith({
    state: 'posted',
    number: 3,
    isReplay: true,
    response: { status: 204, headers: { etag: 'W/"2"', dataserviceversion: '2.0' }, body: Buffer.alloc(0) },
  })
  const answer = await send(
    stand.url,
    'PATCH',
    `${ROOT}/API_PRODUCTION_ORDER_2_SRV/A_ProductionOrder_2('1')`,
    { ...TOKEN, 'if-match': 'W/"1"' },
    '{"d":{}}',
  )
  assert.deepEqual([answer.status, answer.headers.etag, answer.headers['content-length']], [204, 'W/"2"', undefined])
  assert.deepEqual([stand.intake.submitted[0]?.kind, stand.intake.submitted[0]?.parts[0]?.headers['if-match']], ['change', 'W/"1"'])
})

test('a held posting says so, with cause, attempt and the findings by SAP property', async () => {
  answerWith(held())
  const answer = await post()
  const error = errorOf(answer)
  assert.equal(answer.status, 409)
  assert.equal(error.code, 'COUNTERSIGN/HELD')
  assert.equal(error.message.value, 'Held for approval as attempt 18: Stock is short by 2 KG. (cause: stock deficit)')
  assert.deepEqual(
    error.innererror.errordetails.map(({ code, message, target, severity }) => [code, message, target, severity]),
    [['M7/021', 'Deficit of 2.000 KG', 'to_ProdnOrdConfMatlDocItm/1/QuantityInEntryUnit', 'error']],
  )
  assert.equal(answer.headers['countersign-attempt'], '18')
  assert.equal(answer.headers.location, undefined)
})

test('a held posting may be answered 202 with the place where it can be watched', async () => {
  answerWith(held())
  stand.intake.status = 202
  const answer = await post()
  assert.equal(answer.status, 202)
  assert.equal(answer.headers.location, '/intake/attempts/4f6d9a52-0b1c-4a50-9b52-6d6d2ad1e001')
  assert.equal(errorOf(answer).code, 'COUNTERSIGN/HELD')
})

test('every other outcome has its status, code and Retry-After', async () => {
  for (const [outcome, status, code, retryAfter] of [
    [{ state: 'rejected', number: 4, reason: 'booked by hand' }, 422, 'REJECTED', undefined],
    [{ state: 'pending', number: 5, retryAfter: 30, reason: 'waits for its turn' }, 503, 'PENDING', '30'],
    [{ state: 'keyReused', number: 6 }, 409, 'KEY_REUSED', undefined],
    [{ state: 'unavailable', retryAfter: 12 }, 503, 'UNAVAILABLE', '12'],
  ] as const satisfies readonly (readonly [Outcome, number, string, string | undefined])[]) {
    answerWith(outcome)
    const answer = await post()
    assert.deepEqual([answer.status, errorOf(answer).code, answer.headers['retry-after']], [status, `COUNTERSIGN/${code}`, retryAfter])
    if ('reason' in outcome) assert.match(errorOf(answer).message.value, new RegExp(outcome.reason))
  }
})

test('a client of Atom/XML gets its errors in XML', async () => {
  answerWith(held())
  const answer = await post({ ...TOKEN, accept: 'application/atom+xml' })
  assert.equal(answer.headers['content-type'], 'application/xml;charset=utf-8')
  assert.match(answer.body.toString(), /<code>COUNTERSIGN\/HELD<\/code>/)
})

test('a packed body is unpacked, and no longer said to be packed', async () => {
  for (const [encoding, pack] of [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const) {
    stand.intake.submitted.length = 0
    assert.equal((await post({ ...TOKEN, 'content-encoding': encoding }, pack(BODY))).status, 201, encoding)
    const [message] = stand.intake.submitted
    assert.equal(message?.request.body.toString(), BODY)
    assert.equal(message.request.headers['content-encoding'], undefined)
  }
})

test('bad input is refused in V2 form, recorded, and never submitted', async () => {
  const json = { ...TOKEN }
  for (const [name, headers, body, status, code] of [
    ['no JSON', json, '{', 400, 'NOT_JSON'],
    ['nothing', json, '', 400, 'NOT_JSON'],
    ['missing order', json, '{"OrderOperation":"0010"}', 400, 'MISSING'],
    ['wrong type', json, '{"OrderID":"1","ConfirmationYieldQuantity":[]}', 400, 'WRONG_TYPE'],
    ['deep nesting', json, '{"a":'.repeat(5000), 400, 'TOO_DEEP'],
    ['unknown content type', { ...json, 'content-type': 'text/csv' }, 'a,b', 415, 'CONTENT_TYPE'],
    ['another charset', { ...json, 'content-type': 'application/json; charset=iso-8859-1' }, BODY, 415, 'CONTENT_TYPE'],
    ['unknown encoding', { ...json, 'content-encoding': 'zstd' }, BODY, 415, 'CONTENT_ENCODING'],
    ['a lie about its encoding', { ...json, 'content-encoding': 'gzip' }, BODY, 400, 'CONTENT_ENCODING'],
    ['a bomb', { ...json, 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(200_000)), 413, 'TOO_LARGE'],
    ['too large', json, `{"a":"${'x'.repeat(150_000)}"}`, 413, 'TOO_LARGE'],
  ] as const) {
    stand.intake.unreadable.length = 0
    const answer = await post(headers, body)
    assert.deepEqual([answer.status, errorOf(answer).code], [status, `COUNTERSIGN/${code}`], name)
    assert.equal(answer.headers['countersign-attempt'], '901', name)
    const [record] = stand.intake.unreadable
    assert.deepEqual(
      [record?.answer.status, record?.message.kind, record?.message.sender, record?.message.parts.length],
      [status, 'confirmation', 'dm', 1],
      name,
    )
  }
  assert.equal(stand.intake.submitted.length, 0)
})

test('a much too large body gets an end, not a crash', async () => {
  const answer = await post(TOKEN, Buffer.alloc(1_000_000, 0x20)).catch((error: unknown) => error)
  assert.ok(answer instanceof Error || (answer as RawResponse).status === 413)
  assert.equal((await post()).status, 201)
})

test('Atom is refused in XML with a clear text', async () => {
  for (const contentType of ['application/atom+xml;type=entry', 'application/xml', 'text/xml']) {
    const answer = await post({ ...TOKEN, 'content-type': contentType }, '<entry/>')
    assert.equal(answer.status, 415)
    assert.match(
      answer.body.toString(),
      /^<\?xml.*<code>COUNTERSIGN\/ATOM<\/code><message xml:lang="en">Countersign reads postings in JSON only/,
    )
  }
})

test('what is not judged may have any content', async () => {
  for (const [method, path, kind] of [
    ['PATCH', `${ROOT}/API_PRODUCTION_ORDER_2_SRV/A_ProductionOrder_2('12')`, 'change'],
    ['POST', `${ROOT}/Z_OWN_SRV/Things`, 'other'],
    ['DELETE', `${ROOT}/Z_OWN_SRV/Things('1')`, 'other'],
    ['POST', `${ROOT}/API_PRODUCTION_ORDER_2_SRV/TechlyCmpltOrder?ManufacturingOrder='12'`, 'statusChange'],
  ] as const) {
    stand.intake.submitted.length = 0
    const answer = await send(stand.url, method, path, { ...TOKEN, 'content-type': 'application/atom+xml' }, '<x/>')
    assert.equal(answer.status, 201)
    assert.deepEqual([stand.intake.submitted[0]?.kind, stand.intake.submitted[0]?.request.body.toString()], [kind, '<x/>'])
  }
})

test('an ambiguous path is refused and, when it came with a posting, recorded', async () => {
  const answer = await send(stand.url, 'POST', `${CONFIRMATIONS}%2FProdnOrdConf2`, TOKEN, BODY)
  assert.deepEqual([answer.status, errorOf(answer).code], [400, 'COUNTERSIGN/AMBIGUOUS_PATH'])
  assert.deepEqual([stand.intake.unreadable[0]?.message.kind, stand.intake.unreadable[0]?.message.request.body.toString()], ['other', BODY])
  assert.equal((await send(stand.url, 'GET', `${CONFIRMATIONS}%2FProdnOrdConf2`)).status, 400)
  assert.equal(stand.intake.unreadable.length, 1, 'a read is no message')
})

test('a path that had to be normalised is sent on normalised', async () => {
  await send(stand.url, 'POST', `${CONFIRMATIONS}/./x/..//ProdnOrdConf2?a=1`, TOKEN, BODY)
  assert.deepEqual(
    [stand.intake.submitted[0]?.request.path, stand.intake.submitted[0]?.parts[0]?.path],
    [`${PATH}?a=1`, 'ProdnOrdConf2?a=1'],
  )
})

test('a method that nobody knows is refused', async () => {
  assert.equal((await send(stand.url, 'PROPFIND', PATH, TOKEN)).status, 405)
  assert.equal((await send(stand.url, 'POST', `${ROOT}/`, TOKEN, '{}')).status, 404)
})

test('when nothing can be recorded the answer is 503, whether the message was good or bad', async () => {
  stand.intake.isDown = true
  for (const body of [BODY, '{']) {
    const answer = await post(TOKEN, body)
    assert.deepEqual([answer.status, errorOf(answer).code], [503, 'COUNTERSIGN/UNAVAILABLE'])
    assert.ok(Number(answer.headers['retry-after']) > 0)
  }
  assert.ok(
    stand.logged.every((each) => !each.includes('1000510')),
    'no payload in the log',
  )
})

test('without a token the ERP itself refuses: its own 403, recorded, not judged', async () => {
  for (const token of ['', 'Fetch']) {
    stand.erp.seen.length = 0
    stand.intake.unreadable.length = 0
    const { 'x-csrf-token': _, ...headers } = TOKEN
    const answer = await post(token === '' ? headers : { ...headers, 'x-csrf-token': token })
    assert.deepEqual(
      [answer.status, answer.body.toString(), answer.headers['x-csrf-token']],
      [403, 'CSRF token validation failed', 'Required'],
    )
    assert.deepEqual(
      stand.erp.seen.map(({ method, path, body, headers: sent }) => [method, path, body.length, sent['x-csrf-token']]),
      [['POST', PATH, 0, undefined]],
    )
    assert.deepEqual(
      [stand.intake.unreadable[0]?.reason, stand.intake.unreadable[0]?.message.request.body.toString()],
      ['no CSRF token', BODY],
    )
  }
  assert.equal(stand.intake.submitted.length, 0)
})

test('the question for a token never triggers what needs no body', async () => {
  for (const [method, path] of [
    ['POST', `${ROOT}/API_PRODUCTION_ORDER_2_SRV;v=2/TechlyCmpltOrder?ManufacturingOrder='12'`],
    ['DELETE', `${ROOT}/API_PRODUCTION_ORDER_2_SRV;v=2/A_ProductionOrderComponent_4(Reservation='1')`],
    ['PATCH', `${ROOT}/API_PRODUCTION_ORDER_2_SRV;v=2/A_ProductionOrder_2('1')`],
  ] as const) {
    stand.erp.seen.length = 0
    assert.equal((await send(stand.url, method, path, { accept: 'application/json' })).status, 403)
    assert.deepEqual(
      stand.erp.seen.map((each) => [each.method, each.path]),
      [['POST', `${ROOT}/API_PRODUCTION_ORDER_2_SRV;v=2/$batch`]],
    )
  }
})

test('where the ERP asks for no token a posting without one is judged as any other, without session', async () => {
  stand.erp.respond = (_, response) => void response.writeHead(400).end()
  const { 'x-csrf-token': _, ...headers } = TOKEN
  assert.equal((await post(headers)).status, 201)
  assert.equal(stand.intake.submitted[0]?.session, undefined)
})

test('an ERP out of reach refuses a posting without token with 502', async () => {
  stand.erp.respond = (_, response) => void response.destroy()
  const answer = await post({ 'content-type': 'application/json' })
  assert.deepEqual([answer.status, errorOf(answer).code], [502, 'COUNTERSIGN/ERP_UNREACHABLE'])
  assert.equal(stand.intake.submitted.length, 0)
})
