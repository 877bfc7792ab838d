import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { bodyOf } from '../../landscape/dm/read.ts'
import { buildPlant } from '../../landscape/plant/plant.ts'
import { type Json, startDesk } from './dm-desk.ts'

const plant = buildPlant(1, new Date())
const PLANT = '1710'
const order = [...plant.orders.values()].find(
  (each) => each.status === 'released' && each.plant === PLANT && plant.materials.get(each.material)?.type === 'FERT',
)
const last = order?.operations.at(-1)
const sfc = `${PLANT}-${order?.id}-1`
const lot = `10000${order?.id}`

let desk: Awaited<ReturnType<typeof startDesk>>
before(async () => {
  desk = await startDesk({ retries: { count: 0, delay: 0 } })
})
beforeEach(async () => {
  desk.posted.length = 0
  await desk.admin('POST', 'reset', {})
})
after(() => desk.close())

const put = (set: string, ...rows: Json[]) => desk.admin('PUT', 'rows', { set, rows })

test('an SFC is held and released, and with the last of them its order', async () => {
  const hold = { plant: PLANT, sfcs: [sfc] }
  const detail = async () => (await desk.call('GET', `/sfc/v1/sfcdetail?plant=${PLANT}&sfc=${sfc}`)).body
  const execution = async () => (await desk.call('GET', `/order/v1/orders?plant=${PLANT}&order=${order?.id}`)).body.executionStatus
  const before = await detail()
  assert.deepEqual(before.status, { code: '401', description: 'NEW' })
  const [step] = before.steps as Json[]
  assert.equal(step?.stepId, '0010')
  assert.equal(bodyOf(step.operation).operation, `${order?.id}-0-0010`)
  assert.equal(((await desk.call('POST', '/sfc/v1/sfcs/hold', hold)).body.holdIds as string[]).length, 1)
  assert.equal(((await detail()).status as Json).description, 'HOLD')
  assert.equal(await execution(), 'HOLD')
  assert.equal((await desk.call('POST', '/sfc/v1/sfcs/hold', hold)).status, 400)
  assert.deepEqual((await desk.call('POST', '/sfc/v1/sfcs/release', hold)).body, { releasedSfcs: [sfc] })
  assert.equal(await execution(), 'NOT_IN_EXECUTION')
  assert.equal((await desk.call('POST', '/sfc/v1/sfcs/release', hold)).status, 400)
  assert.equal((await desk.call('POST', '/sfc/v1/sfcs/hold', { plant: PLANT, sfcs: ['?'] })).status, 404)
})

test('a mandatory characteristic wants a result before its step, an optional one does not', async () => {
  const check = async () => {
    const items = [{ sfc, order: order?.id, stepId: last?.id }]
    return desk.call('POST', '/qualityInspection/v1/mandatoryCharacteristics/checkResultsRecorded', { plant: PLANT, items })
  }
  assert.equal((await check()).status, 204)
  const characteristic = {
    plant: PLANT,
    inspectionLot: lot,
    operation: last?.id,
    characteristic: '0030',
    text: 'Torque',
    isMandatory: true,
  }
  await put('characteristics', characteristic)
  const missing = await check()
  assert.equal(missing.status, 200)
  assert.match(String(missing.body.message), /0030 \(Torque\)$/)
  const path = `/qualityInspection/v1/lots/${lot}/operations/${last?.id}/characteristics`
  const results = { plant: PLANT, sfc, overwriteResult: true, inspectionApiSingleResultRequests: [{ inspResultFrmtdMeasuredValue: '7.5' }] }
  const wrong = { ...results, inspectionApiSingleResultRequests: [{ inspResultFrmtdMeasuredValue: 'tight' }] }
  assert.equal((await desk.call('POST', `${path}/0030/results`, wrong)).status, 400)
  assert.equal((await desk.call('POST', `${path}/0099/results`, results)).status, 404)
  assert.equal((await desk.call('POST', `${path}/0030/results`, results)).status, 200)
  assert.equal((await check()).status, 204)
  const recorded = (await desk.call('GET', `${path}/0030/results?plant=${PLANT}&sfc=${sfc}`)).body.content as Json[]
  assert.deepEqual(
    recorded.map((each) => each.inspResultFrmtdMeasuredValue),
    ['7.5'],
  )
  const list = (await desk.call('GET', `${path}?plant=${PLANT}`)).body.inspectionCharacteristics as Json[]
  assert.deepEqual(
    list.map((each) => each.inspectionCharacteristic),
    ['0010', '0020', '0030'],
  )
  const operations = (await desk.call('GET', `/qualityInspection/v1/lots/${lot}?plant=${PLANT}`)).body.inspectionOperations as Json[]
  assert.deepEqual(
    operations.map((each) => each.inspectionOperation),
    [last?.id],
  )
})

test('who has no valid certificate for a resource is told so, and the list says what is wanted where', async () => {
  const check = (userId: string) => {
    const checkCertifications = [{ userId, operation: `${order?.id}-0-${last?.id}` }]
    return desk.call('POST', '/certification/v1/certifications/check', { plant: PLANT, checkCertifications })
  }
  assert.equal((await check('W101')).status, 204)
  assert.equal((await check('NOBODY')).status, 404)
  await put('certifications', { plant: PLANT, certification: 'CRANE', resources: [`${last?.workCenter}-1`] })
  const refused = await check('W101')
  assert.deepEqual([refused.status, refused.body.isCertificationForbidden], [200, true])
  assert.match(String(refused.body.errorMessage), /CRANE/)
  await put('certificates', { plant: PLANT, person: 'W101', certification: 'CRANE' })
  assert.equal((await check('W101')).status, 204)
  const { body } = await desk.call('GET', `/certification/v1/certifications?plant=${PLANT}&certification=CRANE`)
  const [found] = body as unknown as Json[]
  assert.deepEqual(found?.certificationRequirements, [{ resource: { plant: PLANT, resource: `${last?.workCenter}-1` } }])
})

test('a resource changes its status, and a work centre shows what it is made of', async () => {
  const change = { plant: PLANT, resource: 'ASSY10-1', status: 'UNSCHEDULED_DOWN', user: 'W101' }
  assert.equal((await desk.call('POST', '/resource/v1/changestatus', change)).status, 200)
  assert.equal((await desk.call('POST', '/resource/v1/changestatus', { ...change, status: 'BROKEN' })).status, 400)
  assert.equal((await desk.call('POST', '/resource/v1/changestatus', { ...change, resource: '?' })).status, 404)
  const { body } = await desk.call('GET', `/resource/v1/resources?plant=${PLANT}&resource=ASSY10-1`)
  assert.equal((body as unknown as Json[])[0]?.status, 'UNSCHEDULED_DOWN')
  const center = (await desk.call('GET', `/workcenter/v3/workcenter?plant=${PLANT}&workCenter=ASSY10`)).body
  assert.deepEqual(
    (center.members as { resource: Json }[]).map((each) => each.resource.resource),
    ['ASSY10-1', 'ASSY10-2'],
  )
})

test('batches tell status and shelf life, stock tells status in both vocabularies', async () => {
  const expiring = plant.batches.find((each) => each.plant === PLANT && each.expiresOn !== '')
  const query = `plant=${PLANT}&material=${expiring?.material}&batchNumber=${expiring?.id}`
  const [batch] = (await desk.call('GET', `/inventory/v1/batches?${query}`)).body.content as Json[]
  assert.deepEqual(
    [batch?.status, batch?.restricted, batch?.shelfLifeExpirationDate],
    ['VALIDATED', false, `${expiring?.expiresOn}T00:00:00Z`],
  )
  await put('inventories', { inventoryId: 'Q', plant: PLANT, material: 'M', batch: 'B', status: 'QUALITY_INSPECTION', quantity: '2' })
  const ask = async (more: Json) =>
    (await desk.call('POST', '/inventory/v1/inventories/advancedQuery', { plant: PLANT, material: 'M', ...more })).body.content as Json[]
  const statuses = async (more: Json) => (await ask(more)).map((each) => each.status)
  assert.deepEqual(await statuses({ batchesWithStatus: true }), ['QUALITY_INSPECTION'])
  assert.deepEqual(await statuses({}), ['QUARANTINE'])
  assert.deepEqual(await statuses({ status: 'AVAILABLE' }), [])
  assert.deepEqual(await statuses({ stockRetrieveScope: 'ZERO_STOCK' }), [])
})

test('an activity confirmation becomes a confirmation of work without quantity', async () => {
  const body = {
    plant: PLANT,
    shopOrder: order?.id,
    operationActivity: '0010',
    stepId: '0010',
    workCenter: order?.operations[0]?.workCenter,
    activities: [
      { activityId: 'MACHINE', quantity: 12.5, unitOfMeasure: 'MIN', postedBy: 'W101', postingDateTime: '2026-03-02T07:00:00.000Z' },
    ],
  }
  assert.equal((await desk.call('POST', '/activityConfirmation/v1/confirm', body)).status, 200)
  while (desk.posted.length === 0) await new Promise((resolve) => setImmediate(resolve))
  const sent = desk.posted[0]?.body ?? {}
  assert.deepEqual([sent.OpConfirmedWorkQuantity2, sent.OpWorkQuantityUnit2, sent.ConfirmationYieldQuantity], ['12.500', 'MIN', '0.000'])
  const strange = { ...body, activities: [{ ...body.activities[0], activityId: 'SINGING' }] }
  assert.equal((await desk.call('POST', '/activityConfirmation/v1/confirm', strange)).status, 404)
  const summary = `plant=${PLANT}&shopOrder=${order?.id}&operationActivity=0010&workCenter=${body.workCenter}`
  const posted = (await desk.call('GET', `/activityConfirmation/v1/postings/summary?${summary}`)).body.activities as Json[]
  assert.deepEqual(posted, body.activities)
})

test('a process order is confirmed with the process orders’ own service', async () => {
  await desk.admin('PATCH', 'rows', { set: 'orders', where: { order: order?.id }, values: { category: 'PROCESS_ORDER' } })
  const workCenter = order?.operations[0]?.workCenter
  const body = { plant: PLANT, shopOrder: order?.id, sfc, operationActivity: '0010', workCenter, yieldQuantity: 1 }
  await desk.call('POST', '/quantityConfirmation/v1/confirm', body)
  while (desk.posted.length === 0) await new Promise((resolve) => setImmediate(resolve))
  assert.match(desk.posted[0]?.path ?? '', /API_PROC_ORDER_CONFIRMATION_2_SRV\/ProcOrdConf2$/)
  assert.equal('Sequence' in (desk.posted[0]?.body ?? {}), false)
})

test('the admin port refuses what no set knows, and a reset brings everything back', async () => {
  const refusal = async (body: Json) => (await desk.admin('PUT', 'rows', body)).status
  assert.equal(await refusal({ set: 'moods', rows: [] }), 400)
  assert.equal(await refusal({ set: 'orders', rows: [{ plant: PLANT }] }), 400)
  assert.equal(await refusal({ set: 'orders', rows: [{ plant: PLANT, order: 'A', colour: 'red' }] }), 400)
  assert.equal(await refusal({ set: 'orders', rows: [{ plant: PLANT, order: 'A', operations: '0010' }] }), 400)
  assert.equal(await refusal({ set: 'orders', rows: 7 }), 400)
  assert.deepEqual((await desk.admin('GET', 'health')).body, { ready: true })
  await desk.admin('PATCH', 'rows', { set: 'orders', where: { order: order?.id }, values: { status: 'HOLD' } })
  const held = async () =>
    ((await desk.admin('GET', `rows?set=orders&plant=${PLANT}&status=HOLD&order=${order?.id}`)).body as Json[]).length
  assert.equal(await held(), 1)
  await desk.admin('POST', 'reset', {})
  assert.equal(await held(), 0)
})

test('alerts within the deduplication period are one, later ones another', async () => {
  const short = await startDesk({ deduplicationPeriod: 0 })
  try {
    const authorization = `Basic ${Buffer.from('countersign:countersign').toString('base64')}`
    const form = new URLSearchParams({ grant_type: 'client_credentials' })
    const token = (await (
      await fetch(`${short.dm.url}/oauth/token`, { method: 'POST', headers: { authorization }, body: form })
    ).json()) as Json
    const headers = { authorization: `Bearer ${String(token.access_token)}`, 'content-type': 'application/json', 'alert-type': 'A' }
    const alert = { AlertType: 'A', Status: 'New', Severity: 'High', TriggeredOn: '2026-03-02T07:00:05Z', DeduplicationKey: 'K' }
    const raise = async () =>
      (await (await fetch(`${short.dm.url}/alerts/v1/Alerts`, { method: 'POST', headers, body: JSON.stringify(alert) })).json()) as Json
    const first = await raise()
    while (new Date().toISOString() === first.CreatedOn) await new Promise((resolve) => setImmediate(resolve))
    assert.notEqual((await raise()).Id, first.Id)
    const comment = { DME_Shopfloor: [{ DME_Comments: 'on it' }] }
    const path = `${short.dm.url}/alerts/v1/Alerts(${String(first.Id)})`
    assert.equal((await fetch(path, { method: 'PATCH', headers, body: JSON.stringify(comment) })).status, 204)
    const { value } = (await (await fetch(`${short.dm.url}/alerts/v1/Alerts`, { headers })).json()) as { value: Json[] }
    assert.deepEqual(value[0]?.DME_Shopfloor, comment.DME_Shopfloor)
  } finally {
    await short.close()
  }
})
