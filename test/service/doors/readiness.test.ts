import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import cds from '@sap/cds'
import express from 'express'
import { isWritable } from '../../../srv/database/writable.ts'
import { readiness } from '../../../srv/doors/readiness.ts'
import { openDatabase } from '../database.ts'
import { TOKEN } from '../intake/stand.ts'
import { type Server, startServer } from './stand.ts'

/** Whether requests should come here, and who is told why. */

interface Health {
  readonly status: string
  readonly oldestWaiting?: number
  readonly lines?: Readonly<
    Record<string, Readonly<Record<'posting' | 'reading' | 'passing', { state: string; atOnce: number; p99: number }>>>
  >
}

describe('the running server', () => {
  const POSTINGS = '/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV/ProdnOrdConf2'
  const basic = (user: string): string => `Basic ${btoa(`${user}:${user}`)}`
  let server: Server
  before(async () => {
    // No S/4 answers there.
    const lines = { S4: { atOnce: { posting: 7 }, resetAfter: 600 }, DM: { atOnce: { reading: 3 } } }
    server = await startServer({ config: { countersign: { lines, policy: { answerWithin: 1 } } }, env: { DM_PORT: '9' } })
  })
  after(() => server.end())

  async function ready(user?: string): Promise<{ code: number; health: Health }> {
    const answer = await fetch(`${server.url}/health/ready`, user ? { headers: { authorization: basic(user) } } : {})
    return { code: answer.status, health: (await answer.json()) as Health }
  }

  test('lives, as CAP says it', async () => {
    const answer = await fetch(`${server.url}/health`)
    assert.deepEqual([answer.status, await answer.json()], [200, { status: 'UP' }])
  })

  test('is ready, and says no more to people who have no business with it', async () => {
    for (const user of [undefined, 'planner', 'dm']) assert.deepEqual(await ready(user), { code: 200, health: { status: 'UP' } }, user)
  })

  test('tells administrators and auditors how its lines do, which are as they were set', async () => {
    for (const user of ['admin', 'auditor']) {
      const { code, health } = await ready(user)
      assert.deepEqual([code, health.status, health.oldestWaiting], [200, 'UP', 0])
      assert.deepEqual([health.lines?.S4?.posting.atOnce, health.lines?.S4?.reading.atOnce, health.lines?.DM?.reading.atOnce], [7, 64, 3])
      assert.deepEqual([health.lines?.S4?.posting.state, health.lines?.S4?.posting.p99], ['closed', 0])
    }
  })

  test('takes messages as well while the ERP can not be reached, and says so', async () => {
    const post = (order: string): Promise<Response> => {
      const body = JSON.stringify({ OrderID: order, OrderOperation: '0010', ConfirmationYieldQuantity: '1', ConfirmationUnit: 'PC' })
      return fetch(server.url + POSTINGS, { method: 'POST', headers: { ...TOKEN, authorization: basic('dm') }, body })
    }
    const answers = await Promise.all(Array.from({ length: 12 }, (_, each) => post(String(1_000_000 + each))))
    assert.ok(answers.every(({ status }) => status === 503))
    assert.deepEqual(await ready(), { code: 200, health: { status: 'DEGRADED' } })
    const { health } = await ready('admin')
    assert.equal(health.lines?.S4?.posting.state, 'open')
  })

  test('lets nobody in whose password is wrong', async () => {
    const answer = await fetch(`${server.url}/health/ready`, { headers: { authorization: `Basic ${btoa('admin:wrong')}` } })
    assert.equal(answer.status, 401)
  })
})

describe('the database', () => {
  let server: HttpServer
  let url: string
  let count = 0
  let oldest: () => Promise<number>
  let isOpen = true
  before(async () => {
    const line = { posting: { state: 'closed' } }
    const app = express()
    const oldestWaiting = (): Promise<number> => (count++, oldest())
    const takesChanges = (): Promise<boolean> => Promise.resolve(isOpen)
    app.get('/', readiness({ oldestWaiting, takesChanges, lines: () => ({ S4: line, DM: undefined }), isEnding: () => false }))
    server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  })
  after(() => {
    server.close()
    server.closeAllConnections()
  })

  async function code(): Promise<number> {
    const answer = await fetch(url)
    const { status } = (await answer.json()) as { status: string }
    assert.equal(status, answer.status === 200 ? 'UP' : 'DOWN')
    return answer.status
  }

  test('is asked once for all who ask within a second', async () => {
    oldest = () => Promise.resolve(3)
    assert.deepEqual([...new Set(await Promise.all(Array.from({ length: 50 }, code)))], [200])
    assert.equal(count, 1)
  })

  test('that is away means not ready, until it is back', async () => {
    oldest = () => Promise.reject(new Error('connection refused'))
    while ((await code()) === 200) await pause(50)
    oldest = () => Promise.resolve(0)
    while ((await code()) === 503) await pause(50)
  })

  test('that takes no changes means not ready, and why', async () => {
    isOpen = false
    while ((await code()) === 200) await pause(50)
    assert.deepEqual(await (await fetch(url)).json(), { status: 'DOWN', reason: 'The database can be read, but takes no changes' })
    isOpen = true
    while ((await code()) === 503) await pause(50)
  })

  test('that hangs means not ready, and nobody waits for it', async () => {
    const { promise, resolve } = Promise.withResolvers<number>()
    oldest = () => promise
    while ((await code()) === 200) await pause(50)
    const asked = count
    const begin = performance.now()
    assert.deepEqual(await Promise.all([code(), code()]), [503, 503])
    assert.ok(performance.now() - begin < 5000)
    assert.equal(count, asked, 'it is not asked again before it has answered')
    resolve(0)
    while ((await code()) === 503) await pause(50)
  })
})

describe('a file', { skip: process.env.COUNTERSIGN_TEST_DB === 'postgres' && 'PostgreSQL has none' }, () => {
  before(() => openDatabase())

  test('that is closed for changes is noticed, and when it is open again', async () => {
    assert.equal(await isWritable(), true)
    await cds.run('PRAGMA query_only = ON')
    assert.equal(await isWritable(), false)
    await cds.run('PRAGMA query_only = OFF')
    assert.equal(await isWritable(), true)
  })
})
