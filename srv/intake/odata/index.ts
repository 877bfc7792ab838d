import type { IncomingMessage, ServerResponse } from 'node:http'
import express, { type Request, type Router } from 'express'
import type { RawRequest, RawResponse } from '../../domain/message.ts'
import type { Intake } from '../../domain/outcome.ts'
import { recordUnreadable, submit, textOf } from './answers.ts'
import { answerBatch, operationsOf } from './batch.ts'
import { Aborted, type Body, withBody } from './body.ts'
import { refusalWithoutToken } from './csrf.ts'
import type { Door } from './door.ts'
import { Refusal, errorAnswer, formOf, refuse } from './errors.ts'
import { type Forwarder, answer, forward } from './forward.ts'
import { hasToken, headersOf } from './headers.ts'
import { type Posting, messageOf, unreadableMessageOf } from './message.ts'
import { ROOT } from './path.ts'
import { Room } from './room.ts'
import { type Target, readTarget } from './target.ts'

/** DOOR 1, OData V2: to a sender it is the ERP. Reads go through untouched, postings become messages. */

/** Who sends. */
export interface Sender {
  readonly id: string
  /** Has the role that lets in here. */
  readonly isSender: boolean
  readonly isAnonymous: boolean
}

export interface DoorOptions {
  readonly sender: (request: Request) => Sender
  /** Largest body in bytes, packed or unpacked; 10 MB by default. */
  readonly maxBody?: number
  /** Bytes of all bodies that are on their way at the same time; 64 MB by default. */
  readonly maxBodies?: number
  /** Warnings; never payload, tokens or credentials. */
  readonly log?: (text: string) => void
}

/** Something that a request wants to change, and everything known of it so far. */
interface Arrival {
  readonly sender: string
  readonly request: RawRequest
  readonly target?: Target
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * The facade of S/4's OData V2 services, to be mounted at `/sap/opu/odata/sap` behind authentication and before any body parser.
 * Answers every request: with the ERP's own words, or with a V2 error. It never answers 500 and never calls the next handler.
 */
export function odataDoor(intake: Intake, erp: Forwarder, options: DoorOptions): Router {
  const { maxBody = 10 * 1024 * 1024, maxBodies = 64 * 1024 * 1024, log = () => undefined } = options
  const door: Door = { intake, erp, maxBody, room: new Room(maxBodies), log }
  const router = express.Router()
  router.use(async (request, response) => {
    const failed = (error: unknown): RawResponse | undefined => {
      if (error instanceof Aborted) return undefined
      if (!(error instanceof Refusal)) door.log(`The OData door failed: ${textOf(error)}`)
      return errorAnswer(error instanceof Refusal ? error : refuse.unavailable(), formOf(headersOf(request), request.originalUrl))
    }
    try {
      const said = await serve(door, options.sender(request), request, response)
      if (said !== undefined) await answer(response, said)
    } catch (error) {
      const said = failed(error)
      if (said !== undefined) await answer(response, said)
    }
  })
  return router
}

/** The answer, or undefined when it has been streamed already. */
async function serve(door: Door, sender: Sender, incoming: Request, response: ServerResponse): Promise<RawResponse | undefined> {
  if (sender.isAnonymous) throw refuse.anonymous()
  if (!sender.isSender) throw refuse.notSender(sender.id)
  const headers = headersOf(incoming)
  const request: RawRequest = { method: incoming.method, path: incoming.originalUrl, headers, body: Buffer.alloc(0) }
  const target = await targetOf(door, sender.id, incoming, request)
  if (target === undefined || !('service' in target)) return target
  if (target.service === '') throw refuse.noService()
  if (!target.isBatch) await checkAllowed(door, sender.id, target.service, target.isRead ? 'GET' : target.method)
  if (target.isRead) {
    const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
    await forward(door.erp, { method: incoming.method, path: target.sent, headers, body: hasBody ? incoming : Buffer.alloc(0) }, response)
    return undefined
  }
  return withBodyOf(door, { sender: sender.id, request, target }, incoming, ({ raw, content }) => {
    const arrival = { sender: sender.id, request: { ...request, body: content }, target }
    const posting: Posting = { target, headers, body: content }
    return target.isBatch ? batch(door, arrival, posting, raw, response) : post(door, arrival, posting)
  })
}

async function post(door: Door, arrival: Arrival, posting: Posting): Promise<RawResponse> {
  const withoutToken = await tokenRefusal(door, arrival, posting)
  if (withoutToken !== undefined) return withoutToken
  try {
    const message = messageOf(arrival.sender, posting)
    const { answer } = await submit(door.intake, message, formOf(posting.headers, arrival.request.path), door.log)
    return answer
  } catch (error) {
    return refused(door, arrival, error)
  }
}

async function batch(
  door: Door,
  arrival: Arrival,
  posting: Posting,
  raw: Buffer,
  response: ServerResponse,
): Promise<RawResponse | undefined> {
  let operations
  try {
    operations = operationsOf(posting)
  } catch (error) {
    return refused(door, arrival, error)
  }
  const methods = new Set(operations.flatMap((each) => each.members.map(({ target }) => (target.isRead ? 'GET' : target.method))))
  for (const method of methods.size > 0 ? methods : ['GET']) await checkAllowed(door, arrival.sender, posting.target.service, method)
  if (operations.every((each) => each.isRead)) {
    await forward(door.erp, { method: 'POST', path: posting.target.sent, headers: posting.headers, body: raw }, response)
    return undefined
  }
  return (await tokenRefusal(door, arrival, posting)) ?? answerBatch(door, arrival.sender, posting, operations)
}

/** A posting without a token gets the ERP's own 403 and isn't judged; it is kept that it came. */
async function tokenRefusal(door: Door, arrival: Arrival, posting: Posting): Promise<RawResponse | undefined> {
  if (hasToken(posting.headers)) return undefined
  try {
    const said = await refusalWithoutToken(door.erp, posting)
    return said && (await recorded(door, arrival, said, 'no CSRF token'))
  } catch (error) {
    return refused(door, arrival, error)
  }
}

async function targetOf(
  door: Door,
  sender: string,
  incoming: IncomingMessage,
  request: RawRequest,
): Promise<Target | RawResponse | undefined> {
  try {
    return readTarget(request.method, request.path, request.headers)
  } catch (error) {
    if (READS.has(request.method) || (error instanceof Refusal && error.status === 405)) throw error
    return withBodyOf(door, { sender, request }, incoming, ({ content }) =>
      refused(door, { sender, request: { ...request, body: content } }, error),
    )
  }
}

/** A body that can't be read is recorded with its refusal; one that there is no room for isn't. */
function withBodyOf(
  door: Door,
  arrival: Arrival,
  incoming: IncomingMessage,
  work: (body: Body) => Promise<RawResponse | undefined>,
): Promise<RawResponse | undefined> {
  const unreadable = (error: unknown): Promise<RawResponse> => {
    if (error instanceof Refusal && error.status === 503) throw error
    return refused(door, arrival, error)
  }
  return withBody(incoming, arrival.request.headers, { limit: door.maxBody, room: door.room, unreadable }, work)
}

async function checkAllowed(door: Door, sender: string, service: string, method: string): Promise<void> {
  if (!(await door.intake.isAllowed(sender, service, method))) throw refuse.notAllowed(sender, service, method)
}

/** A refusal of something that was a message is recorded with its answer. */
async function refused(door: Door, arrival: Arrival, error: unknown): Promise<RawResponse> {
  if (!(error instanceof Refusal)) throw error
  const form = formOf(arrival.request.headers, arrival.request.path)
  return recorded(door, arrival, errorAnswer(error, form, arrival.target?.service), error.message)
}

async function recorded(door: Door, { sender, request, target }: Arrival, said: RawResponse, reason: string): Promise<RawResponse> {
  const shown = target?.sent ?? (request.path.startsWith(ROOT) ? request.path : ROOT)
  const message = unreadableMessageOf(sender, target?.service ?? '', { ...request, path: shown }, target)
  return recordUnreadable(door.intake, message, said, reason, formOf(request.headers, request.path), door.log)
}
