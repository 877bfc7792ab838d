import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { Chance } from '../../landscape/s4/faults/chance.ts'
import { CONFIRMATIONS, DOCUMENTS, codeOf, startClient, until, type S4Client } from './s4-client.ts'
import { admission, ask, at, send, SERVICE, startWorkshop } from './workshop.ts'

const CREATE = `${CONFIRMATIONS}/ProdnOrdConf2`

describe('what can go wrong in the local S/4', () => {
  let client: S4Client
  before(async () => {
    client = await startClient()
  })
  after(() => client.s4.close())
  afterEach(async () => {
    assert.equal((await client.faults({})).status, 200)
  })
  const meet = (...next: object[]) => client.faults({ next })

  for (const [fault, status] of [
    ['http429', 429],
    ['http500', 500],
    ['http502', 502],
    ['http503', 503],
  ] as const) {
    test(`${status} comes with an SAP error body, a proxy's page or no body, and nothing is posted`, async () => {
      const order = client.freshOrder()
      const session = await client.session(CONFIRMATIONS)
      const method = 'POST'
      await meet({ fault, method }, { fault, method, body: 'html', retryAfter: 7 }, { fault, method, body: 'none' })
      const sap = await client.post(CREATE, client.piece(order, `refused ${status}`), session)
      assert.deepEqual([sap.status, typeof at(sap.json, 'error', 'message', 'value')], [status, 'string'])
      assert.equal(sap.headers.get('retry-after'), null)
      const html = await client.post(CREATE, client.piece(order, `refused ${status}`), session)
      assert.deepEqual([html.status, html.headers.get('retry-after')], [status, '7'])
      assert.match(`${html.headers.get('content-type') ?? ''} ${html.text}`, /^text\/html.*<html>/)
      const none = await client.post(CREATE, client.piece(order, `refused ${status}`), session)
      assert.deepEqual([none.status, none.text], [status, ''])
      assert.deepEqual(client.posted(`refused ${status}`), [])
    })
  }

  test('a commit comes after the client gave up', async () => {
    const order = client.freshOrder()
    const headers = { 'content-type': 'application/json', ...(await client.session(CONFIRMATIONS)) }
    await meet({ fault: 'lateCommit', method: 'POST', ms: 30 })
    const body = JSON.stringify(client.piece(order, 'late commit'))
    await assert.rejects(ask(`${client.s4.url}${CREATE}`, { method: 'POST', headers, body, signal: AbortSignal.timeout(80) }))
    assert.deepEqual(client.posted('late commit'), [])
    await until(() => client.posted('late commit').length === 1)
  })

  test('a time-out after the commit: the answer never comes, the document is there', async () => {
    const headers = { 'content-type': 'application/json', ...(await client.session(CONFIRMATIONS)) }
    await meet({ fault: 'stall', method: 'POST' })
    const body = JSON.stringify(client.piece(client.freshOrder(), 'timed out'))
    await assert.rejects(ask(`${client.s4.url}${CREATE}`, { method: 'POST', headers, body, signal: AbortSignal.timeout(200) }))
    assert.equal(client.posted('timed out').length, 1)
  })

  test('an answer breaks off in its middle, or calls itself a page, although the document is there', async () => {
    await meet({ fault: 'truncated', method: 'POST' })
    await assert.rejects(client.post(CREATE, client.piece(client.freshOrder(), 'truncated')))
    assert.equal(client.posted('truncated').length, 1)
    await meet({ fault: 'wrongContentType', method: 'POST' })
    const page = await client.post(CREATE, client.piece(client.freshOrder(), 'page'))
    assert.deepEqual([page.status, page.headers.get('content-type')], [201, 'text/html;charset=utf-8'])
    assert.match(page.text, /^\{"d":/)
    assert.equal(client.posted('page').length, 1)
  })

  test('$metadata alone is slow', async () => {
    await meet({ fault: 'slow', pathContains: '$metadata', ms: 60, times: 2 })
    const began = performance.now()
    assert.equal((await client.read(`${CONFIRMATIONS}/`)).status, 200)
    const slow = client.read(`${CONFIRMATIONS}/$metadata`)
    assert.equal((await client.read(`${CONFIRMATIONS}/`)).status, 200)
    assert.equal((await slow).status, 200)
    assert.ok(performance.now() - began >= 59)
    assert.equal(at((await ask(`${client.s4.adminUrl}/admin/faults`)).json, 'next', 0, 'times'), 1)
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

  test('tokens expire after a while or after some requests, and by themselves; a new one is given', async () => {
    const order = client.freshOrder()
    const isStale = async (session: Record<string, string>): Promise<boolean> => {
      const { status, headers } = await client.post(CREATE, client.piece(order), session)
      assert.equal(status === 403, headers.get('x-csrf-token') === 'Required')
      return status === 403
    }
    await client.faults({ csrf: { requests: 2 } })
    const counted = await client.session(CONFIRMATIONS)
    assert.deepEqual([await isStale(counted), await isStale(counted), await isStale(counted)], [false, false, true])
    const { headers } = await client.read(`${CONFIRMATIONS}/`, { 'x-csrf-token': 'fetch', cookie: counted.cookie ?? '' })
    const renewed = headers.get('x-csrf-token') ?? ''
    assert.notEqual(renewed, counted['x-csrf-token'])
    assert.equal(await isStale({ 'x-csrf-token': renewed, cookie: counted.cookie ?? '' }), false, 'in the same session')
    await client.faults({ csrf: { ms: 1 } })
    const short = await client.session(CONFIRMATIONS)
    const given = performance.now()
    await until(() => performance.now() > given + 3)
    assert.equal(await isStale(short), true)
    const session = await client.session(CONFIRMATIONS)
    await client.faults({ next: [{ fault: 'csrfExpired', method: 'POST' }] })
    assert.deepEqual([await isStale(session), await isStale(session)], [true, true])
    assert.equal(await isStale(await client.session(CONFIRMATIONS)), false)
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
    await client.faults({ receiptAfterMs: 30 })
    const { json } = await client.post(CREATE, body)
    const group = String(at(json, 'd', 'ConfirmationGroup'))
    const query = `ConfirmationGroup='${group}'&ConfirmationCount='${String(at(json, 'd', 'ConfirmationCount'))}'`
    assert.equal((await client.post(`${CONFIRMATIONS}/CancelProdnOrdConf?${query}`)).status, 200)
    const began = performance.now()
    await until(() => performance.now() > began + 60)
    const key = { ManufacturingOrder: order, GoodsMovementType: '101' }
    const posted = client.s4.books.find('A_MaterialDocumentItem', key).filter((each) => each.GoodsMovementIsCancelled)
    assert.deepEqual(posted, [])
    assert.equal(client.s4.books.find('ProdnOrdConfMatlDocItm', { ConfirmationGroup: group, GoodsMovementType: '101' }).length, 0)
  })

  test('maintenance: a page and 503 for everything, even for who has not signed in, until it is over', async () => {
    await client.faults({ maintenance: { ms: 60_000 } })
    for (const path of [`${CONFIRMATIONS}/`, '/elsewhere']) {
      const { status, headers, text } = await ask(`${client.s4.url}${path}`, { headers: { authorization: '' } })
      assert.deepEqual([status, headers.get('content-type')], [503, 'text/html;charset=utf-8'])
      assert.ok(Number(headers.get('retry-after')) > 50)
      assert.match(text, /maintained/)
    }
    assert.equal((await ask(`${client.s4.adminUrl}/admin/health`)).status, 200, 'the admin port is not maintained')
    const at = (ms: number): string => new Date(Date.now() + ms).toISOString()
    await client.faults({ maintenance: { from: at(60_000), to: at(120_000) } })
    assert.equal((await client.read(`${CONFIRMATIONS}/`)).status, 200)
    await client.faults({ maintenance: { ms: 20 } })
    let answer = await client.read(`${CONFIRMATIONS}/`)
    while (answer.status === 503) answer = await client.read(`${CONFIRMATIONS}/`)
    assert.equal(answer.status, 200)
  })

  test('latency: the same seed gives the same delays, most of them short and a few long, none beyond the most', () => {
    for (const latency of [
      { kind: 'logNormal', median: 10, sigma: 1, most: 400 },
      { kind: 'pareto', least: 10, alpha: 1.2, most: 400 },
    ] as const) {
      const draw = (seed: number): number[] => {
        const chance = new Chance(seed)
        return Array.from({ length: 1000 }, () => chance.delay(latency)).sort((a, b) => a - b)
      }
      const delays = draw(5)
      assert.deepEqual(delays, draw(5))
      assert.notDeepEqual(delays, draw(6))
      const quantile = (share: number): number => delays[Math.floor(share * 1000)] ?? 0
      assert.ok(quantile(0.5) < 25 && quantile(0.99) > 5 * quantile(0.5), `${latency.kind} ${quantile(0.5)} ${quantile(0.99)}`)
      assert.ok(quantile(0.999) <= 400)
    }
  })

  test('latency delays requests', async () => {
    await client.faults({ latencyMs: 20, latency: { kind: 'pareto', least: 20, alpha: 3, most: 60 } })
    const began = performance.now()
    assert.equal((await client.read(`${CONFIRMATIONS}/`)).status, 200)
    assert.ok(performance.now() - began >= 39)
  })

  test('a fault of some probability befalls its share of requests, the same ones for the same seed', async () => {
    const run = async (seed: number): Promise<string> => {
      await client.faults({ seed, next: [{ fault: 'http503', body: 'none', probability: 0.3 }] })
      const answers: number[] = []
      for (let count = 0; count < 60; count += 1) answers.push((await client.read(`${DOCUMENTS}/`)).status)
      return answers.join()
    }
    const first = await run(3)
    assert.equal(await run(3), first)
    const share = (first.match(/503/g)?.length ?? 0) / 60
    assert.ok(share > 0.1 && share < 0.5, `${share}`)
    const { json } = await ask(`${client.s4.adminUrl}/admin/faults`)
    assert.equal(at(json, 'next', 0, 'probability'), 0.3, 'it does not wear out')
  })

  test('what is no plan is refused with its reason, and the old one stays', async () => {
    await client.faults({ latencyMs: 3 })
    for (const plan of [
      { next: [{ fault: 'explode' }] },
      { next: [{ fault: 'reset', probability: 2 }] },
      { next: [{ fault: 'http500', body: 'poem' }] },
      { next: [{ fault: 'slow', ms: -1 }] },
      { latencyMs: 'long' },
      { latency: { kind: 'even', least: 1 } },
      { latency: { kind: 'logNormal', median: 0, sigma: 1 } },
      { locks: [{ order: '1', ms: -1 }] },
      { csrf: { requests: -1 } },
      { maintenance: { from: 'soon', to: 'later' } },
      { period: {} },
      { period: { afterPostings: 1, to: '2026-13' } },
    ]) {
      const { status, json } = await client.faults(plan)
      assert.deepEqual([status, typeof json.error], [400, 'string'], JSON.stringify(plan))
    }
    assert.equal((await ask(`${client.s4.adminUrl}/admin/faults`)).json.latencyMs, 3)
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

test('faults that need an order are refused where there are none', async () => {
  const s4 = await startWorkshop()
  try {
    const put = (plan: object) => ask(`${s4.adminUrl}/admin/faults`, { method: 'PUT', body: JSON.stringify(plan) })
    assert.equal((await put({ locks: [{ order: '1', ms: 5 }] })).status, 400)
    await put({ processingMs: 5, receiptAfterMs: 5 })
    assert.equal((await send(s4, 'POST', '/Jobs', { Title: 'slow' })).status, 201)
    assert.equal((await ask(`${s4.url}${SERVICE}/Jobs`, { method: 'POST', headers: await admission(s4) })).status, 400)
  } finally {
    await s4.close()
  }
})

/** A confirmation that receives its product into stock, of a fresh order, that the S/4 would take. */
async function receiving(client: S4Client): Promise<{ body: object; order: string }> {
  for (;;) {
    const order = client.freshOrder()
    const operation = client.s4.books
      .find('A_ProductionOrderOperation_2', { ManufacturingOrder: order })
      .map((each) => String(each.ManufacturingOrderOperation))
      .sort()
      .at(-1)
    const body = { OrderID: order, OrderOperation: operation, ConfirmationYieldQuantity: '1' }
    const simulation = JSON.stringify({ path: CREATE, body })
    const { json } = await ask(`${client.s4.adminUrl}/admin/simulate`, { method: 'POST', body: simulation })
    const moved = at(json, 'body', 'd', 'to_ProdnOrdConfMatlDocItm', 'results')
    if (Array.isArray(moved) && moved.some((each) => at(each, 'GoodsMovementType') === '101')) return { body, order }
  }
}
