import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { createServer, type Server } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Product, startProduct } from '../flow/product.ts'
import type { FaultMessage } from '../tools/faults/messages.ts'
import type { FaultOrder } from '../tools/faults/orders.ts'
import { booked, deliver, openOrders, report, skipWithout } from './desk.ts'

const OPENSSL = '/usr/bin/openssl'
const skip = skipWithout(existsSync(OPENSSL), 'openssl')

describe('the certificate of the ERP is trusted by nobody', { skip, timeout: 240_000 }, () => {
  let product: Product
  let orders: FaultOrder[]
  let proxy: Server
  let folder: string
  let target = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-tls-'))
    proxy = createServer(certificate(folder), (incoming, outgoing) => {
      const { method, headers, url = '' } = incoming
      const passed = request(`${target}${url}`, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      })
      passed.once('error', () => outgoing.destroy())
      incoming.pipe(passed)
    }).listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const address = proxy.address()
    const port = typeof address === 'object' && address ? String(address.port) : ''
    product = await startProduct({ env: { cds_requires_S4_credentials_url: `https://localhost:${port}`, S4_PORT: port } })
    target = product.s4Url
    orders = await openOrders(product, 1)
  })
  after(async () => {
    await product.stop()
    proxy.closeAllConnections()
    proxy.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('then nothing is posted and senders are told to come again; once it is trusted the same message is posted once', async () => {
    const message = report(orders[0], 1)
    const refused = await postWithToken(product, message)
    assert.equal(refused.status, 503, refused.text)
    assert.ok(refused.retryAfter > 0)
    assert.match(refused.text, /certificate/i)
    assert.doesNotMatch(refused.text, /node:|\bat .*:\d+:\d+/)
    const token = await fetch(`${product.url}/sap/opu/odata/sap/${message.service}/`, { headers: { ...SIGN_IN, 'x-csrf-token': 'Fetch' } })
    assert.ok([502, 503].includes(token.status), `a token is answered with ${token.status}`)
    assert.deepEqual(await booked(product), [])

    await product.countersign.stop()
    product = await product.restart({ NODE_EXTRA_CA_CERTS: join(folder, 'certificate.pem') })
    assert.equal((await deliver(product, message)).status, 201)
    assert.deepEqual(await booked(product), [message.key])
  })
})

const SIGN_IN = { authorization: `Basic ${Buffer.from('dm:dm').toString('base64')}` }

/** With a token from before: no other can be had. */
async function postWithToken({ url }: Product, { service, path, body }: FaultMessage) {
  const headers = {
    ...SIGN_IN,
    'content-type': 'application/json',
    accept: 'application/json',
    'x-csrf-token': 'from-before',
    cookie: 'SID=1',
  }
  const response = await fetch(`${url}/sap/opu/odata/sap/${service}/${path}`, { method: 'POST', headers, body })
  return { status: response.status, retryAfter: Number(response.headers.get('retry-after')), text: await response.text() }
}

/** For localhost, signed by itself. */
function certificate(folder: string): { key: Buffer; cert: Buffer } {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const what = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost']
  execFileSync(OPENSSL, ['req', ...what, '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert], { stdio: 'ignore' })
  return { key: readFileSync(key), cert: readFileSync(cert) }
}
