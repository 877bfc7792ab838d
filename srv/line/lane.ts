import CircuitBreaker from 'opossum'
import { Blocked, NoAnswer } from './failure.ts'
import { Latency } from './latency.ts'

export interface LaneOptions {
  /** Requests that may be under way at once. */
  readonly atOnce: number
  /** Requests that may wait for a place. */
  readonly queue: number
  /** Milliseconds that a request waits for a place. */
  readonly patience: number
  /** Milliseconds after which an open circuit lets one request try. */
  readonly resetAfter: number
}

/** Of the circuit; `open`: the other side can't be reached, nothing is tried; `halfOpen`: the next request tries. */
export type CircuitState = 'closed' | 'open' | 'halfOpen'

export interface LaneHealth {
  readonly state: CircuitState
  /** When that state began, ISO 8601. */
  readonly since: string
  /** Requests under way, and how many may be at once. */
  readonly inFlight: number
  readonly atOnce: number
  readonly waiting: number
  /** Of the last ten seconds: how many were sent, and how many of them found nobody. */
  readonly sent: number
  readonly failed: number
  /** Milliseconds until an answer. */
  readonly p50: number
  readonly p99: number
}

/** What a server between us and the other side answers, or the other side's own door, when nobody is behind it. */
const NOBODY: ReadonlySet<number> = new Set([502, 503, 504])

/** Share of failures, in percent, and number of requests within ten seconds, from which on the circuit opens. */
const SHARE = 50
const AT_LEAST = 10

interface Reply {
  readonly status: number
}
type Work = () => Promise<Reply>

/**
 * Requests of one purpose to one destination: so many at once, so many waiting, and none while the destination can't be reached. Only
 * failures of reaching it open the circuit (no connection, no answer, 502 to 504), never what it answers.
 */
export class Lane {
  readonly #options: LaneOptions
  readonly #circuit: CircuitBreaker<[Work], Reply>
  readonly #waiting: (() => void)[] = []
  #free: number
  readonly #latency = new Latency()
  #since = new Date()
  /** The same, of a clock that nobody sets. */
  #turned = performance.now()

  constructor(options: LaneOptions) {
    this.#options = options
    this.#free = options.atOnce
    this.#circuit = new CircuitBreaker(attempt, {
      timeout: false,
      errorThresholdPercentage: SHARE,
      volumeThreshold: AT_LEAST,
      resetTimeout: options.resetAfter,
      errorFilter: (error: unknown) => error instanceof NoAnswer && error.isOurs,
      enableSnapshots: false,
      // It would sort them all at every failure.
      rollingPercentilesEnabled: false,
    })
    for (const event of ['open', 'halfOpen', 'close'] as const) this.#circuit.on(event as 'open', () => this.#turn())
  }

  /** Resolves when there is a place, which {@link leave} gives back. @param most milliseconds to wait at most @throws {Blocked} */
  async enter(most = Infinity): Promise<void> {
    if (this.#circuit.opened) throw this.#isOpen()
    if (this.#free > 0) {
      this.#free -= 1
      return
    }
    const { queue } = this.#options
    const patience = Math.min(most, this.#options.patience)
    if (this.#waiting.length >= queue) throw new Blocked(`${queue} requests are waiting already`, seconds(patience))
    await new Promise<void>((resolve, reject) => {
      const next = (): void => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(next), 1)
        reject(
          new Blocked(
            `no request ended within ${patience} ms, and no more than ${this.#options.atOnce} may be under way`,
            seconds(patience),
          ),
        )
      }, patience)
      this.#waiting.push(next)
    })
  }

  leave(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#free += 1
  }

  /** Runs a request and remembers whether it found anybody. @throws {NoAnswer} */
  async send<T extends Reply>(work: () => Promise<T>): Promise<T> {
    const begin = performance.now()
    try {
      const reply = (await this.#circuit.fire(work)) as T
      this.#latency.record(performance.now() - begin)
      return reply
    } catch (error) {
      if (error instanceof Nobody) return error.reply as T
      throw CircuitBreaker.isOurError(error as Error) ? this.#isOpen() : error
    }
  }

  get state(): CircuitState {
    return this.#circuit.opened ? 'open' : this.#circuit.halfOpen ? 'halfOpen' : 'closed'
  }

  get health(): LaneHealth {
    const { fires, rejects, failures } = this.#circuit.stats
    const [p50 = 0, p99 = 0] = this.#latency.percentiles(50, 99)
    return {
      state: this.state,
      since: this.#since.toISOString(),
      inFlight: this.#options.atOnce - this.#free,
      atOnce: this.#options.atOnce,
      waiting: this.#waiting.length,
      sent: fires - rejects,
      failed: failures,
      p50,
      p99,
    }
  }

  #turn(): void {
    this.#since = new Date()
    this.#turned = performance.now()
  }

  #isOpen(): Blocked {
    const left = this.#turned + this.#options.resetAfter - performance.now()
    return new Blocked(`it can't be reached since ${this.#since.toISOString()}`, seconds(left))
  }
}

/** Carries an answer past the circuit breaker, for which it's a failure. */
class Nobody extends Error {
  readonly reply: Reply
  constructor(reply: Reply) {
    super(`HTTP ${reply.status}`)
    this.reply = reply
  }
}

async function attempt(work: Work): Promise<Reply> {
  const reply = await work()
  if (NOBODY.has(reply.status)) throw new Nobody(reply)
  return reply
}

function seconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000))
}
