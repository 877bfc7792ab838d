import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import cds from '@sap/cds'
import { records, type Row } from '../../../srv/audit/records.ts'
import { Sealer } from '../../../srv/audit/sealer.ts'
import { summary, Verifier } from '../../../srv/audit/verifier.ts'
import { verifyLog } from '../../../srv/audit/verify.ts'
import { summaryIn } from '../../../srv/audit/words.ts'
import { insertAttempt } from '../attempts.ts'
import { openDatabase } from '../database.ts'
import { append, entries, tamper } from './stand.ts'

describe('an audit log in which somebody tries to hide what he did', () => {
  before(async () => {
    await openDatabase()
    await append(5)
    await new Sealer().seal()
  })

  test('is whole where it is only written and sealed while it is read, and what is new counts as waiting', async () => {
    await append(2)
    const verifier = new Verifier()
    let isRead = false
    const run = async (sql: string) => {
      const rows = (await cds.run(sql)) as Row[]
      if (!isRead && sql.includes('max(number)')) {
        isRead = true
        await append(3)
        await new Sealer({ batch: 4 }).seal()
        await append(1)
      }
      return rows
    }
    for await (const record of records(run, (cds.db as { kind?: string }).kind)) verifier.take(record)
    const { findings, entries: sealed, unsealed } = verifier.result()
    assert.ok(isRead)
    assert.deepEqual(findings, [])
    assert.deepEqual([sealed, unsealed], [5, 6])
  })

  test('misses its last entries, though no seal held them', async () => {
    await append(3)
    const last = Number((await entries()).at(-1)?.sequence)
    const where = `WHERE sequence > ${last - 2}`
    await tamper(`DELETE FROM countersign_AuditUnsealed ${where}`, `DELETE FROM countersign_AuditLog ${where}`)
    const { isWhole, findings } = await verifyLog()
    assert.equal(isWhole, false)
    assert.deepEqual(findings, [{ kind: 'endMissing', sequence: String(last - 2), other: last }])
  })

  test('remarks on an entry that is dated long before those around it, which proves nothing', async () => {
    await cds.tx(() =>
      cds.run(
        `INSERT INTO countersign_AuditLog (ID, sequence, at, actor) VALUES ('backdated', 3000000, '2020-01-01T08:00:00.000Z', 'controller')`,
      ),
    )
    await append(2)
    await new Sealer().seal()
    const result = await verifyLog()
    assert.ok(result.isWhole)
    assert.deepEqual(
      result.remarks.map(({ kind, entry }) => [kind, entry]),
      [['backdated', 'backdated']],
    )
    assert.match(
      summary(result),
      /^The log is whole.*\nRemark: Entry 3000000 \(backdated\) at position \d+ is dated 2020-01-01T08:00:00\.000Z/,
    )
    assert.match(summaryIn('de', result), /^Das Protokoll ist unversehrt.*\nHinweis: Eintrag 3000000 \(backdated\)/)
  })

  test('names an inserted entry, though its record says that the last seal holds it, or one that there is not, or stands before all others', async () => {
    const [end] = (await cds.run('SELECT max(position) AS "position", max(seal_number) AS "seal" FROM countersign_AuditLeaves')) as Record<
      string,
      unknown
    >[]
    const [position, seal] = [Number(end?.position), Number(end?.seal)]
    const inserted: [ID: string, position: number, seal: number][] = [
      ['behind', position + 1, seal],
      ['further behind', position + 2, seal + 1],
      ['before', -1, seal],
    ]
    await tamper(
      ...inserted.flatMap(([ID, at, number], index) => [
        `INSERT INTO countersign_AuditLog (ID, sequence, actor) VALUES ('${ID}', ${2_000_000 + index}, 'controller')`,
        `INSERT INTO countersign_AuditLeaves (position, entry_ID, hash, seal_number) VALUES (${at}, '${ID}', 'ab', ${number})`,
      ]),
      'DELETE FROM countersign_AuditUnsealed',
    )
    const { findings } = await verifyLog()
    assert.deepEqual(findings.map(({ kind, entry }) => [kind, entry]).sort(), inserted.map(([ID]) => ['leafInserted', ID]).sort())
  })

  test('misses entries that went with all counters, by the messages that nothing tells of any more', async () => {
    for (const number of [3, 4]) await insertAttempt({ ID: cds.utils.uuid(), number, status: 'posted' })
    await tamper(
      ...['Log', 'Leaves', 'Seals', 'Unsealed'].map((name) => `DELETE FROM countersign_Audit${name}`),
      'DELETE FROM countersign_Counters',
    )
    const result = await verifyLog()
    assert.deepEqual(result.findings, [{ kind: 'untold', attempt: 3, other: 2 }])
    assert.match(summary(result), /^The log was TAMPERED with.*\nNo entry tells of 2 of the messages on record, the first of them number 3/)
    assert.match(summaryIn('de', result), /^Das Protokoll wurde VERÄNDERT.*\nVon 2 aufgezeichneten Meldungen erzählt kein Eintrag/)
  })
})
