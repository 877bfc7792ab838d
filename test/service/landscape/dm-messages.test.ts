import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { buildPlant } from '../../landscape/plant/plant.ts'
import { type Json, startDesk } from './dm-desk.ts'

const RETRY = '/dme/messagedashboard-ms/integrationMessages/batchRetry'
const LIST = '/integration/v1/integrationMessages'
const order = [...buildPlant(1, new Date()).orders.values()].find((each) => each.status === 'released' && each.plant === '1710')
const confirmation = {
  plant: '1710',
  shopOrder: order?.id,
  sfc: 'SFC1',
  operationActivity: '0010',
  workCenter: order?.operations[0]?.workCenter,
  yieldQuantity: 2,
}

let desk: Awaited<ReturnType<typeof startDesk>>
afterEach(() => desk.close())

async function confirm(): Promise<string> {
  const { status, body } = await desk.call('POST', '/quantityConfirmation/v1/confirm', confirmation)
  assert.equal(status, 201)
  return String(body.transactionId)
}

const locked = {
  status: 423,
  body: {
    error: {
      code: '/IWBEP/CX_MGW_BUSI_EXCEPTION',
      message: { lang: 'en', value: 'Processing failed' },
      innererror: {
        errordetails: [{ code: 'CO/469', message: 'Order 1000003 is already being processed by CB9980000010', severity: 'error' }],
      },
    },
  },
}

test('a message that fails is delivered six times, and its item says why, what helps, and how often', async () => {
  desk = await startDesk({}, () => locked)
  const id = await confirm()
  const item = await desk.itemAt(id, 'FAILED')
  assert.equal(desk.posted.length, 6)
  assert.equal(item.retryCount, 5)
  assert.equal(
    item.errorDetails,
    'Collaboration execution failed due to the external error: External System S4HANA_CLOUD has Exception: Order 1000003 is already being processed by CB9980000010',
  )
  assert.match(String(item.possibleSolution), /Retry/)
  assert.match(String(item.duration), /^PT(\d+M)?[\d.]+S$/)
  assert.equal(item.requestUrl, '/API_PROD_ORDER_CONFIRMATION_2_SRV/ProdnOrdConf2')
  assert.equal(item.businessObjectIdentifier, `1710/${order?.id}/0010/2/0/CNF`)
  assert.deepEqual([item.consumerRetryable, item.producerRetryable, item.processingType], [true, false, 'Q'])
  assert.ok(Date.parse(String(item.lastRetryTriggeredAt)) >= Date.parse(String(item.startedAt)))
  const file = await desk.call('GET', `/dme/messagedashboard-ms/files/${String(item.requestBodyFileId)}`)
  assert.equal(file.body.ExternalSystemConfirmation, id)
  const answered = await desk.call('GET', `/dme/messagedashboard-ms/files/${String(item.responseBodyFileId)}`)
  assert.deepEqual(answered.body, locked.body)
})

test('the public list tells no error', async () => {
  desk = await startDesk({}, () => ({ status: 400 }))
  await desk.itemAt(await confirm(), 'FAILED')
  const { body } = await desk.call('GET', `${LIST}?overallStatuses=FAILED`)
  assert.deepEqual(Object.keys((body.content as Json[])[0] ?? {}), ['id', 'plant', 'messageNumber', 'messageType', 'overallStatus'])
})

test('an ERP that is out of reach is told in the wrapped text', async () => {
  desk = await startDesk({ s4Url: 'http://127.0.0.1:1' })
  const item = await desk.itemAt(await confirm(), 'FAILED')
  assert.match(String(item.errorDetails), /has Exception: .+/)
  assert.match(String(item.possibleSolution), /connection/)
})

test('a message is queued while others are delivered, then in process, then completed', async () => {
  const gates: PromiseWithResolvers<undefined>[] = []
  desk = await startDesk({ parallel: 1 }, async () => {
    const gate = Promise.withResolvers<undefined>()
    gates.push(gate)
    await gate.promise
    return { status: 201 }
  })
  const first = await confirm()
  const second = await confirm()
  await desk.itemAt(first, 'IN_PROCESS')
  await desk.itemAt(second, 'QUEUED')
  while (gates.length < 1) await new Promise((resolve) => setImmediate(resolve))
  gates[0]?.resolve(undefined)
  await desk.itemAt(first, 'COMPLETED')
  await desk.itemAt(second, 'IN_PROCESS')
  while (gates.length < 2) await new Promise((resolve) => setImmediate(resolve))
  gates[1]?.resolve(undefined)
  await desk.itemAt(second, 'COMPLETED')
})

test('what the ERP took without posting it yet is delivered, not completed', async () => {
  desk = await startDesk({}, () => ({ status: 202 }))
  const item = await desk.itemAt(await confirm(), 'DELIVERED')
  assert.equal(item.errorDetails, '')
})

test('without a collaboration link a message fails before the queue, and is delivered by a retry once there is one', async () => {
  desk = await startDesk()
  const link = { plant: '1710', messageType: 'Production Order Quantity Confirmation' }
  await desk.admin('PUT', 'rows', { set: 'collaborationLinks', rows: [{ ...link, isActive: false }] })
  const id = await confirm()
  const item = await desk.itemAt(id, 'FAILED_BEFORE_QUEUE')
  assert.deepEqual([desk.posted.length, item.retryCount, item.producerRetryable], [0, 0, true])
  const retry = { requests: [{ messageId: id, retryStatus: 'FAILED_BEFORE_QUEUE' }], retryMode: 'SEQUENTIAL' }
  await desk.call('POST', RETRY, retry)
  await desk.itemAt(id, 'FAILED_BEFORE_QUEUE')
  await desk.admin('PATCH', 'rows', { set: 'collaborationLinks', where: link, values: { isActive: true } })
  assert.equal((await desk.call('POST', RETRY, retry)).status, 202)
  await desk.itemAt(id, 'COMPLETED')
  assert.equal(desk.posted.length, 1)
})

test('a retry of several messages delivers them one after the other, with their own keys', async () => {
  let isUp = false
  let running = 0
  let most = 0
  desk = await startDesk({ retries: { count: 0, delay: 0 } }, async () => {
    running += 1
    most = isUp ? Math.max(most, running) : most
    await new Promise((resolve) => setImmediate(resolve))
    running -= 1
    return { status: isUp ? 201 : 503 }
  })
  const ids = [await confirm(), await confirm(), await confirm()]
  for (const id of ids) await desk.itemAt(id, 'FAILED')
  isUp = true
  const requests = ids.map((messageId) => ({ messageId, retryStatus: 'FAILED' }))
  assert.equal((await desk.call('POST', RETRY, { requests, retryMode: 'SEQUENTIAL' })).status, 202)
  for (const id of ids) assert.equal((await desk.itemAt(id, 'COMPLETED')).retryCount, 1)
  assert.equal(most, 1)
  assert.deepEqual(
    desk.posted.slice(3).map((each) => each.body.ExternalSystemConfirmation),
    ids,
  )
})

test('only failed messages can be retried, and only in sequence', async () => {
  desk = await startDesk()
  const id = await confirm()
  await desk.itemAt(id, 'COMPLETED')
  const retry = async (messageId: string, retryStatus: string, retryMode = 'SEQUENTIAL') =>
    (await desk.call('POST', RETRY, { requests: [{ messageId, retryStatus }], retryMode })).status
  assert.equal(await retry(id, 'FAILED'), 400)
  assert.equal(await retry(id, 'COMPLETED'), 400)
  assert.equal(await retry('?', 'FAILED'), 404)
  assert.equal(await retry(id, 'FAILED', 'PARALLEL'), 400)
})

test('a message that is set to inactive is not delivered again', async () => {
  const gate = Promise.withResolvers<undefined>()
  desk = await startDesk({}, async () => {
    await gate.promise
    return { status: 503 }
  })
  const id = await confirm()
  await desk.itemAt(id, 'IN_PROCESS')
  while (desk.posted.length === 0) await new Promise((resolve) => setImmediate(resolve))
  await desk.call('POST', `${LIST}/setToInactive`, [id])
  gate.resolve(undefined)
  const other = await confirm()
  await desk.itemAt(other, 'FAILED')
  assert.equal(desk.posted.filter((each) => each.body.ExternalSystemConfirmation === id).length, 1)
})
