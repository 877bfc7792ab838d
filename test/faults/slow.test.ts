import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { type Product, startProduct } from '../flow/product.ts'
import { until } from '../flow/until.ts'
import type { FaultOrder } from '../tools/faults/orders.ts'
import { deliver, openOrders, report } from './desk.ts'

const CONNECTIONS = 1000
const SIGN_IN = `Basic ${Buffer.from('dm:dm').toString('base64')}`

describe('a thousand connections that never finish their request', { timeout: 120_000 }, () => {
  let product: Product
  let orders: FaultOrder[]
  const sockets: Socket[] = []
  before(async () => {
    product = await startProduct({ env: { CDS_CONFIG: JSON.stringify({ countersign: { doors: { headWithin: 4, requestWithin: 4 } } }) } })
    orders = await openOrders(product, 2)
  })
  after(async () => {
    for (const socket of sockets) socket.destroy()
    await product.stop()
  })

  test('keep nobody from being served, and are cut off', async () => {
    const { hostname, port } = new URL(product.url)
    const open = Array.from({ length: CONNECTIONS }, async (_, index) => {
      const socket = connect({ host: hostname, port: Number(port) })
      socket.on('error', () => undefined).resume()
      sockets.push(socket)
      await once(socket, 'connect')
      // Half of them never end the head, half of them never end the body.
      const isHead = index % 2 === 0
      socket.write(`POST /sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV/ProdnOrdConf2 HTTP/1.1\r\nHost: ${hostname}\r\n`)
      socket.write(
        isHead ? 'X-Slow: ' : `Authorization: ${SIGN_IN}\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"OrderID":`,
      )
    })
    await Promise.all(open)
    const begun = performance.now()
    assert.equal((await deliver(product, report(orders[0], 1))).status, 201)
    assert.ok(performance.now() - begun < 10_000, `served after ${performance.now() - begun} ms`)
    await until(() => Promise.resolve(sockets.every((socket) => socket.destroyed || socket.readyState !== 'open')))
    assert.equal((await deliver(product, report(orders[1], 1))).status, 201)
  })
})
