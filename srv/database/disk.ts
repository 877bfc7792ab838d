import { AsyncLocalStorage } from 'node:async_hooks'
import { open } from 'node:fs/promises'
import cds from '@sap/cds'

/**
 * What is committed outlives a power failure. SQLite would stop the event loop for that at each commit; here its log goes to disk beside it, once
 * for all who committed meanwhile. Other databases see to it themselves.
 */

const haste = new AsyncLocalStorage<boolean>()

/** Transactions within `work` end before they are on disk: who relies on one waits for {@link onDisk}. */
export function inHaste<R>(work: () => Promise<R>): Promise<R> {
  return haste.run(true, work)
}

export function isInHaste(): boolean {
  return haste.getStore() === true
}

/**
 * Resolves once all that is committed by now is on disk.
 * @throws what the file system says
 */
export async function onDisk(): Promise<void> {
  await (cds.db as unknown as { disk?(): Flush | undefined }).disk?.()?.done()
}

/** Brings one file to disk. */
export class Flush {
  readonly #file: string
  #isDue = false
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined

  constructor(file: string) {
    this.#file = file
  }

  /** Something was written that is not on disk yet. */
  written(): void {
    this.#isDue = true
  }

  /** Resolves once all is on disk that is written by now: what is running may have begun before; the next one is shared by all who come meanwhile. */
  async done(): Promise<void> {
    if (!this.#isDue) return this.#running
    if (!this.#running) return this.#begin()
    const begin = (): Promise<void> => this.#begin()
    this.#next ??= this.#running.then(begin, begin)
    return this.#next
  }

  #begin(): Promise<void> {
    this.#next = undefined
    this.#isDue = false
    const running = toDisk(this.#file)
      .catch((error: unknown) => {
        this.#isDue = true
        throw error
      })
      .finally(() => {
        if (this.#running === running) this.#running = undefined
      })
    this.#running = running
    return running
  }
}

async function toDisk(path: string): Promise<void> {
  const file = await open(path).catch((error: unknown) => {
    // SQLite has put it into the database and removed it: it is on disk.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  })
  try {
    await file?.datasync()
  } finally {
    await file?.close()
  }
}
