import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { after, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { createErpGateway } from '../../../srv/erp/gateway.ts'
import { answer, headerLines, startWire } from './wire.ts'
import type { Peer, Wire } from './wire.ts'

const open: Wire[] = []
after(() => Promise.all(open.map((each) => each.close())))

async function wired(peer: Peer = () => answer('ok'), base = '') {
  const wire = await startWire(peer)
  open.push(wire)
  return { wire, erp: createErpGateway({ destination: { url: `${wire.url}${base}`, username: 'U', password: 'P' } }) }
}

const none = Buffer.alloc(0)
const OWN = `authorization: Basic ${Buffer.from('U:P').toString('base64')}`

describe('forwarding', () => {
  for (const path of [
    "/sap/opu/odata/sap/X_SRV/Set?$filter=OrderID%20eq%20'1000'&sap-language=EN",
    '/sap/opu/odata/sap/X_SRV/Set(%27a%2Fb%27)?$filter=A+eq+%27O%27%27Hara%27&x=%zz&&=',
    "/sap/opu/odata/sap/X_SRV;v=2/Set('ä')/../Other//$value?a[]=<|>^`{}\"\\".replace('ä', '%C3%A4'),
    '/?',
  ]) {
    it(`sends ${path} character for character`, async () => {
      const { wire, erp } = await wired()
      await buffer((await erp.forward({ method: 'GET', path, headers: {}, body: none })).body)
      assert.equal(wire.seen[0]?.split('\r\n')[0], `GET ${path} HTTP/1.1`)
    })
  }

  it('keeps the base path of the destination, and its query parameters beside those of the sender', async () => {
    const { wire } = await wired()
    const destination = { url: `${wire.url}/base/`, queryParameters: { 'sap-client': '100' } }
    const erp = createErpGateway({ destination })
    await erp.forward({ method: 'GET', path: "/a?b='c'", headers: {}, body: none })
    await erp.forward({ method: 'GET', path: '/a', headers: {}, body: none })
    assert.deepEqual(
      wire.seen.map((each) => each.split(' ')[1]),
      ["/base/a?b='c'&sap-client=100", '/base/a?sap-client=100'],
    )
  })

  it('adds nothing but our credentials, and leaves out only what belongs to the connection or speaks for somebody else', async () => {
    const { wire, erp } = await wired()
    await erp.forward({ method: 'GET', path: '/', headers: {}, body: none })
    assert.deepEqual(headerLines(wire.seen[0] ?? ''), [OWN])
    const headers = {
      ...{
        host: 'countersign:4004',
        authorization: 'Basic ZG06ZG0=',
        connection: 'keep-alive, x-hop',
        'x-hop': '1',
        te: 'trailers',
        'keep-alive': 'timeout=5',
      },
      ...{ 'proxy-authorization': 'x', 'sap-connectivity-authentication': 'Bearer x', upgrade: 'h2c' },
      ...{
        accept: 'application/json',
        cookie: 'a=1; b=2',
        'x-csrf-token': 'Fetch',
        'user-agent': 'dm/1',
        'accept-encoding': 'gzip',
        'x-many': ['1', '2'],
        'x-odd': 'Gr\u00fc\u00dfe',
      },
    }
    await erp.forward({ method: 'GET', path: '/', headers, body: none })
    const expected = [
      'accept: application/json',
      'accept-encoding: gzip',
      OWN,
      'cookie: a=1; b=2',
      'user-agent: dm/1',
      'x-csrf-token: Fetch',
      'x-many: 1',
      'x-many: 2',
      'x-odd: Gr\u00fc\u00dfe',
    ]
    assert.deepEqual(headerLines(wire.seen[1] ?? ''), expected.sort())
  })

  for (const [how, body, headers] of [
    ['as a buffer', () => Buffer.from('{"a":1.10}'), { 'content-length': '999' }],
    ['as a stream of known length', () => Readable.from([Buffer.from('{"a":'), Buffer.from('1.10}')]), { 'content-length': '10' }],
  ] as const) {
    it(`sends a body ${how} as it is`, async () => {
      const { wire, erp } = await wired()
      await erp.forward({ method: 'MERGE', path: '/', headers: { ...headers, 'content-type': 'application/json' }, body: body() })
      assert.deepEqual(headerLines(wire.seen[0] ?? ''), [OWN, 'content-length: 10', 'content-type: application/json'])
      assert.equal(wire.seen[0]?.split('\r\n\r\n')[1], '{"a":1.10}')
    })
  }

  it('a body in chunks stays in chunks, and one that is not there stays away', async () => {
    const { wire, erp } = await wired()
    await erp.forward({
      method: 'DELETE',
      path: '/',
      headers: { 'transfer-encoding': 'chunked' },
      body: Readable.from([Buffer.from('abc')]),
    })
    assert.match(wire.seen[0] ?? '', /transfer-encoding: chunked\r\n[\s\S]*\r\n\r\n3\r\nabc\r\n0\r\n\r\n$/)
    await erp.forward({ method: 'DELETE', path: '/', headers: {}, body: Readable.from([]) })
    assert.deepEqual(headerLines(wire.seen[1] ?? ''), [OWN])
  })

  it('five megabytes go out and come back', async () => {
    const big = Buffer.alloc(5 * 1024 * 1024, 'äöü€')
    const { erp } = await wired((request) => ({
      bytes: Buffer.concat([
        Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${big.length}\r\n\r\n`),
        Buffer.from(request.slice(request.indexOf('\r\n\r\n') + 4), 'latin1'),
      ]),
    }))
    const { body } = await erp.forward({ method: 'POST', path: '/', headers: {}, body: big })
    assert.ok((await buffer(body)).equals(big))
  })

  it('the answer comes back as it was: status, repeated cookies, packed bytes', async () => {
    const packed = gzipSync('<edmx/>')
    const lines = [
      'Content-Encoding: gzip',
      'Set-Cookie: a=1; path=/',
      'Set-Cookie: b=2',
      'ETag: W/"1"',
      'Connection: x-gone, keep-alive',
      'X-Gone: 1',
      'Location: /elsewhere',
    ]
    const { erp } = await wired(() => answer(packed, lines, '302 Found'))
    const { status, headers, body } = await erp.forward({ method: 'GET', path: '/', headers: {}, body: none })
    assert.equal(status, 302)
    const expected = {
      'content-encoding': 'gzip',
      'set-cookie': ['a=1; path=/', 'b=2'],
      etag: 'W/"1"',
      location: '/elsewhere',
      'content-length': String(packed.length),
    }
    assert.deepEqual({ ...headers }, expected)
    assert.ok((await buffer(body)).equals(packed))
  })

  it('HEAD has the headers of the answer and no body', async () => {
    const { wire, erp } = await wired(() => ({
      bytes: 'HTTP/1.1 200 OK\r\nX-CSRF-Token: t\r\nContent-Encoding: gzip\r\nContent-Length: 77\r\n\r\n',
    }))
    const { headers, body } = await erp.forward({ method: 'HEAD', path: '/Set/', headers: { 'x-csrf-token': 'Fetch' }, body: none })
    assert.equal((await buffer(body)).length, 0)
    assert.deepEqual({ ...headers }, { 'x-csrf-token': 't', 'content-encoding': 'gzip', 'content-length': '77' })
    assert.match(wire.seen[0] ?? '', /^HEAD \/Set\/ HTTP/)
  })

  it('who stops reading the answer ends the connection to the ERP', async () => {
    const { wire, erp } = await wired(() => ({ bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegin' }))
    const { body } = await erp.forward({ method: 'GET', path: '/', headers: {}, body: none })
    const [socket] = wire.sockets
    assert.ok(socket)
    const closed = once(socket, 'close')
    body.destroy()
    await closed
  })

  it('who leaves before the answer ends the connection too', async () => {
    const leave = new AbortController()
    const { wire, erp } = await wired(() => {
      leave.abort(new Error('The sender has left'))
      return undefined
    })
    await assert.rejects(erp.forward({ method: 'GET', path: '/', headers: {}, body: none, signal: leave.signal }), /The sender has left/)
    for (const each of wire.sockets) await once(each, 'close')
  })

  it('goes through the proxy of an on-premise destination, still character for character', async () => {
    const { wire } = await wired()
    const { hostname, port } = new URL(wire.url)
    const proxyConfiguration = {
      host: hostname,
      port: Number(port),
      protocol: 'http' as const,
      headers: { 'Proxy-Authorization': 'Bearer connectivity' },
    }
    const erp = createErpGateway({ destination: { url: 'http://s4.virtual:44300', proxyType: 'OnPremise', proxyConfiguration } })
    const { status } = await erp.forward({
      method: 'GET',
      path: "/a('b')?c='d'",
      headers: { 'proxy-authorization': 'Basic dm' },
      body: none,
    })
    assert.equal(status, 200)
    assert.match(wire.seen[0] ?? '', /^GET http:\/\/s4\.virtual:44300\/a\('b'\)\?c='d' HTTP/)
    assert.match(wire.seen[0] ?? '', /proxy-authorization: Bearer connectivity\r\n/i)
  })

  it('rejects when nobody answers', async () => {
    const { wire, erp } = await wired()
    await wire.close()
    await assert.rejects(erp.forward({ method: 'GET', path: '/', headers: {}, body: none }), /ECONNREFUSED/)
    open.splice(open.indexOf(wire), 1)
  })
})
