import { Random } from '../../traffic/random.ts'
import type { Fault, FaultPlan } from '../../landscape/s4/faults.ts'
import type { FaultOrder } from './orders.ts'

/** What goes wrong in the S/4 from one stretch of the run to the next. */

export interface Climate {
  readonly seed: number
  readonly orders: readonly FaultOrder[]
  /** Milliseconds within which the S/4 may still commit what it was asked for: less than the quiet time. */
  readonly latest: number
  /** Also what takes as long as Countersign waits for an answer at all. */
  readonly isLong: boolean
}

/** Of reads and postings alike; each with its probability. */
const everywhere = (factor: number): Fault[] => [
  { fault: 'http500', probability: 0.004 * factor },
  { fault: 'http500', body: 'none', probability: 0.003 * factor },
  { fault: 'http502', body: 'html', probability: 0.004 * factor },
  { fault: 'http503', retryAfter: 1, probability: 0.004 * factor },
  { fault: 'http503', body: 'none', probability: 0.003 * factor },
  { fault: 'http429', retryAfter: 1, probability: 0.003 * factor },
  { fault: 'reset', probability: 0.006 * factor },
  { fault: 'truncated', probability: 0.006 * factor },
  { fault: 'wrongContentType', probability: 0.004 * factor },
  { fault: 'slow', ms: 400, probability: 0.01 * factor },
]

const atPostings = (factor: number, latest: number): Fault[] =>
  ['ProdnOrdConf2', 'A_MaterialDocumentHeader'].flatMap((pathContains): Fault[] => [
    { method: 'POST', pathContains, fault: 'http423', probability: 0.01 * factor },
    { method: 'POST', pathContains, fault: 'csrfExpired', probability: 0.005 * factor },
    { method: 'POST', pathContains, fault: 'lostAnswer', probability: 0.015 * factor },
    { method: 'POST', pathContains, fault: 'lostAnswer', ms: latest, probability: 0.01 * factor },
    { method: 'POST', pathContains, fault: 'reset', probability: 0.01 * factor },
    { method: 'POST', pathContains, fault: 'stall', ms: latest, probability: 0.005 * factor },
  ])

/** Once each: Countersign waits for these as long as it waits for anything. */
const LONG: readonly Fault[] = [
  { method: 'POST', pathContains: 'ProdnOrdConf2', fault: 'stall', times: 1 },
  { method: 'POST', pathContains: 'ProdnOrdConf2', fault: 'lateCommit', ms: 1000, times: 1 },
]

const KINDS = ['fair', 'slow', 'failing', 'broken', 'busy', 'stale', 'late', 'away'] as const

/** The plan of stretch `index`; each seed has its own sequence, and every kind comes once in eight. */
export function weatherOf(index: number, { seed, orders, latest, isLong }: Climate): FaultPlan {
  const random = new Random('weather', seed, index)
  const kinds = new Random('kinds', seed, Math.floor(index / KINDS.length)).shuffled(KINDS)
  const kind = kinds[index % KINDS.length]
  const usual = { seed: random.int(1, 1_000_000), latency: { kind: 'logNormal', median: 4, sigma: 0.8, most: latest / 2 } } as const
  const next = (near: number, far: number): Fault[] => [
    ...(isLong && index % 4 === 0 ? LONG : []),
    ...atPostings(near, latest),
    ...everywhere(far),
  ]
  const locks = random
    .shuffled(orders)
    .slice(0, 6)
    .map(({ id }) => ({ order: id, ms: random.int(500, 2500) }))
  switch (kind) {
    case 'slow':
      return { ...usual, latency: { kind: 'logNormal', median: 80, sigma: 0.9, most: latest / 2 }, next: next(1, 1) }
    case 'failing':
      return { ...usual, next: next(1, 6) }
    case 'broken':
      return { ...usual, next: next(4, 3) }
    case 'busy':
      return { ...usual, locks, processingMs: 60, next: next(1, 1) }
    case 'stale':
      return { ...usual, csrf: { requests: 15, ms: 3000 }, next: next(1, 1) }
    case 'late':
      return { ...usual, receiptAfterMs: latest / 2, errorMessage: 'list', next: next(1, 1) }
    case 'away':
      return { ...usual, maintenance: { ms: 1200 }, next: next(1, 1) }
    default:
      return { ...usual, next: next(1, 1) }
  }
}
