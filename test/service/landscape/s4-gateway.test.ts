import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, beforeEach, describe, test } from 'node:test'
import { executeHttpRequest } from '@sap-cloud-sdk/http-client'
import type { RunningS4 } from '../../landscape/s4/listen.ts'
import { admission, ask, at, BASIC, send, SERVICE, startWorkshop, workshop } from './workshop.ts'

describe('the gateway of the local S/4', () => {
  let s4: RunningS4
  before(async () => {
    const other = { ...workshop, name: 'ZOTHER_SRV', namespace: 'ZOTHER_SRV' }
    s4 = await startWorkshop({ services: [workshop, other] })
  })
  after(() => s4.close())
  const putFaults = (plan: object) => ask(`${s4.adminUrl}/admin/faults`, { method: 'PUT', body: JSON.stringify(plan) })
  beforeEach(async () => {
    await putFaults({})
  })
  const countOf = (set: string): number => s4.books.find(set).length

  test('who has not signed in gets 401, even for a service that does not exist', async () => {
    for (const authorization of ['', 'Basic eDp5', 'Bearer x', `Basic ${Buffer.from('DM:wrong').toString('base64')}`]) {
      const { status, headers } = await ask(`${s4.url}/sap/opu/odata/sap/BOGUS_SRV/`, { headers: { authorization } })
      assert.deepEqual([status, headers.get('www-authenticate')?.startsWith('Basic')], [401, true])
    }
  })

  test('an unknown service or version is 403 MED/170, version 2 of a known one is fine, another path is 404', async () => {
    const unknown = await ask(`${s4.url}/sap/opu/odata/sap/BOGUS_SRV/Jobs`)
    assert.deepEqual([unknown.status, at(unknown.json, 'error', 'code')], [403, '/IWFND/MED/170'])
    assert.equal((await ask(`${s4.url}${SERVICE};v=9/Jobs`)).status, 403)
    const versioned = await ask(`${s4.url}${SERVICE};v=2/Jobs('9')`)
    assert.equal(at(versioned.json, 'd', '__metadata', 'uri'), `${s4.url}${SERVICE};v=2/Jobs('9')`)
    assert.equal((await ask(`${s4.url}/elsewhere`)).status, 404)
  })

  test('a token is fetched by GET or HEAD, also of a set with a trailing slash', async () => {
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/Jobs?$top=1'],
      ['HEAD', '/'],
      ['HEAD', '/Jobs/'],
      ['GET', '/$metadata'],
    ] as const) {
      const { status, headers, text } = await ask(`${s4.url}${SERVICE}${path}`, { method, headers: { 'x-csrf-token': 'fetch' } })
      assert.equal(status, 200)
      assert.ok(headers.get('x-csrf-token'))
      assert.match(headers.getSetCookie().join(), /SAP_SESSIONID_S4H_100=/)
      assert.equal(text === '', method === 'HEAD')
    }
  })

  test('a posting needs token and cookie of one session, one service, one user', async () => {
    const { cookie = '', 'x-csrf-token': token = '' } = await admission(s4)
    const other = await admission(s4)
    const post = (headers: Record<string, string>, service = 'ZWORKSHOP_SRV') =>
      ask(`${s4.url}/sap/opu/odata/sap/${service}/Jobs`, {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json', ...headers },
      })
    const pair = { cookie, 'x-csrf-token': token }
    for (const headers of [
      {},
      { cookie },
      { 'x-csrf-token': token },
      { ...pair, cookie: other.cookie ?? '' },
      { ...pair, 'x-csrf-token': 'Fetch' },
    ]) {
      const { status, headers: answered, json } = await post(headers)
      assert.deepEqual(
        [status, answered.get('x-csrf-token'), at(json, 'error', 'message', 'value')],
        [403, 'Required', 'CSRF token validation failed'],
      )
    }
    assert.equal((await post(pair, 'ZOTHER_SRV')).status, 403)
    assert.equal((await post({ ...pair, authorization: `Basic ${Buffer.from('COUNTERSIGN:countersign').toString('base64')}` })).status, 403)
    assert.equal((await post(pair)).status, 201)
    assert.equal((await ask(`${s4.adminUrl}/admin/sessions`, { method: 'DELETE' })).status, 204)
    assert.equal((await post(pair)).status, 403)
  })

  test("the Cloud SDK's HTTP client fetches the token and posts", async () => {
    const destination = { url: s4.url, username: 'COUNTERSIGN', password: 'countersign', authentication: 'BasicAuthentication' } as const
    const response = await executeHttpRequest(destination, {
      method: 'post',
      url: `${SERVICE}/Jobs`,
      data: { Title: 'by SDK', Quantity: '1.000' },
      headers: { accept: 'application/json' },
    })
    assert.deepEqual([response.status, at(response.data, 'd', 'Title')], [201, 'by SDK'])
    assert.match(String(at(response.headers, 'sap-message')), /RU\/100/)
  })

  test('a body beyond the limit is 413, a damaged one 400, both in error form', async () => {
    const { status, json } = await send(s4, 'POST', '/Jobs', `{"Title":"${'x'.repeat(21 * 1024 * 1024)}"}`)
    assert.deepEqual([status, typeof at(json, 'error', 'code')], [413, 'string'])
    const damaged = await send(s4, 'POST', '/Jobs', 'no gzip', { 'content-encoding': 'gzip' })
    assert.deepEqual([damaged.status, typeof at(damaged.json, 'error', 'code')], [400, 'string'])
  })

  test('faults: refused ones do nothing, happen as often as said, and spare other requests', async () => {
    const before = countOf('Jobs')
    const plan = {
      next: [
        { method: 'POST', pathContains: '/Jobs', fault: 'http423', times: 2 },
        { pathContains: '$metadata', fault: 'http503' },
      ],
    }
    assert.deepEqual((await putFaults(plan)).json, { latencyMs: 0, next: [plan.next[0], { ...plan.next[1], times: 1 }] })
    assert.equal((await ask(`${s4.url}${SERVICE}/$metadata`)).status, 503)
    const locked = await send(s4, 'POST', '/Jobs', { Title: 'x' })
    assert.deepEqual([locked.status, at(locked.json, 'error', 'innererror', 'errordetails', 0, 'code')], [423, 'CO/469'])
    assert.equal((await send(s4, 'POST', '/Jobs', {})).status, 423)
    assert.equal(countOf('Jobs'), before)
    assert.equal((await send(s4, 'POST', '/Jobs', {})).status, 201)
    assert.deepEqual((await ask(`${s4.adminUrl}/admin/faults`)).json, { latencyMs: 0, next: [] })
    assert.equal((await putFaults({ next: [{ fault: 'explode' }] })).status, 400)
  })

  test('faults of the connection: lost answers are booked, resets are not, stalls last until the client leaves', async () => {
    const titles = (): unknown[] => s4.books.find('Jobs').map((each) => each.Title)
    const meet = async (fault: object, title: string): Promise<void> => {
      await putFaults({ next: [{ method: 'POST', pathContains: 'Jobs', ...fault }] })
      await assert.rejects(send(s4, 'POST', '/Jobs', { Title: title }))
    }
    await meet({ fault: 'lostAnswer' }, 'lost')
    assert.ok(titles().includes('lost'))
    await meet({ fault: 'reset' }, 'reset')
    assert.ok(!titles().includes('reset'))
    await meet({ fault: 'lostAnswer', ms: 30 }, 'late')
    while (!titles().includes('late')) await new Promise(setImmediate)
    await putFaults({ next: [{ method: 'POST', fault: 'stall' }] })
    const headers = { authorization: BASIC, 'content-type': 'application/json', ...(await admission(s4)) }
    const stalled = request(`${s4.url}${SERVICE}/Jobs`, { method: 'POST', headers })
    const gone = new Promise((resolve) => stalled.once('error', resolve))
    stalled.end('{"Title":"stall"}')
    while (!titles().includes('stall')) await new Promise(setImmediate)
    stalled.destroy(new Error('patience is over'))
    await gone
    await putFaults({ latencyMs: 20 })
    assert.equal((await send(s4, 'POST', '/Jobs', { Title: 'slow' })).status, 201)
  })
})
