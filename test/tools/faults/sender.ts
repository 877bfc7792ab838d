import { Random } from '../../traffic/random.ts'
import { type Answer, V2Client, wait } from '../../traffic/client.ts'
import { verdictOf } from '../../traffic/sender.ts'
import type { Delivery } from './judge.ts'
import type { FaultMessage } from './messages.ts'

/** DM tries a message five times again before it leaves it to people. */
const RETRIES = 5
/** What DM tries again: no answer, a stale token, a lock, too much traffic, and whatever is the server's fault. */
const isFinal = (status: number): boolean => status > 0 && status < 500 && ![403, 408, 423, 429].includes(status)

export interface SenderOptions {
  /** Addresses of Countersign; a sender stays with one as long as it answers. */
  readonly urls: readonly string[]
  /** The first wait between two deliveries in milliseconds; each is twice the one before, a `Retry-After` at most this times eight. */
  readonly pause: number
  readonly seed: string
}

/** One of the shop floor's queues: delivers message by message, and writes down what it saw. */
export class FaultSender {
  readonly #options: SenderOptions
  readonly #random: Random
  #client: V2Client
  #at: number

  constructor(options: SenderOptions) {
    this.#options = options
    this.#random = new Random('sender', options.seed)
    this.#at = this.#random.int(0, options.urls.length - 1)
    this.#client = this.#connect()
  }

  /** Delivers until the answer is final or DM would give up; never rejects. */
  async deliver(message: FaultMessage): Promise<Delivery[]> {
    const deliveries: Delivery[] = []
    for (let tried = 0; ; tried++) {
      const { delivery, retryAfter } = await this.#once(message)
      deliveries.push(delivery)
      if (isFinal(delivery.status) || tried >= RETRIES) return deliveries
      const pause = this.#options.pause * 2 ** tried
      await wait(Math.min(Math.max(pause, retryAfter), 8 * this.#options.pause) * (0.75 + this.#random.next() / 2))
    }
  }

  async #once({ service, path, body, headers }: FaultMessage): Promise<{ delivery: Delivery; retryAfter: number }> {
    const sentAt = Date.now()
    const answer = await this.#client.request('POST', service, path, body, headers).catch(() => undefined)
    // Gone: the next one may be there.
    if (!answer) this.#moveOn()
    return { delivery: deliveryOf(sentAt, answer), retryAfter: Number(answer?.headers.get('retry-after') ?? 0) * 1000 }
  }

  #moveOn(): void {
    this.#at = (this.#at + 1) % this.#options.urls.length
    this.#client = this.#connect()
  }

  #connect(): V2Client {
    return new V2Client(this.#options.urls[this.#at] ?? '', 'dm', 'dm', { retries: 0, longestWait: 0 })
  }
}

function deliveryOf(sentAt: number, answer: Answer | undefined): Delivery {
  const answeredAt = Date.now()
  if (!answer) return { sentAt, answeredAt, status: 0, code: '' }
  const { attempt } = verdictOf(answer)
  const code = (answer.body as { error?: { code?: string } } | undefined)?.error?.code ?? ''
  return { sentAt, answeredAt, status: answer.status, code, ...(attempt === undefined ? {} : { attempt }) }
}
