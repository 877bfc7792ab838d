import { createHash } from 'node:crypto'
import type { Headers, MessageKey, MessagePart, RawRequest, SenderSession, SyncMessage } from '../../domain/message.ts'
import { refuse } from './errors.ts'
import { forRecord, hasToken, headerOf } from './headers.ts'
import { writeChangeSetBatch } from './multipart.ts'
import { EMPTY, leadingKind, readContent } from './payload.ts'
import type { Target } from './target.ts'

/** Makes the SyncMessage of a request. */

/** One request to change something: plain, or as a member of a batch. `body` is unpacked. */
export interface Posting {
  readonly target: Target
  readonly headers: Headers
  readonly body: Buffer
}

/** Where in which batch an operation stands. */
export interface Place {
  readonly batch: Posting
  readonly position: number
}

/** What is kept of a path (`db/attempts.cds`): a longer one could not be posted again as it was. */
const LONGEST_PATH = 2000
const LONGEST_PART_PATH = 500
const LONGEST_KEY = 120

/**
 * The message of one POST, PATCH, … standing alone. Throws a Refusal when its content can't be read.
 * @param within the batch that it came in, and its place there
 */
export function messageOf(sender: string, posting: Posting, within?: Place): SyncMessage {
  const part = partOf(posting)
  checkPath(posting.target)
  const key = keyOf([part], within)
  return {
    ...frameOf(sender, posting.target, within?.batch.headers ?? posting.headers),
    kind: part.kind,
    ...(key === undefined ? {} : { key }),
    request: requestOf(posting),
    parts: [part],
  }
}

/**
 * The message of one change set: its request is a batch that holds nothing else, with boundaries that follow from its content, so that
 * the same change set gives the same bytes.
 */
export function changeSetMessageOf(sender: string, within: Place, members: readonly Posting[]): SyncMessage {
  const { batch } = within
  for (const member of members) checkPath(member.target)
  const parts = members.map(partOf)
  const key = keyOf(parts, within)
  return {
    ...frameOf(sender, batch.target, batch.headers),
    kind: leadingKind(parts),
    ...(key === undefined ? {} : { key }),
    request: changeSetRequestOf(batch, parts),
    isChangeSet: true,
    parts,
  }
}

/** The message of what can't be read, for the record only: path and bytes, nothing understood. */
export function unreadableMessageOf(sender: string, service: string, request: RawRequest, target?: Target): SyncMessage {
  const kind = target?.kind ?? 'other'
  const kept = { ...request, headers: forRecord(request.headers), body: masked(request.body) }
  const { method, headers, body } = kept
  return {
    sender,
    service,
    kind,
    request: kept,
    isChangeSet: false,
    parts: [{ ...EMPTY, kind, method, path: target?.relative ?? request.path, headers, body }],
  }
}

function frameOf(sender: string, target: Target, headers: Headers): Pick<SyncMessage, 'sender' | 'service' | 'isChangeSet' | 'session'> {
  const session: SenderSession | undefined = hasToken(headers)
    ? { token: headerOf(headers, 'x-csrf-token'), cookie: headerOf(headers, 'cookie') }
    : undefined
  return { sender, service: target.service, isChangeSet: false, ...(session === undefined ? {} : { session }) }
}

function requestOf({ target, headers, body }: Posting): RawRequest {
  return { method: target.method, path: target.sent, headers: forRecord(headers), body }
}

function partOf({ target, headers, body }: Posting): MessagePart {
  return {
    ...readContent(target, headers, body),
    kind: target.kind,
    method: target.method,
    path: target.relative,
    headers: forRecord(headers),
    body,
  }
}

function changeSetRequestOf(batch: Posting, parts: readonly MessagePart[]): RawRequest {
  const { body, boundary } = writeChangeSetBatch(parts)
  return {
    method: 'POST',
    path: batch.target.sent,
    headers: { ...forRecord(batch.headers), 'content-type': `multipart/mixed; boundary=${boundary}` },
    body,
  }
}

/** The ERP's key of the posting itself counts more than that of the transfer; several are told apart by all of them together. */
function keyOf(parts: readonly MessagePart[], within: Place | undefined): MessageKey | undefined {
  const external = parts.map((part) => part.externalKey)
  if (external.every((each) => each !== '')) return { kind: 'external', value: joined(external) }
  const repeatability = parts.map((part) => repeatabilityOf(part.headers))
  if (repeatability.every((each) => each !== '')) return { kind: 'repeatability', value: joined(repeatability) }
  const ofBatch = within === undefined ? '' : repeatabilityOf(within.batch.headers)
  return within === undefined || ofBatch === '' ? undefined : { kind: 'repeatability', value: joined([ofBatch, String(within.position)]) }
}

function repeatabilityOf(headers: Headers): string {
  return headerOf(headers, 'repeatability-request-id').trim() || headerOf(headers, 'repeatabilityrequestid').trim()
}

function joined(values: readonly string[]): string {
  const all = values.join(',')
  return all.length <= LONGEST_KEY ? all : createHash('sha256').update(all).digest('hex')
}

function checkPath(target: Target): void {
  if (target.sent.length > LONGEST_PATH) throw refuse.pathTooLong(LONGEST_PATH)
  if (target.relative.length > LONGEST_PART_PATH) throw refuse.pathTooLong(LONGEST_PART_PATH)
}

/** Clients repeat their token inside of batches: a token is never kept, readable or not. */
function masked(body: Buffer): Buffer {
  const text = body.toString('latin1')
  const secret = /^(authorization|cookie|x-csrf-token)([ \t]*:).*$/gim
  return secret.test(text) ? Buffer.from(text.replace(secret, '$1$2 masked'), 'latin1') : body
}
