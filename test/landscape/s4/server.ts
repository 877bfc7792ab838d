import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { buildPlant } from '../plant/plant.ts'
import { dayOf } from '../plant/days.ts'
import { openPeriod, seedBooks } from '../plant/seed.ts'
import { serve, type RunningS4 } from './listen.ts'
import { services } from './model/index.ts'
import { internalSets } from './model/sets/internal.ts'

/** To be raised when books of earlier plants lack rows that the services need. */
const EDITION = 2

export interface S4Options {
  /** 0 (also if empty) for any free port. */
  readonly port?: number
  readonly adminPort?: number
  /** File of the books, kept from start to start; in memory if empty. */
  readonly books?: string
  /** Of the plant that fills empty books. */
  readonly seed?: number
  readonly isFresh?: boolean
}

/** Starts the local S/4HANA with its plant. Rejects with `EADDRINUSE` when a port is taken. */
export async function startS4({
  port = 0,
  adminPort = 0,
  books = ':memory:',
  seed = 1,
  isFresh = false,
}: S4Options = {}): Promise<RunningS4> {
  if (books !== ':memory:') mkdirSync(dirname(books), { recursive: true })
  const running = await serve({
    services,
    internalSets,
    fill: (empty, withSeed) => seedBooks(empty, buildPlant(withSeed, new Date())),
    port,
    adminPort,
    books,
    seed,
    edition: EDITION,
    isFresh,
  })
  // Books that were kept over the end of a month have a new current period, as after a month-end closing.
  openPeriod(running.books, dayOf(new Date()))
  return running
}
