import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'

const ROOT = resolve(import.meta.dirname, '../../..')

test('an edited failure code and target survive a redeploy', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-redeploy-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'countersign.sqlite')
  const env = { ...process.env, CDS_TYPESCRIPT: 'true', cds_requires_db_credentials_url: file }
  const deploy = () => execFileSync(process.execPath, [join(ROOT, 'test/service/upgrade-now.ts')], { cwd: ROOT, env })
  deploy()
  const edited = new DatabaseSync(file)
  edited.exec(`UPDATE countersign_FailureCodes SET fix = 'Ask Anna', queue_code = 'quality', isEdited = true WHERE ID = '11'`)
  edited.exec(`UPDATE countersign_QueueTargets SET dueWithin = 5 WHERE queue_code = 'planner'`)
  edited.close()
  deploy()
  const after = new DatabaseSync(file)
  t.after(() => after.close())
  const row = after.prepare(`SELECT fix, queue_code FROM countersign_FailureCodes WHERE ID = '11'`).get()
  assert.deepEqual({ ...row }, { fix: 'Ask Anna', queue_code: 'quality' })
  assert.equal(after.prepare(`SELECT dueWithin FROM countersign_QueueTargets WHERE queue_code = 'planner'`).get()?.dueWithin, 5)
})
