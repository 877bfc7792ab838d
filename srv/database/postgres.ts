import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import PostgresService from '@cap-js/postgres'
import cds from '@sap/cds'
import { isInHaste } from './disk.ts'
import { SESSION_NAME } from './instance.ts'

type Connection = Awaited<ReturnType<PostgresService['acquire']>>

const LOG = cds.log('countersign/database')
/**
 * Milliseconds for one statement's answer: of a request or a message, for which somebody waits whose own patience, or the router's, is 30 seconds;
 * and of all else, which the server's own limit (`statement_timeout` in `.cdsrc.json`) ends first where it still can.
 */
const ANSWER_WITHIN = 20_000
const PATIENCE = 130_000
/** A database that is there says no sooner than this. */
const REFUSED_WITHIN = 1000
/** For so long no message asks for a connection after one was waited for in vain. */
const SILENT_FOR = 5000
/** Of the standard: no connection. */
const SILENT = '08001'
const LIFTED = /^SET LOCAL statement_timeout = 0/i
const ENDED = /^(COMMIT|ROLLBACK)/i

/**
 * CAP's PostgreSQL service, for a server that runs for months: a connection that the database ends doesn't end the process, what is
 * written travels in one statement, and text that PostgreSQL can't hold is kept as far as it can.
 */
export default class Postgres extends PostgresService {
  override init(): Promise<unknown> {
    this.options.client = { ...this.options.client, application_name: SESSION_NAME }
    return super.init()
  }

  override get factory(): PostgresService['factory'] {
    const factory = super.factory
    const create: typeof factory.create = async (tenant) => {
      const connection = await factory.create(tenant).catch(away)
      limited(connection)
      // Unheard, the end of an idle connection would be the end of the process; the pool makes another one.
      connection.on('error', () => undefined)
      connection.once('error', (error: Error) => {
        // Its end comes a moment later; until then the pool would hand it out.
        connection.open = false
        LOG.warn('A connection to the database was lost:', error.message)
      })
      return connection
    }
    return { ...factory, create }
  }

  override async acquire(): Promise<Connection> {
    if (isInHaste() && performance.now() < silentUntil) throw silence()
    const begun = performance.now()
    return super.acquire().catch((error: unknown) => {
      if (performance.now() - begun > REFUSED_WITHIN) heardNothing()
      return away(error)
    })
  }

  override prepare(sql: string): ReturnType<PostgresService['prepare']> {
    const { run, get, all, stream } = super.prepare(sql)
    return {
      run: async (values) => run(await Promise.all(listOf(values).map(whole))),
      get: (values) => get(listOf(values).map(storable)),
      all: (values) => all(listOf(values).map(storable)),
      stream: (values, isOne, isObjectMode) => stream(listOf(values).map(storable), isOne, isObjectMode),
    }
  }
}

let silentUntil = 0

/** Messages that share a transaction are tried again one by one: each would wait as long. None of their statements takes so long otherwise. */
function heardNothing(): void {
  if (isInHaste()) silentUntil = performance.now() + SILENT_FOR
}

function silence(): Error {
  return Object.assign(new Error('The database says nothing'), { code: SILENT })
}

/** No connection within its time limit: the code of the standard says so. */
function away(error: unknown): never {
  const { code } = error as { readonly code?: string }
  throw Object.assign(error as Error, { code: code ?? SILENT })
}

/**
 * Ends the connection when a statement gets no answer, not even that it takes too long, as after a fail-over that nobody told us of: what waits for
 * it fails as with any connection that is lost. Whoever lifts the server's limit for a transaction lifts this one, too.
 */
function limited(connection: Connection): void {
  const query = connection.query.bind(connection)
  let isLifted = false
  connection.query = (...given) => {
    const answer = query(...given)
    const [asked] = given as [string | { readonly text?: string }]
    const sql = typeof asked === 'string' ? asked : (asked.text ?? '')
    if (LIFTED.test(sql)) isLifted = true
    if (ENDED.test(sql)) isLifted = false
    if (isLifted || !(answer instanceof Promise)) return answer
    const limit = isWaitedFor() ? ANSWER_WITHIN : PATIENCE
    const timer = setTimeout(() => {
      LOG.warn(`The database has said nothing for ${String(limit / 1000)} seconds: the connection is given up`)
      connection.open = false
      heardNothing()
      // With a statement under way that doesn't wait for the other side.
      void connection.end()
    }, limit)
    timer.unref()
    return answer.finally(() => clearTimeout(timer))
  }
}

/** Messages share transactions; all else that somebody waits for comes with a request that has no answer yet. */
function isWaitedFor(): boolean {
  const { http } = (cds.context ?? {}) as { http?: { readonly res?: { readonly headersSent: boolean } } }
  return isInHaste() || http?.res?.headersSent === false
}

function listOf(values: unknown): readonly unknown[] {
  return Array.isArray(values) ? values : []
}

/** What is streamed would cost a temporary table and two more round trips each; bodies have their limit at the doors. */
async function whole(value: unknown): Promise<unknown> {
  if (!(value instanceof Readable)) return storable(value)
  return (value as { type?: string }).type === 'json' ? storableJson(await text(value)) : buffer(value)
}

/** Text without NUL, which no text of PostgreSQL holds. */
function storable(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value
}

/** JSON without escaped NUL and halves of surrogate pairs, which PostgreSQL refuses to read; an escaped backslash before them is none. */
function storableJson(json: string): string {
  return json.includes('\\u')
    ? json.replaceAll(/\\(?:u0000|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/g, (escaped) => (UNSTORABLE.test(escaped) ? '\ufffd' : escaped))
    : json
}

const UNSTORABLE = /^\\u(?:0000|d)/i
