import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express'
import { setTimeout as wait } from 'node:timers/promises'
import type { Books } from './books.ts'
import type { Service } from './contract.ts'
import { errorOfFault, type Fault, type Faults } from './faults.ts'
import type { ODataAnswer } from './odata/batch.ts'
import { execute, wantsXml, type Call } from './odata/engine.ts'
import { errorAnswer, GatewayError, refuse } from './odata/errors.ts'
import { splitTarget } from './odata/url.ts'
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

async function handle(landscape: Landscape, request: Request, response: Response): Promise<void> {
  const body: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const user = userOf(request) ?? ''
  if (landscape.faults.latency > 0) await wait(landscape.faults.latency, undefined, { signal: landscape.closing })
  const { service, root, path, query } = locate(landscape.services, request.originalUrl)
  response.locals.service = service.name
  admit(landscape.sessions, service, user, request, response)
  const call: Call = {
    service,
    books: landscape.books,
    user,
    root: `${request.protocol}://${request.headers.host ?? 'localhost'}${root}`,
    now: new Date(),
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
  const work = (): ODataAnswer => execute(call, { method: request.method, path, query, headers, body })
  const fault = landscape.faults.take(request.method, request.originalUrl, body)
  if (fault) await befall(fault, landscape.closing, request, response, body, work)
  else send(response, work())
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

async function befall(
  fault: Fault,
  closing: AbortSignal,
  request: Request,
  response: Response,
  body: Buffer,
  work: () => ODataAnswer,
): Promise<void> {
  const error = errorOfFault(fault, body)
  if (error) throw error
  const breakOff = (): void => void request.socket.destroy()
  if (fault.fault === 'reset') {
    breakOff()
    return
  }
  if (fault.fault === 'lostAnswer') {
    if (fault.ms !== undefined) breakOff()
    if (fault.ms !== undefined) await wait(fault.ms, undefined, { signal: closing })
    work()
    breakOff()
    return
  }
  const answer = work()
  if (fault.ms === undefined) return
  await wait(fault.ms, undefined, { signal: closing })
  send(response, answer)
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
