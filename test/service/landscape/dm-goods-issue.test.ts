import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { buildPlant } from '../../landscape/plant/plant.ts'
import { type Json, startDesk } from './dm-desk.ts'

const plant = buildPlant(1, new Date())
const PLANT = '1710'
const order = [...plant.orders.values()].find(
  (each) => each.status === 'released' && each.plant === PLANT && plant.materials.get(each.material)?.type === 'FERT',
)
const component = order?.components[0]

let desk: Awaited<ReturnType<typeof startDesk>>
let answer = { status: 201, body: {} as unknown }
before(async () => {
  desk = await startDesk({ patience: 1, retries: { count: 0, delay: 0 } }, () => answer)
})
beforeEach(async () => {
  answer = { status: 201, body: {} }
  desk.posted.length = 0
  await desk.admin('POST', 'reset', {})
})
after(() => desk.close())

const put = (set: string, ...rows: Json[]) => desk.admin('PUT', 'rows', { set, rows })

const issue = {
  plant: PLANT,
  order: order?.id,
  phase: '0010',
  workCenter: order?.operations[0]?.workCenter,
  component: { material: { material: component?.material, version: 'ERP001' } },
  isBomComponent: true,
  quantity: 2.5,
  unitOfMeasure: component?.unit,
  postedBy: 'W101',
  postingDateTime: '2026-03-02 07:00:05',
}
const postIssue = () => desk.call('POST', '/processorder/v1/goodsissue', issue)

async function transaction(status: string): Promise<Json> {
  const query = `plant=${PLANT}&material=${component?.material}&materialVersion=ERP001&order=${order?.id}`
  const [row] = (await desk.call('GET', `/inventory/v1/inventory/goodsIssues?${query}`)).body.content as Json[]
  for (;;) {
    const { body } = await desk.call('GET', `/inventory/v1/inventory/transactions/${String(row?.transactionId)}`)
    if (body.status === status) return body
    await new Promise((resolve) => setImmediate(resolve))
  }
}

test('a goods issue becomes a material document, and its transaction is completed', async () => {
  const { status, body } = await postIssue()
  assert.deepEqual([status, body.totalConsumedQuantity], [200, 2.5])
  await transaction('COMPLETED')
  const sent = desk.posted[0]?.body ?? {}
  const [item] = (sent.to_MaterialDocumentItem as { results: Json[] }).results
  assert.deepEqual(
    [item?.GoodsMovementType, item?.Material, item?.QuantityInEntryUnit, item?.ReservationItem],
    ['261', component?.material, '2.500', component?.reservationItem],
  )
})

test('the transaction of a goods issue that the ERP refused tells the reason', async () => {
  answer = { status: 400, body: { error: { code: 'M7/021', message: { lang: 'en', value: 'Deficit of SL Unrestricted-use 10 KG' } } } }
  await postIssue()
  const { failureReason } = await transaction('FAILED')
  assert.match(String(failureReason), /has Exception: Deficit of SL Unrestricted-use 10 KG$/)
  assert.equal((await desk.call('GET', '/inventory/v1/inventory/transactions/unknown')).status, 404)
})

test('a goods issue to an order that somebody else works on is refused as changed, or times out', async () => {
  const lock = { plant: PLANT, order: order?.id, user: 'W102' }
  await put('locks', lock)
  assert.equal((await postIssue()).status, 409)
  await put('locks', { ...lock, isWaitedFor: true })
  assert.equal((await postIssue()).status, 408)
  assert.equal(desk.posted.length, 0)
  await desk.admin('DELETE', 'rows', { set: 'locks', where: {} })
  assert.equal((await postIssue()).status, 200)
})
