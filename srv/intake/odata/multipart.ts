import { createHash } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Headers, MessagePart, RawResponse } from '../../domain/message.ts'
import { refuse } from './errors.ts'
import { endToEnd, headerOf, mediaType, parameterOf } from './headers.ts'

/**
 * `multipart/mixed` of OData V2 batches, small and strict: bytes of parts are kept as they came, and what two readers could cut in two
 * ways is refused. (Form-data parsers don't fit: they neither nest nor keep raw parts.)
 */

/** The HTTP request within a part. */
export interface HttpRequest {
  readonly method: string
  /** As it stands in the request line. */
  readonly uri: string
  /** Names in lower case; `content-id` of the part among them. */
  readonly headers: Headers
  readonly body: Buffer
}

/** One operation of a batch: a change set, or a single request. */
export interface Operation {
  /** The whole part with its headers, without boundaries. */
  readonly raw: Buffer
  readonly isChangeSet: boolean
  readonly members: readonly HttpRequest[]
}

/** More is no batch but an attack on whoever cuts it up. */
const MOST_PARTS = 5000
const MOST_HEADERS = 200
const EOL = '\r\n'
/** RFC 2046 §5.1.1. */
const BOUNDARY = /^[0-9a-zA-Z'()+_,\-./:=? ]{0,69}[0-9a-zA-Z'()+_,\-./:=?]$/
const REQUEST_LINE = /^[A-Z]{3,10} \S.* HTTP\/1\.[01]\r?$/m
/** Twice one of these, and readers disagree about which counts. */
const ONCE = new Set(['content-type', 'content-length', 'content-transfer-encoding', 'content-id'])

/** The operations of a batch request. Throws a Refusal (400, 415) when it can't be read without doubt. */
export function readBatch(contentType: string, body: Buffer): Operation[] {
  if (mediaType(contentType) !== 'multipart/mixed') throw refuse.contentType(mediaType(contentType).slice(0, 100))
  return splitRequest(body, boundaryOf(contentType)).map((raw) => {
    const { headers, body: content } = splitHeaders(raw)
    const type = headerOf(headers, 'content-type')
    if (mediaType(type) !== 'multipart/mixed') return { raw, isChangeSet: false, members: [readRequest(headers, content)] }
    const members = splitRequest(content, boundaryOf(type)).map((each) => {
      const inner = splitHeaders(each)
      return readRequest(inner.headers, inner.body)
    })
    return { raw, isChangeSet: true, members }
  })
}

/** The raw parts of a multipart answer; undefined when it is none, or can't be read. */
export function partsOf(answer: RawResponse): Buffer[] | undefined {
  const type = headerOf(answer.headers, 'content-type')
  if (mediaType(type) !== 'multipart/mixed') return undefined
  try {
    return splitParts(answer.body, boundaryOf(type))
  } catch {
    return undefined
  }
}

/** The `boundary` of a content type. Throws a Refusal when there is none that may be one. */
export function boundaryOf(contentType: string): string {
  const boundary = parameterOf(contentType, 'boundary')
  if (boundary === undefined || !BOUNDARY.test(boundary)) throw refuse.batch('a boundary is missing or malformed')
  return boundary
}

/** Raw parts between boundaries. */
export function joinParts(parts: readonly Buffer[], boundary: string): Buffer {
  const delimiter = Buffer.from(`--${boundary}${EOL}`)
  return Buffer.concat([...parts.flatMap((part) => [delimiter, part, Buffer.from(EOL)]), Buffer.from(`--${boundary}--${EOL}`)])
}

/** A batch that holds one change set with these members; its boundaries follow from its content. */
export function writeChangeSetBatch(members: readonly MessagePart[]): { body: Buffer; boundary: string } {
  const parts = members.map((member) => {
    const contentId = headerOf(member.headers, 'content-id')
    const head = `Content-Type: application/http${EOL}Content-Transfer-Encoding: binary${EOL}${contentId === '' ? '' : `Content-ID: ${contentId}${EOL}`}${EOL}`
    const { 'content-id': _, ...headers } = member.headers
    return Buffer.concat([Buffer.from(head), writeMessage(`${member.method} ${member.path} HTTP/1.1`, headers, member.body)])
  })
  const digest = createHash('sha256').update(Buffer.concat(parts)).digest('hex').slice(0, 32)
  const inner = joinParts(parts, `changeset_${digest}`)
  const boundary = `batch_${digest}`
  const changeSet = Buffer.concat([Buffer.from(`Content-Type: multipart/mixed; boundary=changeset_${digest}${EOL}${EOL}`), inner])
  return { body: joinParts([changeSet], boundary), boundary }
}

/** A whole answer as one part of a batch answer; cookies and tokens belong to the outer answer. */
export function writeAnswer(answer: RawResponse): Buffer {
  const { 'set-cookie': _cookie, 'x-csrf-token': _token, date: _date, server: _server, ...headers } = endToEnd(answer.headers)
  const message = writeMessage(`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`, headers, answer.body)
  const head = `Content-Type: application/http${EOL}Content-Length: ${message.length}${EOL}content-transfer-encoding: binary${EOL}${EOL}`
  return Buffer.concat([Buffer.from(head), message])
}

function writeMessage(start: string, headers: Headers, body: Buffer): Buffer {
  const lines = Object.entries(headers)
    .filter(([name]) => name !== 'content-length')
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((each) => `${name}: ${each}${EOL}`))
  return Buffer.concat([Buffer.from(`${start}${EOL}${lines.join('')}content-length: ${body.length}${EOL}${EOL}`, 'latin1'), body])
}

/** The parts of a request. Text before the first and behind the last means nothing, but a request there would be a message that nobody sees. */
function splitRequest(body: Buffer, boundary: string): Buffer[] {
  return splitParts(body, boundary, (outside) => {
    if (REQUEST_LINE.test(outside.toString('latin1'))) throw refuse.batch('a request stands outside of its parts')
  })
}

/** A delimiter stands at the beginning of a line and is all there is on it; the line end before it belongs to it. */
function splitParts(body: Buffer, boundary: string, checkOutside: (outside: Buffer) => void = () => undefined): Buffer[] {
  const delimiter = Buffer.from(`--${boundary}`)
  const parts: Buffer[] = []
  let start: number | undefined
  for (let at = body.indexOf(delimiter); at >= 0; at = body.indexOf(delimiter, at + 1)) {
    if (at > 0 && body[at - 1] !== 0x0a) continue
    const rest = /^(--)?[ \t]*(\r?\n|$)/.exec(body.toString('latin1', at + delimiter.length, at + delimiter.length + 80))
    if (!rest) continue
    if (start === undefined) checkOutside(body.subarray(0, at))
    else parts.push(body.subarray(start, lineEndBefore(body, at, start)))
    if (rest[1] !== undefined) {
      checkOutside(body.subarray(at + delimiter.length + rest[0].length))
      return parts
    }
    if (parts.length >= MOST_PARTS) throw refuse.batch(`it has more than ${MOST_PARTS} parts`)
    start = at + delimiter.length + rest[0].length
  }
  throw refuse.batch('the closing boundary is missing')
}

function lineEndBefore(body: Buffer, at: number, start: number): number {
  const end = body[at - 2] === 0x0d ? at - 2 : at - 1
  return Math.max(start, end)
}

function splitHeaders(raw: Buffer): { headers: Headers; body: Buffer } {
  const headers: Record<string, string | string[]> = {}
  let at = 0
  for (let count = 0; at < raw.length; count += 1) {
    if (count > MOST_HEADERS) throw refuse.batch(`a part has more than ${MOST_HEADERS} headers`)
    const end = raw.indexOf(0x0a, at)
    const line = raw.toString('latin1', at, end < 0 ? raw.length : end).replace(/\r$/, '')
    at = end < 0 ? raw.length : end + 1
    if (line === '') break
    const [, name, value] = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) throw refuse.batch('a header is malformed')
    const lower = name.toLowerCase()
    const earlier = headers[lower]
    if (earlier !== undefined && ONCE.has(lower)) throw refuse.batch(`the header ${lower} stands twice`)
    headers[lower] = earlier === undefined ? value.trimEnd() : [earlier, value.trimEnd()].flat()
  }
  return { headers, body: raw.subarray(at) }
}

function readRequest(part: Headers, content: Buffer): HttpRequest {
  const type = mediaType(headerOf(part, 'content-type'))
  if (type !== 'application/http') throw refuse.batch(`a part is neither application/http nor a change set but "${type.slice(0, 60)}"`)
  const encoding = headerOf(part, 'content-transfer-encoding').toLowerCase()
  if (!['', 'binary', '8bit', '7bit'].includes(encoding))
    throw refuse.batch(`the transfer encoding ${encoding.slice(0, 30)} is not supported`)

  let start = 0
  while (content[start] === 0x0d || content[start] === 0x0a) start += 1
  const end = content.indexOf(0x0a, start)
  const line = content.toString('latin1', start, end < 0 ? content.length : end).replace(/\r$/, '')
  const [, method, uri] = /^([A-Z]{3,10}) (\S.*\S|\S) HTTP\/1\.[01]$/.exec(line) ?? []
  if (method === undefined || uri === undefined) throw refuse.batch('a request line is malformed')
  const inner = splitHeaders(end < 0 ? Buffer.alloc(0) : content.subarray(end + 1))
  const contentId = headerOf(inner.headers, 'content-id') || headerOf(part, 'content-id')
  const headers = contentId === '' ? inner.headers : { ...inner.headers, 'content-id': contentId }
  return { method, uri, headers, body: readContent(inner.headers, inner.body) }
}

/** Line ends before the next boundary are no content, whether a length says so or not. */
function readContent(headers: Headers, body: Buffer): Buffer {
  const length = headerOf(headers, 'content-length')
  if (headers['transfer-encoding'] !== undefined || headers['content-encoding'] !== undefined)
    throw refuse.batch('a part of a batch can not be encoded')
  let end = body.length
  while (body[end - 1] === 0x0d || body[end - 1] === 0x0a) end -= 1
  if (length === '') return body.subarray(0, end)
  const size = /^\d{1,9}$/.test(length) ? Number(length) : -1
  if (size < end || size > body.length) throw refuse.batch('a content length does not fit its part')
  return body.subarray(0, size)
}
