import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { type Socket, connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { buffer, text } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { errorOf } from '../intake/stand.ts'
import { type Server, startServer } from './stand.ts'

/** What stands before every door. */

const FACADE = '/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV'
const ACTION = '/odata/v4/triage/resubmitSelected'
const WITHIN = 2
/** Few enough to be used up, by users of their own. */
const RATE = { requests: 20, seconds: 600 }
const basic = (user: string): string => `Basic ${btoa(`${user}:${user}`)}`

let server: Server
before(async () => {
  server = await startServer({
    config: {
      requires: { auth: { users: { busy: { password: 'busy', roles: ['sender'] } } } },
      countersign: { doors: { senders: RATE, anonymous: RATE, headWithin: WITHIN, requestWithin: WITHIN, maxBody: 5000, maxBatch: 3 } },
    },
  })
})
after(() => server.end())

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** One request on a connection of its own, headers and path as they are. */
async function ask(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  const { hostname, port } = new URL(server.url)
  const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const asked = request({ hostname, port, method, path, headers: { ...length, ...headers }, agent: false })
  asked.end(body)
  const [response] = (await once(asked, 'response')) as [import('node:http').IncomingMessage]
  return { status: response.statusCode ?? 0, headers: response.headers, body: await buffer(response) }
}

const said = ({ body }: Answer): string => body.toString()

describe('a browser', () => {
  test('is told what it may do with our pages', async () => {
    const { status, headers } = await ask('GET', '/launchpad.html')
    assert.equal(status, 200)
    const policy = String(headers['content-security-policy'])
    for (const each of [
      "default-src 'self'",
      "frame-ancestors 'self'",
      "object-src 'none'",
      "script-src-attr 'none'",
      "form-action 'self'",
    ])
      assert.ok(policy.includes(each), policy)
    assert.doesNotMatch(policy, /script-src[^;]*'unsafe-inline'|\*|https?:/)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['referrer-policy'], 'same-origin')
    assert.equal(headers['x-frame-options'], 'SAMEORIGIN')
    assert.equal(headers['strict-transport-security'], undefined)
    assert.equal(headers['x-powered-by'], undefined)
    assert.equal(headers['access-control-allow-origin'], undefined)
  })

  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://other.localhost' },
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://localhost' },
  ]
  for (const headers of foreign)
    test(`changes nothing for a page of another site (${JSON.stringify(headers)})`, async () => {
      const form = { authorization: basic('planner'), 'content-type': 'text/plain', ...headers }
      for (const path of [ACTION, '/odata/v4/triage/$batch']) {
        const answer = await ask('POST', path, form, '{}')
        assert.equal(answer.status, 403)
        assert.equal((JSON.parse(said(answer)) as { error: { code: string } }).error.code, 'COUNTERSIGN/FOREIGN_SITE')
      }
      const machine = await ask('POST', `${FACADE}/ProdnOrdConf2`, { ...form, authorization: basic('dm') }, '{}')
      assert.equal(machine.status, 403)
      assert.equal(errorOf(machine as never).code, 'COUNTERSIGN/FOREIGN_SITE')
    })

  test('changes what the user wants, on our own pages and behind the approuter', async () => {
    const { host } = new URL(server.url)
    const own: Record<string, string>[] = [
      {},
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
      { origin: `http://${host}`, host },
      { origin: 'https://router.example', 'x-forwarded-host': 'router.example' },
    ]
    for (const headers of own) {
      const answer = await ask('POST', ACTION, { authorization: basic('planner'), 'content-type': 'application/json', ...headers }, '{}')
      assert.notEqual(answer.status, 403, JSON.stringify(headers))
    }
  })

  test('is not asked who it is by another machine, nor under a foreign name', async () => {
    assert.equal((await ask('GET', '/launchpad.html', { host: 'evil.example:4004' })).status, 403)
    for (const host of ['localhost:4004', '127.0.0.1', '[::1]:4004'])
      assert.equal((await ask('GET', '/launchpad.html', { host })).status, 200, host)
  })
})

describe('where there is nothing', () => {
  test('always the same is said, whatever was asked for', async () => {
    const paths = [
      '/nothing',
      '/nothing/../nothing',
      '/odata/v4/nothing',
      '/odata/v2/worklist',
      '/.env',
      '/.git/config',
      '/router/xs-app.json',
      '/router/default-env.json',
      '/%72outer/xs-app.json',
      '/worklist/../router/xs-app.json',
      '//router//xs-app.json',
      '/ROUTER/xs-app.json',
      '/worklist/webapp/../layouts.cds',
      '/worklist/webapp/..%2flayouts.cds',
      '/worklist/layouts.cds',
      '/ui5/serve.ts',
      '/ui5/runtime/resources/sap-ui-version.json',
      '/..%2f..%2fetc/passwd',
      '/package.json',
    ]
    const answers = new Map<string, string>()
    for (const path of paths) {
      const answer = await ask('GET', path)
      answers.set(path, `${answer.status} ${said(answer)}`)
    }
    const wrong = [...answers].filter(
      ([, answer]) => answer !== '404 {"error":{"code":"COUNTERSIGN/NOT_FOUND","message":"There is nothing here"}}',
    )
    // What is outside of its folder `send` refuses itself.
    assert.deepEqual(
      wrong.filter(([, answer]) => !answer.startsWith('403 {"error":{"code":"COUNTERSIGN/')),
      [],
    )
  })

  test('what can not be read is refused without a word about us', async () => {
    for (const path of ['/%ff', '/%', '/odata/v4/worklist/%ff', '/ui5/%E0%A4%A', '/intake/attempts/%ff', '/intake/attempts/%']) {
      const answer = await ask('GET', path, { authorization: basic('planner') })
      assert.ok(answer.status >= 400 && answer.status < 500, `${path} ${answer.status}`)
      assert.doesNotMatch(said(answer), /node_modules|\bat \S+ \(|\.ts:|\.js:/, path)
    }
  })

  test('is recorded all the same where it may have been a message', async () => {
    const { status, headers } = await ask('POST', `${FACADE}/ProdnOrdConf2%`, { authorization: basic('dm') }, '{}')
    assert.equal(status, 400)
    assert.match(String(headers['countersign-attempt']), /^\d+$/)
  })
})

describe('too much', () => {
  const headers = { authorization: basic('planner'), 'content-type': 'application/json' }

  test('in one body is refused by the OData V4 services, packed bodies and batches too', async () => {
    const large = JSON.stringify({ messages: ['x'.repeat(6000)] })
    const answers = [
      await ask('POST', ACTION, headers, large),
      await ask(
        'POST',
        '/odata/v4/triage/$batch',
        { ...headers, 'content-type': 'multipart/mixed; boundary=b' },
        `--b\r\n${'x'.repeat(6000)}`,
      ),
      await ask(
        'POST',
        '/odata/v4/triage/$batch',
        headers,
        JSON.stringify({ requests: [{ id: '1', method: 'GET', url: `/${'x'.repeat(6000)}` }] }),
      ),
    ]
    for (const answer of answers) assert.ok(answer.status === 400 || answer.status === 413, said(answer))
    for (const answer of answers) assert.match(said(answer), /too large/i)
  })

  test('in one batch is refused', async () => {
    const requests = [1, 2, 3, 4].map((id) => ({ id: String(id), method: 'GET', url: '/Queues' }))
    assert.equal((await ask('POST', '/odata/v4/triage/$batch', headers, JSON.stringify({ requests: requests.slice(1) }))).status, 200)
    assert.equal((await ask('POST', '/odata/v4/triage/$batch', headers, JSON.stringify({ requests }))).status, 429)
  })

  test('of nested JSON, or of names that mean something to JavaScript, breaks nothing', async () => {
    const deep = `{"messages":${'['.repeat(2000)}${']'.repeat(2000)}}`
    const names = '{"messages":[],"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}'
    for (const body of [deep, names]) {
      const answer = await ask('POST', ACTION, headers, body)
      assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status} ${said(answer)}`)
    }
  })

  test('from one sender is refused in its dialect until its time is over, and disturbs nobody else', async () => {
    const get = (user?: string): Promise<Answer> => ask('GET', `${FACADE}/`, user === undefined ? {} : { authorization: basic(user) })
    const answers = await Promise.all(Array.from({ length: RATE.requests + 5 }, () => get('busy')))
    const refused = answers.filter(({ status }) => status === 429)
    assert.equal(refused.length, 5)
    const [first] = refused
    assert.ok(first)
    assert.equal(errorOf(first as never).code, 'COUNTERSIGN/TOO_MANY')
    assert.ok(Number(first.headers['retry-after']) > 500)
    assert.equal((await ask('GET', '/intake/attempts/1', { authorization: basic('busy') })).status, 429)
    assert.notEqual((await get('dm')).status, 429)
  })

  test('from one address that does not sign in is refused, and whoever signs in there still gets in', async () => {
    const answers = await Promise.all(Array.from({ length: RATE.requests + 5 }, () => ask('POST', `${FACADE}/ProdnOrdConf2`, {}, '{}')))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))].sort(), [401, 429])
    assert.notEqual((await ask('GET', `${FACADE}/`, { authorization: basic('dm') })).status, 429)
  })
})

describe('slow connections', () => {
  async function open(count: number, head: string): Promise<Socket[]> {
    const { port } = new URL(server.url)
    return Promise.all(
      Array.from({ length: count }, async () => {
        const socket = connect({ port: Number(port), host: '127.0.0.1' })
        socket.on('error', () => undefined)
        await once(socket, 'connect')
        socket.write(head)
        return socket
      }),
    )
  }

  test('a thousand of them hold up nobody, and are cut off', { timeout: 60_000 }, async () => {
    const sockets = await open(1000, 'GET /launchpad.html HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
    const closed = sockets.map((socket) => once(socket.resume(), 'close'))
    const before = performance.now()
    for (let count = 0; count < 20; count++) assert.equal((await ask('GET', '/launchpad.html')).status, 200)
    assert.ok(performance.now() - before < 10_000)
    await Promise.all(closed)
  })

  test('one that never sends the rest of its body gets 408 and is cut off', { timeout: 60_000 }, async () => {
    for (const [path, user] of [
      [ACTION, 'planner'],
      [`${FACADE}/ProdnOrdConf2`, 'dm'],
    ] as const) {
      const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${basic(user)}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"`
      const [socket] = await open(1, head)
      assert.ok(socket)
      assert.match(await text(socket), /^HTTP\/1\.1 408 /)
    }
  })

  test('one that says everything within its time is served, however slowly', async () => {
    const [socket] = await open(1, 'GET /health HTTP/1.1\r\nHost: localhost\r\n')
    assert.ok(socket)
    await pause((WITHIN * 1000) / 4)
    socket.write('Connection: close\r\n\r\n')
    assert.match(await text(socket), /^HTTP\/1\.1 200 /)
  })
})

describe('requests that two readers read differently', () => {
  const head = `Host: localhost\r\nAuthorization: ${basic('dm')}\r\nContent-Type: application/json\r\n`
  const hidden = `GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n`
  const requests: Record<string, string> = {
    'both a length and chunks': `POST ${FACADE}/X HTTP/1.1\r\n${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
    'two lengths': `POST ${FACADE}/X HTTP/1.1\r\n${head}Content-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`,
    'a length with a sign': `POST ${FACADE}/X HTTP/1.1\r\n${head}Content-Length: +0\r\n\r\n${hidden}`,
    'chunks under two names': `POST ${FACADE}/X HTTP/1.1\r\n${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${hidden}`,
    'chunks with a space before the colon': `POST ${FACADE}/X HTTP/1.1\r\n${head}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${hidden}`,
    'a folded header': `POST ${FACADE}/X HTTP/1.1\r\n${head}Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n${hidden}`,
    'a chunk size that is none': `POST ${FACADE}/X HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n${hidden}`,
    'a bare line feed in a header': `GET /health HTTP/1.1\r\nHost: localhost\r\nX: a\nContent-Length: 5\r\n\r\n${hidden}`,
    'a control character in a header': `GET /health HTTP/1.1\r\nHost: localhost\r\nX: a\u0000b\r\n\r\n${hidden}`,
    'no host': `GET /health HTTP/1.1\r\n\r\n${hidden}`,
  }
  for (const [what, raw] of Object.entries(requests))
    test(`${what}: one 400, and nothing of what is hidden behind`, async () => {
      const socket = connect({ port: Number(new URL(server.url).port), host: '127.0.0.1' })
      socket.write(raw)
      const answers = (await text(socket)).match(/HTTP\/1\.1 \d+/g)
      assert.deepEqual(answers, ['HTTP/1.1 400'])
    })

  test('a line break in what we say back starts no header', async () => {
    const { headers } = await ask('GET', '/odata/v4/worklist/$metadata?x=%0d%0aX-Injected:%201', {
      authorization: basic('planner'),
      'x-correlation-id': 'a%0d%0aX-Injected: 1',
    })
    assert.equal(headers['x-injected'], undefined)
    assert.equal(headers['x-correlation-id'], 'a%0d%0aX-Injected: 1')
  })
})
