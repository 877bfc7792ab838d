import type { HttpDestination } from '@sap-cloud-sdk/connectivity'
import type { Access } from './access.ts'
import type { Call, Streamed, Whole } from './call.ts'
import { Ended, NoAnswer, TooLate } from './failure.ts'
import { Lane } from './lane.ts'
import type { CircuitState, LaneHealth } from './lane.ts'
import { routeTo } from './route.ts'
import type { Route } from './route.ts'
import { exchange, stream } from './wire.ts'

/**
 * What a request is for: our postings, our reads, and whatever senders ask for themselves. None takes another's places, and a read that comes too
 * late says nothing about postings.
 */
export type Purpose = 'posting' | 'reading' | 'passing'

/** They change nothing. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

export interface LineOptions {
  /** Requests under way at once; 64 each by default. */
  readonly atOnce?: Partial<Readonly<Record<Purpose, number>>>
  /** Requests of each purpose that wait for a place; 1000 by default. */
  readonly queue?: number
  /** Milliseconds that they wait; 10 s by default. */
  readonly patience?: number
  /** Milliseconds after which a destination that couldn't be reached is tried again; 5 s by default. */
  readonly resetAfter?: number
}

export interface LineHealth extends Readonly<Record<Purpose, LaneHealth>> {
  readonly destination: string
}

/**
 * The line to one destination: its credentials and route from the Cloud SDK, places for so many requests at once, and a circuit breaker for each
 * purpose. Reads may be sent twice; nothing else ever is, but for a refused token, of which nothing was done.
 */
export class Line {
  readonly #access: Access
  readonly #lanes: Readonly<Record<Purpose, Lane>>

  constructor(access: Access, { atOnce = {}, queue = 1000, patience = 10_000, resetAfter = 5000 }: LineOptions = {}) {
    this.#access = access
    const lane = (places = 64): Lane => new Lane({ atOnce: places, queue, patience, resetAfter })
    this.#lanes = { posting: lane(atOnce.posting), reading: lane(atOnce.reading), passing: lane(atOnce.passing) }
  }

  /** Rejects with the reason when it can't be had. */
  destination(): Promise<HttpDestination> {
    return this.#access.resolve()
  }

  /**
   * A request and its whole answer. `most` bytes of it at most.
   * @throws {NoAnswer} {@link Blocked} when nothing was tried
   */
  async exchange(purpose: Purpose, call: Call, most?: number): Promise<Whole> {
    const lane = this.#lanes[purpose]
    await lane.enter(patienceOf(purpose, call))
    try {
      return await lane.send(async () => {
        const route = await this.#route()
        const answer = await twice(purpose, call, () => exchange(route, call, most))
        return this.#isRenewed(route, answer, call) ? await exchange(await this.#route(), call, most) : answer
      })
    } finally {
      lane.leave()
    }
  }

  /** A request whose answer is streamed; it has its place until the body ends. @throws {NoAnswer} {@link Blocked} when nothing was tried */
  async stream(purpose: Purpose, call: Call): Promise<Streamed> {
    const lane = this.#lanes[purpose]
    await lane.enter(patienceOf(purpose, call))
    try {
      const answer = await lane.send(async () => {
        const route = await this.#route()
        const first = await twice(purpose, call, () => stream(route, call))
        if (!this.#isRenewed(route, first, call)) return first
        first.body.destroy()
        return stream(await this.#route(), call)
      })
      answer.body.once('close', () => lane.leave())
      return answer
    } catch (error) {
      lane.leave()
      throw error
    }
  }

  /** Costs nothing, unlike all of {@link health}. */
  stateOf(purpose: Purpose): CircuitState {
    return this.#lanes[purpose].state
  }

  health(): LineHealth {
    const { posting, reading, passing } = this.#lanes
    return { destination: this.#access.name, posting: posting.health, reading: reading.health, passing: passing.health }
  }

  /** Was it our token that was refused, is there a new one, and can the request be sent again? */
  #isRenewed({ destination }: Route, { status }: { readonly status: number }, { body }: Call): boolean {
    return status === 401 && this.#access.forget(destination) && !isStream(body)
  }

  async #route(): Promise<Route> {
    try {
      return await routeTo(await this.#access.resolve())
    } catch (error) {
      throw new NoAnswer(false, error)
    }
  }
}

/** The other side may end a kept connection at the very moment a request sets out on it: whatever wasn't written, and every read, is sent again. */
async function twice<T>(purpose: Purpose, { method, body }: Call, send: () => Promise<T>): Promise<T> {
  try {
    return await send()
  } catch (error) {
    const isSafe = (purpose === 'reading' || SAFE.has(method)) && !isStream(body)
    const isBroken = error instanceof NoAnswer && error.mayHaveLeft && !error.isOurs && !(error.cause instanceof TooLate)
    if (!(error instanceof Ended) && !(isBroken && isSafe)) throw error
    // Where one has ended, others may have: by then it is seen.
    await new Promise((resolve) => setImmediate(resolve))
    return await send()
  }
}

/** Nobody waits longer for a read's place than for its answer. */
function patienceOf(purpose: Purpose, { timeout }: Call): number | undefined {
  return purpose === 'reading' ? timeout : undefined
}

function isStream(body: Call['body']): boolean {
  return body !== undefined && !Buffer.isBuffer(body)
}
