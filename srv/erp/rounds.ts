/** What hangs on one read: whoever asked for it, and how long they wait. */
interface Wanted<T> extends PromiseWithResolvers<T> {
  until: number
}

/** Reads in one `$batch`: an ERP works them off one after another. */
const MOST = 50
/** Batches of a service that are under way at once. */
const AT_ONCE = 8

/**
 * Reads of one service that are asked for at the same time leave together, and the same read is asked once. A read that is already under way is
 * never shared with somebody who asks later: what was posted in between would be missing.
 */
export class Rounds<T> {
  readonly #send: (reads: readonly string[], timeout: number) => Promise<readonly T[]>
  readonly #waiting = new Map<string, Wanted<T>>()
  #underWay = 0
  #isPlanned = false

  /** @param send a batch, with the milliseconds that anybody waits for it; an answer per read, in order */
  constructor(send: (reads: readonly string[], timeout: number) => Promise<readonly T[]>) {
    this.#send = send
  }

  /** @param until moment, of `performance.now()`, from which on nobody waits for it any more */
  ask(read: string, until: number): Promise<T> {
    const asked = this.#waiting.get(read)
    if (asked) {
      asked.until = Math.max(asked.until, until)
      return asked.promise
    }
    const wanted = { ...Promise.withResolvers<T>(), until }
    this.#waiting.set(read, wanted)
    this.#plan()
    return wanted.promise
  }

  /** After all that is happening just now, so that messages which came together ask together. */
  #plan(): void {
    if (this.#isPlanned || this.#underWay >= AT_ONCE) return
    this.#isPlanned = true
    setImmediate(() => {
      this.#isPlanned = false
      while (this.#waiting.size > 0 && this.#underWay < AT_ONCE) void this.#go()
    })
  }

  async #go(): Promise<void> {
    const some = [...this.#waiting].slice(0, MOST)
    for (const [read] of some) this.#waiting.delete(read)
    const now = performance.now()
    // In the queue their time may have run out.
    const wanted = some.filter(([, { until, reject }]) => until > now || reject(new Error('no place in time')))
    if (wanted.length === 0) return
    this.#underWay += 1
    try {
      const timeout = Math.max(...wanted.map(([, { until }]) => until)) - now
      const answers = await this.#send(
        wanted.map(([read]) => read),
        timeout,
      )
      for (const [index, [, { resolve, reject }]] of wanted.entries()) {
        const answer = answers[index]
        if (answer === undefined) reject(new Error('The ERP left out an answer of the batch.'))
        else resolve(answer)
      }
    } catch (error) {
      for (const [, { reject }] of wanted) reject(error)
    }
    this.#underWay -= 1
    if (this.#waiting.size > 0) this.#plan()
  }
}
