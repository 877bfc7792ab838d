import cds from '@sap/cds'
import type { Headers, RawResponse } from '../../domain/message.ts'
import { headerOf, mediaType } from './headers.ts'

/** Every error that this door says itself, and the V2 form in which it says it. */

export type ErrorForm = 'json' | 'xml'

/** One entry of `errordetails`. */
export interface Detail {
  readonly code: string
  readonly text: string
  /** SAP property, with the way to it for items: `to_MaterialDocumentItem/2/Batch`. */
  readonly target: string
  readonly severity: 'error' | 'warning'
  readonly contentId?: string
}

/** Thrown where a request can't go on; carries the whole error. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly target: string
  readonly headers: Headers
  readonly details: readonly Detail[]
  readonly form: ErrorForm | undefined

  constructor(
    status: number,
    code: string,
    text: string,
    more: { target?: string; headers?: Headers; details?: readonly Detail[]; form?: ErrorForm } = {},
  ) {
    super(text)
    this.status = status
    this.code = `COUNTERSIGN/${code}`
    this.target = more.target ?? ''
    this.headers = more.headers ?? {}
    this.details = more.details ?? []
    this.form = more.form
  }
}

/** One factory per thing that goes wrong; texts say what to do where that isn't plain. */
export const refuse = {
  anonymous: () =>
    new Refusal(401, 'UNAUTHORIZED', 'Sign in to send to Countersign', {
      headers: { 'www-authenticate': challenge() },
    }),
  notSender: (id: string) => new Refusal(403, 'NOT_A_SENDER', `User ${id} may not send: the role sender is missing`),
  notAllowed: (id: string, service: string, method: string) =>
    new Refusal(403, 'NOT_ALLOWED', `${id} may not call ${method} on ${service}`, { target: service }),
  noStatus: () => new Refusal(503, 'UNAVAILABLE', 'The record can not be read now; try again later', { headers: { 'retry-after': '10' } }),
  noAttempt: (id: string) => new Refusal(404, 'NO_ATTEMPT', `You have sent no attempt ${id}`),
  noService: () => new Refusal(404, 'NO_SERVICE', 'The path names no service'),
  ambiguousPath: (why: string) => new Refusal(400, 'AMBIGUOUS_PATH', `The path can be read in more than one way: ${why}`),
  ambiguousMethod: (why: string) => new Refusal(400, 'AMBIGUOUS_METHOD', `The method can be read in more than one way: ${why}`),
  method: (method: string) =>
    new Refusal(405, 'METHOD', `Method ${method} is not supported`, {
      headers: { allow: 'GET, HEAD, OPTIONS, POST, PUT, PATCH, MERGE, DELETE' },
    }),
  pathTooLong: (limit: number) => new Refusal(414, 'PATH_TOO_LONG', `The path of a posting may have at most ${limit} characters`),
  tooLarge: (limit: number) =>
    new Refusal(413, 'TOO_LARGE', `The body is larger than ${limit} bytes`, { headers: { connection: 'close' } }),
  contentType: (type: string) =>
    new Refusal(
      415,
      'CONTENT_TYPE',
      type === '' ? 'The content type is missing' : `Content type ${type} is not supported; send application/json`,
      { target: 'Content-Type' },
    ),
  atom: () =>
    new Refusal(415, 'ATOM', 'Countersign reads postings in JSON only, not in Atom/XML; send application/json', {
      target: 'Content-Type',
      form: 'xml',
    }),
  contentEncoding: (encoding: string) =>
    new Refusal(415, 'CONTENT_ENCODING', `Content encoding ${encoding} is not supported; send gzip, deflate, br or none`, {
      target: 'Content-Encoding',
    }),
  unpacking: () => new Refusal(400, 'CONTENT_ENCODING', 'The body is not what its content encoding says', { target: 'Content-Encoding' }),
  notJson: (why: string) => new Refusal(400, 'NOT_JSON', `The body is no readable JSON: ${why}`),
  tooDeep: (limit: number) => new Refusal(400, 'TOO_DEEP', `The body is nested more than ${limit} levels deep`),
  missing: (target: string) => new Refusal(400, 'MISSING', `${target} is missing`, { target }),
  wrongType: (target: string, expected: string) => new Refusal(400, 'WRONG_TYPE', `${target} is not ${expected}`, { target }),
  tooLong: (target: string, limit: string) => new Refusal(400, 'TOO_LONG', `${target} is too long: ${limit}`, { target }),
  batch: (why: string) => new Refusal(400, 'BATCH', `The batch can't be read: ${why}`),
  unreachable: (isTimeout: boolean) =>
    new Refusal(isTimeout ? 504 : 502, 'ERP_UNREACHABLE', isTimeout ? 'The ERP did not answer in time' : 'The ERP can not be reached'),
  busy: (retryAfter: number) =>
    new Refusal(503, 'ERP_UNREACHABLE', 'The ERP can not be reached at the moment; try again later', {
      headers: { 'retry-after': String(Math.max(1, Math.ceil(retryAfter))) },
    }),
  full: () =>
    new Refusal(503, 'FULL', 'More is on its way than can be taken at once, so nothing was recorded or sent; try again later', {
      headers: { 'retry-after': '5' },
    }),
  unavailable: (retryAfter = 10) =>
    new Refusal(503, 'UNAVAILABLE', 'Nothing can be recorded now, so nothing was sent; try again later', {
      headers: { 'retry-after': String(retryAfter) },
    }),
}

/** How to sign in: with a token in production, with a password in development. */
export function challenge(): string {
  const { kind } = cds.requires.auth as { kind?: string }
  return kind === 'mocked' || kind === 'basic' ? 'Basic realm="Countersign", charset="UTF-8"' : 'Bearer'
}

/** JSON or XML, by what the client accepts, else by what it sends; JSON when it doesn't say. */
export function formOf(headers: Headers, path = ''): ErrorForm {
  if (/[?&](\$|%24)format=(json|application%2fjson|application\/json)/i.test(path)) return 'json'
  const accept = headerOf(headers, 'accept').toLowerCase()
  if (accept.includes('json')) return 'json'
  if (/\bxml\b|atom/.test(accept)) return 'xml'
  return isXml(headerOf(headers, 'content-type')) ? 'xml' : 'json'
}

/** Is this content type Atom or another XML? */
export function isXml(contentType: string): boolean {
  return /^(application|text)\/([\w.-]+\+)?xml$/.test(mediaType(contentType))
}

/** The V2 answer of a refusal: code, text and target, each detail in `innererror.errordetails`. */
export function errorAnswer(refusal: Refusal, form: ErrorForm, service = ''): RawResponse {
  const details =
    refusal.details.length > 0
      ? refusal.details
      : [{ code: refusal.code, text: refusal.message, target: refusal.target, severity: 'error' as const }]
  const error = {
    code: refusal.code,
    message: { lang: 'en', value: refusal.message },
    innererror: {
      application: { component_id: '', service_namespace: '/SAP/', service_id: service, service_version: '0001' },
      errordetails: details.map((each) => ({
        ContentID: each.contentId ?? '',
        code: each.code,
        message: each.text,
        longtext_url: '',
        propertyref: '',
        severity: each.severity,
        transition: false,
        target: each.target,
      })),
    },
  }
  const isJson = (refusal.form ?? form) === 'json'
  const body = Buffer.from(isJson ? JSON.stringify({ error }) : xmlOf(error))
  const type = isJson ? 'application/json;charset=utf-8' : 'application/xml;charset=utf-8'
  return {
    status: refusal.status,
    headers: { 'content-type': type, dataserviceversion: '1.0', 'cache-control': 'no-store', ...refusal.headers },
    body,
  }
}

function xmlOf(error: { code: string; message: { lang: string; value: string }; innererror: Record<string, unknown> }): string {
  const inner = elementOf('innererror', error.innererror)
  const outer = `${elementOf('code', error.code)}<message xml:lang="${error.message.lang}">${escape(error.message.value)}</message>${inner}`
  return `<?xml version="1.0" encoding="utf-8"?><error xmlns="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">${outer}</error>`
}

function elementOf(name: string, value: unknown): string {
  if (Array.isArray(value)) return `<${name}>${value.map((each) => elementOf('errordetail', each)).join('')}</${name}>`
  if (typeof value !== 'object' || value === null) return `<${name}>${escape(String(value))}</${name}>`
  return `<${name}>${Object.entries(value)
    .map(([child, inner]) => elementOf(child, inner))
    .join('')}</${name}>`
}

function escape(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (char) => `&${names[char] ?? ''};`)
}
