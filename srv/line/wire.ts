import type { ClientRequest } from 'node:http'
import type { Readable } from 'node:stream'
import type { Call, Streamed, Whole } from './call.ts'
import { Ended, NoAnswer, TooLate } from './failure.ts'
import { Pooled } from './pool.ts'
import type { Route } from './route.ts'

/** Bytes of a whole answer that are taken into memory. */
const MOST = 256 * 1024 * 1024

/** Sends a request; every status is an answer. @throws {NoAnswer} when none began. */
export function stream(route: Route, call: Call): Promise<Streamed> {
  return new Promise((resolve, reject) => {
    const sending = new Sending(route, call, reject)
    sending.request.once('response', (message) => {
      sending.end()
      resolve({ status: message.statusCode ?? 0, headers: message.headers, body: message })
    })
    sending.go()
  })
}

/**
 * Sends a request and takes its whole answer: through the pool where there is one, at less than half the cost.
 * @throws {NoAnswer} when it didn't come to its end.
 */
export function exchange(route: Route, call: Call, most = MOST): Promise<Whole> {
  const { pool } = route
  const { body } = call
  if (!pool || (body !== undefined && !Buffer.isBuffer(body))) return alone(route, call, most)
  const pooled = new Pooled(call, most)
  const headers = headersOn(route, call)
  pool.dispatch({ method: call.method, path: pathOn(route, call.path), headers, body: body ?? null }, pooled)
  return pooled.answer
}

function alone(route: Route, call: Call, most: number): Promise<Whole> {
  return new Promise((resolve, reject) => {
    const sending = new Sending(route, call, reject)
    sending.request.once('response', (message) => {
      const chunks: Buffer[] = []
      let size = 0
      message.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size > most) sending.giveUp(new Error(`its answer is larger than ${most} bytes`))
      })
      message.once('end', () => {
        sending.end()
        const [first] = chunks
        const body = chunks.length === 1 && first ? first : Buffer.concat(chunks)
        resolve({ status: message.statusCode ?? 0, headers: message.headers, body })
      })
      message.once('error', (error) => sending.fail(error))
    })
    sending.go()
  })
}

/** A request under way: what it has to be given up for, and whether it may have left. */
class Sending {
  readonly request: ClientRequest
  readonly #call: Call
  readonly #reject: (error: NoAnswer) => void
  readonly #timer: NodeJS.Timeout
  readonly #isSecure: boolean
  #mayHaveLeft = false
  #givenUp: Error | undefined

  constructor(route: Route, call: Call, reject: (error: NoAnswer) => void) {
    this.#call = call
    this.#isSecure = route.isSecure
    this.#reject = reject
    try {
      this.request = route.open({
        ...route.options,
        method: call.method,
        path: pathOn(route, call.path),
        headers: headersOn(route, call),
      })
    } catch (error) {
      // Characters that no request may have.
      throw new NoAnswer(false, error, true)
    }
    this.#timer = setTimeout(() => this.giveUp(new TooLate(call.timeout)), call.timeout)
    this.request.on('error', (error) => this.fail(error))
  }

  go(): void {
    const { signal } = this.#call
    if (signal)
      onAbort(signal, this.request, () => this.giveUp(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason))))
    this.request.once('socket', (socket) => {
      // That the other side has ended a kept connection may be known and not yet seen: this shows it before the first byte is written.
      if (this.request.reusedSocket) setImmediate(() => this.#write())
      else if (socket.connecting) socket.once(this.#isSecure ? 'secureConnect' : 'connect', () => this.#write())
      else this.#write()
    })
  }

  #write(): void {
    const { body } = this.#call
    if (this.request.destroyed) return
    this.#mayHaveLeft = true
    if (body === undefined || Buffer.isBuffer(body)) this.request.end(body)
    else this.#pipe(body)
  }

  #pipe(body: Readable): void {
    if (body.destroyed) {
      this.giveUp(body.errored ?? new Error('the request broke off'))
      return
    }
    body.once('error', (error) => this.giveUp(error))
    body.once('close', () => {
      if (!body.readableEnded) this.giveUp(new Error('the request broke off'))
    })
    body.pipe(this.request)
  }

  giveUp(reason: Error): void {
    this.#givenUp ??= reason
    this.request.destroy(reason)
  }

  fail(error: Error): void {
    this.end()
    const hasEnded = !this.#mayHaveLeft && this.request.reusedSocket && this.#givenUp === undefined
    const isOurs = this.#givenUp !== undefined && !(this.#givenUp instanceof TooLate)
    this.#reject(hasEnded ? new Ended(error) : new NoAnswer(this.#mayHaveLeft, this.#givenUp ?? error, isOurs))
  }

  end(): void {
    clearTimeout(this.#timer)
  }
}

function pathOn({ before, query }: Route, path: string): string {
  if (query === '') return before + path
  return `${before}${path}${path.includes('?') ? '&' : '?'}${query}`
}

/** Methods of which nobody expects a body. */
const BARE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])

/** Names and values in turn: Node writes such a list as it is, at half the cost of an object. What a request says itself counts before its route. */
function headersOn(route: Route, { method, headers, body }: Call): string[] {
  const list: string[] = []
  for (const name in route.headers) if (!(name in headers)) list.push(name, route.headers[name] ?? '')
  for (const name in headers) {
    const value = headers[name]
    if (typeof value === 'string') list.push(name, value)
    else for (const each of value ?? []) list.push(name, each)
  }
  if (body === undefined && !BARE.has(method) && !('content-length' in headers)) list.push('content-length', '0')
  return list
}

function onAbort(signal: AbortSignal, until: ClientRequest, then: () => void): void {
  if (signal.aborted) {
    then()
    return
  }
  signal.addEventListener('abort', then, { once: true })
  until.once('close', () => signal.removeEventListener('abort', then))
}
