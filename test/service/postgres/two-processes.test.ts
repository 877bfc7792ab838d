import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Product, startProduct } from '../../flow/product.ts'
import { until } from '../../flow/until.ts'
import { type Program, startProgram } from '../../landscape/processes.ts'
import { type Cluster, newDatabase, startPostgres, withoutPostgres } from '../../tools/postgres.ts'
import { V2Client } from '../../traffic/client.ts'
import { type WorldOrder, WorldReader } from '../../traffic/world.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
/** Nobody waits for minutes in a test. */
const QUICK = JSON.stringify({ countersign: { policy: { quietTime: 2, answerWithin: 10 } } })
const SERVICE = 'API_PROD_ORDER_CONFIRMATION_2_SRV'
const ORDERS = 8
const EACH = 5

interface Confirmation {
  readonly group: string
  readonly count: string
  readonly order: string
  readonly externalKey: string
}

describe('two processes on one PostgreSQL', { skip: withoutPostgres(), timeout: 240_000 }, () => {
  let cluster: Cluster
  let database: string
  let first: Product
  let second: Program
  before(async () => {
    cluster = await startPostgres()
    database = await newDatabase({ ...cluster.env, COUNTERSIGN_TEST_TEMPLATE: '' })
    const env = { ...cluster.env, PGDATABASE: database, CDS_ENV: 'postgres' }
    first = await startProduct({ env })
    second = await startProgram([resolve(ROOT, 'node_modules/.bin/cds-serve')], {
      cwd: ROOT,
      env: {
        ...env,
        ...{ UI5_MODE: 'off', CDS_CONFIG: QUICK, CDS_TYPESCRIPT: 'true', COUNTERSIGN_ANNOUNCE: 'ipc', PORT: '0' },
        ...{ S4_PORT: new URL(first.s4Url).port, DM_PORT: new URL(first.dmUrl).port },
      },
    })
  })
  after(async () => {
    await second.stop()
    await first.stop()
    await cluster.stop()
  })

  const sql = (statement: string): Promise<string[]> => cluster.sql(statement, database)
  const documents = async (): Promise<Confirmation[]> =>
    ((await (await fetch(`${first.s4AdminUrl}/admin/documents`)).json()) as { confirmations: Confirmation[] }).confirmations

  test('share the lanes: each order in order of receipt, nothing twice, and nothing lost when one is killed', async () => {
    const orders = await openOrders(first)
    assert.equal(orders.length, ORDERS)
    await fetch(`${first.s4AdminUrl}/admin/faults`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ latencyMs: 100 }),
    })
    let isFirstThere = true
    const url = String(second.ready.url)
    const messages = Array.from({ length: EACH }, (_, turn) =>
      orders.map((order, at) => ({ order, quantity: turn + 1, toFirst: (at + turn) % 2 === 0 })),
    )
    const delivered = messages.flat().map(async ({ order, quantity, toFirst }) => {
      const key = randomUUID()
      // A sender whose process is gone goes to the other one.
      const sender = new V2Client(() => (toFirst && isFirstThere ? first.url : url), 'dm', 'dm', { retries: 60, longestWait: 500 })
      const answer = await sender.post(SERVICE, 'ProdnOrdConf2', bodyOf(order, quantity, key))
      return { key, status: answer.status, text: answer.text }
    })
    await until(async () => (await documents()).length >= ORDERS)
    await first.countersign.stop('SIGKILL')
    isFirstThere = false
    const answers = await Promise.all(delivered)
    await until(
      async () =>
        (await sql(`SELECT 1 FROM countersign_SyncAttempts WHERE status IN ('received', 'waiting', 'posting', 'unknown')`)).length === 0,
    )

    const said = answers.map(({ status, text }) => `${String(status)} ${text.slice(0, 200)}`).join('\n')
    const posted = answers.filter(({ status }) => status === 201).map(({ key }) => key)
    assert.ok(posted.length >= 0.75 * answers.length, said)
    assert.equal(answers.filter(({ status }) => status === 201 || status === 409).length, answers.length, said)
    const found = await documents()
    assert.deepEqual(found.map((each) => each.externalKey).toSorted(), posted.toSorted(), said)
    const numbers = new Map(
      (await sql('SELECT keyValue, number FROM countersign_SyncAttempts')).map((line) => line.split('|') as [string, string]),
    )
    for (const [order, own] of Map.groupBy(found, (each) => each.order)) {
      const inOrder = own.toSorted((a, b) => Number(a.count) - Number(b.count)).map((each) => Number(numbers.get(each.externalKey)))
      assert.deepEqual(
        inOrder,
        inOrder.toSorted((a, b) => a - b),
        `order ${order}`,
      )
    }
    assert.deepEqual(await sql('SELECT number FROM countersign_SyncAttempts GROUP BY number HAVING count(*) > 1'), [])
    assert.deepEqual(await sql('SELECT sequence FROM countersign_AuditLog GROUP BY sequence HAVING count(*) > 1'), [])
  })
})

/** Orders with work enough for all messages, whose components are where they should be. */
async function openOrders(product: Product): Promise<WorldOrder[]> {
  const world = await new WorldReader(new V2Client(product.s4Url, 'DM', 'dm')).all()
  const supplied = new Set(
    world.stock
      .filter((each) => each.isUnrestricted && each.quantity.gt(500))
      .map((each) => `${each.material}/${each.plant}/${each.storageLocation}`),
  )
  return world.orders
    .filter(
      (order) =>
        order.isWorkable &&
        order.operations[0]?.isOpen &&
        order.components.every((each) => supplied.has(`${each.material}/${each.plant}/${each.storageLocation}`)),
    )
    .slice(0, ORDERS)
}

function bodyOf(order: WorldOrder, quantity: number, key: string): string {
  return JSON.stringify({
    OrderID: order.id,
    OrderOperation: order.operations[0]?.id,
    Plant: order.plant,
    ConfirmationYieldQuantity: String(quantity),
    ConfirmationUnit: order.unit,
    ExternalSystemConfirmation: key,
  })
}
