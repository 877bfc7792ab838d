import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express'
import { setTimeout as wait } from 'node:timers/promises'
import type { Books } from './books.ts'
import type { Service } from './contract.ts'
import type { Faults } from './faults.ts'
import { befall } from './faults/connection.ts'
import { withLateReceipts } from './faults/late-receipts.ts'
import { inProcess } from './faults/orders-in-process.ts'
import { maintenancePage, refusalOf, withMessageList } from './faults/refusals.ts'
import type { ODataAnswer } from './odata/batch.ts'
import { execute, wantsXml, type Call } from './odata/engine.ts'
import { errorAnswer, GatewayError, refuse } from './odata/errors.ts'
import { splitTarget } from './odata/url.ts'
import { workCenters } from './odata4/work-centers.ts'
import type { Sessions } from './sessions.ts'

/** Everything that the gateway and its admin port share. */
export interface Landscape {
  readonly services: readonly Service[]
  readonly books: Books
  readonly sessions: Sessions
  readonly faults: Faults
  /** Aborted when the server closes: what still waits gives up. */
  readonly closing: AbortSignal
}

const BODY_LIMIT = 20 * 1024 * 1024
const USERS = new Map([
  ['COUNTERSIGN', 'countersign'],
  ['DM', 'dm'],
])

/** The HTTP side of the gateway: sign-in, CSRF, services; `landscape` is asked for once it is there, requests wait for it. */
export function gateway(landscape: Promise<Landscape>): Express {
  const app = express()
  app.disable('x-powered-by').disable('etag')
  // What stands before the system answers for it while it's away.
  app.use(async (_request, response, next) => {
    const { faults } = await landscape
    const { maintenanceLeft } = faults
    if (maintenanceLeft === 0) {
      next()
      return
    }
    faults.count('maintenance')
    send(response, maintenancePage(maintenanceLeft))
  })
  // Signing in comes first: even a service that doesn't exist answers 401.
  app.use((request, response, next) => {
    if (userOf(request) !== undefined) {
      next()
      return
    }
    response.setHeader('www-authenticate', 'Basic realm="SAP NetWeaver Application Server [S4H/100]"')
    response
      .status(401)
      .type('html')
      .send('<html><head><title>Logon Error Message</title></head><body><h1>401 Unauthorized</h1></body></html>')
  })
  app.use(express.raw({ type: () => true, limit: BODY_LIMIT }))
  app.use(async (_request, _response, next) => {
    const { faults, closing } = await landscape
    const delay = faults.delay()
    if (delay > 0) await wait(delay, undefined, { signal: closing })
    next()
  })
  app.use('/sap/opu/odata4', async (request, response, next) => {
    if (await isSpared(await landscape, request, response)) next()
  })
  app.use(workCenters(landscape.then(({ books }) => books)))
  app.use(async (request, response) => handle(await landscape, request, response))
  app.use(failed)
  return app
}

/** Finds the service of a request target. Throws a 404 outside of the OData root, a 403 for a service or version that isn't active. */
export function locate(services: readonly Service[], target: string): { service: Service; root: string; path: string; query: string } {
  const parts = splitTarget(target)
  if (!parts) throw refuse.unknownSegment(target.split('?')[0] ?? '')
  const service = services.find((each) => each.name === parts.name.toUpperCase())
  if (!service || !['0001', '0002'].includes(parts.version)) throw refuse.unknownService(parts.name, parts.version)
  return { service, root: parts.root, path: parts.path, query: parts.query }
}

/** A read that the engine doesn't serve meets delays, refusals and broken connections only; true when it goes on. */
async function isSpared({ faults, closing }: Landscape, request: Request, response: Response): Promise<boolean> {
  const fault = faults.take(request.method, request.originalUrl, Buffer.alloc(0))
  if (!fault) return true
  const refusal = refusalOf(fault, Buffer.alloc(0), '', false)
  if (refusal) send(response, refusal)
  else if (fault.fault !== 'slow') request.socket.destroy()
  else await wait(fault.ms ?? 0, undefined, { signal: closing })
  return fault.fault === 'slow'
}

async function handle(landscape: Landscape, request: Request, response: Response): Promise<void> {
  const { books, sessions, faults, closing } = landscape
  const body: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const user = userOf(request) ?? ''
  const { service, root, path, query } = locate(landscape.services, request.originalUrl)
  response.locals.service = service.name
  admit(sessions, service, user, request, response)
  const { receiptAfterMs, processingMs } = faults
  const shown = `${request.protocol}://${request.headers.host ?? 'localhost'}${root}`
  const called = { service: receiptAfterMs === undefined ? service : withLateReceipts(service, receiptAfterMs, closing), books, user }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
  const book = (): ODataAnswer => {
    faults.closePeriodWhenDue()
    const call: Call = { ...called, root: shown, now: new Date() }
    const answer = execute(call, { method: request.method, path, query, headers, body })
    faults.posted(postingsIn(answer))
    return faults.hasMessageLists ? withMessageList(answer) : answer
  }
  const subject = `POST ${path}?${query}\n${body.toString('utf8')}`
  const isPosting = request.method === 'POST' && isAboutPosting(subject)
  const work = async (): Promise<ODataAnswer> =>
    processingMs > 0 && isPosting ? inProcess(books, user, subject, processingMs, closing, book) : book()
  const fault = faults.take(request.method, request.originalUrl, body)
  const refusal = fault && refusalOf(fault, body, service.name, wantsXml(headers))
  if (fault?.fault === 'csrfExpired') sessions.clear()
  if (refusal) send(response, refusal)
  else if (fault) await befall(fault, { request, response, work, send: (answer) => send(response, answer), closing })
  else send(response, await work())
}

/** Names something to post: no batch of reads, no mere proposal. */
const isAboutPosting = (subject: string): boolean => /^POST (?!\S*(?:\$batch|Proposal))/m.test(subject)

/** How many documents an answer, of a batch or not, says were made. */
function postingsIn({ status, body }: ODataAnswer): number {
  return status === 201 ? 1 : [...body.matchAll(/^HTTP\/1\.1 201 /gm)].length
}

/** Reads may fetch a token, everything else needs one and its cookie. */
function admit(sessions: Sessions, service: Service, user: string, request: Request, response: Response): void {
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (isRead && request.headers['x-csrf-token']?.toString().toLowerCase() === 'fetch') {
    for (const [name, value] of Object.entries(sessions.fetch(service.name, user, request.headers))) response.setHeader(name, value)
  }
  if (isRead || sessions.isValid(service.name, user, request.headers)) return
  response.setHeader('x-csrf-token', 'Required')
  throw refuse.csrf()
}

function send(response: Response, answer: Pick<ODataAnswer, 'status' | 'headers' | 'body'>): void {
  if (response.destroyed || response.headersSent) return
  response.status(answer.status)
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value)
  // As bytes: Express would add a charset of its own to a text.
  if (answer.status === 204) response.end()
  else response.send(Buffer.from(answer.body))
}

const failed: ErrorRequestHandler = (error: unknown, request, response, _next) => {
  if (error instanceof Error && error.name === 'AbortError') return void request.socket.destroy()
  const headers = { accept: request.headers.accept }
  const service: unknown = response.locals.service
  send(response, errorAnswer(known(error), typeof service === 'string' ? service : '', wantsXml(headers)))
}

/** What the body reader refuses (too large, a wrong encoding, cut off) is the client's fault. */
function known(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof GatewayError || !('expose' in error) || error.expose !== true) return error
  return 'type' in error && error.type === 'entity.too.large' ? refuse.tooLarge() : refuse.malformedBody(error.message)
}

function userOf(request: Request): string | undefined {
  const [scheme = '', credentials = ''] = (request.headers.authorization ?? '').split(' ')
  if (scheme.toLowerCase() !== 'basic') return undefined
  const decoded = Buffer.from(credentials, 'base64').toString('utf8')
  const name = decoded.slice(0, decoded.indexOf(':')).toUpperCase()
  return USERS.has(name) && USERS.get(name) === decoded.slice(decoded.indexOf(':') + 1) ? name : undefined
}
