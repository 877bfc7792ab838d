import { parse } from 'lossless-json'
import type { FuzzAnswer } from './client.ts'
import type { FuzzRequest } from './request.ts'

/** What an answer must be, whatever the request was. */

/** Header in which Countersign says under which numbers it has recorded what came. */
const ATTEMPT = 'countersign-attempt'
const READS = new Set(['GET', 'HEAD', 'OPTIONS'])
/** Refusals of the sender, not of a message. */
const NOT_A_MESSAGE = new Set([
  'COUNTERSIGN/UNAUTHORIZED',
  'COUNTERSIGN/NOT_A_SENDER',
  'COUNTERSIGN/NOT_ALLOWED',
  'COUNTERSIGN/NO_SERVICE',
  'COUNTERSIGN/METHOD',
])

/** Numbers of the attempts that an answer is about. */
export function attemptsOf({ headers }: FuzzAnswer): number[] {
  const given = [headers[ATTEMPT] ?? []].flat().join(',')
  return given.split(',').flatMap((each) => (/^\s*\d+\s*$/.test(each) ? [Number(each)] : []))
}

/** Did it repeat a key with another body? Then the number is that of the other message. */
export function isKeyReused(answer: FuzzAnswer): boolean {
  return codeOf(answer) === 'COUNTERSIGN/KEY_REUSED'
}

/** Undecided yet, with a time to come again: right where an earlier message of the same order is held with its place kept. */
export function isPending(answer: FuzzAnswer): boolean {
  return answer.status === 503 && answer.headers['retry-after'] !== undefined && codeOf(answer) === 'COUNTERSIGN/PENDING'
}

/** The ERP's own word for what its services don't have: the facade passes it on. */
function isNotImplemented(status: number, code: string): boolean {
  return status === 501 && code === '/IWBEP/CM_MGW_RT/021'
}

/** What is wrong with an answer; undefined when nothing is. The text is the same for the same fault. */
export function complaintOf(request: FuzzRequest, answer: FuzzAnswer | Error): string | undefined {
  if (answer instanceof Error) return `no answer: ${'code' in answer ? String(answer.code) : answer.name}`
  const { status, headers, body } = answer
  if (status >= 500 && !isPending(answer) && !isNotImplemented(status, codeOf(answer))) return `${status} ${codeOf(answer)}`
  const type = headers['content-type'] ?? ''
  if (status >= 400 && request.method !== 'HEAD' && !isV2Error(type, body)) return `${status} in no V2 form (${type})`
  const inner = /^multipart\/mixed/i.test(type) ? innerComplaint(body.toString('latin1')) : undefined
  if (inner !== undefined) return inner
  return attemptsOf(answer).length === 0 && mustBeRecorded(request, answer) ? `${status} ${codeOf(answer)} without a record` : undefined
}

/** The code of an error, for the table; empty when it has none. */
export function codeOf({ body }: Pick<FuzzAnswer, 'body'>): string {
  const head = body.toString('utf8', 0, 2000)
  return /"code"\s*:\s*"([^"]+)"/.exec(head)?.[1] ?? /<code>([^<]+)<\/code>/.exec(head)?.[1] ?? ''
}

/** What an error says. */
export function textOf({ body }: FuzzAnswer): string {
  const text = body.toString()
  return /"value"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? /<message[^>]*>([^<]*)/.exec(text)?.[1] ?? ''
}

function mustBeRecorded(request: FuzzRequest, answer: FuzzAnswer): boolean {
  if (READS.has(request.method) || request.label === 'read') return false
  if (NOT_A_MESSAGE.has(codeOf(answer))) return false
  const isBatch = /\$batch|%24batch/i.test(request.path)
  // A batch of nothing but reads goes through; a proposal changes nothing.
  if (isBatch && !/^(POST|PUT|PATCH|MERGE|DELETE) .* HTTP\/1\.\d\r?$/m.test(request.body.toString('latin1')))
    return answer.status >= 400 && codeOf(answer).startsWith('COUNTERSIGN/')
  return !/Get(Conf|GdsMvt)Proposal/i.test(request.path)
}

function innerComplaint(text: string): string | undefined {
  for (const [, status, rest = ''] of text.matchAll(/^HTTP\/1\.1 (\d{3})[^\r\n]*\r\n((?:(?!^HTTP\/1\.1 \d{3}|^--)[^])*)/gm)) {
    const [head = '', ...body] = rest.split('\r\n\r\n')
    const code = codeOf({ body: Buffer.from(body.join('\r\n\r\n')) })
    const isWaiting = status === '503' && code === 'COUNTERSIGN/PENDING'
    if (Number(status) >= 500 && !isWaiting && !isNotImplemented(Number(status), code)) return `${status} ${code} within a batch`
    const type = /^content-type: *(.*)$/im.exec(head)?.[1] ?? ''
    if (Number(status) >= 400 && !isV2Error(type, Buffer.from(body.join('\r\n\r\n').trim(), 'latin1')))
      return `${status} within a batch in no V2 form (${type})`
  }
  return undefined
}

/** `{"error": {"code", "message": {"lang", "value"}}}`, or the same in XML. */
function isV2Error(type: string, body: Buffer): boolean {
  const text = body.toString()
  if (/^application\/(atom\+)?xml/i.test(type))
    return /^(<\?xml[^>]*\?>)?\s*<error xmlns="[^"]+">\s*<code>[^<]*<\/code>\s*<message( xml:lang="\w+")?>[^<]*<\/message>[^]*<\/error>\s*$/.test(
      text,
    )
  if (!/^application\/json/i.test(type)) return false
  try {
    const { error } = parse(text) as { error?: { code?: unknown; message?: { lang?: unknown; value?: unknown } } }
    return typeof error?.code === 'string' && typeof error.message?.lang === 'string' && typeof error.message.value === 'string'
  } catch {
    return false
  }
}
