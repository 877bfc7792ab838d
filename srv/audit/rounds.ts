import { setTimeout as pause } from 'node:timers/promises'

/** Does something again and again until it is stopped; one round at a time. */
export class Rounds {
  readonly #work: (signal: AbortSignal) => Promise<number>
  #stopped = new AbortController()
  #running: Promise<void> | undefined

  /** @param work a round; answers the milliseconds until the next, and never rejects */
  constructor(work: (signal: AbortSignal) => Promise<number>) {
    this.#work = work
  }

  start(): void {
    if (this.#running) return
    this.#stopped = new AbortController()
    this.#running = this.#run(this.#stopped.signal)
  }

  /** Resolves when the round that is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    await this.#running
    this.#running = undefined
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) await pause(await this.#work(signal), undefined, { signal, ref: false }).catch(() => undefined)
  }
}
