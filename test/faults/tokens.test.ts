import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Person } from '../flow/people.ts'
import { type Product, startProduct } from '../flow/product.ts'
import { V2Client } from '../traffic/client.ts'
import type { FaultMessage } from '../tools/faults/messages.ts'
import type { FaultOrder } from '../tools/faults/orders.ts'
import { booked, deliver, openOrders, post, report, setFaults } from './desk.ts'

const PATIENT = { retries: 20, longestWait: 300 }

describe('tokens expire', { timeout: 240_000 }, () => {
  let product: Product
  let orders: FaultOrder[]
  before(async () => {
    product = await startProduct()
    orders = await openOrders(product, 12)
  })
  after(() => product.stop())

  test("the ERP's in the middle of messages on their way: each is posted once", async () => {
    await setFaults(product, { csrf: { requests: 3 } })
    const messages = orders.map((order) => report(order, 1))
    const client = new V2Client(product.url, 'dm', 'dm', PATIENT)
    // A sender whose token is stale gets a new one and sends again, as often as it takes.
    const answers = await Promise.all(messages.map((message) => again(client, message)))
    assert.deepEqual(
      answers,
      answers.map(() => 201),
    )
    const keys = messages.map((each) => each.key)
    assert.deepEqual((await booked(product)).toSorted(), keys.toSorted())
  })

  test("the ERP's in the middle of a batch: what was posted is known, the rest is posted with the next token", async () => {
    const messages = orders.slice(0, 5).map((order) => report(order, 2))
    await setFaults(product, { csrf: { requests: 3 } })
    const batch = batchOf(messages)
    const type = { 'content-type': 'multipart/mixed; boundary=batch' }
    for (let tried = 0; tried < 6; tried++) {
      // A sender that sees a stale token anywhere gets a new one before it comes again.
      const client = new V2Client(product.url, 'dm', 'dm', PATIENT)
      const answer = await client.request('POST', messages[0]?.service ?? '', '$batch', batch, type)
      const statuses = [...answer.text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map((each) => Number(each[1]))
      if (answer.status === 202 && statuses.length === 5 && statuses.every((status) => status === 201)) break
      assert.ok(tried < 5, `${answer.status} ${answer.text.slice(0, 500)}`)
    }
    const found = await booked(product)
    for (const { key } of messages) assert.equal(found.filter((each) => each === key).length, 1)
  })

  test("DM's: a new one is fetched, and the shop floor is asked all the same", async () => {
    await setFaults(product, {})
    assert.equal((await deliver(product, report(orders[5], 3))).status, 201)
    await dm(product, 'DELETE', 'tokens')
    assert.equal((await deliver(product, report(orders[6], 3))).status, 201)
    assert.deepEqual(await unread(product), [])
  })

  test("DM's, and whoever gives tokens is down: messages are judged without the shop floor, and it is said", async () => {
    await dm(product, 'PUT', 'identity', { isDown: true })
    await dm(product, 'DELETE', 'tokens')
    const begun = performance.now()
    assert.equal((await deliver(product, report(orders[7], 4))).status, 201)
    assert.ok(performance.now() - begun < 15_000, `${performance.now() - begun} ms`)
    assert.match((await unread(product)).join('\n'), /^shopFloor: .*no token/)
    await dm(product, 'PUT', 'identity', { isDown: false })
  })
})

async function again(client: V2Client, message: FaultMessage): Promise<number> {
  for (let tried = 0; ; tried++) {
    const { status } = await post(client, message)
    if (status !== 403 || tried >= 10) return status
  }
}

/** One change set a message. */
function batchOf(messages: readonly FaultMessage[]): string {
  const parts = messages.map(
    ({ path, body }, index) =>
      `--batch\r\nContent-Type: multipart/mixed; boundary=set${index}\r\n\r\n--set${index}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n` +
      `POST ${path} HTTP/1.1\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}\r\n--set${index}--\r\n`,
  )
  return `${parts.join('')}--batch--\r\n`
}

/** What the last message was judged without, and why. */
async function unread({ url }: Product): Promise<string[]> {
  const path = `audit/AuditLog?$select=ID,details&$filter=action eq 'judged'&$orderby=sequence desc&$top=1`
  const [entry] = await new Person(url, 'controller').read<{ details: string }>(path)
  const { unread: lacking } = JSON.parse(entry?.details ?? '') as { unread: { source: string; reason: string }[] }
  return lacking.map(({ source, reason }) => `${source}: ${reason}`)
}

async function dm({ dmAdminUrl }: Product, method: string, path: string, body?: object): Promise<void> {
  const init = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(`${dmAdminUrl}/admin/${path}`, { method, ...init })
  assert.ok(response.ok, `${method} /admin/${path} answered ${response.status}`)
}
