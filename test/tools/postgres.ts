import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs'
import { chmod, chown, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

/** A PostgreSQL of our own: made when it is asked for, gone with whoever asked, durable meanwhile. */

const run = promisify(execFile)
const NEEDED = ['initdb', 'postgres', 'psql'] as const
/** Debian's folder, one below it for each version. */
const DEBIAN = '/usr/lib/postgresql'
/** What Countersign signs in as: an owner of its databases, no superuser. */
const USER = 'countersign'
const READY_WITHIN = 30_000
/**
 * Ends the server when its input ends: whoever started it is gone, however that came. Fast shutdown rolls back what is open and ends sessions.
 * @param 1 folder, which goes too; the rest is the server's command
 */
const GUARDED = 'dir=$1; shift; "$@" & server=$!; cat >/dev/null; kill -INT $server 2>/dev/null; wait $server; rm -rf "$dir"'

export interface Cluster {
  /** libpq's variables, which @cap-js/postgres takes for what its credentials leave out. Without a database: see {@link newDatabase}. */
  readonly env: Readonly<Record<'PGHOST' | 'PGPORT' | 'PGUSER', string>>
  /** Runs SQL as superuser. @returns rows, columns separated by `|` */
  sql(statement: string, database?: string): Promise<string[]>
  /** Ends sessions as a fail-over would: those of a database, or only one at random. @returns how many */
  cutConnections(database: string, most?: number): Promise<number>
  stop(): Promise<void>
}

/** Where PostgreSQL's programs are: `PG_BIN`, the path, or Debian's newest version. Undefined where there are none. */
function postgresPrograms(): string | undefined {
  const versions = () => {
    try {
      return readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a))
    } catch {
      return []
    }
  }
  const folders = [
    process.env.PG_BIN ?? '',
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions().map((each) => join(DEBIAN, each, 'bin')),
  ]
  return folders.find((folder) => folder !== '' && NEEDED.every((name) => isProgram(join(folder, name))))
}

/**
 * Why tests that need PostgreSQL are skipped, in one line, for `node:test`'s `skip`; false where it is installed.
 * @throws where it is missing in CI, which skips nothing
 */
export function withoutPostgres(): string | false {
  if (postgresPrograms()) return false
  const text = 'PostgreSQL is not installed here (Debian: postgresql)'
  if (process.env.CI === 'true') throw new Error(text)
  return text
}

/** Starts a cluster in a folder of its own, reached by a socket in it; nothing listens on the network. Durable: fsync and full commits are on. */
export async function startPostgres(): Promise<Cluster> {
  const programs = postgresPrograms()
  if (!programs) throw new Error('PostgreSQL is not installed here (Debian: postgresql)')
  const folder = await mkdtemp(join(tmpdir(), 'countersign-pg-'))
  const user = serverUser()
  await chmod(folder, 0o755)
  if (user) await chown(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const options = { cwd: folder, ...user, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } }
  // Words are sorted as production's databases sort them, not by their bytes.
  await run(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale-provider=icu', '--icu-locale=en', '--locale=C.UTF-8', '-N'],
    options,
  )
  const settings = {
    listen_addresses: '',
    unix_socket_directories: folder,
    fsync: 'on',
    synchronous_commit: 'on',
    max_connections: '200',
    shared_buffers: '64MB',
  }
  const server = [
    join(programs, 'postgres'),
    '-D',
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
  const guard = spawn('/bin/sh', ['-c', GUARDED, 'postgres', folder, ...server], {
    ...options,
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  let said = ''
  guard.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)))
  const ended = once(guard, 'exit')
  const forget = [guard, guard.stdin, guard.stderr] as unknown as { unref(): void }[]
  for (const each of forget) each.unref()

  const env = { PGHOST: folder, PGPORT: '5432', PGUSER: USER }
  const sql: Cluster['sql'] = (statement, database = 'postgres') => psql(statement, database, { ...env, PGUSER: 'postgres' })
  const stop = async () => {
    guard.stdin.end()
    guard.ref()
    await ended
  }
  try {
    await untilReady(
      () => sql('SELECT 1'),
      () => said,
    )
    await sql(`CREATE ROLE ${USER} LOGIN CREATEDB`)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    env,
    sql,
    stop,
    async cutConnections(database, most) {
      const some = most === undefined ? '' : `ORDER BY random() LIMIT ${String(most)}`
      const rows = await sql(
        `SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM pg_stat_activity WHERE datname = '${database}' AND pid <> pg_backend_pid() ${some}) AS sessions`,
      )
      return rows.length
    },
  }
}

/**
 * Makes a database in the cluster that libpq's variables name: empty, or a copy of the one that `COUNTERSIGN_TEST_TEMPLATE` names.
 * @returns its name, for `PGDATABASE`
 */
export async function newDatabase(env: Readonly<Record<string, string | undefined>> = process.env): Promise<string> {
  const name = `countersign_${randomBytes(6).toString('hex')}`
  const template = env.COUNTERSIGN_TEST_TEMPLATE
  await psql(`CREATE DATABASE ${name}${template ? ` TEMPLATE ${template}` : ''}`, 'postgres', env)
  return name
}

async function psql(statement: string, database: string, env: Readonly<Record<string, string | undefined>>): Promise<string[]> {
  const program = join(postgresPrograms() ?? '', 'psql')
  const { stdout } = await run(program, ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', database, '-c', statement], {
    env: { ...process.env, ...env },
    maxBuffer: 1 << 26,
  })
  return stdout.split('\n').filter((line) => line !== '')
}

async function untilReady(ask: () => Promise<unknown>, lastWords: () => string): Promise<void> {
  const until = Date.now() + READY_WITHIN
  for (;;) {
    try {
      await ask()
      return
    } catch (error) {
      if (Date.now() > until) throw new Error(`PostgreSQL does not start: ${lastWords()}`, { cause: error })
      await pause(50)
    }
  }
}

/** PostgreSQL refuses to run as root: then it runs as Debian's user for it, or as nobody. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = new Map(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name, , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }]),
  )
  return users.get('postgres') ?? users.get('nobody')
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
