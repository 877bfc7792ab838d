import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { type Product, startProduct } from '../flow/product.ts'
import { until } from '../flow/until.ts'
import type { FaultOrder } from '../tools/faults/orders.ts'
import { booked, deliver, deliverOnce, errorOf, openOrders, report, setFaults, skipWithout } from './desk.ts'

const PRLIMIT = '/usr/bin/prlimit'
const skip = skipWithout(existsSync(PRLIMIT), 'prlimit (util-linux)')

describe('the disk is full', { skip, timeout: 240_000 }, () => {
  let product: Product
  let orders: FaultOrder[]
  before(async () => {
    product = await startProduct()
    orders = await openOrders(product, 3)
  })
  after(() => product.stop())

  /** No file of Countersign's can grow beyond so many bytes any more: what it writes further out fails as on a full disk. */
  const limit = (bytes: number | 'unlimited') =>
    promisify(execFile)(PRLIMIT, [`--pid=${product.countersign.child.pid ?? 0}`, `--fsize=${bytes}:unlimited`])

  test('then nothing leaves, senders are told to come again, and once there is room every message is posted once', async () => {
    const first = report(orders[0], 1)
    assert.equal((await deliver(product, first)).status, 201)
    await limit(4096)
    const second = report(orders[1], 1)
    const refused = await deliverOnce(product, second)
    assert.equal(refused.status, 503, refused.text)
    assert.match(errorOf(refused).code, /^COUNTERSIGN\//)
    assert.ok(Number(refused.headers.get('retry-after')) > 0)
    assert.deepEqual(await booked(product), [first.key])
    await limit('unlimited')
    assert.equal((await deliver(product, second)).status, 201)
    assert.deepEqual(await booked(product), [first.key, second.key])
  })

  test('an outcome that can not be written for a while is written later, and is the truth', async () => {
    const message = report(orders[2], 1)
    await setFaults(product, { latencyMs: 0, next: [{ method: 'POST', pathContains: 'ProdnOrdConf2', fault: 'stall', ms: 1500 }] })
    const answer = deliver(product, message)
    await until(async () => (await booked(product)).includes(message.key))
    await limit(4096)
    // The S/4 has answered, and what it said can't be written.
    await until(() => Promise.resolve(/countersign.worker. - Attempt|did not take it/.test(product.countersign.heard())))
    await limit('unlimited')
    assert.equal((await answer).status, 201)
    assert.equal((await booked(product)).filter((key) => key === message.key).length, 1)
  })
})
