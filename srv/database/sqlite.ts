import { once } from 'node:events'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import SQLiteService from '@cap-js/sqlite'
import { Flush, isInHaste } from './disk.ts'

type Statement = ReturnType<SQLiteService['prepare']>
type Ready = Omit<Statement, 'stream'>

/** Statements that one connection keeps ready: those that were run last. */
const MOST = 500
/** Pages of the log from which on, should its own thread not keep up, a commit puts it into the database. */
const LONGEST_LOG = 20_000
/** KiB of pages that a connection keeps in memory. */
const CACHE = 65_536

/** The name of this file and of the thread's end alike: they are `.js` once built. */
const CHECKPOINTER = new URL(`./checkpointer${extname(new URL(import.meta.url).pathname)}`, import.meta.url)

/** CAP's SQLite service, which prepares a statement once and not at each run, and leaves the waiting for the disk to other threads. */
export default class Sqlite extends SQLiteService {
  static readonly #ready = new WeakMap<object, Map<string, Ready>>()
  /** Connections whose transaction has written something. */
  static readonly #writing = new WeakSet<object>()
  static readonly #flushes = new Map<string, Flush>()
  static readonly #checkpointers = new WeakMap<object, Worker>()

  override get factory(): SQLiteService['factory'] {
    const factory = super.factory
    const create: typeof factory.create = async (tenant) => {
      const connection = await factory.create(tenant)
      const file = this.url4(tenant)
      if (file === ':memory:') return connection
      connection.exec(`PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = ${LONGEST_LOG}; PRAGMA cache_size = -${CACHE}`)
      const checkpointer = new Worker(CHECKPOINTER, { workerData: file })
      checkpointer.unref()
      Sqlite.#checkpointers.set(connection, checkpointer)
      return connection
    }
    const destroy: typeof factory.destroy = async (connection) => {
      const checkpointer = Sqlite.#checkpointers.get(connection)
      if (checkpointer) {
        checkpointer.postMessage('end')
        await once(checkpointer, 'exit')
      }
      await factory.destroy(connection)
    }
    return { ...factory, create, destroy }
  }

  override prepare(sql: string): Statement {
    const { dbc } = this
    if (!dbc) return super.prepare(sql)
    const ready = Sqlite.#ready.get(dbc) ?? new Map<string, Ready>()
    Sqlite.#ready.set(dbc, ready)
    const { run, get, all } = ready.get(sql) ?? writing(super.prepare(sql), () => Sqlite.#writing.add(dbc))
    // A map keeps its order: the first is the one that nobody has run for longest.
    ready.delete(sql)
    ready.set(sql, { run, get, all })
    const [oldest] = ready.keys()
    if (ready.size > MOST && oldest !== undefined) ready.delete(oldest)
    // Whoever reads row by row has a statement to itself.
    return { run, get, all, stream: (...given) => super.prepare(sql).stream(...given) }
  }

  override async commit(): Promise<void> {
    const { dbc } = this
    await super.commit()
    if (!dbc || !Sqlite.#writing.delete(dbc)) return
    this.disk()?.written()
    if (!isInHaste()) await this.disk()?.done()
  }

  /** Of this database's log; none in memory. */
  disk(): Flush | undefined {
    const file = this.url4()
    if (file === ':memory:') return undefined
    const flush = Sqlite.#flushes.get(file) ?? new Flush(`${file}-wal`)
    Sqlite.#flushes.set(file, flush)
    return flush
  }
}

function writing({ run, get, all }: Ready, told: () => void): Ready {
  return {
    run: (values) => {
      told()
      return run(values)
    },
    get,
    all,
  }
}
