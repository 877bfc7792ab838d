/** Runs work on the same key one after another, in the order in which it was asked for. */
export class Lanes {
  readonly #last = new Map<string, Promise<unknown>>()

  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(key) ?? Promise.resolve()).then(work, work)
    this.#last.set(key, turn)
    return turn
  }
}

/** Lets work in that goes side by side, and now and then a piece of work that nobody else may be beside. */
export class Gate {
  #last: Promise<unknown> = Promise.resolve()
  #beside: Promise<unknown>[] = []

  shared<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    this.#beside.push(done.catch(() => undefined))
    return done
  }

  alone<T>(work: () => Promise<T>): Promise<T> {
    const before = Promise.all([this.#last, ...this.#beside])
    const done = before.then(work)
    this.#last = done.catch(() => undefined)
    this.#beside = []
    return done
  }
}

/** Works the list off with so many hands; each takes the next one. Rejects with the first error, when all hands rest. */
export async function inParallel<T>(list: readonly T[], hands: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  let isOver = false
  const hand = async (): Promise<void> => {
    while (next < list.length && !isOver) {
      const item = list[next++] as T
      try {
        await work(item)
      } catch (error) {
        isOver = true
        throw error
      }
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: hands }, hand))
  const failed = ends.find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
}
