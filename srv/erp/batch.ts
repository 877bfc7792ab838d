import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Headers, RawResponse } from '../domain/message.ts'
import { headerOf } from './headers.ts'
import type { Posting } from './types.ts'

/** `$batch` of OData V2 as bytes: a change set going out, its answers coming in. */

/** One change set of all parts; bodies byte for byte, Content-IDs kept. */
export function changeSetOf(parts: Posting['parts']): { contentType: string; body: Buffer } {
  const outer = `batch_${randomUUID()}`
  const inner = `changeset_${randomUUID()}`
  const members = parts.flatMap((part) => [
    lines(`--${inner}`, 'Content-Type: application/http', 'Content-Transfer-Encoding: binary', ...contentID(part.headers), ''),
    requestOf(part),
    lines(''),
  ])
  const head = lines(`--${outer}`, `Content-Type: multipart/mixed; boundary=${inner}`, '')
  return {
    contentType: `multipart/mixed; boundary=${outer}`,
    body: Buffer.concat([head, ...members, lines(`--${inner}--`, `--${outer}--`)]),
  }
}

function requestOf(part: Posting['parts'][number]): Buffer {
  const own = new Set(['content-id', 'content-length', 'content-transfer-encoding', 'cookie', 'x-csrf-token'])
  const headers = Object.entries(part.headers).filter(([name]) => !own.has(name))
  const head = [`${part.method} ${part.path} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${[value].flat().join(', ')}`)]
  return Buffer.concat([lines(...head, `content-length: ${part.body.length}`, ''), part.body])
}

function contentID(headers: Headers): string[] {
  const id = headerOf(headers, 'content-id')
  return id ? [`Content-ID: ${id}`] : []
}

/** Bytes 0 to 255 stand for themselves in latin1, so that nothing is lost between text and bytes. */
function lines(...given: string[]): Buffer {
  return Buffer.from(`${given.join('\r\n')}\r\n`, 'latin1')
}

/** All single answers of a batch answer, those of change sets included, in order; none when it isn't one. */
export function answersOf(response: RawResponse): RawResponse[] {
  return piecesOf(headerOf(response.headers, 'content-type'), response.body.toString('latin1')).flatMap((piece) => {
    const { headers, rest } = headOf(piece)
    const type = headerOf(headers, 'content-type')
    if (/^multipart\/mixed/i.test(type)) return answersOf({ status: 0, headers, body: Buffer.from(rest, 'latin1') })
    return answerOf(rest, headerOf(headers, 'content-id'))
  })
}

/** Reads in one batch; addresses are sent as they are. */
export function batchOf(reads: readonly string[]): { contentType: string; body: Buffer } {
  const boundary = `batch_${randomUUID()}`
  const head = `--${boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n`
  const parts = reads.map((each) => `${head}GET ${each} HTTP/1.1\r\nAccept: application/json\r\n\r\n\r\n`)
  return { contentType: `multipart/mixed; boundary=${boundary}`, body: Buffer.from(`${parts.join('')}--${boundary}--\r\n`) }
}

/**
 * The answers to the reads of a batch, in order; none when it isn't a whole batch answer. Each is cut out of the bytes by itself: that's a
 * good part of what reading a context costs.
 */
export function singlesOf({ headers, body }: RawResponse): { readonly status: number; readonly text: string }[] {
  const boundary = boundaryOf(headerOf(headers, 'content-type'))
  const singles: { status: number; text: string }[] = []
  const mark = Buffer.from(`\r\n--${boundary}`, 'latin1')
  const first = body.subarray(0, mark.length - 2).equals(mark.subarray(2)) ? -2 : body.indexOf(mark)
  for (let at = first, next; boundary !== undefined && at !== -1; at = next) {
    const from = at + mark.length
    // Two dashes more: the end.
    if (body[from] === 45 && body[from + 1] === 45) return singles
    next = body.indexOf(mark, from)
    const http = body.indexOf('HTTP/1.', from, 'latin1')
    const end = http < 0 ? -1 : body.indexOf('\r\n\r\n', http, 'latin1')
    if (next < 0 || end < 0 || end >= next) return []
    singles.push({ status: Number(body.toString('latin1', http + 9, http + 12)), text: body.toString('utf8', end + 4, next) })
  }
  return []
}

function boundaryOf(contentType: string): string | undefined {
  return /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType)?.slice(1).find(Boolean)
}

function piecesOf(contentType: string, text: string): string[] {
  const boundary = boundaryOf(contentType)
  if (!boundary) return []
  const pieces = `\r\n${text}`.split(`\r\n--${boundary}`).slice(1)
  const end = pieces.findIndex((each) => each.startsWith('--'))
  // Without its end it's cut off, and then nothing of it can be trusted.
  return end < 0 ? [] : pieces.slice(0, end).map((each) => each.replace(/^[ \t]*\r\n/, ''))
}

function answerOf(text: string, contentID: string): RawResponse[] {
  const [, status, rest = ''] = /^HTTP\/\d\.\d (\d{3})[^\r\n]*\r\n([\s\S]*)$/.exec(text) ?? []
  if (status === undefined) return []
  const { headers, rest: body } = headOf(rest)
  return [
    {
      status: Number(status),
      headers: { ...(contentID && { 'content-id': contentID }), ...headers },
      body: Buffer.from(body.replace(/\r\n$/, ''), 'latin1'),
    },
  ]
}

function headOf(text: string): { headers: Headers; rest: string } {
  const end = text.startsWith('\r\n') ? 0 : text.indexOf('\r\n\r\n')
  const head = end < 0 ? text : text.slice(0, end)
  const headers: Record<string, string> = {}
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim()
  }
  return { headers, rest: end < 0 ? '' : text.slice(end + (end === 0 ? 2 : 4)) }
}

/** A batch answer of one change set, as the ERP would have given it. */
export function batchAnswerOf(answers: readonly RawResponse[], parts: Posting['parts']): RawResponse {
  const outer = `batchresponse_${randomUUID()}`
  const inner = `changesetresponse_${randomUUID()}`
  const members = answers.flatMap(({ status, headers, body }, index) => {
    const id = contentID(parts[index]?.headers ?? {})
    const own = Object.entries(headers).map(([name, value]) => `${name}: ${[value].flat().join(', ')}`)
    const head = lines(`--${inner}`, 'Content-Type: application/http', 'Content-Transfer-Encoding: binary', ...id, '')
    return [head, lines(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...own, `content-length: ${body.length}`, ''), body, lines('')]
  })
  const body = Buffer.concat([
    lines(`--${outer}`, `Content-Type: multipart/mixed; boundary=${inner}`, ''),
    ...members,
    lines(`--${inner}--`, '', `--${outer}--`),
  ])
  return { status: 202, headers: { 'content-type': `multipart/mixed; boundary=${outer}`, dataserviceversion: '2.0' }, body }
}
