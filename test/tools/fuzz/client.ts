import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import * as http from 'node:http'
import { buffer } from 'node:stream/consumers'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { KEY, MARK, ORDER_ID } from './postings.ts'
import { type FuzzRequest, ROOT } from './request.ts'

/** Sends bytes as they are, over connections that are kept. */

export interface FuzzAnswer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

/** Longer than the facade lets anybody wait. */
const HANGS_AFTER = 60_000
const PACK: Readonly<Record<string, (body: Buffer) => Buffer>> = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync }
const WRONG_TOKEN = 'bm90IHRoZSB0b2tlbg=='

interface Session {
  readonly token: string
  readonly cookie: string
}

export class FuzzClient {
  readonly #url: URL
  readonly #agent: http.Agent
  readonly #sessions = new Map<string, Promise<Session>>()
  #count = 0

  /** @param atOnce connections */
  constructor(url: string, atOnce: number) {
    this.#url = new URL(url)
    this.#agent = new http.Agent({ keepAlive: true, maxSockets: atOnce })
  }

  /** The answer to each delivery; an Error where there was none. What must differ from message to message is filled in, once for all deliveries. */
  async deliver(request: FuzzRequest): Promise<(FuzzAnswer | Error)[]> {
    const filled = this.#filled(request)
    const service = /^\/sap\/opu\/odata\/sap\/([A-Z0-9_]+)/.exec(request.path)?.[1] ?? ''
    const session = request.token === 'none' ? undefined : await this.#session(service)
    const headers = {
      ...filled.headers,
      ...(session && { cookie: session.cookie, 'x-csrf-token': request.token === 'own' ? session.token : WRONG_TOKEN }),
    }
    const send = (): Promise<FuzzAnswer | Error> =>
      this.#send({ ...filled, headers }).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
    if (request.isTogether) return Promise.all(Array.from({ length: request.deliveries }, send))
    const answers: (FuzzAnswer | Error)[] = []
    for (let count = 0; count < request.deliveries; count += 1) answers.push(await send())
    return answers
  }

  close(): void {
    this.#agent.destroy()
  }

  /** Keys, marks and orders of their own, as long as what they replace, so that all lengths stay true. */
  #filled(request: FuzzRequest): Pick<FuzzRequest, 'method' | 'path' | 'headers' | 'body'> {
    const fill = (text: string): string =>
      text
        .replaceAll(KEY, () => randomUUID())
        .replaceAll(MARK, () => `FZ${String((this.#count += 1)).padStart(10, '0')}`)
        .replaceAll(ORDER_ID, () => `9${String((this.#count += 1)).padStart(11, '0')}`)
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, fill(value)]))
    const body = Buffer.from(fill(request.body.toString('latin1')), 'latin1')
    const pack = request.isPacked ? PACK[headers['content-encoding'] ?? ''] : undefined
    return { method: request.method, path: request.path, headers, body: pack ? pack(body) : body }
  }

  /** A token that the ERP gave through the facade; services that give none are played without. */
  #session(service: string): Promise<Session> {
    const known = this.#sessions.get(service)
    if (known) return known
    const path = `${ROOT}${service}/`
    const fetched = this.#send({ method: 'GET', path, headers: { 'x-csrf-token': 'Fetch' }, body: Buffer.alloc(0) }).then(
      ({ headers }) => ({
        token: [headers['x-csrf-token'] ?? WRONG_TOKEN].flat()[0] ?? WRONG_TOKEN,
        cookie: (headers['set-cookie'] ?? []).map((each) => each.split(';')[0]).join('; '),
      }),
    )
    this.#sessions.set(service, fetched)
    return fetched
  }

  async #send(
    { method, path, headers, body }: Pick<FuzzRequest, 'method' | 'path' | 'headers' | 'body'>,
    isSecondTry = false,
  ): Promise<FuzzAnswer> {
    const request = http.request({
      hostname: this.#url.hostname,
      port: this.#url.port,
      method,
      path,
      // Others that are kept may have been closed as well.
      agent: isSecondTry ? false : this.#agent,
      signal: AbortSignal.timeout(HANGS_AFTER),
      headers: {
        authorization: `Basic ${Buffer.from('dm:dm').toString('base64')}`,
        ...headers,
        ...(body.length > 0 || method === 'POST' ? { 'content-length': String(body.length) } : {}),
      },
    })
    request.end(body)
    try {
      const [response] = (await once(request, 'response')) as [http.IncomingMessage]
      return { status: response.statusCode ?? 0, headers: response.headers, body: await buffer(response) }
    } catch (error) {
      // The server had closed a kept connection just before: it never read this.
      if (request.reusedSocket && !isSecondTry && error instanceof Error && 'code' in error && error.code === 'ECONNRESET')
        return this.#send({ method, path, headers, body }, true)
      throw error
    }
  }
}
