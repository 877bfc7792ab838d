import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Verification } from '../../../srv/audit/verifier.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const VERIFIER = resolve(ROOT, 'test/tools/audit-verify.ts')

/** What `npm run audit:verify` says about the audit log of this database. Rejects with its words when it can't say anything. */
export async function verifyAudit(env: NodeJS.ProcessEnv): Promise<Verification> {
  const options = { cwd: ROOT, env: { ...process.env, CDS_TYPESCRIPT: 'true', ...env }, maxBuffer: 1 << 26 }
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [VERIFIER, '--json'], options)
    return verificationIn(stdout)
  } catch (error) {
    // With 1 it ends when something was found.
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string }
    if (code !== 1) throw new Error(`The audit log can't be verified: ${stderr.trim()}`, { cause: error })
    return verificationIn(stdout)
  }
}

/** What logs before it isn't part of it. */
function verificationIn(stdout: string): Verification {
  return JSON.parse(stdout.slice(stdout.indexOf('{\n'))) as Verification
}
