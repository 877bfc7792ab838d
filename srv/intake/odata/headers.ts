import type { IncomingMessage } from 'node:http'
import type { Headers } from '../../domain/message.ts'

/** Which headers travel where. */

/** RFC 9110 §7.6.1: they concern one connection, never the next. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** The sender signs in to Countersign; towards the ERP the destination's own credentials count. */
const NOT_FOR_ERP = new Set(['authorization', 'host', 'expect'])

/** Secrets, and what stops being true once the body is unpacked and the method untunnelled. */
const NOT_FOR_RECORD = new Set(['cookie', 'x-csrf-token', 'content-length', 'content-encoding', 'accept-encoding'])

/** Headers by which clients tunnel a method through POST. */
export const METHOD_OVERRIDES: readonly string[] = ['x-http-method', 'x-http-method-override', 'x-method-override']

/** Without hop-by-hop headers, those named by `Connection` included. */
export function endToEnd(headers: Headers): Headers {
  const named = new Set(listOf(headers.connection).map((each) => each.toLowerCase()))
  return without(headers, (name) => HOP_BY_HOP.has(name) || named.has(name))
}

/** What a forwarded request brings to the ERP. */
export function forErp(headers: Headers): Headers {
  return without(endToEnd(headers), (name) => NOT_FOR_ERP.has(name))
}

/** What a message brings to the pipeline: no credentials, tokens or cookies. */
export function forRecord(headers: Headers): Headers {
  return without(forErp(headers), (name) => NOT_FOR_RECORD.has(name) || METHOD_OVERRIDES.includes(name))
}

/** The headers of a request that arrived, names in lower case. */
export function headersOf(request: Pick<IncomingMessage, 'headers'>): Headers {
  return Object.fromEntries(Object.entries(request.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

/** One header as text; empty when there is none. */
export function headerOf(headers: Headers, name: string): string {
  const value = headers[name]
  return Array.isArray(value) ? value.join(', ') : (value ?? '')
}

/** The elements of a comma-separated header, trimmed, without empty ones. */
export function listOf(value: string | readonly string[] | undefined): string[] {
  const text = typeof value === 'string' ? value : (value ?? []).join(',')
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

/** `application/json` of `Application/JSON; charset=utf-8`; empty when there is none. */
export function mediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase()
}

/** A parameter of a header value such as `boundary` or `charset`, unquoted; undefined when absent. */
export function parameterOf(value: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))`, 'i').exec(value)
  return found?.[1]?.replace(/\\(.)/g, '$1') ?? found?.[2]
}

/** Does the sender bring a CSRF token? `Fetch` asks for one. */
export function hasToken(headers: Headers): boolean {
  const token = headerOf(headers, 'x-csrf-token').trim().toLowerCase()
  return token !== '' && token !== 'fetch'
}

function without(headers: Headers, isOut: (name: string) => boolean): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isOut(name)))
}
