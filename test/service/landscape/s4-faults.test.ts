import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { Chance } from '../../landscape/s4/faults/chance.ts'
import { CONFIRMATIONS, DOCUMENTS, startClient, until, type S4Client } from './s4-client.ts'
import { admission, ask, at, send, SERVICE, startWorkshop } from './workshop.ts'

const WORK_CENTERS = '/sap/opu/odata4/sap/api_work_center/srvd_a2x/sap/workcenter/0001'
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

  test('services of another version are slow, busy and cut off like all others', async () => {
    assert.equal((await client.read(`${WORK_CENTERS}/WorkCenterHeader`)).status, 200)
    await meet({ fault: 'http503', body: 'html' }, { fault: 'slow', ms: 30 }, { fault: 'reset' })
    assert.equal((await client.read(`${WORK_CENTERS}/WorkCenterHeader`)).status, 503)
    const began = performance.now()
    assert.equal((await client.read(`${WORK_CENTERS}/WorkCenterHeader`)).status, 200)
    assert.ok(performance.now() - began >= 29)
    await assert.rejects(client.read(`${WORK_CENTERS}/WorkCenterHeader`))
    assert.equal((await ask(`${client.s4.url}${WORK_CENTERS}/`, { headers: { authorization: '' } })).status, 401)
    assert.equal((await client.read('/sap/opu/odata4/sap/elsewhere')).status, 404)
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
