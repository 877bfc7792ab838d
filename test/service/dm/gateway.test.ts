import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { createDmGateway } from '../../../srv/dm/gateway.ts'
import type { DmGateway } from '../../../srv/dm/types.ts'
import { NO_SHOP_FLOOR } from '../../../srv/domain/context.ts'
import { startDm, type RunningDm } from '../../landscape/dm/server.ts'
import { CREDENTIALS, deskOf, movementOf, naming, PLANT, SEED, someBatch, someOrder } from './scene.ts'

const TIMEOUT = 5000
const order = someOrder()
const last = order.operations.at(-1)
const operation = last?.id ?? ''
const workCenter = last?.workCenter ?? ''
const batch = someBatch()
const confirmation = { plant: PLANT, order: order.id, operation }
const consumption = naming({ plant: PLANT, movements: [movementOf({ material: batch.material, batch: batch.batch })] })

let dm: RunningDm
let desk: ReturnType<typeof deskOf>
let gateway: DmGateway

before(async () => {
  dm = await startDm({ port: 0, seed: SEED })
  desk = deskOf(dm.adminUrl)
  gateway = createDmGateway({ destination: { url: dm.url, tokenUrl: `${dm.url}/oauth/token`, ...CREDENTIALS }, freshFor: 0 })
})

beforeEach(() => desk.reset())

after(() => dm.close())

/** Everything that was asked could be read, and says this. */
async function floor(message: ReturnType<typeof naming>) {
  const { shopFloor, unread } = await gateway.readShopFloor(message, TIMEOUT)
  assert.deepEqual(unread, [])
  return shopFloor
}

test('a healthy confirmation with all that it can name has nothing against it', async () => {
  const shopFloor = await floor(
    naming({
      ...confirmation,
      workCenter,
      material: order.material,
      personnel: 'W101',
      movements: [movementOf({ ...batch, order: order.id })],
    }),
  )
  assert.deepEqual(shopFloor, {
    orders: [{ order: order.id, status: 'released' }],
    batches: [{ material: batch.material, batch: batch.batch, status: 'available' }],
    resources: [{ id: workCenter, isUsable: true, status: 'enabled' }],
    missingCertificates: [],
    missingResults: [],
  })
})

test('an order that was put on hold in DM is on hold, whichever of its statuses says so', async () => {
  for (const values of [{ status: 'HOLD' }, { releaseStatus: 'HOLD' }, { executionStatus: 'HOLD' }]) {
    await desk.reset()
    assert.deepEqual(await desk.patch('orders', { plant: PLANT, order: order.id }, values), { count: 1 })
    assert.deepEqual((await floor(naming(confirmation))).orders, [{ order: order.id, status: 'hold' }])
  }
})

test('an order is active, completed, closed or discarded as DM says', async () => {
  const cases = { ACTIVE: 'active', COMPLETED: 'completed', CLOSED: 'closed', DISCARDED: 'discarded' }
  for (const [executionStatus, status] of Object.entries(cases)) {
    await desk.patch('orders', { plant: PLANT, order: order.id }, { executionStatus })
    assert.deepEqual((await floor(naming(confirmation))).orders, [{ order: order.id, status }])
  }
})

test('what DM does not know is no fact and no failure', async () => {
  const shopFloor = await floor(
    naming({ plant: PLANT, order: '9999999', workCenter: 'NOWHERE', movements: [movementOf({ material: 'X', batch: 'Y' })] }),
  )
  assert.deepEqual(shopFloor, NO_SHOP_FLOOR)
})

test('an order that the admin port made is inspected and worked on like any other', async () => {
  await desk.put('orders', { plant: PLANT, order: 'N1', inspectionLot: '1', operations: [{ operation: '0010', workCenter, text: '' }] })
  await desk.put('characteristics', { plant: PLANT, inspectionLot: '1', operation: '0010', characteristic: '0030', isMandatory: true })
  const { orders, missingResults } = await floor(naming({ plant: PLANT, order: 'N1', operation: '0010', personnel: 'W101' }))
  assert.deepEqual(orders, [{ order: 'N1', status: 'released' }])
  assert.deepEqual(missingResults, [{ order: 'N1', operation: '0010', characteristic: '0030' }])
})

test('a batch is restricted, blocked or in inspection as DM says, and expires on its day', async () => {
  const { material } = batch
  const batchIs = async () => (await floor(consumption)).batches
  const found = { material, batch: batch.batch }
  await desk.patch('batches', { plant: PLANT, ...found }, { expiresOn: '2026-01-31' })
  assert.deepEqual(await batchIs(), [{ ...found, status: 'available', expiresOn: '2026-01-31' }])
  await desk.patch('batches', { plant: PLANT, ...found }, { expiresOn: '', restricted: true })
  assert.deepEqual(await batchIs(), [{ ...found, status: 'restricted' }])
  await desk.patch('batches', { plant: PLANT, ...found }, { restricted: false, status: 'INVALIDATED' })
  assert.deepEqual(await batchIs(), [{ ...found, status: 'blocked' }])
  await desk.patch('batches', { plant: PLANT, ...found }, { status: 'VALIDATED' })
  for (const [status, word] of [
    ['QUALITY_INSPECTION', 'inspection'],
    ['BLOCKED', 'blocked'],
    ['RESTRICTED', 'restricted'],
  ]) {
    await desk.patch('inventories', { plant: PLANT, ...found }, { status })
    assert.deepEqual(await batchIs(), [{ ...found, status: word }])
  }
  await desk.put('inventories', { inventoryId: 'FREE', plant: PLANT, ...found, quantity: '1' })
  assert.deepEqual(await batchIs(), [{ ...found, status: 'available' }])
})

test('a work centre is out of use when it is disabled, or when all of its resources are down', async () => {
  const named = naming({ plant: PLANT, workCenter: 'ASSY10' })
  const resource = { plant: PLANT, workCenter: 'ASSY10' }
  await desk.patch('resources', { ...resource, resource: 'ASSY10-1' }, { status: 'UNSCHEDULED_DOWN' })
  assert.deepEqual((await floor(named)).resources, [{ id: 'ASSY10', isUsable: true, status: 'enabled' }])
  await desk.patch('resources', resource, { status: 'UNSCHEDULED_DOWN' })
  assert.deepEqual((await floor(named)).resources, [{ id: 'ASSY10', isUsable: false, status: 'unscheduled down' }])
  await desk.patch('workCenters', resource, { status: 'DISABLED' })
  assert.deepEqual((await floor(named)).resources, [{ id: 'ASSY10', isUsable: false, status: 'disabled' }])
})

test('a certificate that the person lacks or that has expired is named', async () => {
  const resources = [`${workCenter}-1`]
  await desk.put('certifications', { plant: PLANT, certification: 'CRANE-2', resources })
  const named = naming({ ...confirmation, personnel: 'W101' })
  const missing = [{ person: 'W101', operation, certificate: 'CRANE-2' }]
  assert.deepEqual((await floor(named)).missingCertificates, missing)
  await desk.put('certificates', { plant: PLANT, person: 'W101', certification: 'CRANE-2', validTo: '2020-01-01' })
  assert.deepEqual((await floor(named)).missingCertificates, missing)
  await desk.put('certificates', { plant: PLANT, person: 'W101', certification: 'CRANE-2', validTo: '2999-12-31' })
  assert.deepEqual((await floor(named)).missingCertificates, [])
})

test('a person that DM does not know is not checked, and the rest is read all the same', async () => {
  const { shopFloor, unread } = await gateway.readShopFloor(naming({ ...confirmation, personnel: 'STRANGER' }), TIMEOUT)
  assert.deepEqual(shopFloor.orders, [{ order: order.id, status: 'released' }])
  assert.deepEqual(
    unread.map((each) => [each.source, each.reason.includes('STRANGER')]),
    [['shopFloor', true]],
  )
})

test('a mandatory characteristic without a result is named, others are not', async () => {
  await desk.remove('results', { plant: PLANT })
  assert.deepEqual((await floor(naming(confirmation))).missingResults, [{ order: order.id, operation, characteristic: '0010' }])
})

test('which of several SFCs is meant cannot be told', async () => {
  await desk.put('sfcs', { plant: PLANT, sfc: 'SECOND', order: order.id })
  const { unread } = await gateway.readShopFloor(naming(confirmation), TIMEOUT)
  assert.match(unread[0]?.reason ?? '', /several SFCs/)
})

test('a token that is no longer good is fetched again', async () => {
  const other = await startDm({ port: 0, seed: SEED })
  const port = Number(new URL(other.url).port)
  const again = createDmGateway({ destination: { url: other.url, tokenUrl: `${other.url}/oauth/token`, ...CREDENTIALS } })
  assert.deepEqual((await again.readShopFloor(naming(confirmation), TIMEOUT)).unread, [])
  await other.close()
  const restarted = await startDm({ port, seed: SEED })
  try {
    assert.deepEqual((await again.readShopFloor(naming(confirmation), TIMEOUT)).unread, [])
  } finally {
    await restarted.close()
  }
})
