import type { Agent, RequestOptions } from 'node:http'
import type { AgentOptions, Agent as SecureAgent } from 'node:https'
import { Pool } from 'undici'
import type { Dispatcher } from 'undici'
import type { Call, Whole } from './call.ts'
import { Ended, NoAnswer, TooLate } from './failure.ts'

/** Connections of an agent of the SDK, by what they lead to: the SDK has one agent for all destinations that trust the same. */
const pools = new WeakMap<Agent, Map<string, Pool>>()

/** Milliseconds that a connection may take to be made. */
const CONNECT_TIMEOUT = 10_000

/**
 * Kept connections to where an agent leads, with the agent's own certificates and trust. A connection is looked at before it's used again, so that
 * one which the other side has ended meanwhile takes no request along. None for an agent whose connections must not be shared.
 */
export function poolOf({ protocol, host, port, agent }: RequestOptions): Pool | undefined {
  if (typeof agent !== 'object') return undefined
  // Node's types know the options of an agent for HTTPS only.
  const { options } = agent as SecureAgent
  if (!options.keepAlive) return undefined
  const known = pools.get(agent) ?? new Map<string, Pool>()
  pools.set(agent, known)
  const origin = `${protocol}//${host?.includes(':') ? `[${host}]` : host}${port ? `:${port}` : ''}`
  const pool = known.get(origin) ?? new Pool(origin, { pipelining: 1, headersTimeout: 0, bodyTimeout: 0, connect: trustOf(options) })
  known.set(origin, pool)
  return pool
}

function trustOf({ ca, cert, key, pfx, passphrase, rejectUnauthorized }: AgentOptions) {
  const given = { ca, cert, key, pfx, passphrase, rejectUnauthorized }
  return { timeout: CONNECT_TIMEOUT, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) }
}

/** What a connection that is ended by the other side is called. */
const ENDED: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])

/** One request through a pool, and its whole answer. */
export class Pooled implements Dispatcher.DispatchHandler {
  readonly #promise = Promise.withResolvers<Whole>()
  readonly #most: number
  readonly #timer: NodeJS.Timeout
  readonly #signal: AbortSignal | undefined
  readonly #leave = (): void => this.#giveUp(reasonOf(this.#signal))
  readonly #chunks: Buffer[] = []
  #controller: Dispatcher.DispatchController | undefined
  #givenUp: Error | undefined
  #status = 0
  #headers: Whole['headers'] = {}
  #size = 0

  /** @param most bytes of the answer */
  constructor({ timeout, signal }: Call, most: number) {
    this.#most = most
    this.#signal = signal
    this.#timer = setTimeout(() => this.#giveUp(new TooLate(timeout)), timeout)
    if (signal?.aborted) this.#leave()
    else signal?.addEventListener('abort', this.#leave)
  }

  /** Rejects with {@link NoAnswer} when it didn't come to its end. */
  get answer(): Promise<Whole> {
    return this.#promise.promise
  }

  /** There's a connection, and the first byte is about to leave. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#givenUp) controller.abort(this.#givenUp)
    else this.#controller = controller
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Whole['headers']): void {
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    if (this.#size > this.#most) this.#giveUp(new Error(`its answer is larger than ${this.#most} bytes`))
  }

  onResponseEnd(): void {
    this.#end()
    const [first] = this.#chunks
    const body = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks)
    this.#promise.resolve({ status: this.#status, headers: this.#headers, body })
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error)
  }

  #giveUp(reason: Error): void {
    this.#givenUp ??= reason
    if (this.#controller) this.#controller.abort(reason)
    // It waits for a connection, and is dropped when it gets one.
    else this.#fail(reason)
  }

  #fail(error: Error): void {
    this.#end()
    const isOurs = this.#givenUp !== undefined && !(this.#givenUp instanceof TooLate)
    const hasEnded = !this.#controller && !this.#givenUp && ENDED.has('code' in error ? String(error.code) : '')
    this.#promise.reject(hasEnded ? new Ended(error) : new NoAnswer(this.#controller !== undefined, this.#givenUp ?? error, isOurs))
  }

  #end(): void {
    clearTimeout(this.#timer)
    this.#signal?.removeEventListener('abort', this.#leave)
  }
}

function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason
  return reason instanceof Error ? reason : new Error(String(reason))
}
