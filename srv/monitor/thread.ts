import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

/** Reads a SQLite file beside everybody else. */

export interface Question {
  readonly id: number
  readonly sql: string
  readonly values: readonly unknown[]
  /** What `session_context` tells. */
  readonly session: Readonly<Record<string, string | null>>
}

export interface Answer {
  readonly id: number
  readonly rows?: unknown[]
  readonly error?: string
}

/** KiB of pages that are kept in memory. */
const CACHE = 65_536

let session: Question['session'] = {}
const database = new DatabaseSync(workerData as string, { readOnly: true, timeout: 5000 })
database.exec(`PRAGMA cache_size = -${CACHE}`)
database.function('session_context', (name) => session[String(name)] ?? null)

// What CAP makes of OData's functions, and SQLite has no word for.
const parts = { year: [0, 4], month: [5, 7], day: [8, 10], hour: [11, 13], minute: [14, 16], second: [17, 19] } as const
for (const [name, [from, to]] of Object.entries(parts))
  database.function(name, { deterministic: true }, (at) => (typeof at === 'string' ? Number(at.slice(from, to)) : null))
database.function('regexp', { deterministic: true }, (pattern, text) => (new RegExp(String(pattern)).test(String(text)) ? 1 : 0))
database.function('ISO', { deterministic: true }, (at) => (typeof at === 'string' ? new Date(at).toISOString() : null))

parentPort?.on('message', ({ id, sql, values, session: told }: Question) => {
  session = told
  parentPort?.postMessage(answerTo(id, sql, values))
})

function answerTo(id: number, sql: string, values: readonly unknown[]): Answer {
  try {
    return { id, rows: database.prepare(sql).all(...(values as SQLInputValue[])) }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) }
  }
}
