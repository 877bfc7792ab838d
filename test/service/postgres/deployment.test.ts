import assert from 'node:assert/strict'
import { join, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { until } from '../../flow/until.ts'
import { type Program, startProgram } from '../../landscape/processes.ts'
import { type Cluster, newDatabase, startPostgres, withoutPostgres } from '../../tools/postgres.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

describe('a PostgreSQL that Countersign starts on', { skip: withoutPostgres() }, () => {
  let cluster: Cluster
  let database: string
  before(async () => {
    cluster = await startPostgres()
  })
  after(() => cluster.stop())

  const sql = (statement: string): Promise<string[]> => cluster.sql(statement, database)
  const env = () => ({ ...cluster.env, PGDATABASE: database, CDS_ENV: 'postgres', CDS_TYPESCRIPT: 'true', COUNTERSIGN_TEST_TEMPLATE: '' })
  const prepare = (): Promise<Program> => startProgram([join(import.meta.dirname, 'prepare.ts')], { cwd: ROOT, env: env() })

  /** What stands there once it is prepared. */
  async function assertPrepared(): Promise<void> {
    assert.deepEqual(await sql('SELECT name FROM countersign_Counters GROUP BY name HAVING count(*) > 1'), [])
    assert.notDeepEqual(await sql('SELECT name FROM countersign_Counters'), [])
    assert.deepEqual(await sql('SELECT count(*) FROM countersign_Policies'), ['1'])
    assert.deepEqual(await sql('SELECT count(*) FROM countersign_deployed'), ['1'])
    assert.deepEqual(
      await sql(`SELECT count(*) = (SELECT count(*) FROM countersign_DeliveredFailureCodes) FROM countersign_FailureCodes`),
      ['t'],
    )
    const triggers = await sql(`SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE '%append_only' ORDER BY tgname`)
    assert.ok(triggers.includes('countersign_auditlog_append_only'), triggers.join(', '))
  }

  test('is prepared once by processes that start at the same time', async () => {
    database = await newDatabase(cluster.env)
    const started = await Promise.all([prepare(), prepare(), prepare()])
    assert.deepEqual(await Promise.all(started.map((each) => each.ended)), [0, 0, 0])
    await assertPrepared()
  })

  test('is as it was when a process dies in the middle, and the next one does it all', async () => {
    database = await newDatabase(cluster.env)
    const dying = await prepare()
    // It is at work once it has the lock that others wait for.
    await until(async () => (await sql(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted`)).length > 0)
    await dying.stop('SIGKILL')
    await until(async () => (await sql(`SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'countersign %'`)).length === 0)
    assert.deepEqual(await sql(`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`), [])
    assert.equal(await (await prepare()).ended, 0)
    await assertPrepared()
  })

  test('that knows the model already is left as it is', async () => {
    const view = `SELECT oid FROM pg_class WHERE relname = 'triageservice_conflicts'`
    const before = await sql(view)
    assert.equal(before.length, 1)
    assert.equal(await (await prepare()).ended, 0)
    assert.deepEqual(await sql(view), before)
  })

  test('keeps what people edited, whatever is delivered', async () => {
    await sql(`UPDATE countersign_FailureCodes SET fix = 'Ask Anna', isEdited = true WHERE ID = '11'`)
    await sql(`UPDATE countersign_Policies SET answerWithin = 7`)
    await sql('DELETE FROM countersign_deployed')
    assert.equal(await (await prepare()).ended, 0)
    assert.deepEqual(await sql(`SELECT fix FROM countersign_FailureCodes WHERE ID = '11'`), ['Ask Anna'])
    assert.deepEqual(await sql('SELECT answerWithin FROM countersign_Policies'), ['7'])
    await assertPrepared()
  })

  test('takes no number twice', async () => {
    await sql(`INSERT INTO countersign_SyncAttempts (ID, number, status) VALUES ('1', 1, 'received')`)
    await assert.rejects(sql(`INSERT INTO countersign_SyncAttempts (ID, number, status) VALUES ('2', 1, 'received')`), /duplicate key/)
    await sql(`INSERT INTO countersign_AuditLog (ID, sequence) VALUES ('1', 1)`)
    await assert.rejects(sql(`INSERT INTO countersign_AuditLog (ID, sequence) VALUES ('2', 1)`), /duplicate key/)
  })
})
