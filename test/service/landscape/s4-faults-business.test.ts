import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { CONFIRMATIONS, codeOf, receiving, startClient, until, type S4Client } from './s4-client.ts'
import { ask, at } from './workshop.ts'

/** What goes wrong in the business of the local S/4, and not on the way to it. */

const CREATE = `${CONFIRMATIONS}/ProdnOrdConf2`

describe('orders and receipts of the local S/4', () => {
  let client: S4Client
  before(async () => {
    client = await startClient()
  })
  after(() => client.s4.close())
  afterEach(async () => {
    assert.equal((await client.faults({})).status, 200)
  })

  test('an order is in the hands of another user for some time', async () => {
    const order = client.freshOrder()
    await client.faults({ locks: [{ order, user: 'JOB7', ms: 60_000 }] })
    const refused = await client.post(CREATE, client.piece(order))
    assert.deepEqual([refused.status, codeOf(refused)], [423, 'CO/469'])
    assert.equal(at(refused.json, 'error', 'message', 'value'), `Order ${order} is already being processed by JOB7`)
    assert.equal((await client.post(CREATE, client.piece(client.freshOrder()))).status, 201)
    await client.faults({ locks: [{ order, ms: 40 }] })
    let answer = await client.post(CREATE, client.piece(order))
    while (answer.status === 423) answer = await client.post(CREATE, client.piece(order))
    assert.equal(answer.status, 201, 'the lock ends by itself')
  })

  test('of two confirmations of one order that overlap the second is refused, of two orders none', async () => {
    const [order, other] = [client.freshOrder(), client.freshOrder()]
    await client.faults({ processingMs: 150 })
    const session = await client.session(CONFIRMATIONS)
    const first = client.post(CREATE, client.piece(order, 'first'), session)
    await until(() => client.s4.books.find('locks', { order }).length === 1)
    const [second, elsewhere] = await Promise.all([
      client.post(CREATE, { ...client.piece(order, 'second'), OrderID: order.padStart(12, '0') }, session),
      client.post(CREATE, client.piece(other, 'elsewhere'), session),
    ])
    assert.deepEqual([second.status, codeOf(second)], [423, 'CO/469'])
    assert.match(String(at(second.json, 'error', 'message', 'value')), /being processed by DM$/)
    assert.deepEqual([(await first).status, elsewhere.status], [201, 201])
    assert.equal((await client.post(CREATE, client.piece(order, 'third'), session)).status, 201, 'one after the other is fine')
    assert.deepEqual(client.posted('second'), [])
  })

  test('a cancellation holds its order, too, and a proposal holds none', async () => {
    const order = client.freshOrder()
    const made = await client.post(CREATE, client.piece(order))
    await client.faults({ processingMs: 100 })
    const group = String(at(made.json, 'd', 'ConfirmationGroup'))
    const session = await client.session(CONFIRMATIONS)
    const cancelled = client.post(`${CONFIRMATIONS}/CancelProdnOrdConf?ConfirmationGroup='${group}'&ConfirmationCount='1'`, {}, session)
    await until(() => client.s4.books.find('locks', { order }).length === 1)
    assert.equal((await client.post(CREATE, client.piece(order), session)).status, 423)
    assert.equal((await cancelled).status, 200)
    const proposal = `${CONFIRMATIONS}/GetConfProposal?OrderID='${order}'&OrderOperation='0010'`
    const began = performance.now()
    assert.equal((await client.post(proposal, {}, session)).status, 200)
    assert.ok(performance.now() - began < 100)
  })

  test('a goods receipt comes later than the answer of its confirmation', async () => {
    const { body, order } = await receiving(client)
    const received = (): number =>
      Number(client.s4.books.one('A_ProductionOrderItem_2', { ManufacturingOrder: order })?.MfgOrderItemGoodsReceiptQty)
    const before = received()
    await client.faults({ receiptAfterMs: 60 })
    const answer = await client.post(CREATE, body)
    const movements = at(answer.json, 'd', 'to_ProdnOrdConfMatlDocItm', 'results') as { GoodsMovementType: string }[]
    assert.deepEqual([answer.status, movements.filter((each) => each.GoodsMovementType === '101')], [201, []])
    const key = {
      ConfirmationGroup: String(at(answer.json, 'd', 'ConfirmationGroup')),
      ConfirmationCount: String(at(answer.json, 'd', 'ConfirmationCount')),
    }
    const receipts = () => client.s4.books.find('ProdnOrdConfMatlDocItm', { ...key, GoodsMovementType: '101' })
    const documents = () => client.s4.books.find('A_MaterialDocumentItem', { ManufacturingOrder: order, GoodsMovementType: '101' })
    const booked = documents().length
    assert.deepEqual([receipts().length, received()], [0, before])
    await until(() => receipts().length === 1)
    assert.deepEqual([documents().length, received()], [booked + 1, before + 1])
    const { MaterialDocument = '' } = receipts()[0] ?? {}
    assert.equal(client.s4.books.find('A_MaterialDocumentHeader', { MaterialDocument }).length, 1)
    assert.equal(client.s4.books.find('A_MaterialDocumentItem', { GoodsMovementType: '102', ManufacturingOrder: order }).length, 0)
  })

  test('no receipt comes for a confirmation that was cancelled meanwhile', async () => {
    const { body, order } = await receiving(client)
    await client.faults({ receiptAfterMs: 400 })
    const { json } = await client.post(CREATE, body)
    const group = String(at(json, 'd', 'ConfirmationGroup'))
    const query = `ConfirmationGroup='${group}'&ConfirmationCount='${String(at(json, 'd', 'ConfirmationCount'))}'`
    assert.equal((await client.post(`${CONFIRMATIONS}/CancelProdnOrdConf?${query}`)).status, 200)
    const began = performance.now()
    await until(() => performance.now() > began + 500)
    const key = { ManufacturingOrder: order, GoodsMovementType: '101' }
    const posted = client.s4.books.find('A_MaterialDocumentItem', key).filter((each) => each.GoodsMovementIsCancelled)
    assert.deepEqual(posted, [])
    assert.equal(client.s4.books.find('ProdnOrdConfMatlDocItm', { ConfirmationGroup: group, GoodsMovementType: '101' }).length, 0)
  })
})

describe('a period that closes in the middle of a shift', () => {
  let client: S4Client
  before(async () => {
    client = await startClient()
  })
  after(() => client.s4.close())
  beforeEach(async () => {
    assert.equal((await ask(`${client.s4.adminUrl}/admin/reset`, { method: 'POST' })).status, 200)
  })

  test('what was fine before so many postings is M7/053 after them', async () => {
    const moving = await receiving(client)
    const present = client.s4.books.find('A_ProductPlant')[0]
    await client.faults({ period: { afterPostings: 2 } })
    for (let count = 0; count < 2; count += 1) assert.equal((await client.post(CREATE, client.piece(client.freshOrder()))).status, 201)
    const refused = await client.post(CREATE, moving.body)
    assert.deepEqual([refused.status, codeOf(refused)], [400, 'M7/053'])
    const next = client.s4.books.find('A_ProductPlant')[0]
    assert.notEqual(next?.FiscalMonthCurrentPeriod, present?.FiscalMonthCurrentPeriod)
    assert.equal((await ask(`${client.s4.adminUrl}/admin/faults`)).json.period, undefined, 'once')
  })

  test('at its time it moves to the month that is said, and may leave the one before open', async () => {
    const { body } = await receiving(client)
    const at = (ms: number): string => new Date(Date.now() + ms).toISOString()
    const sent = async (period: object): Promise<unknown> => {
      await client.faults({ period })
      const answer = await client.post(CREATE, body)
      return codeOf(answer) ?? answer.status
    }
    assert.equal(await sent({ at: at(60_000) }), 201, 'not yet')
    assert.equal(await sent({ at: at(-1), previousPeriodAllowed: true }), 201)
    assert.equal(await sent({ at: at(-1), to: '2031-02' }), 'M7/053')
    const row = client.s4.books.find('A_ProductPlant')[0]
    assert.deepEqual([row?.FiscalYearCurrentPeriod, row?.FiscalMonthCurrentPeriod], ['2031', '02'])
  })
})
