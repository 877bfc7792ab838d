import cds from '@sap/cds'
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { ATTEMPTS } from '../intake/attempts.ts'
import { Refusal, challenge, errorAnswer, formOf } from '../intake/odata/errors.ts'
import { headersOf } from '../intake/odata/headers.ts'
import { ROOT } from '../intake/odata/path.ts'

/** What is said before a door is reached, or where there is none: in the sender's dialect, and nothing about our insides. */

type Headers = Readonly<Record<string, string>>

/** Answers with an error: in V2 form to those who talk to the facade, else in that of OData V4. */
export function turnAway(request: Request, response: Response, status: number, code: string, text: string, headers: Headers = {}): void {
  if (response.headersSent) return
  response.status(status)
  if (isMachines(request.originalUrl)) {
    const said = errorAnswer(new Refusal(status, code, text, { headers }), formOf(headersOf(request), request.originalUrl))
    response.set(said.headers as Record<string, string>).end(said.body)
  } else {
    response.set({ 'cache-control': 'no-store', ...headers }).json({ error: { code: `COUNTERSIGN/${code}`, message: text } })
  }
}

/** Nothing is there: said the same whatever was asked for. */
export const nothingHere: RequestHandler = (request, response) => turnAway(request, response, 404, 'NOT_FOUND', 'There is nothing here')

/**
 * The last word where something broke on the way to a door: who somebody is can't be told (401, or 503 when the identity provider doesn't
 * answer), the request can't be read (4xx), or we failed (500). The reason is logged, never said.
 */
export const lastWord: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const status = statusOf(error)
  if (response.headersSent) next(error)
  else if (status === 401) turnAway(request, response, 401, 'UNAUTHORIZED', 'Sign in first', { 'www-authenticate': challenge() })
  // CAP's own sign-in says just this number when it can't ask who signed the token.
  else if (error === 500) turnAway(request, response, 503, 'NO_IDENTITY', 'Who you are can not be checked now; try again later', AGAIN)
  else if (status < 500) turnAway(request, response, status, 'BAD_REQUEST', 'The request can not be read')
  else {
    cds.log('countersign/doors').error(`${request.method} broke:`, error)
    turnAway(request, response, 500, 'FAILED', 'Something broke; the log says what')
  }
}

const AGAIN = { 'retry-after': '10' }

function statusOf(error: unknown): number {
  if (typeof error === 'number') return error
  if (error instanceof URIError) return 400
  const { status, statusCode } = (error ?? {}) as { status?: unknown; statusCode?: unknown }
  const found = [status, statusCode].find((each): each is number => typeof each === 'number' && each >= 400 && each < 600)
  return found ?? 500
}

/** Is it a path of the doors that machines use? */
export function isMachines(path: string): boolean {
  return path.startsWith(ROOT) || path.startsWith(ATTEMPTS)
}
