import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'

const ROOT = resolve(import.meta.dirname, '../..')

test('a file of an earlier version takes no number twice any more', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-numbers-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'countersign.sqlite')
  const env = { ...process.env, CDS_TYPESCRIPT: 'true', CDS_ENV: 'development', cds_requires_db_credentials_url: file }
  const start = () => execFileSync(process.execPath, [join(ROOT, 'test/service/upgrade-now.ts')], { cwd: ROOT, env })
  start()

  const earlier = new DatabaseSync(file)
  for (const [table, column] of [
    ['SyncAttempts', 'number'],
    ['AuditLog', 'sequence'],
  ] as const) {
    earlier.exec(`DROP INDEX IF EXISTS countersign_${table}_${column}_once`)
    earlier.exec(`CREATE INDEX countersign_${table}_${column} ON countersign_${table} (${column})`)
  }
  earlier.close()
  start()

  const now = new DatabaseSync(file)
  t.after(() => now.close())
  now.exec(`INSERT INTO countersign_SyncAttempts (ID, number, status) VALUES ('1', 1, 'received')`)
  assert.throws(() => now.exec(`INSERT INTO countersign_SyncAttempts (ID, number, status) VALUES ('2', 1, 'received')`), /UNIQUE/)
  now.exec(`INSERT INTO countersign_AuditLog (ID, sequence) VALUES ('1', 1)`)
  assert.throws(() => now.exec(`INSERT INTO countersign_AuditLog (ID, sequence) VALUES ('2', 1)`))
  const indexes = now.prepare(`SELECT name FROM sqlite_schema WHERE type = 'index'`).all()
  const names = indexes.map((each) => String(each.name))
  assert.ok(!names.includes('countersign_SyncAttempts_number') && !names.includes('countersign_AuditLog_sequence'), names.join(', '))
})
