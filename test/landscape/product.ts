import { resolve } from 'node:path'
import { type Program, startProgram } from './processes.ts'

const ROOT = resolve(import.meta.dirname, '../..')

export interface ProductOptions {
  /** Ports; 0 is any free one. */
  readonly port: number
  readonly s4Port: number
  readonly s4AdminPort: number
  readonly dmPort: number
  /** Any free one if empty. */
  readonly dmAdminPort?: number
  /** Folder of Countersign's database and of the S/4's books. */
  readonly data: string
  readonly seed?: number
  readonly isFresh?: boolean
  /** Restart Countersign when its files change. */
  readonly isWatching?: boolean
  readonly isShown?: boolean
  readonly env?: NodeJS.ProcessEnv
}

export interface Product {
  /** `http://localhost:4004` */
  readonly url: string
  readonly s4Url: string
  readonly s4AdminUrl: string
  readonly dmUrl: string
  readonly dmAdminUrl: string
  /** Countersign's own process, for tests that end it. */
  readonly countersign: Program
  /** Starts Countersign again on the same port and data, after its process ended. */
  restart(env?: NodeJS.ProcessEnv): Promise<Product>
  /** Resolves when the first of the programs has ended by itself. */
  readonly ended: Promise<{ readonly name: string; readonly code: number | null }>
  stop(): Promise<void>
}

/** Starts the local S/4, the local DM and Countersign as processes of their own; none is left behind when one fails. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const { data, seed = 1, isFresh = false, isShown = false } = options
  const programs: Program[] = []
  const stop = async () => {
    await Promise.all(programs.map((program) => program.stop()))
  }
  try {
    const s4 = await startProgram([resolve(ROOT, 'test/landscape/s4/main.ts'), ...(isFresh ? ['--fresh'] : [])], {
      isShown,
      env: {
        S4_PORT: String(options.s4Port),
        S4_ADMIN_PORT: String(options.s4AdminPort),
        S4_BOOKS: resolve(data, 's4.books'),
        S4_SEED: String(seed),
      },
    })
    programs.push(s4)
    const s4Url = String(s4.ready.url)
    const dm = await startProgram([resolve(ROOT, 'test/landscape/dm/main.ts')], {
      isShown,
      env: {
        DM_PORT: String(options.dmPort),
        DM_ADMIN_PORT: String(options.dmAdminPort ?? 0),
        PORT: String(options.port),
        S4_SEED: String(seed),
      },
    })
    programs.push(dm)
    const others = { S4_PORT: portOf(s4Url), DM_PORT: portOf(String(dm.ready.url)) }
    const countersign = await startCountersign(options, options.port, others)
    programs.push(countersign)
    const url = String(countersign.ready.url)
    dm.child.send({ deliverTo: url })
    const product = {
      url,
      s4Url,
      s4AdminUrl: String(s4.ready.adminUrl),
      dmUrl: String(dm.ready.url),
      dmAdminUrl: String(dm.ready.adminUrl),
      stop,
    }
    const restart = async (env?: NodeJS.ProcessEnv): Promise<Product> => {
      const again = await startCountersign({ ...options, env: { ...options.env, ...env }, isFresh: false }, Number(portOf(url)), others)
      programs.push(again)
      return { ...product, countersign: again, restart, ended: again.ended.then((code) => ({ name: 'Countersign', code })) }
    }
    const named = { 'The local S/4': s4, Countersign: countersign, 'The local DM': dm }
    const ended = Promise.race(Object.entries(named).map(([name, program]) => program.ended.then((code) => ({ name, code }))))
    return { ...product, countersign, restart, ended }
  } catch (error) {
    await stop()
    throw error
  }
}

function startCountersign(options: ProductOptions, port: number, others: { S4_PORT: string; DM_PORT: string }): Promise<Program> {
  const serve = options.isWatching ? ['cds', 'watch', '--exclude', 'app/ui5/runtime', '--exclude', '.data'] : ['cds-serve']
  const [name = '', ...args] = serve
  return startProgram([resolve(ROOT, 'node_modules/.bin', name), ...args], {
    cwd: ROOT,
    isShown: options.isShown ?? false,
    // `cds watch` has a process of its own between us and the server: that one is ready once it answers.
    ...(options.isWatching ? { readyAt: `http://localhost:${port}` } : {}),
    env: {
      CDS_TYPESCRIPT: 'true',
      ...(options.isWatching ? {} : { COUNTERSIGN_ANNOUNCE: 'ipc' }),
      PORT: String(port),
      ...others,
      cds_requires_db_credentials_url: resolve(options.data, 'countersign.sqlite'),
      ...options.env,
    },
  })
}

function portOf(url: string): string {
  return new URL(url).port
}
