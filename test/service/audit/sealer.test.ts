import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import cds from '@sap/cds'
import { AuditLeaves, AuditLog, AuditSeals, AuditUnsealed } from '#cds-models/countersign'
import { Sealer } from '../../../srv/audit/sealer.ts'
import { verifyLog } from '../../../srv/audit/verify.ts'
import { until } from '../../flow/until.ts'
import { openDatabase } from '../database.ts'
import { append, entries, tamper } from './stand.ts'

const isPostgres = () => (cds.db as { kind?: string }).kind === 'postgres'

describe('the sealer', () => {
  before(() => openDatabase())
  const sealedCount = async () => (await SELECT.from(AuditLeaves).columns('position')).length

  test('seals what is committed within a second, and not before', async () => {
    const sealer = new Sealer()
    sealer.start()
    try {
      await append(7)
      const committed = performance.now()
      await until(async () => (await sealedCount()) === 7)
      assert.ok(performance.now() - committed < 1000)
      await assert.rejects(
        cds.tx(async () => {
          await append(1)
          throw new Error('taken back')
        }),
      )
      await append(2)
      await until(async () => (await sealedCount()) === (await entries()).length)
    } finally {
      await sealer.stop()
    }
    const { isWhole, unsealed, findings } = await verifyLog()
    assert.deepEqual(findings, [])
    assert.ok(isWhole && unsealed === 0)
  })

  test('seals in batches, and chains them', async () => {
    await append(25)
    const [before] = await SELECT.from(AuditSeals).orderBy('number desc').limit(1)
    assert.equal((await verifyLog()).unsealed, 25)
    assert.equal(await new Sealer({ batch: 10 }).seal(), 25)
    const seals = await SELECT.from(AuditSeals)
      .where({ number: { '>': before?.number ?? 0 } })
      .orderBy('number')
    assert.deepEqual(
      seals.map((seal) => seal.count),
      [10, 10, 5],
    )
    assert.deepEqual(
      seals.map((seal) => seal.previous),
      [before, ...seals].slice(0, 3).map((seal) => seal?.hash),
    )
    assert.deepEqual(await SELECT.from(AuditUnsealed), [])
  })

  test('several at the same time seal each entry once', async () => {
    await append(60)
    const sealers = [new Sealer({ batch: 7 }), new Sealer({ batch: 11 }), new Sealer({ batch: 13 })]
    await until(async () => {
      await Promise.all(sealers.map((sealer) => sealer.seal()))
      return (await SELECT.from(AuditUnsealed)).length === 0
    })
    assert.equal(await sealedCount(), (await entries()).length)
    assert.ok((await verifyLog()).isWhole)
  })

  test('finds what was committed later than what came after it', async (t) => {
    if (!isPostgres()) {
      t.skip('one transaction at a time on SQLite')
      return
    }
    const entry = (sequence: number) => ({ ID: cds.utils.uuid(), sequence, action: 'judged', at: new Date().toISOString() })
    const [late, early] = [entry(1_000_001), entry(1_000_002)]
    const tx = (cds.db as unknown as { tx: () => { run: (query: unknown) => Promise<void>; commit: () => Promise<void> } }).tx()
    await tx.run(INSERT.into(AuditLog).entries(late))
    await cds.tx(() => INSERT.into(AuditLog).entries(early))
    assert.equal(await new Sealer().seal(), 1)
    await tx.commit()
    assert.equal(await new Sealer().seal(), 1)
    const leaves = await SELECT.from(AuditLeaves).orderBy('position desc').limit(2)
    assert.deepEqual(
      leaves.map((leaf) => leaf.entry_ID),
      [late.ID, early.ID],
    )
    assert.ok((await verifyLog()).isWhole)
  })

  test('the tables only grow, whoever asks', async () => {
    const [entry] = await entries()
    const seal = await SELECT.one.from(AuditSeals)
    const leaf = await SELECT.one.from(AuditLeaves)
    const upserts = [
      () => UPSERT.into(AuditLog).entries({ ID: entry?.ID ?? '', sequence: entry?.sequence ?? 0, reason: 'x' }),
      () => UPSERT.into(AuditSeals).entries({ number: seal?.number ?? 0, root: 'x' }),
      () => UPSERT.into(AuditLeaves).entries({ position: leaf?.position ?? 0, hash: 'x' }),
    ]
    const raw = isPostgres()
      ? ['AuditLog', 'AuditSeals', 'AuditLeaves'].map((table) => `TRUNCATE countersign_${table}`)
      : [
          `INSERT OR REPLACE INTO countersign_AuditLog (ID, sequence) VALUES ('new', ${entry?.sequence ?? 0})`,
          `INSERT OR REPLACE INTO countersign_AuditSeals (number) VALUES (${seal?.number ?? 0})`,
          `INSERT OR REPLACE INTO countersign_AuditLeaves (position, entry_ID) VALUES (9999, '${leaf?.entry_ID ?? ''}')`,
        ]
    const attempts: (() => PromiseLike<unknown>)[] = [
      () =>
        UPDATE(AuditLog)
          .set({ reason: 'x' })
          .where({ ID: entry?.ID ?? '' }),
      () => DELETE.from(AuditLog).where({ ID: entry?.ID ?? '' }),
      () =>
        UPDATE(AuditSeals)
          .set({ root: 'x' })
          .where({ number: seal?.number ?? 0 }),
      () => DELETE.from(AuditSeals).where({ number: seal?.number ?? 0 }),
      () =>
        UPDATE(AuditLeaves)
          .set({ hash: 'x' })
          .where({ position: leaf?.position ?? 0 }),
      () => DELETE.from(AuditLeaves).where({ position: leaf?.position ?? 0 }),
      ...upserts,
      ...raw.map((sql) => () => cds.run(sql)),
    ]
    for (const attempt of attempts) await assert.rejects(async () => await attempt(), /append-only/)
    assert.ok((await verifyLog()).isWhole)
  })

  test('what somebody does to the tables all the same is found, and the entry named', async () => {
    const [first, second, third] = await entries()
    await tamper(
      `UPDATE countersign_AuditLog SET actor = 'nobody' WHERE ID = '${first?.ID ?? ''}'`,
      `DELETE FROM countersign_AuditLog WHERE ID = '${second?.ID ?? ''}'`,
      `UPDATE countersign_AuditLog SET details = '{}' WHERE ID = '${third?.ID ?? ''}'`,
      `INSERT INTO countersign_AuditLog (ID, sequence) VALUES ('inserted', 2000000)`,
      'DELETE FROM countersign_AuditUnsealed',
    )
    const { findings } = await verifyLog()
    assert.deepEqual(
      findings.map(({ kind, entry, sequence }) => [kind, entry, sequence]).sort(),
      [
        ['changed', first?.ID, String(first?.sequence)],
        ['changed', third?.ID, String(third?.sequence)],
        ['inserted', 'inserted', '2000000'],
        ['missing', second?.ID, undefined],
      ].sort(),
    )
  })

  test('what was appended before there were seals is sealed first', async () => {
    await tamper(
      ...['Log', 'Leaves', 'Seals', 'Unsealed'].map((name) => `DELETE FROM countersign_Audit${name}`),
      `UPDATE countersign_Counters SET value = 0 WHERE name = 'seal'`,
    )
    await append(12)
    await cds.tx(() => cds.run('DELETE FROM countersign_AuditUnsealed WHERE sequence IN (SELECT max(sequence) FROM countersign_AuditLog)'))
    await cds.tx(() => cds.run('DELETE FROM countersign_AuditUnsealed WHERE sequence IN (SELECT min(sequence) FROM countersign_AuditLog)'))
    assert.equal(await new Sealer().seal(), 12)
    const { isWhole, entries: sealed } = await verifyLog()
    assert.deepEqual([isWhole, sealed], [true, 12])
  })
})
