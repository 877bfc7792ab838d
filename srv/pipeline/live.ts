import { EventEmitter, once } from 'node:events'
import type { RawResponse, SenderSession } from '../domain/message.ts'

/** A sender that waits for its answer: its session towards the ERP, kept in memory only, and until when it waits (by performance.now()). */
export interface Waiting {
  readonly session?: SenderSession
  readonly until: number
}

/** The ERP's own answer to a sender that waits, once it is on record. */
export interface Settled {
  readonly state: 'posted' | 'refused'
  readonly response: RawResponse
}

/** Senders that wait right now, and the news about attempts that they wait for. */
export class LiveSenders {
  readonly #waiting = new Map<string, Waiting>()
  readonly #heard = new Map<string, RawResponse>()
  readonly #settled = new Map<string, Settled>()
  readonly #news = new EventEmitter().setMaxListeners(0)

  of(attemptID: string): Waiting | undefined {
    return this.#waiting.get(attemptID)
  }

  enter(attemptID: string, waiting: Waiting): void {
    this.#waiting.set(attemptID, waiting)
  }

  leave(attemptID: string): void {
    this.#waiting.delete(attemptID)
    this.#heard.delete(attemptID)
    this.#settled.delete(attemptID)
  }

  /** Keeps the ERP's own answer for a sender that waits: whole, with the cookies that are never stored. */
  hear(attemptID: string, response: RawResponse): void {
    if (this.#waiting.has(attemptID)) this.#heard.set(attemptID, response)
  }

  heard(attemptID: string): RawResponse | undefined {
    return this.#heard.get(attemptID)
  }

  /** What was heard is on record now. */
  settle(attemptID: string, state: Settled['state']): void {
    const response = this.#heard.get(attemptID)
    if (response) this.#settled.set(attemptID, { state, response })
  }

  /** What came of an attempt in this process while its sender waits, to be told without reading the record. */
  settled(attemptID: string): Settled | undefined {
    return this.#settled.get(attemptID)
  }

  /** Tells whoever waits that an attempt has moved. */
  announce(attemptID: string): void {
    this.#news.emit(attemptID)
  }

  /** Resolves at the next news about an attempt, or after `most` milliseconds: another process may have moved it. */
  async news(attemptID: string, most: number): Promise<void> {
    await once(this.#news, attemptID, { signal: AbortSignal.timeout(Math.max(1, Math.ceil(most))) }).catch(() => undefined)
  }
}
