import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import { refuse } from './errors.ts'

/** A request below a service root; header names in lower case. */
export interface ODataRequest {
  readonly method: string
  /** Below the service root, percent-encoded, without query. */
  readonly path: string
  readonly query: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
  /** Within a change set: what later requests may call this one's entity. */
  readonly contentId?: string
}

export interface ODataAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type BatchPart =
  { readonly kind: 'query'; readonly request: ODataRequest } | { readonly kind: 'changeSet'; readonly requests: readonly ODataRequest[] }

/** Boundary of a multipart content type; undefined for another one. */
export function boundaryOf(contentType: string): string | undefined {
  if (!/^\s*multipart\/mixed\s*;/i.test(contentType)) return undefined
  const match = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType)
  return match?.[1] ?? match?.[2]
}

/**
 * Parts of a `$batch` body in their order. Line ends may be CRLF or LF. A URL of a part may be relative to the service, to the server or absolute;
 * all lead below `root`. Throws a 400 where it isn't multipart as V2 wants it.
 */
export function parseBatch(contentType: string, body: Buffer, root: string): BatchPart[] {
  const boundary = boundaryOf(contentType)
  if (boundary === undefined) throw refuse.malformedBatch('content type multipart/mixed with a boundary is expected')
  return sectionsOf(body.toString('utf8'), boundary).map((section) => {
    const type = section.headers['content-type'] ?? ''
    const inner = boundaryOf(type)
    if (inner === undefined) return { kind: 'query', request: requestOf(section, root) }
    return { kind: 'changeSet', requests: sectionsOf(section.body, inner).map((each) => changeOf(each, root)) }
  })
}

interface Section {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

function sectionsOf(text: string, boundary: string): Section[] {
  const escaped = boundary.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const pieces = text.split(new RegExp(`(?:^|\\r?\\n)--${escaped}(--)?[ \\t]*(?=\\r?\\n|$)`))
  // Split keeps the captured group: pieces are preamble, mark, section, mark, …; a mark of `--` ends the whole.
  const sections: Section[] = []
  let isClosed = false
  for (let index = 1; index < pieces.length && !isClosed; index += 2) {
    isClosed = pieces[index] === '--'
    if (!isClosed) sections.push(sectionOf((pieces[index + 1] ?? '').replace(/^\r?\n/, '')))
  }
  if (!isClosed) throw refuse.malformedBatch(`the closing boundary '--${boundary}--' is missing`)
  return sections
}

function sectionOf(text: string): Section {
  const blank = /^\r?\n|\r?\n\r?\n/.exec(text)
  const head = blank ? text.slice(0, blank.index) : text
  const lines = head.split(/\r?\n/).filter((line) => line.includes(':'))
  const headers = lines.map(
    (line) => [line.slice(0, line.indexOf(':')).trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const,
  )
  return { headers: Object.fromEntries(headers), body: blank ? text.slice(blank.index + blank[0].length) : '' }
}

function changeOf(section: Section, root: string): ODataRequest {
  const request = requestOf(section, root)
  if (request.method === 'GET') throw refuse.malformedBatch('a change set has no retrieve operations')
  return request
}

function requestOf(section: Section, root: string): ODataRequest {
  if (!/^application\/http/i.test(section.headers['content-type'] ?? ''))
    throw refuse.malformedBatch('each part is of type application/http')
  const [, line = '', rest = ''] = /^\s*([^\r\n]*)(?:\r?\n([\s\S]*))?$/.exec(section.body) ?? []
  const match = /^([A-Z]+)\s+(\S.*?)\s+HTTP\/\d\.\d$/.exec(line.trim())
  if (!match) throw refuse.malformedBatch(`'${line.slice(0, 80)}' is no request line`)
  const [, method = '', url = ''] = match
  const { headers, body } = sectionOf(rest)
  const target = belowRoot(url, root)
  const [path = '', query = ''] = target.includes('?')
    ? [target.slice(0, target.indexOf('?')), target.slice(target.indexOf('?') + 1)]
    : [target]
  const contentId = section.headers['content-id'] ?? headers['content-id']
  const isEmpty = body.trim() === ''
  return { method, path, query, headers, body: Buffer.from(isEmpty ? '' : body), ...(contentId === undefined ? {} : { contentId }) }
}

function belowRoot(url: string, root: string): string {
  const path = url.replace(/^https?:\/\/[^/]+/i, '')
  const rootPath = root.replace(/^https?:\/\/[^/]+/i, '')
  const [service = ''] = rootPath.split(';')
  if (path.startsWith(`${rootPath}/`)) return path.slice(rootPath.length + 1)
  const versioned = path.startsWith(`${service};`) || path.startsWith(`${service}/`)
  if (versioned) return path.slice(path.indexOf('/', service.length) + 1)
  if (path.startsWith('/sap/')) throw refuse.malformedBatch(`'${path.slice(0, 80)}' belongs to another service`)
  return path.replace(/^\//, '')
}

/** 202 with an answer for each part; a change set that went well is a multipart of its own. */
export function serializeBatch(answers: readonly (ODataAnswer | readonly ODataAnswer[])[]): ODataAnswer {
  const boundary = markOf()
  const parts = answers.map((answer) => ('status' in answer ? httpPart(answer) : changeSetPart(answer)))
  return {
    status: 202,
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}`, dataserviceversion: '2.0' },
    body: multipart(parts, boundary),
  }
}

const markOf = (): string => randomUUID().replaceAll('-', '').toUpperCase()
const multipart = (parts: readonly string[], boundary: string): string =>
  `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`

function changeSetPart(answers: readonly ODataAnswer[]): string {
  const boundary = markOf()
  const body = multipart(answers.map(httpPart), boundary)
  return `Content-Type: multipart/mixed; boundary=${boundary}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

function httpPart({ status, headers, body }: ODataAnswer): string {
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)) }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  const http = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n${body}`
  return `Content-Type: application/http\r\nContent-Length: ${Buffer.byteLength(http)}\r\ncontent-transfer-encoding: binary\r\n\r\n${http}`
}
