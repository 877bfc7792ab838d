import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'

const ROOT = resolve(import.meta.dirname, '../..')
const DEPLOY =
  "const cds = require('@sap/cds'); cds.deploy(process.argv[1]).to('sqlite:' + process.argv[2], { schema_evolution: 'auto', silent: true }).then(() => process.exit(0))"

test('a database of the previous commit is upgraded in place and keeps its rows and triggers', async (t) => {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 })
  let archive: Buffer
  try {
    archive = git('archive', 'HEAD~1', 'db', 'srv', 'app', 'package.json')
  } catch {
    t.skip('there is no previous commit here')
    return
  }
  const folder = await mkdtemp(join(tmpdir(), 'countersign-upgrade-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  execFileSync('tar', ['-x', '-C', folder], { input: archive })
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  const file = join(folder, 'countersign.sqlite')
  execFileSync(process.execPath, ['-e', DEPLOY, '*', file], { cwd: folder, env: { ...process.env, CDS_TYPESCRIPT: 'true' } })

  const before = new DatabaseSync(file)
  before.exec(`INSERT INTO countersign_AuditLog (ID, sequence, action) VALUES ('1', 1, 'received')`)
  before.exec(
    `CREATE TRIGGER IF NOT EXISTS countersign_AuditLog_no_update BEFORE UPDATE ON countersign_AuditLog BEGIN SELECT RAISE(ABORT, 'AuditLog is append-only'); END`,
  )
  before.exec(`INSERT INTO countersign_Policies (kind, plant, answerWithin) VALUES ('*', '*', 7)`)
  before.close()

  execFileSync(process.execPath, [join(ROOT, 'test/service/upgrade-now.ts'), file], {
    cwd: ROOT,
    env: { ...process.env, CDS_TYPESCRIPT: 'true', cds_requires_db_credentials_url: file },
  })

  const after = new DatabaseSync(file)
  t.after(() => after.close())
  assert.equal(after.prepare('SELECT count(*) AS n FROM countersign_AuditLog').get()?.n, 1)
  assert.equal(after.prepare('SELECT answerWithin FROM countersign_Policies').get()?.answerWithin, 7)
  const triggers = after.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name`).all()
  assert.deepEqual(
    triggers.map((each) => each.name),
    [
      ...['AuditLeaves_no_delete', 'AuditLeaves_no_replace', 'AuditLeaves_no_update'],
      ...['AuditLog_no_delete', 'AuditLog_no_replace', 'AuditLog_no_update', 'AuditLog_unsealed'],
      ...['AuditSeals_no_delete', 'AuditSeals_no_replace', 'AuditSeals_no_update'],
      ...['SyncAttempts_begin', 'SyncAttempts_move'],
    ].map((name) => `countersign_${name}`),
  )
  assert.throws(() => after.exec(`UPDATE countersign_AuditLog SET action = 'x'`), /append-only/)
  assert.throws(() => after.exec(`INSERT OR REPLACE INTO countersign_AuditLog (ID, sequence) VALUES ('1', 1)`), /append-only/)
  assert.throws(() => after.exec(`DELETE FROM countersign_AuditLog`), /append-only/)
  assert.throws(
    () => after.exec(`INSERT INTO countersign_SyncAttempts (ID, number, status) VALUES ('1', 1, 'posted')`),
    /can't begin as posted/,
  )
})
