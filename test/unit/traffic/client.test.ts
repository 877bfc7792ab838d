import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { test, type TestContext } from 'node:test'
import { V2Client } from '../../traffic/client.ts'
import { verdictOf } from '../../traffic/sender.ts'

const IMPATIENT = { retries: 2, longestWait: 5 }

async function serve(context: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  context.after(() => server.close())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

const isFetch = (request: IncomingMessage): boolean => request.method === 'GET'

test('a posting carries the token of its service and the cookie that belongs to it', async (context) => {
  const seen: unknown[] = []
  const url = await serve(context, (request, response) => {
    if (isFetch(request)) return response.writeHead(200, { 'x-csrf-token': 'T1', 'set-cookie': ['SID=abc; path=/; HttpOnly', 'X=1'] }).end()
    seen.push([request.headers['x-csrf-token'], request.headers.cookie, request.headers.authorization])
    return response.writeHead(201).end('{}')
  })
  const answer = await new V2Client(url, 'dm', 'dm', IMPATIENT).post('S', 'Set', '{}')
  assert.equal(answer.status, 201)
  assert.deepEqual(seen, [['T1', 'SID=abc; X=1', `Basic ${Buffer.from('dm:dm').toString('base64')}`]])
})

test('a stale token is fetched again once', async (context) => {
  let tokens = 0
  const url = await serve(context, (request, response) => {
    if (isFetch(request)) return response.writeHead(200, { 'x-csrf-token': `T${++tokens}` }).end()
    const isStale = request.headers['x-csrf-token'] !== 'T2'
    return response.writeHead(isStale ? 403 : 201, isStale ? { 'x-csrf-token': 'Required' } : {}).end('{}')
  })
  assert.equal((await new V2Client(url, 'dm', 'dm', IMPATIENT).post('S', 'Set', '{}')).status, 201)
  assert.equal(tokens, 2)
})

test('a busy server gets the same body again, but not for ever', async (context) => {
  const bodies: string[] = []
  let busy = 2
  const url = await serve(context, (request, response) => {
    if (isFetch(request)) return response.writeHead(200, { 'x-csrf-token': 'T' }).end()
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      bodies.push(body)
      response.writeHead(busy-- > 0 ? 503 : 201, { 'retry-after': '1' }).end('{}')
    })
    return response
  })
  const client = new V2Client(url, 'dm', 'dm', IMPATIENT)
  assert.equal((await client.post('S', 'Set', '{"a":1.10}')).status, 201)
  assert.deepEqual(
    bodies,
    Array.from({ length: 3 }, () => '{"a":1.10}'),
  )
  busy = 9
  assert.equal((await client.post('S', 'Set', '{}')).status, 503)
})

test('a connection that breaks is tried again before it is an error', async (context) => {
  let tries = 0
  const url = await serve(context, (request, response) => {
    if (isFetch(request)) return response.writeHead(200, { 'x-csrf-token': 'T' }).end()
    return ++tries < 3 ? request.socket.destroy() : response.writeHead(201).end('{}')
  })
  const client = new V2Client(url, 'dm', 'dm', IMPATIENT)
  assert.equal((await client.post('S', 'Set', '{}')).status, 201)
  tries = -9
  await assert.rejects(client.post('S', 'Set', '{}'))
})

test('rows are read page by page', async (context) => {
  const all = Array.from({ length: 1500 }, (_, index) => ({ index }))
  const url = await serve(context, (request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams
    const skip = Number(query.get('$skip'))
    response.end(JSON.stringify({ d: { results: all.slice(skip, skip + Number(query.get('$top'))) } }))
  })
  assert.deepEqual(await new V2Client(url, 'dm', 'dm', IMPATIENT).rows('S', 'Set'), all)
})

test('an answer says whether the message was taken, held, refused or has to wait', () => {
  const verdict = (status: number, code = '', headers: Record<string, string> = {}, details: { code: string }[] = []) =>
    verdictOf({
      status,
      headers: new Headers(headers),
      body:
        code === ''
          ? {}
          : { error: { code, message: { value: 'Held for approval as attempt 17' }, innererror: { errordetails: details } } },
    })
  assert.equal(verdict(201).state, 'released')
  assert.deepEqual(verdict(409, 'COUNTERSIGN/HELD', { 'countersign-attempt': '12' }).attempt, 12)
  assert.deepEqual(verdict(202, 'COUNTERSIGN/HELD'), { state: 'held', attempt: 17, text: 'Held for approval as attempt 17' })
  assert.equal(verdict(400, '/IWBEP/CX', {}, [{ code: 'M7/021' }]).state, 'refused')
  assert.match(verdict(400, '/IWBEP/CX', {}, [{ code: 'M7/021' }]).text, /^400 M7\/021 /)
  assert.equal(verdict(503, 'COUNTERSIGN/PENDING').state, 'pending')
  assert.equal(verdict(423).state, 'pending')
  assert.equal(verdict(409, 'COUNTERSIGN/KEY_REUSED').state, 'failed')
  assert.equal(verdict(500).state, 'failed')
})
