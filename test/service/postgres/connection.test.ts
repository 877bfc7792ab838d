import './profile.ts'
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import cds from '@sap/cds'
import { AttemptItems, AuditLog, Lanes, SyncAttempts } from '#cds-models/countersign'
import { ITSELF, tell } from '../../../srv/audit/log.ts'
import { newLease } from '../../../srv/database/instance.ts'
import { releaseLeases } from '../../../srv/database.ts'
import { binary } from '../../../srv/pipeline/storage.ts'
import { until } from '../../flow/until.ts'
import { type Cluster, startPostgres, withoutPostgres } from '../../tools/postgres.ts'
import { openDatabase } from '../database.ts'

describe('on PostgreSQL', { skip: withoutPostgres() }, () => {
  let cluster: Cluster
  let database: string
  before(async () => {
    cluster = await startPostgres()
    Object.assign(process.env, cluster.env, { COUNTERSIGN_TEST_TEMPLATE: '' })
    await openDatabase()
    const [row] = (await cds.run('SELECT current_database() AS name')) as { name: string }[]
    database = row?.name ?? ''
  })
  after(async () => {
    await (cds.db as unknown as { disconnect: () => Promise<void> }).disconnect()
    await cluster.stop()
  })

  const sessions = () => cluster.sql(`SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'countersign %'`)
  const bytes = async (value: unknown) => (value instanceof Readable ? buffer(value) : Buffer.alloc(0))
  const insert = (values: object) => INSERT.into(SyncAttempts).entries({ status: 'received', ...values } as never)

  test('nobody waits for a lock, or holds one, without end', async () => {
    const shown = async (name: string) => ((await cds.run(`SELECT current_setting('${name}') AS value`)) as { value: string }[])[0]?.value
    assert.equal(await shown('lock_timeout'), '10s')
    assert.equal(await shown('statement_timeout'), '2min')
    assert.equal(await shown('idle_in_transaction_session_timeout'), '1min')
    assert.equal(await shown('TimeZone'), 'UTC')
  })

  test('connections that the database ends are replaced, and nobody notices', async () => {
    await Promise.all([1, 2, 3].map(() => cds.tx(() => SELECT.one.from(AuditLog))))
    assert.ok((await sessions()).length > 0)
    await cluster.cutConnections(database)
    await until(async () => (await sessions()).length === 0)
    assert.deepEqual(await SELECT.from(AuditLog), [])
  })

  test('a connection that ends within a transaction takes that transaction along, and nothing else', async () => {
    const ID = randomUUID()
    await assert.rejects(
      cds.tx(async () => {
        await insert({ ID, number: 1 })
        await cluster.cutConnections(database)
        await insert({ ID: randomUUID(), number: 2 })
      }),
    )
    assert.equal(await SELECT.one.from(SyncAttempts).where({ ID }), undefined)
    await insert({ ID, number: 1 })
    assert.equal((await SELECT.one.from(SyncAttempts).columns('status').where({ ID }))?.status, 'received')
  })

  test('text that PostgreSQL has no place for is kept as far as it can be', async () => {
    const ID = randomUUID()
    await insert({ ID, number: 3, path: 'a\0b', method: '\ud800', verdictReason: 'a\\u0000b 😀' })
    const row = await SELECT.one.from(SyncAttempts).columns('path', 'method', 'verdictReason').where({ ID })
    assert.deepEqual(row, { path: 'a\ufffdb', method: '\ufffd', verdictReason: 'a\\u0000b 😀' })
    assert.equal((await SELECT.one.from(SyncAttempts).columns('ID').where({ path: 'a\0b' }))?.ID, ID)
    await UPDATE(SyncAttempts, ID).set({ path: '\0' })
    assert.equal((await SELECT.one.from(SyncAttempts).columns('path').where({ ID }))?.path, '\ufffd')
  })

  test('payloads of any size come back byte for byte', async () => {
    for (const [position, body] of [Buffer.alloc(0), Buffer.from([0, 255, 128, 10]), Buffer.alloc(9_000_000, 'äöü')].entries()) {
      const attempt_ID = randomUUID()
      await INSERT.into(AttemptItems).entries({ attempt_ID, position, body: binary(body) } as never)
      await INSERT.into(SyncAttempts).entries({ ID: attempt_ID, number: 10 + position })
      await UPDATE(SyncAttempts, attempt_ID).set({ answerBody: binary(body) } as never)
      const kept = await SELECT.one.from(AttemptItems).columns('body').where({ attempt_ID })
      const answer = await SELECT.one.from(SyncAttempts).columns('answerBody').where({ ID: attempt_ID })
      assert.ok(body.equals(await bytes(kept?.body)))
      assert.ok(body.equals(await bytes(answer?.answerBody)))
    }
  })

  test('no number is given out twice, however many ask at once', async () => {
    await Promise.all(Array.from({ length: 100 }, () => cds.tx(() => tell({ ...ITSELF, action: 'numbered' }))))
    const rows = await SELECT.from(AuditLog).columns('sequence').where({ action: 'numbered' })
    assert.equal(new Set(rows.map((row) => Number(row.sequence))).size, 100)
  })

  test('leases of processes that are gone end at once, those of the living stay', async () => {
    const leaseUntil = new Date(Date.now() + 60_000).toISOString()
    const [ours, dead] = [newLease(), randomUUID()]
    await INSERT.into(Lanes).entries(
      [ours, dead].map((lease, at) => ({ attempt_ID: randomUUID(), lane: `${at}`, seq: at, lease, leaseUntil })),
    )
    await releaseLeases()
    const rows = await SELECT.from(Lanes).columns('lease', 'leaseUntil').orderBy('seq')
    assert.deepEqual(
      rows.map((row) => [row.lease, row.leaseUntil === null]),
      [
        [ours, false],
        [null, true],
      ],
    )
  })
})
