import fc from 'fast-check'
import { type Product, startProduct } from '../../flow/product.ts'
import { FuzzClient } from './client.ts'
import { readFacts } from './facts.ts'
import { Ledger } from './ledger.ts'
import { type Books, NO_BOOKS, closeBooks } from './record.ts'
import type { FuzzRequest } from './request.ts'
import { requests } from './requests.ts'
import { type Found, shrunk } from './shrunk.ts'

/** Plays generated requests against the running product, with the local S/4 behind it. */

/** The smallest request that was found to fail alike stands as text. */
export type Failure = Found & { readonly example: string }

export interface FacadeReport {
  readonly sent: number
  readonly seconds: number
  /** By label, then by status with the code of the error. */
  readonly answers: Ledger['answers']
  readonly books: Books
  readonly failures: readonly Failure[]
}

export interface FacadeOptions {
  readonly count: number
  readonly seed: number
  /** Requests under way at once. */
  readonly atOnce?: number
  readonly tell?: (text: string) => void
}

/** Requests of one seed; small enough to be held, and a failure is found again by seed and position within. */
const CHUNK = 500
const TELL_EVERY = 10
const MOST_FAILURES = 10

/** In memory: a run leaves nothing behind and never waits for a disk. */
const IN_MEMORY = { cds_requires_db_credentials_url: ':memory:' }

export async function fuzzFacade(options: FacadeOptions): Promise<FacadeReport> {
  const product = await startProduct({ env: IN_MEMORY })
  const client = new FuzzClient(product.url, options.atOnce ?? AT_ONCE)
  try {
    return await play(product, client, options)
  } finally {
    client.close()
    await product.stop()
  }
}

const AT_ONCE = 12

async function play(product: Product, client: FuzzClient, options: FacadeOptions): Promise<FacadeReport> {
  const { count, seed, atOnce = AT_ONCE, tell = () => undefined } = options
  const all = requests(await readFacts(product.s4Url))
  const ledger = new Ledger(client)
  const found = new Map<string, Found>()
  let ended: string | undefined
  void product.ended.then(({ name, code }) => (ended ??= `${name} has ended with ${code}`))

  const begun = Date.now()
  for (let chunk = 0; chunk * CHUNK < count && ended === undefined; chunk += 1) {
    const here = { seed: seed + chunk, size: Math.min(CHUNK, count - chunk * CHUNK) }
    const queue = fc.sample(all, { seed: here.seed, numRuns: here.size }).entries()
    const worker = async (): Promise<void> => {
      for (const [position, request] of queue) {
        const complaint = ended === undefined ? await ledger.deliver(request) : undefined
        const signature = `${request.label}: ${complaint}`
        if (complaint === undefined || found.has(signature)) continue
        found.set(signature, { complaint, label: request.label, seed: here.seed, position })
        tell(`found: ${signature} (seed ${here.seed}, position ${position})`)
      }
    }
    // One queue for all: each takes the next as soon as it is free.
    await Promise.all(Array.from({ length: atOnce }, worker))
    const sent = chunk * CHUNK + here.size
    const rate = Math.round(sent / ((Date.now() - begun) / 1000))
    if (chunk % TELL_EVERY === TELL_EVERY - 1) tell(`${sent} of ${count}, ${rate} a second, ${found.size} kinds of failure`)
  }
  const seconds = (Date.now() - begun) / 1000
  const answers = structuredClone(ledger.answers)
  if (ended !== undefined) {
    const crash = { complaint: ended, label: '', seed, position: 0, example: '' }
    return {
      sent: count,
      seconds,
      answers,
      books: NO_BOOKS,
      failures: [...[...found.values()].map((each) => ({ ...each, example: '' })), crash],
    }
  }
  const failures: Failure[] = []
  for (const each of [...found.values()].slice(0, MOST_FAILURES))
    failures.push({ ...each, example: await shrunk(all, each, (request: FuzzRequest) => ledger.deliver(request)) })
  await ledger.settled()
  return { sent: count, seconds, answers, books: await closeBooks(product, ledger), failures }
}
