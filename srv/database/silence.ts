import type PostgresService from '@cap-js/postgres'
import cds from '@sap/cds'
import { isInHaste } from './disk.ts'

/** A PostgreSQL that says nothing any more, as after a fail-over that nobody told us of: nobody waits for it for ever. */

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

let silentUntil = 0

/** Messages that share a transaction are tried again one by one: each would wait as long. None of their statements takes so long otherwise. */
function heardNothing(): void {
  if (isInHaste()) silentUntil = performance.now() + SILENT_FOR
}

function silence(): Error {
  return Object.assign(new Error('The database says nothing'), { code: SILENT })
}

/**
 * Waits for a connection. Once nobody said anything for long, messages don't ask for a while.
 * @throws with the standard's code for "no connection" where there was none in time
 */
export async function connecting<C>(connect: () => Promise<C>): Promise<C> {
  if (isInHaste() && performance.now() < silentUntil) throw silence()
  const begun = performance.now()
  return connect().catch((error: unknown) => {
    if (performance.now() - begun > REFUSED_WITHIN) heardNothing()
    return away(error)
  })
}

/** No connection within its time limit: the code of the standard says so. */
export function away(error: unknown): never {
  const { code } = error as { readonly code?: string }
  throw Object.assign(error as Error, { code: code ?? SILENT })
}

/**
 * Ends the connection when a statement gets no answer, not even that it takes too long, as after a fail-over that nobody told us of: what waits for
 * it fails as with any connection that is lost. Whoever lifts the server's limit for a transaction lifts this one, too.
 */
export function limited(connection: Connection): void {
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
