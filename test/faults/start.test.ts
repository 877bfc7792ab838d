import assert from 'node:assert/strict'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { startProgram } from '../landscape/processes.ts'

const ROOT = resolve(import.meta.dirname, '../..')
/** Nobody's user: what root may do, it may not. */
const NOBODY = 65_534

describe('what is wrong is said in a line at the start', { timeout: 240_000, concurrency: 2 }, () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-start-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  const config = (value: object): NodeJS.ProcessEnv => ({ CDS_CONFIG: JSON.stringify(value) })

  /** Starts Countersign, which must end by itself with one line that names what is wrong, and no trace of a stack. */
  async function fails(name: RegExp, env: NodeJS.ProcessEnv, uid?: number): Promise<void> {
    const basics = { CDS_TYPESCRIPT: 'true', COUNTERSIGN_ANNOUNCE: 'ipc', UI5_MODE: 'off', PORT: '0', S4_PORT: '1', DM_PORT: '0' }
    const started = startProgram([resolve(ROOT, 'node_modules/.bin/cds-serve')], {
      cwd: ROOT,
      env: {
        ...basics,
        CDS_CONFIG: JSON.stringify({ countersign: { landscape: '' } }),
        cds_requires_db_credentials_url: ':memory:',
        ...env,
      },
      ...(uid === undefined ? {} : { uid }),
    })
    const outcome = await started.catch((error: unknown) => error as Error)
    if (!(outcome instanceof Error)) await outcome.stop('SIGKILL')
    assert.ok(outcome instanceof Error, 'it starts all the same')
    assert.ok('exitCode' in outcome && outcome.exitCode !== 0, `it doesn't end: ${outcome.message}`)
    const lines = outcome.message.split('\n')
    assert.ok(
      lines.some((line) => name.test(line) && line.length < 400),
      `no line says ${name}:\n${outcome.message}`,
    )
    assert.deepEqual(
      lines.filter((line) => /^\s+at .*:\d+|Error: .*\n|node:internal|cds\.error|^\s*throw /.test(line)),
      [],
      outcome.message,
    )
  }

  test('a port that is none', () => fails(/S4_PORT/, { S4_PORT: 'abc' }))

  test('a port that is taken', async (context) => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    context.after(() => server.close())
    const address = server.address()
    const port = typeof address === 'object' && address ? String(address.port) : ''
    await fails(new RegExp(`port ${port}.*PORT`, 'i'), { PORT: port })
  })

  test('a policy that can not be', () => fails(/quietTime/, config({ countersign: { landscape: '', policy: { quietTime: 'soon' } } })))

  test('a policy that nobody knows', () => fails(/quietTim\b/, config({ countersign: { landscape: '', policy: { quietTim: 5 } } })))

  test('an address of the ERP that is none', () =>
    fails(/S4/, config({ countersign: { landscape: '' }, requires: { S4: { credentials: { url: 'nowhere' } } } })))

  test('a folder of the database that can not be made', async () => {
    const file = join(folder, 'no-folder')
    await writeFile(file, '')
    await fails(/no-folder/, { cds_requires_db_credentials_url: join(file, 'deeper', 'db.sqlite') })
  })

  test('a database file that is none', async () => {
    const file = join(folder, 'none.sqlite')
    await writeFile(file, 'not a database, but long enough to be looked at as one by whoever opens it '.repeat(20))
    await fails(/none\.sqlite/, { cds_requires_db_credentials_url: file })
  })

  test('a database file that may only be read', async () => {
    const data = await mkdtemp(join(folder, 'read-only-'))
    const file = join(data, 'read-only.sqlite')
    await writeFile(file, '')
    await Promise.all([chmod(folder, 0o755), chmod(file, 0o444)])
    await chmod(data, 0o555)
    // Root may write whatever it likes.
    await fails(/read-only\.sqlite/, { cds_requires_db_credentials_url: file }, process.getuid?.() === 0 ? NOBODY : undefined)
  })

  test('production without anything bound', () => fails(/bound|binding/, { NODE_ENV: 'production', CDS_ENV: 'production' }))
})
