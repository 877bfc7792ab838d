import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Product, startProduct } from '../flow/product.ts'
import { type Identity, startIdentity } from '../service/doors/identity.ts'
import type { FaultOrder } from '../tools/faults/orders.ts'
import { booked, openOrders, report } from './desk.ts'

/** Milliseconds: whoever can't be let in is told so before its own time-out. */
const WITHIN = 15_000

describe('whoever says who people are is down', { timeout: 240_000 }, () => {
  let product: Product
  let identity: Identity
  let orders: FaultOrder[]
  before(async () => {
    identity = await startIdentity()
    const senders = [{ sender: identity.client, service: '*', method: '*' }]
    const config = { requires: { auth: identity.auth }, countersign: { senders } }
    product = await startProduct({ env: { CDS_CONFIG: JSON.stringify(config), NODE_EXTRA_CA_CERTS: identity.certificate } })
    orders = await openOrders(product, 3)
  })
  after(async () => {
    await product.stop()
    await identity.close()
  })

  /** Delivers with a token of the machine. */
  async function send(order: FaultOrder | undefined, token: string) {
    const { service, path, body, key } = report(order, 1)
    const root = `${product.url}/sap/opu/odata/sap/${service}`
    const authorization = `Bearer ${token}`
    const begun = performance.now()
    const session = await fetch(`${root}/`, { headers: { authorization, 'x-csrf-token': 'Fetch' } })
    const cookie = session.headers.getSetCookie().map((each) => each.split(';', 1)[0])
    const headers = { authorization, 'content-type': 'application/json', 'x-csrf-token': session.headers.get('x-csrf-token') ?? 'none' }
    const response = await fetch(`${root}/${path}`, { method: 'POST', headers: { ...headers, cookie: cookie.join('; ') }, body })
    return { status: response.status, text: await response.text(), key, took: performance.now() - begun }
  }

  test('a machine with a token of its own is let in, one with a token of somebody else is not', async () => {
    const good = await send(orders[0], identity.token(['sender']))
    assert.equal(good.status, 201, good.text)
    const foreign = await send(orders[1], identity.token(['sender'], { key: 'foreign' }))
    assert.equal(foreign.status, 401, foreign.text)
    assert.deepEqual(await booked(product), [good.key])
  })

  test('then those whose token can still be checked are let in', async () => {
    identity.goDown()
    const { status, text } = await send(orders[1], identity.token(['sender']))
    assert.equal(status, 201, text)
  })

  test('and after a start nobody is, is told so soon and without a stack, and nothing is posted', async () => {
    await product.countersign.stop()
    product = await product.restart()
    const before = await booked(product)
    const { status, text, took } = await send(orders[2], identity.token(['sender']))
    assert.ok([401, 403, 503].includes(status), `${status} ${text}`)
    assert.doesNotMatch(text, /node:|\bat .*:\d+:\d+/)
    assert.ok(took < WITHIN, `${took} ms`)
    assert.deepEqual(await booked(product), before)
    assert.equal((await fetch(`${product.url}/health`)).status, 200)
  })
})
