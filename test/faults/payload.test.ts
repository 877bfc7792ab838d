import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Product, startProduct } from '../flow/product.ts'
import type { FaultOrder } from '../tools/faults/orders.ts'
import { booked, deliver, errorOf, openOrders, report } from './desk.ts'

const MEGABYTE = 1024 * 1024

describe('a very large message', { timeout: 240_000 }, () => {
  let product: Product
  let orders: FaultOrder[]
  before(async () => {
    product = await startProduct()
    orders = await openOrders(product, 4)
  })
  after(() => product.stop())

  /** A confirmation that says what others say in so many bytes more. */
  function padded(order: FaultOrder | undefined, bytes: number) {
    const message = report(order, 1)
    return { ...message, body: message.body.replace('{', `{${' '.repeat(bytes)}`) }
  }

  test('of 9 MB is posted once, and nobody else waits for it', async () => {
    const message = padded(orders[0], 9 * MEGABYTE)
    const answers = await Promise.all([
      deliver(product, message),
      ...Array.from({ length: 10 }, (_, index) => deliver(product, report(orders[1], index + 1))),
    ])
    assert.deepEqual(
      answers.map((each) => each.status),
      answers.map(() => 201),
      answers[0].text.slice(0, 300),
    )
    assert.equal((await booked(product)).filter((key) => key === message.key).length, 1)
    assert.equal((await deliver(product, message)).status, 201)
    assert.equal((await booked(product)).filter((key) => key === message.key).length, 1)
  })

  test('of 9 MB in a single field gets the answer of the ERP', async () => {
    const message = report(orders[0], 2)
    const body = JSON.stringify({ ...(JSON.parse(message.body) as object), ConfirmationText: 'x'.repeat(9 * MEGABYTE) })
    const answer = await deliver(product, { ...message, body })
    assert.equal(answer.status, 400, answer.text.slice(0, 300))
    assert.match(errorOf(answer).text, /ConfirmationText/)
  })

  test('of more than a door takes is refused in plain words, and nothing is posted', async () => {
    const message = padded(orders[2], 12 * MEGABYTE)
    const answer = await deliver(product, message)
    assert.equal(answer.status, 413, answer.text.slice(0, 300))
    assert.match(errorOf(answer).text, /\d/)
    assert.ok(!(await booked(product)).includes(message.key))
  })

  test('leaves the door as it was', async () => {
    assert.equal((await deliver(product, report(orders[3], 1))).status, 201)
  })
})
