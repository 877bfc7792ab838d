import fc from 'fast-check'
import type { FuzzRequest } from './request.ts'

/** A request that went wrong, and where it comes again: the seed of its chunk, and its position there. */
export interface Found {
  readonly complaint: string
  readonly label: string
  readonly seed: number
  readonly position: number
}

/** Milliseconds for one failure. */
const SHRINK_FOR = 20_000
const LONGEST = 1500

/** The smallest request that yields the same complaint, as text. */
export async function shrunk(
  all: fc.Arbitrary<FuzzRequest>,
  { complaint, seed, position }: Found,
  deliver: (request: FuzzRequest) => Promise<string | undefined>,
): Promise<string> {
  const property = fc.asyncProperty(all, async (request) => (await deliver(request)) !== complaint)
  const again = { seed, path: String(position), numRuns: position + 1, interruptAfterTimeLimit: SHRINK_FOR }
  const { counterexample, failed } = await fc.check(property, again)
  const [request] = counterexample ?? fc.sample(all, { seed, numRuns: position + 1 }).slice(position)
  return request === undefined ? '' : `${failed ? '' : '(did not come again) '}${written(request)}`
}

/** A request as it goes out, cut where it is long. */
function written({ method, path, headers, body, token, deliveries }: FuzzRequest): string {
  const lines = [
    `${method} ${path}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `token: ${token}, deliveries: ${deliveries}`,
    '',
    body.toString('latin1'),
  ]
  const text = lines.join('\n')
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${body.length} bytes)` : text
}
