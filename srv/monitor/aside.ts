import { once } from 'node:events'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import cds, { type Service } from '@sap/cds'
import SQLiteService from '@cap-js/sqlite'
import type { Answer, Question } from './thread.ts'

/**
 * SQLite answers in the thread that asks, and whoever counts a million messages would hold up every message that comes meanwhile. So the monitor has a
 * connection of its own, which can't write, in a thread of its own.
 */

type Factory = SQLiteService['factory']
type Connection = Awaited<ReturnType<Factory['create']>>
type Session = Question['session']

/** The name of this file and of the thread's end alike: they are `.js` once built. */
const THREAD = new URL(`./thread${extname(new URL(import.meta.url).pathname)}`, import.meta.url)
/** What CAP's own connections tell their statements. */
const TOLD = ['$now', '$user.id', '$user.locale'] as const

/** A connection whose statements run elsewhere, one after the other. */
class Thread implements Connection {
  readonly #worker: Worker
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #count = 0
  open = true
  session: Session = {}

  constructor(file: string) {
    this.#worker = new Worker(THREAD, { workerData: file })
    this.#worker.unref()
    this.#worker.on('message', (answer: Answer) => {
      this.#waiting.get(answer.id)?.(answer)
      this.#waiting.delete(answer.id)
    })
    this.#worker.on('error', (error: unknown) => this.#end(error instanceof Error ? error.message : String(error)))
    this.#worker.on('exit', () => this.#end('The thread that reads has ended'))
  }

  async all(sql: string, values: readonly unknown[]): Promise<unknown[]> {
    const id = ++this.#count
    const { session } = this
    const answer = await new Promise<Answer>((resolve) => {
      this.#waiting.set(id, resolve)
      this.#worker.postMessage({ id, sql, values, session } satisfies Question)
    })
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer.rows ?? []
  }

  /** Each statement reads one state of the database by itself, so transactions needn't begin or end. */
  exec(): void {
    return
  }

  async close(): Promise<void> {
    const ended = once(this.#worker, 'exit')
    await this.#worker.terminate()
    await ended.catch(() => undefined)
  }

  #end(error: string): void {
    this.open = false
    for (const [id, tell] of this.#waiting) tell({ id, error })
    this.#waiting.clear()
  }
}

class Aside extends SQLiteService {
  override get factory(): Factory {
    const create = (tenant: string | undefined): Promise<Connection> => Promise.resolve(new Thread(this.url4(tenant)))
    const destroy = (connection: Connection): Promise<void> => (connection as Thread).close()
    // One thread: the other cores are for messages.
    return { options: { max: 1 }, create, destroy, validate: (connection: Thread) => connection.open } as Factory
  }

  set(variables: Readonly<Record<string, string>>): void {
    const told = TOLD.map((name) => [name, variables[name] ?? null] as const)
    ;(this.dbc as Thread).session = Object.fromEntries(told)
  }

  override prepare(sql: string): ReturnType<SQLiteService['prepare']> {
    const thread = this.dbc as Thread
    const all = (values: unknown) => thread.all(sql, [values ?? []].flat()) as unknown as unknown[]
    const never = () => Promise.reject(new Error('Only read, and all at once'))
    return { all, get: never, run: never, stream: never }
  }
}

/** The monitor's own way to a SQLite file; undefined where the database needs none: in memory, or another than SQLite. */
export async function databaseAside(): Promise<Service | undefined> {
  const { kind, options } = cds.db as unknown as { kind?: string; options: { credentials?: { url?: string } } }
  const url = options.credentials?.url
  if (kind !== 'sqlite' || !url || url === ':memory:') return undefined
  const service = new Aside('db-aside', cds.model as never, options as never)
  await service.init()
  return service
}
