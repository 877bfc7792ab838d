import type { ContextSource } from '../../domain/context.ts'
import { NoAnswer, TooLate } from '../../line/failure.ts'
import { reasonOf } from '../../line/reason.ts'

/** One reading: its end in time, and what of it failed. */
export class Round {
  /** When its time is over, as a moment of `performance.now()`. */
  readonly until: number
  /** Rejects when the time is over. */
  readonly tooLate: Promise<never>
  readonly unread: { source: ContextSource; reason: string }[] = []
  readonly #timeout: number
  readonly #timer: NodeJS.Timeout

  /** @param timeout milliseconds from now */
  constructor(timeout: number) {
    this.until = performance.now() + timeout
    this.#timeout = timeout
    const { promise, reject } = Promise.withResolvers<never>()
    this.tooLate = promise
    this.#timer = setTimeout(() => reject(new TooLate(timeout)), timeout)
    // Whoever doesn't wait for it any more needn't hear of it.
    promise.catch(() => undefined)
  }

  /** Nobody waits any more. */
  end(): void {
    clearTimeout(this.#timer)
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
      const isLate = error instanceof TooLate || (error instanceof NoAnswer && error.cause instanceof TooLate)
      return { reason: isLate ? `No answer within ${this.#timeout} ms` : reasonOf(error) }
    }
  }
}
