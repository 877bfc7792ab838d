import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Program, startProgram } from '../../landscape/processes.ts'
import type { Load } from './load.ts'
import { POSTING } from './wire.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const SERVE = resolve(ROOT, 'node_modules/.bin/cds-serve')
const TYPESCRIPT = { CDS_TYPESCRIPT: 'true', PORT: '0' }
/** Milliseconds. Of a million attempts indexes are made, and their outcomes remembered, at the first start. */
const START_WITHIN = 1_800_000

/** Who is measured. */
export interface Contestant {
  readonly name: string
  /** How it is asked. */
  readonly asked: Pick<Load, 'urls' | 'path' | 'form' | 'hasSession'>
  /** Its processes, without the S/4. */
  readonly programs: readonly Program[]
}

const facadeOf = (urls: readonly string[]): Contestant['asked'] => ({ urls, path: POSTING, form: 'v2', hasSession: true })

/** The S/4 itself. */
export function straight(s4: Program): Contestant {
  return { name: 'straight to the S/4', asked: facadeOf([addressOf(s4)]), programs: [] }
}

export async function bareProxy(s4: Program): Promise<Contestant> {
  const proxy = await startProgram([resolve(import.meta.dirname, 'proxy.ts')], { env: { BENCH_S4: addressOf(s4) } })
  return { name: 'bare proxy', asked: facadeOf([addressOf(proxy)]), programs: [proxy] }
}

/** CAP's own ways, in one server: a remote service behind a projection with and without CSRF token, and a row of its own in a SQLite file. */
export async function capItself(
  s4: Program,
  folder: string,
): Promise<{ readonly pass: Contestant; readonly untokened: Contestant; readonly row: Contestant }> {
  const remote = {
    kind: 'odata-v2',
    credentials: {
      url: `${addressOf(s4)}/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV`,
      username: 'COUNTERSIGN',
      password: 'countersign',
    },
  }
  const config = {
    requires: {
      db: { kind: 'sqlite', impl: '@cap-js/sqlite', credentials: { url: join(folder, 'cap.sqlite') } },
      auth: { kind: 'dummy' },
      API_PROD_ORDER_CONFIRMATION_2_SRV: { ...remote, csrf: true },
      NO_TOKEN_SRV: remote,
    },
    features: { mocked_bindings: false },
    log: { levels: { odata: 'warn', remote: 'warn', rest: 'warn' } },
  }
  const cap = await startProgram([SERVE, 'all', '--from', 'model.cds'], {
    cwd: resolve(import.meta.dirname, 'cap'),
    env: { ...TYPESCRIPT, CDS_CONFIG: JSON.stringify(config) },
  })
  const at = (path: string): Contestant['asked'] => ({ urls: [addressOf(cap)], path, form: 'v4', hasSession: false })
  return {
    pass: { name: "CAP's remote service", asked: at('/pass/Confirmations'), programs: [cap] },
    untokened: { name: "CAP's remote service, no CSRF token", asked: at('/pass/Untokened'), programs: [cap] },
    row: { name: "CAP's OData POST of one row", asked: at('/rows/Rows'), programs: [cap] },
  }
}

/** Where Countersign keeps what it records. */
export interface Database {
  /** Of `cds.requires.db`, as far as it differs from the development profile's. */
  readonly config?: object
  readonly env?: NodeJS.ProcessEnv
}

/** A file of the embedded database. */
export function sqliteFile(url: string): Database {
  return { config: { credentials: { url } } }
}

/** A plant doesn't send in a minute what the bench does: nobody trains a forest a second. */
const NEVER = 1_000_000_000

/** Countersign and how many seconds passed until its doors were open, and until its forest ranked. */
export interface Started extends Contestant {
  readonly openAfter: number
  readonly ranksAfter: number
}

interface CountersignOptions {
  readonly name: string
  readonly s4: Program
  readonly database: Database
  readonly processes?: number
  /** Of Node. */
  readonly flags?: readonly string[]
}

/** Countersign as it is started in development, against the stand-in; resolves once its forest ranks. */
export async function countersign({ name, s4, database, processes = 1, flags = [] }: CountersignOptions): Promise<Started> {
  const programs: Program[] = []
  const config = { requires: { db: database.config ?? {} }, countersign: { learning: { retrainEvery: NEVER } } }
  const began = performance.now()
  const seconds = (): number => (performance.now() - began) / 1000
  let openAfter = 0
  try {
    // One after the other: the first makes tables and model.
    for (let at = 0; at < processes; at++) {
      const program = await startProgram([...flags, SERVE], {
        cwd: ROOT,
        within: START_WITHIN,
        env: {
          ...TYPESCRIPT,
          COUNTERSIGN_ANNOUNCE: 'ipc',
          UI5_MODE: 'off',
          S4_PORT: new URL(addressOf(s4)).port,
          DM_PORT: '0',
          CDS_CONFIG: JSON.stringify(config),
          ...database.env,
        },
      })
      programs.push(program)
      if (at === 0) openAfter = seconds()
      await modelOf(program)
    }
  } catch (error) {
    await stop(programs)
    throw error
  }
  return { name, asked: facadeOf(programs.map(addressOf)), programs, openAfter, ranksAfter: seconds() }
}

async function modelOf(program: Program): Promise<void> {
  const until = performance.now() + START_WITHIN
  while (performance.now() < until) {
    const answer = await fetch(`${addressOf(program)}/health/model`)
    const { ready, version } = (await answer.json()) as { ready: boolean; version?: string }
    if (ready && version !== undefined && version !== 'rules') return
    await pause(250)
  }
  throw new Error('Countersign has no model to rank with')
}

export async function stop(programs: readonly Program[]): Promise<void> {
  await Promise.all(programs.map((each) => each.stop()))
}

function addressOf({ ready }: Program): string {
  return String(ready.url).replace('localhost', '127.0.0.1')
}
