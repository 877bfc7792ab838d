import { randomBytes } from 'node:crypto'
import type { Headers, RawResponse, SyncMessage } from '../../domain/message.ts'
import { ATTEMPT, recordUnreadable, submit } from './answers.ts'
import { isTokenRefused, serviceRoot } from './csrf.ts'
import { Refusal, errorAnswer, formOf, refuse } from './errors.ts'
import { exchange } from './forward.ts'
import { headerOf, mediaType } from './headers.ts'
import { type Place, type Posting, changeSetMessageOf, messageOf, unreadableMessageOf } from './message.ts'
import { type HttpRequest, type Operation, boundaryOf, joinParts, partsOf, readBatch, writeAnswer } from './multipart.ts'
import type { Door } from './door.ts'
import { readTarget } from './target.ts'

/** A `$batch`: reads go on together, each change set is a message of its own, answers come in the order of the request. */

export interface BatchOperation {
  readonly raw: Buffer
  readonly isChangeSet: boolean
  readonly isRead: boolean
  readonly members: readonly Posting[]
}

/** What one or more operations were answered: their parts, and the ERP's headers around them where it has spoken. */
interface Piece {
  readonly parts: readonly Buffer[]
  readonly around?: RawResponse
  readonly isPosted?: boolean
  readonly attempt?: string
}

/** Reads every operation with its target. Throws a Refusal (400, 405, 415) for the whole batch when one of them is in doubt. */
export function operationsOf(batch: Posting): BatchOperation[] {
  if (batch.body.length === 0) return []
  return readBatch(headerOf(batch.headers, 'content-type'), batch.body).map(({ raw, isChangeSet, members }: Operation) => {
    const postings = members.map((member) => postingOf(batch, member))
    return { raw, isChangeSet, isRead: postings.every((each) => each.target.isRead), members: postings }
  })
}

function postingOf(batch: Posting, { method, uri, headers, body }: HttpRequest): Posting {
  if (uri.startsWith('//')) throw refuse.ambiguousPath('a part begins with two slashes')
  // Blanks within a filter are common in batches, but no request line of its own may hold one.
  const written = uri.replaceAll(' ', '%20')
  const isRooted = /^(https?:\/\/|\/sap\/)/i.test(written)
  const target = readTarget(method, isRooted ? written : `${serviceRoot(batch.target)}${written.replace(/^\//, '')}`, headers)
  if (target.service !== batch.target.service)
    throw refuse.batch(`a part is for ${target.service || 'no service'}, not for ${batch.target.service}`)
  if (target.isBatch) throw refuse.batch('a batch can not hold a batch')
  if (['GET', 'HEAD'].includes(target.method) && body.length > 0) throw refuse.batch('a read can not have a body')
  return { target, headers, body }
}

/** Answers a batch that holds at least one posting. Never throws for what its parts did. */
export async function answerBatch(door: Door, sender: string, batch: Posting, operations: readonly BatchOperation[]): Promise<RawResponse> {
  const pieces: Piece[] = []
  for (let at = 0; at < operations.length; at += 1) {
    const operation = operations[at]
    if (operation === undefined) break
    if (operation.isRead) {
      const end = operations.findIndex((each, index) => index > at && !each.isRead)
      const reads = operations.slice(at, end < 0 ? operations.length : end)
      pieces.push(await read(door, batch, reads))
      at += reads.length - 1
    } else pieces.push(await post(door, sender, { batch, position: at }, operation))
    const around = pieces.at(-1)?.around
    // The ERP would have refused the batch as a whole, and still can be said to have done so.
    if (around !== undefined && isTokenRefused(around) && !pieces.some((each) => each.isPosted)) return around
  }
  return assemble(pieces)
}

async function read(door: Door, batch: Posting, reads: readonly BatchOperation[]): Promise<Piece> {
  const boundary = `batch_${randomBytes(16).toString('hex')}`
  const { 'content-encoding': _encoding, 'content-length': _length, ...headers } = batch.headers
  const request = {
    method: 'POST',
    path: batch.target.sent,
    headers: { ...headers, 'content-type': `multipart/mixed; boundary=${boundary}` },
  }
  const failed = (error: unknown): RawResponse =>
    errorAnswer(error instanceof Refusal ? error : refuse.unreachable(false), formOf(batch.headers), batch.target.service)
  const around = await exchange(door.erp, {
    ...request,
    body: joinParts(
      reads.map((each) => each.raw),
      boundary,
    ),
  }).catch(failed)
  const parts = partsOf(around)
  // Fewer answers than questions would shift all that follow.
  return { around, parts: reads.map((_, index) => parts?.[index] ?? writeAnswer(parts === undefined ? around : failed(undefined))) }
}

async function post(door: Door, sender: string, place: Place, operation: BatchOperation): Promise<Piece> {
  const { batch } = place
  const [first] = operation.members
  const form = formOf(headerOf(first?.headers ?? {}, 'accept') === '' ? batch.headers : (first?.headers ?? {}), batch.target.sent)
  let message: SyncMessage
  try {
    message =
      operation.isChangeSet || first === undefined ? changeSetMessageOf(sender, place, operation.members) : messageOf(sender, first, place)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const request = { method: 'POST', path: batch.target.sent, headers: batch.headers, body: operation.raw }
    const unreadable = unreadableMessageOf(sender, batch.target.service, request, batch.target)
    const answer = await recordUnreadable(
      door.intake,
      unreadable,
      errorAnswer(error, form, batch.target.service),
      error.message,
      form,
      door.log,
    )
    return { parts: [writeAnswer(answer)], attempt: headerOf(answer.headers, ATTEMPT) }
  }
  const { outcome, answer } = await submit(door.intake, message, form, door.log)
  const { [ATTEMPT]: attempt, ...headers } = answer.headers
  const said = { ...answer, headers }
  const [part] = (message.isChangeSet ? partsOf(said) : undefined) ?? []
  const hasSpoken = outcome.state === 'posted' || outcome.state === 'refused'
  return {
    parts: [part ?? writeAnswer(said)],
    // What was posted long ago doesn't keep the ERP from refusing the rest.
    isPosted: outcome.state === 'posted' && !outcome.isReplay,
    ...(hasSpoken ? { around: answer } : {}),
    ...(attempt === undefined ? {} : { attempt: String(attempt) }),
  }
}

/** All parts in order, with the headers that the ERP put around the first of them. */
function assemble(pieces: readonly Piece[]): RawResponse {
  const parts = pieces.flatMap((each) => each.parts)
  const batches = pieces.flatMap(({ around }) =>
    around !== undefined && mediaType(headerOf(around.headers, 'content-type')) === 'multipart/mixed' ? [around] : [],
  )
  const boundary = freeBoundary(parts, batches[0])
  const cookies = batches.flatMap(({ headers }) => headers['set-cookie'] ?? [])
  const attempts = pieces.flatMap(({ attempt }) => (attempt ? [attempt] : []))
  const headers: Headers = {
    ...(batches[0]?.headers ?? { dataserviceversion: '2.0', 'cache-control': 'no-store' }),
    'content-type': `multipart/mixed; boundary=${boundary}`,
    ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}),
    ...(attempts.length > 0 ? { [ATTEMPT]: attempts.join(', ') } : {}),
  }
  const { 'content-encoding': _encoding, ...plain } = headers
  return { status: 202, headers: plain, body: joinParts(parts, boundary) }
}

/** The ERP's own boundary as long as no part holds it, else one of the same style. */
function freeBoundary(parts: readonly Buffer[], batch: RawResponse | undefined): string {
  const own = batch === undefined ? '' : boundaryOf(headerOf(batch.headers, 'content-type'))
  return own !== '' && !parts.some((part) => part.includes(`--${own}`)) ? own : randomBytes(16).toString('hex').toUpperCase()
}
