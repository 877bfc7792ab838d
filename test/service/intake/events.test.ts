import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'

// Read when CAP is loaded, hence before it.
process.env.CDS_CONFIG = JSON.stringify({ requires: { messaging: { kind: 'local-messaging', outboxed: false } } })
const { default: cds } = await import('@sap/cds')
const { openDatabase } = await import('../database.ts')
const { listenToS4 } = await import('../../../srv/intake/events/index.ts')
const { KeptReplicas } = await import('../../../srv/pipeline/replicas.ts')

const ORDER = 'sap.s4.beh.productionorder.v1.ProductionOrder.Changed.v1'
const CREATED = 'sap.s4.beh.productionorder.v1.ProductionOrder.Created.v1'
const PRODUCT = 'sap.s4.beh.product.v1.Product.Changed.v1'

let replicas = new KeptReplicas()
const heard: (readonly string[])[] = []
let fails = false

before(async () => {
  await openDatabase()
  const listens = await listenToS4(async (keys) => {
    if (fails) throw new Error('The database is away')
    heard.push(keys)
    await replicas.forget(keys)
  })
  assert.ok(listens)
})

async function tell(type: string, data: unknown): Promise<readonly string[][]> {
  const messaging = await cds.connect.to('messaging')
  heard.length = 0
  await messaging.emit(type, data as object)
  return heard.map((each) => [...each])
}

describe('events of the S/4', () => {
  for (const [how, type, data, expected] of [
    ['the bare object', ORDER, { ManufacturingOrder: '1000001' }, ['order/1000001']],
    ['leading zeros', ORDER, { ManufacturingOrder: '000001000001' }, ['order/1000001']],
    ['a whole CloudEvent', CREATED, { specversion: '1.0', id: '1', data: { ManufacturingOrder: '1000001' } }, ['order/1000001']],
    ['a CloudEvent with its data as text', ORDER, { id: '1', data: '{"ManufacturingOrder":"1000001"}' }, ['order/1000001']],
    [
      'a list, in capitals',
      ORDER,
      { KEY: [{ MANUFACTURINGORDER: '1' }, { MANUFACTURINGORDER: 2 }, { MANUFACTURINGORDER: '1' }] },
      ['order/1', 'order/2'],
    ],
    ['a product', PRODUCT, { Product: 'FG126' }, ['product/FG126']],
    ['nothing that is known', PRODUCT, { Something: { else: [null, 1, 'x'] } }, ['product']],
    ['no identifier in it', ORDER, { ManufacturingOrder: '' }, ['order']],
    ['nothing', PRODUCT, {}, ['product']],
  ] as const) {
    it(`with ${how} make us forget ${expected.join(' and ')}`, async () => assert.deepEqual(await tell(type, data), [expected]))
  }

  it('a changed product is read again, in all its plants; another one is not; told twice, nothing more happens', async () => {
    replicas = new KeptReplicas()
    const keys = ['product/FG126', 'product/FG126/1710', 'product/FG1260', 'order/126']
    await replicas.put(keys.map((key) => ({ key, content: { key } })))
    for (const _ of [1, 2]) {
      await tell(PRODUCT, { Product: 'FG126' })
      assert.deepEqual((await replicas.get(keys)).map((each) => each.key).sort(), ['order/126', 'product/FG1260'])
    }
  })

  it('what can not be forgotten now is refused, so that the broker tells it again', async () => {
    fails = true
    await assert.rejects(tell(ORDER, { ManufacturingOrder: '1' }), /away/)
    fails = false
  })
})

describe('without messaging', () => {
  it('nobody listens', async () => {
    const requires = cds.requires as unknown as Record<string, unknown>
    const { messaging } = requires
    requires.messaging = undefined
    try {
      assert.equal(await listenToS4(() => Promise.resolve()), false)
    } finally {
      requires.messaging = messaging
    }
  })
})
