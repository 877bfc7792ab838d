import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type Cluster, newDatabase, startPostgres, withoutPostgres } from '../../tools/postgres.ts'
import { type Server, startServer } from '../doors/stand.ts'
import { TOKEN } from '../intake/stand.ts'

/** Milliseconds within which a sender is told to come again, and a server ends. */
const ANSWER_WITHIN = 30_000
const END_WITHIN = 10_000

describe('a database on PostgreSQL', { skip: withoutPostgres(), timeout: 300_000 }, () => {
  let cluster: Cluster
  let database: string
  let server: Server
  let asleep: readonly number[] = []
  before(async () => {
    cluster = await startPostgres()
    database = await newDatabase({ ...cluster.env, COUNTERSIGN_TEST_TEMPLATE: '' })
    server = await startServer({ env: { ...cluster.env, PGDATABASE: database, CDS_ENV: 'postgres' } })
  })
  after(async () => {
    for (const pid of asleep) process.kill(pid, 'SIGCONT')
    await server.end()
    await cluster.stop()
  })

  test('that takes no changes keeps nobody sending requests here', async () => {
    await untilReady(200)
    await cluster.sql(`ALTER DATABASE ${database} SET default_transaction_read_only = on`)
    await cluster.cutConnections(database)
    await untilReady(503)
    assert.match(await (await fetch(`${server.url}/health/ready`)).text(), /takes no changes/)
    await cluster.sql(`ALTER DATABASE ${database} RESET default_transaction_read_only`)
    await cluster.cutConnections(database)
    await untilReady(200)
  })

  test('that says nothing any more keeps neither senders nor pages waiting: they are told to come again', async () => {
    // What policies say is known by then.
    await post('1000000')
    const sessions = await cluster.sql(`SELECT pid FROM pg_stat_activity WHERE datname = '${database}'`)
    asleep = [Number(readFileSync(join(cluster.env.PGHOST, 'data/postmaster.pid'), 'utf8').split('\n')[0]), ...sessions.map(Number)]
    for (const pid of asleep) process.kill(pid, 'SIGSTOP')
    const many = Array.from({ length: 20 }, (_, each) => post(String(1_000_001 + each)))
    const answers = await Promise.all([...many, ask('/odata/v4/worklist/Suggestions?$top=1', 'planner')])
    assert.deepEqual(
      answers.map((answer) => answer?.status),
      answers.map(() => 503),
    )
    assert.match((await answers[0]?.text()) ?? '', /COUNTERSIGN\/UNAVAILABLE/)
  })

  test('that says nothing any more keeps no server from ending', async () => {
    const begun = performance.now()
    const exit = once(server.child, 'exit')
    server.child.kill('SIGTERM')
    await exit
    const took = performance.now() - begun
    assert.ok(took < END_WITHIN, `${String(Math.round(took))} ms`)
  })

  function post(order: string): Promise<Response | undefined> {
    const body = JSON.stringify({ OrderID: order, OrderOperation: '0010', ConfirmationYieldQuantity: '1', ConfirmationUnit: 'PC' })
    return ask('/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV/ProdnOrdConf2', 'dm', { method: 'POST', headers: TOKEN, body })
  }

  async function ask(path: string, user: string, { headers, ...others }: RequestInit = {}): Promise<Response | undefined> {
    const signal = AbortSignal.timeout(ANSWER_WITHIN)
    const authorization = `Basic ${btoa(`${user}:${user}`)}`
    const all = { ...(headers as Readonly<Record<string, string>> | undefined), authorization }
    return fetch(server.url + path, { ...others, headers: all, signal }).catch(() => undefined)
  }

  async function untilReady(status: number): Promise<void> {
    while ((await fetch(`${server.url}/health/ready`)).status !== status) await pause(50)
  }
})
