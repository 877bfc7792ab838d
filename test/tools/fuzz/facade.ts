import fc from 'fast-check'
import { type Product, startProduct } from '../../flow/product.ts'
import { FuzzClient } from './client.ts'
import { readFacts } from './facts.ts'
import { type Books, closeBooks } from './record.ts'
import { type FuzzRequest, requests } from './requests.ts'
import { attemptsOf, codeOf, complaintOf, isKeyReused, isPending } from './verdict.ts'

/** Plays generated requests against the running product, with the local S/4 behind it. */

export interface Failure {
  readonly complaint: string
  readonly label: string
  /** `--seed` and position by which it comes again. */
  readonly seed: number
  readonly position: number
  /** The smallest request that was found to fail alike. */
  readonly example: string
}

export interface FacadeReport {
  readonly sent: number
  readonly seconds: number
  /** By label, then by status with the code of the error. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, number>>>>
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
const MOST_FAILURES = 10
const SHRINK_FOR = 20_000

/** In memory: a run leaves nothing behind and never waits for a disk. */
const IN_MEMORY = { cds_requires_db_credentials_url: ':memory:' }

export async function fuzzFacade(options: FacadeOptions): Promise<FacadeReport> {
  const product = await startProduct({ env: IN_MEMORY })
  try {
    return await play(product, options)
  } finally {
    await product.stop()
  }
}

async function play(product: Product, { count, seed, atOnce = 12, tell = () => undefined }: FacadeOptions): Promise<FacadeReport> {
  const facts = await readFacts(product.s4Url)
  const all = requests(facts)
  const client = new FuzzClient(product.url, atOnce)
  const answers: Record<string, Record<string, number>> = {}
  const seen = new Map<number, number>()
  const pending = new Set<number>()
  const found = new Map<string, Omit<Failure, 'example'>>()
  let ended: string | undefined
  void product.ended.then(({ name, code }) => (ended ??= `${name} has ended with ${code}`))

  /** Delivers one request and keeps the books about it. Answers what is wrong, if anything. */
  const deliver = async (request: FuzzRequest): Promise<string | undefined> => {
    const given = await client.deliver(request)
    for (const answer of given) {
      const row = (answers[request.label] ??= {})
      const key = answer instanceof Error ? 'none' : `${answer.status} ${codeOf(answer)}`.trim()
      row[key] = (row[key] ?? 0) + 1
      if (answer instanceof Error) continue
      const numbers = attemptsOf(answer)
      if (!isKeyReused(answer)) for (const number of numbers) seen.set(number, (seen.get(number) ?? 0) + 1)
      if (isPending(answer)) for (const number of numbers) pending.add(number)
    }
    return given.map((answer) => complaintOf(request, answer)).find((each) => each !== undefined)
  }

  const begun = Date.now()
  for (let done = 0; done < count && ended === undefined; done += CHUNK) {
    const chunkSeed = seed + done / CHUNK
    const chunk = fc.sample(all, { seed: chunkSeed, numRuns: Math.min(CHUNK, count - done) })
    let next = 0
    const worker = async (): Promise<void> => {
      for (let position = next++; position < chunk.length && ended === undefined; position = next++) {
        const request = chunk[position]
        const complaint = request && (await deliver(request))
        if (request === undefined || complaint === undefined) continue
        const signature = `${request.label}: ${complaint}`
        if (!found.has(signature)) found.set(signature, { complaint, label: request.label, seed: chunkSeed, position })
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
    const sent = Math.min(done + CHUNK, count)
    if (sent % (CHUNK * 10) === 0)
      tell(`${sent} of ${count}, ${Math.round(sent / ((Date.now() - begun) / 1000))}/s, ${found.size} kinds of failure`)
  }
  const seconds = (Date.now() - begun) / 1000
  const failures: Failure[] = []
  for (const each of [...found.values()].slice(0, MOST_FAILURES)) {
    const example = ended === undefined ? await shrunk(all, each, deliver) : 'not shrunk'
    failures.push({ ...each, example })
  }
  if (ended !== undefined) failures.push({ complaint: ended, label: '', seed, position: 0, example: '' })
  const books =
    ended === undefined
      ? await closeBooks(product.url, product.s4AdminUrl, seen, pending)
      : { complaints: [], kept: 0, states: {}, documents: 0 }
  client.close()
  return { sent: count, seconds, answers, books, failures }
}

/** The smallest request that yields the same complaint, as text. */
async function shrunk(
  all: fc.Arbitrary<FuzzRequest>,
  { complaint, seed, position }: Omit<Failure, 'example'>,
  deliver: (request: FuzzRequest) => Promise<string | undefined>,
): Promise<string> {
  const property = fc.asyncProperty(all, async (request) => (await deliver(request)) !== complaint)
  const result = await fc.check(property, { seed, path: String(position), numRuns: position + 1, interruptAfterTimeLimit: SHRINK_FOR })
  const [request] = result.counterexample ?? fc.sample(all, { seed, numRuns: position + 1 }).slice(position)
  return request === undefined ? '' : `${result.failed ? '' : '(did not come again) '}${written(request)}`
}

/** A request as it goes out, its body cut where it is long. */
function written({ method, path, headers, body, token, deliveries }: FuzzRequest): string {
  const lines = [
    `${method} ${path}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `token: ${token}, deliveries: ${deliveries}`,
    '',
    body.toString('latin1'),
  ]
  const text = lines.join('\n')
  return text.length > 1500 ? `${text.slice(0, 1500)}… (${body.length} bytes)` : text
}
