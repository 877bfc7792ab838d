import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { newDatabase, startPostgres } from './postgres.ts'

/**
 * Runs the service and flow tests, or those that are named, on a PostgreSQL of their own. `npm run test:postgres [-- FILE …]`.
 * Every file has databases of its own: what it opens in its process, and one for the processes that it starts.
 */

const ROOT = resolve(import.meta.dirname, '../..')
const SUITE = ['test/service/**/*.test.ts', 'test/flow/**/*.test.ts']
/** Tests that name their own database: a file of SQLite, a PostgreSQL of their own, one that is wrong. */
const ELSEWHERE = /from 'node:sqlite'|startPostgres\(\)|cds_requires_db_/

const named = process.argv.slice(2)
const files = named.length > 0 ? named : globSync(SUITE, { cwd: ROOT }).sort()
const read = await Promise.all(files.map(async (file) => ({ file, text: await readFile(resolve(ROOT, file), 'utf8') })))
const chosen = read.filter(({ text }) => named.length > 0 || !ELSEWHERE.test(text)).map(({ file }) => file)

const cluster = await startPostgres()
try {
  Object.assign(process.env, cluster.env, { CDS_ENV: 'postgres', COUNTERSIGN_TEST_DB: 'postgres' })
  process.env.COUNTERSIGN_TEST_TEMPLATE = await deployOnce()
  // Connections that wait in the pool keep nobody from ending.
  const options = ['--test', '--test-concurrency=2', '--test-timeout=900000', '--test-force-exit']
  const preload = ['--env-file=.env', '--import', resolve(import.meta.dirname, 'postgres-of-file.ts')]
  const child = spawn(process.execPath, [...preload, ...options, ...chosen], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  process.exitCode = code ?? 1
} finally {
  await cluster.stop()
}

/** @returns a database with the present model and nothing else in it, to be copied */
async function deployOnce(): Promise<string> {
  const database = await newDatabase()
  await promisify(execFile)(process.execPath, ['--env-file=.env', resolve(import.meta.dirname, 'postgres-template.ts')], {
    cwd: ROOT,
    env: { ...process.env, PGDATABASE: database },
  })
  return database
}
