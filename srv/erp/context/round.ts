import type { ContextSource } from '../../domain/context.ts'
import { reasonOf } from '../reason.ts'

/** One reading: its end in time, and what of it failed. */
export class Round {
  readonly signal: AbortSignal
  /** Rejects when the time is over. */
  readonly tooLate: Promise<never>
  readonly unread: { source: ContextSource; reason: string }[] = []
  readonly #timeout: number

  /** @param timeout milliseconds from now */
  constructor(timeout: number) {
    this.#timeout = timeout
    const signal = AbortSignal.timeout(timeout)
    this.signal = signal
    this.tooLate = new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('Too late')), { once: true }))
    // Whoever doesn't wait for it any more needn't hear of it.
    this.tooLate.catch(() => undefined)
  }

  /** The first reason of a source is told. */
  miss(source: ContextSource, reason: string): void {
    if (!this.unread.some((each) => each.source === source)) this.unread.push({ source, reason })
  }

  /** What `work` yields; `otherwise`, and a word in `unread`, where it fails or comes too late. Never rejects. */
  async within<T>(source: ContextSource, work: Promise<T>, otherwise: T): Promise<T> {
    const result = await this.attempt(work)
    if ('value' in result) return result.value
    this.miss(source, result.reason)
    return otherwise
  }

  /** What `work` yields, or why not. Never rejects. */
  async attempt<T>(work: Promise<T>): Promise<{ readonly value: T } | { readonly reason: string }> {
    try {
      return { value: await Promise.race([work, this.tooLate]) }
    } catch (error) {
      return { reason: this.signal.aborted ? `No answer within ${this.#timeout} ms` : reasonOf(error) }
    }
  }
}
