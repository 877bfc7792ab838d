import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { sealKey } from '../../../srv/audit/seal.ts'
import { Sealer } from '../../../srv/audit/sealer.ts'
import type { Verification } from '../../../srv/audit/verifier.ts'
import { verifyLog } from '../../../srv/audit/verify.ts'
import { append, entries, openFile, tamper } from './stand.ts'

const run = promisify(execFile)
const TOOL = resolve(import.meta.dirname, '../../tools/audit-verify.ts')

/** What the command says, and the code that it ends with. */
function tool(url: string, args: readonly string[] = [], config: object = {}): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { ...process.env, cds_requires_db_credentials_url: url, cds_requires_db_kind: 'sqlite', CDS_CONFIG: JSON.stringify(config) }
  return run(process.execPath, ['--env-file=.env', TOOL, ...args], { cwd: resolve(import.meta.dirname, '../../..'), env }).then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    (error: unknown) => error as { code: number; stdout: string; stderr: string },
  )
}

describe('an audit log in a SQLite file', () => {
  const key = sealKey(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string)
  let file: string
  let close: () => Promise<void>
  before(async () => {
    ;({ file, close } = await openFile())
    await append(40)
    await new Sealer({ batch: 16, key }).seal()
  })
  after(() => close())

  test('is verified by a worker, while others append', async () => {
    const verified = verifyLog()
    await append(5)
    const { isWhole, entries: sealed } = await verified
    assert.ok(isWhole)
    assert.equal(sealed, 40)
    assert.equal(await new Sealer({ key }).seal(), 5)
  })

  test('looks an entry up by its indexes when it is appended', () => {
    const raw = new DatabaseSync(file)
    const { sql } = raw.prepare(`SELECT sql FROM sqlite_master WHERE name = 'countersign_AuditLog_no_replace'`).get() as { sql: string }
    const condition = (/WHEN (.*) BEGIN/.exec(sql)?.[1] ?? '').replaceAll(/NEW\.\w+/g, '?')
    const plan = raw.prepare(`EXPLAIN QUERY PLAN SELECT ${condition}`).all(1, 1) as { detail: string }[]
    raw.close()
    const steps = plan.map((step) => step.detail).filter((detail) => detail.includes('countersign_AuditLog'))
    assert.equal(steps.length, 2)
    for (const step of steps) assert.match(step, /SEARCH .* USING .*INDEX/)
  })

  test('is held by the command against the keys that are configured, unless others are named', async () => {
    const config = { countersign: { sealKeys: ['another'] } }
    const configured = await tool(file, ['--json'], config)
    assert.equal(configured.code, 1)
    const { findings } = JSON.parse(configured.stdout) as Verification
    assert.deepEqual(
      findings.map(({ kind, other }) => [kind, other]),
      findings.map(() => ['untrusted', key?.keyID]),
    )
    assert.equal((await tool(file, ['--trust', key?.keyID ?? ''], config)).code, 0)
  })

  test('is verified by the command, which ends with 1 where it was tampered with, and with 2 where there is none', async () => {
    const whole = await tool(file)
    assert.equal(whole.code, 0)
    assert.match(whole.stdout, /^The log is whole: 45 entries in 4 seals/)
    const [first] = await entries()
    await tamper(`UPDATE countersign_AuditLog SET role = 'x' WHERE ID = '${first?.ID ?? ''}'`)
    const json = await tool(file, ['--json'])
    assert.equal(json.code, 1)
    const { isWhole, findings } = JSON.parse(json.stdout) as { isWhole: boolean; findings: { entry: string }[] }
    assert.deepEqual([isWhole, findings.map((finding) => finding.entry)], [false, [first?.ID]])
    const none = await tool('/nowhere/countersign.sqlite')
    assert.equal(none.code, 2)
    assert.match(none.stderr, /can't be verified: there is no database/)
  })
})
