import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { V2Client } from '../traffic/client.ts'
import { type World, type WorldOrder, WorldReader } from '../traffic/world.ts'
import { Person } from './people.ts'
import { type Product, startProduct } from './product.ts'
import { until } from './until.ts'

const SERVICE = 'API_PROD_ORDER_CONFIRMATION_2_SRV'
const MESSAGES = 24

describe('Countersign is killed while it posts', { timeout: 240_000 }, () => {
  let product: Product
  before(async () => {
    product = await startProduct()
  })
  after(() => product.stop())

  test('and started again nothing is lost and nothing is posted twice', async () => {
    const world = await new WorldReader(new V2Client(product.s4Url, 'DM', 'dm')).all()
    const orders = suppliedOrders(world).slice(0, MESSAGES)
    assert.equal(orders.length, MESSAGES)
    const bodies = orders.map((order, index) => ({
      key: randomUUID(),
      body: {
        OrderID: order.id,
        OrderOperation: order.operations[0]?.id,
        Plant: order.plant,
        ConfirmationYieldQuantity: String((index % 3) + 1),
        ConfirmationUnit: order.unit,
      },
    }))
    await faults(product, { latencyMs: 200 })
    // A sender as patient as DM: the same message again until it has an answer.
    const sender = () => new V2Client(product.url, 'dm', 'dm', { retries: 60, longestWait: 500 })
    const deliver = (client: V2Client) =>
      Promise.all(
        bodies.map(({ key, body }) => client.post(SERVICE, 'ProdnOrdConf2', JSON.stringify({ ...body, ExternalSystemConfirmation: key }))),
      )
    const first = deliver(sender())
    await until(async () => (await keysInErp(product)).length >= 3)
    await product.countersign.stop('SIGKILL')
    product = await product.restart()
    await faults(product, { latencyMs: 0 })
    const answers = await first

    // What a check held is let go by a person, so that everything ought to be posted.
    const planner = new Person(product.url, 'planner')
    const held = answers.filter((answer) => answer.status === 409)
    assert.ok(held.length < MESSAGES / 4, `${String(held.length)} of ${String(MESSAGES)} were held`)
    await until(
      async () =>
        (await planner.read(`worklist/SyncAttempts?$select=ID&$filter=status in ('received','waiting','posting','unknown')`)).length === 0,
    )
    const accepted = bodies.filter((_, index) => answers[index]?.status === 201).map(({ key }) => key)
    assert.equal(
      accepted.length + held.length,
      MESSAGES,
      answers.map((answer) => `${String(answer.status)} ${answer.text.slice(0, 200)}`).join('\n'),
    )
    const found = await keysInErp(product)
    assert.deepEqual(found.toSorted(), accepted.toSorted())
    assert.equal(new Set(found).size, found.length)
  })

  test('a lost answer is looked up: one document, and the sender gets the truth', async () => {
    const world = await new WorldReader(new V2Client(product.s4Url, 'DM', 'dm')).all()
    const order = suppliedOrders(world).at(-1)
    assert.ok(order)
    const key = randomUUID()
    const body = {
      OrderID: order.id,
      OrderOperation: order.operations[0]?.id,
      ConfirmationYieldQuantity: '1',
      ConfirmationUnit: order.unit,
      ExternalSystemConfirmation: key,
    }
    await faults(product, { next: [{ method: 'POST', pathContains: 'ProdnOrdConf2', fault: 'lostAnswer', times: 1 }] })
    const answer = await new V2Client(product.url, 'dm', 'dm', { retries: 20, longestWait: 500 }).post(
      SERVICE,
      'ProdnOrdConf2',
      JSON.stringify(body),
    )
    assert.equal(answer.status, 201, answer.text)
    assert.equal((await keysInErp(product)).filter((each) => each === key).length, 1)
  })
})

/** Orders whose first operation can be confirmed and whose components are where they should be. */
function suppliedOrders(world: World): WorldOrder[] {
  const free = new Set(
    world.stock
      .filter((each) => each.isUnrestricted && each.quantity.gt(100))
      .map((each) => `${each.material}/${each.plant}/${each.storageLocation}`),
  )
  return world.orders.filter(
    (order) =>
      order.isWorkable &&
      order.operations[0]?.isOpen &&
      order.components.every((each) => free.has(`${each.material}/${each.plant}/${each.storageLocation}`)),
  )
}

async function faults(product: Product, plan: object): Promise<void> {
  const response = await fetch(`${product.s4AdminUrl}/admin/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(plan),
  })
  assert.ok(response.ok, await response.text())
}

async function keysInErp(product: Product): Promise<string[]> {
  const response = await fetch(`${product.s4AdminUrl}/admin/documents`)
  return ((await response.json()) as { confirmations: { externalKey: string }[] }).confirmations.map((each) => each.externalKey)
}
