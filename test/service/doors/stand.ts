import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { newDatabase } from '../../tools/postgres.ts'

/** Countersign alone, as a process of its own: doors need neither an ERP nor a shop floor. */

const ROOT = resolve(import.meta.dirname, '../../..')

export interface ServerOptions {
  /** CDS configuration over development's. */
  readonly config?: Readonly<Record<string, unknown>>
  readonly env?: NodeJS.ProcessEnv
  /** Arguments of Node, before the program. */
  readonly node?: readonly string[]
}

export interface Server {
  readonly url: string
  readonly child: ChildProcess
  /** Everything that it wrote so far. */
  readonly written: () => string
  end(): Promise<void>
}

/** Starts Countersign with a database of its own on a free port; `end` takes both away. Rejects with what it wrote when it ends before it's ready. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const data = await mkdtemp(join(tmpdir(), 'countersign-doors-'))
  // Where all of the suite runs on PostgreSQL.
  const database = process.env.COUNTERSIGN_TEST_DB === 'postgres' ? { PGDATABASE: await newDatabase() } : {}
  const { child, written } = run(data, { ...options, env: { ...database, ...options.env } })
  const ended = once(child, 'exit')
  const end = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill()
    await ended
    await rm(data, { recursive: true, force: true })
  }
  const url = await Promise.race([ready(child), ended.then(() => undefined)])
  if (url !== undefined) return { url, child, written, end }
  await end()
  throw new Error(`Countersign didn't start:\n${written()}`)
}

/** Starts Countersign where it can't start: what it wrote and its exit code. One that does start is ended, and its code is null. */
export async function failToStart(options: ServerOptions): Promise<{ readonly code: number | null; readonly written: string }> {
  const data = await mkdtemp(join(tmpdir(), 'countersign-doors-'))
  const { child, written } = run(data, options)
  const ended = once(child, 'exit') as Promise<[number | null]>
  void ready(child).then(() => child.kill('SIGKILL'))
  const [code] = await ended
  await rm(data, { recursive: true, force: true })
  return { code, written: written() }
}

function run(data: string, { config = {}, env = {}, node = [] }: ServerOptions): { child: ChildProcess; written: () => string } {
  const { countersign = {}, ...others } = config as { countersign?: object }
  const child = spawn(process.execPath, [...node, resolve(ROOT, 'node_modules/.bin/cds-serve')], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      CDS_TYPESCRIPT: 'true',
      CDS_CONFIG: JSON.stringify({ countersign: { ...ALONE, ...countersign }, ...others }),
      COUNTERSIGN_ANNOUNCE: 'ipc',
      PORT: '0',
      S4_PORT: '9',
      DM_PORT: '0',
      UI5_MODE: 'off',
      cds_requires_db_credentials_url: join(data, 'countersign.sqlite'),
      ...env,
    },
  })
  let text = ''
  const hear = (chunk: Buffer): void => void (text += chunk.toString())
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  return { child, written: () => text }
}

/** Nothing is learnt and nothing else is started: doors are all that counts. */
const ALONE = { history: '', landscape: '' }

function ready(child: ChildProcess): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  child.on('message', (message: { ready?: boolean; url?: string }) => {
    if (message.ready === true && message.url) resolve(message.url)
  })
  return promise
}
