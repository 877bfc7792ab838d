import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { after, before, describe, it, mock } from 'node:test'
import { createErpGateway } from '../../../srv/erp/gateway.ts'
import type { GatewayOptions } from '../../../srv/erp/gateway.ts'
import { accessTo } from '../../../srv/line/access.ts'
import type { Access } from '../../../srv/line/access.ts'
import { Line } from '../../../srv/line/line.ts'
import { confirmed } from './plant.ts'
import { answer, startWire } from './wire.ts'
import type { Peer } from './wire.ts'

/** The connection itself: TLS, proxies, tokens, and sockets that end at the wrong moment. */

const closing: (() => Promise<unknown>)[] = []
after(() => Promise.all(closing.map((close) => close())))

async function listening(server: Server & { closeAllConnections?(): void }): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.closeAllConnections?.()
    return new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

async function wireOf(peer: Peer) {
  const wire = await startWire(peer)
  closing.push(() => wire.close())
  return wire
}

const none = Buffer.alloc(0)
const SESSION = { token: 't', cookie: 'c=1' }
const SERVICE = 'API_PROD_ORDER_CONFIRMATION_2_SRV'
const part = { kind: 'confirmation', method: 'POST', path: 'ProdnOrdConf2', headers: {}, body: Buffer.from('{}'), key: 'k' } as const
const POSTING = { service: SERVICE, path: `/sap/opu/odata/sap/${SERVICE}/ProdnOrdConf2`, method: 'POST', headers: {}, isChangeSet: false }
const CREATED = '{"d":{"ConfirmationGroup":"207","ConfirmationCount":"1"}}'

function post(destination: GatewayOptions['destination']) {
  return createErpGateway({ destination, timeout: 2000 }).post({ ...POSTING, parts: [part] }, SESSION)
}

describe('TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-tls-'))
  let key = ''
  let cert = ''
  const seen: string[] = []
  let url = ''
  before(async () => {
    const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2']
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
    execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', keyFile, '-out', certFile], { stdio: 'ignore' })
    ;[key, cert] = [readFileSync(keyFile, 'utf8'), readFileSync(certFile, 'utf8')]
    const server = createTlsServer({ key, cert }, (request, response) => {
      seen.push(`${request.method} ${JSON.stringify(request.headers)}`)
      response.writeHead(201, { 'content-type': 'application/json' }).end(CREATED)
    })
    url = `https://127.0.0.1:${await listening(server)}`
  })
  after(() => rmSync(folder, { recursive: true }))

  it('to an ERP that nobody vouches for: nothing leaves', async () => {
    const result = await post({ url })
    assert.ok(result.state === 'notSent' && /self.signed/.test(result.reason), JSON.stringify(result))
    assert.equal(seen.length, 0)
  })

  it('to one that the destination trusts', async () => {
    const content = Buffer.from(cert).toString('base64')
    const result = await post({ url, trustStoreCertificate: { name: 'erp.pem', type: 'CERTIFICATE', content } })
    assert.ok(result.state === 'answered' && result.isSuccess, JSON.stringify(result))
    assert.equal(seen.splice(0).length, 1)
  })

  it('through the tunnel of a proxy, which hears only its own credentials', async () => {
    const asked: string[] = []
    const proxy = createServer().on('connect', (request, client) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization']}`)
      const [host = '', port = ''] = (request.url ?? '').split(':')
      const erp = connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n')
        erp.pipe(client).pipe(erp)
      })
      for (const each of [erp, client]) each.on('error', () => undefined)
    })
    const authorization = `Basic ${Buffer.from('me:p@ss').toString('base64')}`
    const headers = { 'Proxy-Authorization': authorization }
    const proxyConfiguration = { host: '127.0.0.1', port: await listening(proxy), protocol: 'http' as const, headers }
    const result = await post({ url, isTrustingAllCertificates: true, username: 'U', password: 'P', proxyConfiguration })
    assert.ok(result.state === 'answered' && result.isSuccess, JSON.stringify(result))
    assert.deepEqual(asked, [`${url.slice(8)} ${authorization}`])
    assert.equal(seen.length, 1)
    assert.ok(seen[0]?.includes('"authorization":"Basic VTpQ"') && !seen[0].includes('proxy-authorization'))
  })
})

describe('a kept connection that the ERP ends as the next request sets out', () => {
  /** Answers the first request of each connection, and ends it without a word at the second. */
  function tired(respond: (request: string) => { bytes: string | Buffer }): Peer {
    const used = new WeakSet()
    return (request, socket) => {
      if (used.has(socket)) return void socket.destroy()
      used.add(socket)
      return respond(request)
    }
  }

  it('leaves a posting unknown: the ERP may have read it; it is never sent again', async () => {
    const wire = await wireOf(tired(() => answer(CREATED, ['Content-Type: application/json'], '201 Created')))
    const erp = createErpGateway({ destination: { url: wire.url } })
    const send = () => erp.post({ ...POSTING, parts: [part] }, SESSION)
    assert.equal((await send()).state, 'answered')
    // Now the connection is free again.
    await new Promise((resolve) => setImmediate(resolve))
    assert.equal((await send()).state, 'lost')
    assert.equal(wire.seen.length, 2)
  })

  it('a moment before the posting is written costs nothing: it goes on another one', async () => {
    const wire = await wireOf(() => answer(CREATED, ['Content-Type: application/json'], '201 Created'))
    const erp = createErpGateway({ destination: { url: wire.url } })
    const send = () => erp.post({ ...POSTING, parts: [part] }, SESSION)
    for (let each = 1; each <= 5; each++) {
      assert.equal((await send()).state, 'answered')
      await new Promise((resolve) => setImmediate(resolve))
      // Its end lies in our socket, unread, when the next posting takes it.
      for (const socket of wire.sockets) socket.resetAndDestroy()
      assert.equal((await send()).state, 'answered')
      assert.equal(wire.seen.length, 2 * each)
    }
  })

  it('does not hurt reads: they are asked again on a new one', async () => {
    const wire = await wireOf(tired(() => answer('{"d":{}}', ['X-CSRF-Token: t', 'Content-Type: application/json'])))
    const erp = createErpGateway({ destination: { url: wire.url } })
    const read = async (): Promise<string> =>
      (await buffer((await erp.forward({ method: 'GET', path: '/', headers: {}, body: none })).body)).toString()
    assert.deepEqual([await read(), await read()], ['{"d":{}}', '{"d":{}}'])
    assert.equal(wire.seen.length, 3)
    const { unread } = await erp.readContext({ parts: [confirmed({})] }, 5000)
    assert.ok(!unread.some((each) => /hang up|ECONNRESET/.test(each.reason)), JSON.stringify(unread))
  })
})

describe('tokens', () => {
  /** Lets in by the newest token only. */
  async function strict() {
    const wire = await wireOf((request) =>
      request.includes('Bearer new') ? answer('{}', [], '201 Created') : answer('', [], '401 Unauthorized'),
    )
    const [old, renewed] = ['old', 'new'].map((token) => ({ url: wire.url, headers: { authorization: `Bearer ${token}` } }))
    let found = old
    const access: Access = {
      name: 'ERP',
      resolve: () => (found ? Promise.resolve(found) : Promise.reject(new Error('none'))),
      forget: (used) => {
        if (used === found) found = renewed
        return used === old
      },
    }
    return { wire, line: new Line(access) }
  }
  const call = { method: 'POST', path: '/', headers: {}, body: Buffer.from('1'), timeout: 2000 }

  it('that the ERP refuses are fetched anew, and the request is sent once more: nothing was done', async () => {
    const { wire, line } = await strict()
    assert.equal((await line.exchange('posting', call)).status, 201)
    assert.equal(wire.seen.length, 2)
    assert.equal((await line.exchange('posting', call)).status, 201)
    assert.equal(wire.seen.length, 3)
  })

  it('that many requests are refused for at a time are fetched anew for all of them', async () => {
    const { line } = await strict()
    const answers = await Promise.all([1, 2, 3, 4].map(() => line.exchange('posting', call)))
    assert.deepEqual(
      answers.map((each) => each.status),
      [201, 201, 201, 201],
    )
  })

  it('are fetched anew for what is streamed, too', async () => {
    const { wire, line } = await strict()
    const { status, body } = await line.stream('passing', { ...call, method: 'GET', body: undefined })
    await buffer(body)
    assert.deepEqual([status, wire.seen.length], [201, 2])
  })

  it('that can not be had anew leave a refusal', async () => {
    const wire = await wireOf(() => answer('', [], '401 Unauthorized'))
    const line = new Line(accessTo({ url: wire.url }))
    assert.equal((await line.exchange('posting', call)).status, 401)
    assert.equal(wire.seen.length, 1)
  })
})

describe('a destination by name', () => {
  const NAME = 'ERP_CONNECTION_TEST'
  const saved = process.env.destinations
  const point = (url?: string): void => {
    process.env.destinations = JSON.stringify(url ? [{ name: NAME, url }] : [])
  }
  after(() => {
    mock.restoreAll()
    if (saved === undefined) delete process.env.destinations
    else process.env.destinations = saved
  })

  it('is found anew behind the scenes, and used on for a while when it can not be', async () => {
    let now = 1_000_000
    mock.method(performance, 'now', () => now)
    const access = accessTo({ destinationName: NAME })
    const url = async (): Promise<string> => (await access.resolve()).url
    point('http://one')
    assert.equal(await url(), 'http://one')
    point('http://two')
    assert.equal(await url(), 'http://one')
    now += 31_000
    assert.equal(await url(), 'http://one', 'nobody waits')
    while ((await url()) !== 'http://two') await new Promise((resolve) => setImmediate(resolve))
    point()
    now += 31_000
    assert.equal(await url(), 'http://two')
    for (let minute = 0; minute < 9; minute++) {
      now += 60_000
      assert.equal(await url(), 'http://two')
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    now += 60_000
    await assert.rejects(url(), new RegExp(NAME))
    point('http://three')
    assert.equal(await url(), 'http://three')
    assert.equal(access.forget(await access.resolve()), false, 'without tokens there is nothing to renew')
  })
})
