import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import cds from '@sap/cds'
import { type Seal, summary, type Verification, verifyFile } from '../../srv/audit/verifier.ts'
import { trustedKeys, verifyLog } from '../../srv/audit/verify.ts'
import { prepareConnection } from '../../srv/database.ts'
import { asked } from './command.ts'

const HELP = `Proves the audit log of the configured database, or an exported one.

  --file EXPORT.jsonl   the exported file instead of the database
  --against SEAL.json   a seal that was kept elsewhere: a rewritten log fails against it
  --trust KEYID         only seals signed with this key count; may be repeated; if left out, the keys in countersign.sealKeys, if there are any
  --json                the result as JSON
  --help                this text

Ends with 1 if the log was tampered with, with 2 if there is none.`

const values = asked(HELP, {
  against: { type: 'string' },
  trust: { type: 'string', multiple: true },
  file: { type: 'string' },
  json: { type: 'boolean' },
})

cds.root = resolve(import.meta.dirname, '../..')
try {
  const against = values.against === undefined ? undefined : (JSON.parse(readFileSync(values.against, 'utf8')) as Seal)
  const result = await verified({ against, trusted: values.trust ?? trustedKeys() })
  console.log(values.json ? JSON.stringify(result, null, 2) : summary(result))
  process.exitCode = result.isWhole ? 0 : 1
} catch (error) {
  console.error(`The log can't be verified: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 2
}

async function verified(how: Parameters<typeof verifyLog>[0]): Promise<Verification> {
  if (values.file !== undefined) return verifyFile(values.file, how)
  const { kind, credentials } = cds.requires.db as { kind?: string; credentials?: { url?: string } }
  const file = resolve(cds.root, credentials?.url ?? '')
  // Opening it would make it.
  if (kind === 'sqlite' && !existsSync(file)) throw new Error(`there is no database ${file}`)
  await prepareConnection()
  cds.db = await cds.connect.to('db')
  try {
    return await verifyLog(how)
  } finally {
    await (cds.db as unknown as { disconnect: () => Promise<void> }).disconnect()
  }
}
