/** What can be told to go wrong, and how it is written down; the plan of the admin port. */

/** Refusals that the gateway, a proxy before it or a lock answers; nothing is done. */
const REFUSALS = ['http423', 'http429', 'http500', 'http502', 'http503', 'csrfExpired'] as const
/** What happens to the connection, or to the answer. */
const ACCIDENTS = ['reset', 'lostAnswer', 'lateCommit', 'stall', 'slow', 'truncated', 'wrongContentType'] as const

type FaultKind = (typeof REFUSALS)[number] | (typeof ACCIDENTS)[number]

/**
 * - `reset`: the connection breaks before anything is done;
 * - `lostAnswer`: commits, then the connection breaks without an answer; with `ms` it breaks first and commits that much later;
 * - `lateCommit`: says nothing until the client gives up, and commits `ms` after that;
 * - `stall`: commits, then says nothing until the client leaves; with `ms` the answer comes that much later;
 * - `slow`: begins `ms` later than it would;
 * - `truncated`: commits, and the answer breaks off in its middle;
 * - `wrongContentType`: commits, and the answer calls itself `text/html`;
 * - `http429`, `http500`, `http502`, `http503`: refused, with `body` and `retryAfter`;
 * - `http423`: refused as another user's lock, CO/469;
 * - `csrfExpired`: refused, and every token is stale from now on.
 */
export interface Fault {
  readonly fault: FaultKind
  /** Any method if empty. */
  readonly method?: string
  /** Part of path and query, of a `$batch` also of its body; any if empty. */
  readonly pathContains?: string
  /** How many requests it befalls: 1 if empty, without end where a probability is given. */
  readonly times?: number
  /** 0 to 1: each request that fits is befallen with it. */
  readonly probability?: number
  readonly ms?: number
  /** Of a refusal: an SAP error body (if empty), the HTML page of a proxy, or nothing. */
  readonly body?: 'sap' | 'html' | 'none'
  /** `Retry-After` of a refusal, in seconds. */
  readonly retryAfter?: number
}

/** How long requests take: most of them about the median, a few very long. Milliseconds; never longer than `most` (10 s if empty). */
export type Latency =
  | { readonly kind: 'logNormal'; readonly median: number; readonly sigma: number; readonly most?: number }
  | { readonly kind: 'pareto'; readonly least: number; readonly alpha: number; readonly most?: number }

/** An order in somebody's hands. */
export interface OrderLock {
  readonly order: string
  /** Another user's batch job if empty. */
  readonly user?: string
  readonly ms: number
}

/** The period of materials management moves on, as at month end. */
export interface PeriodClosing {
  /** UTC, ISO 8601. */
  readonly at?: string
  /** After so many postings. */
  readonly afterPostings?: number
  /** `YYYY-MM`; the month after the present one if empty. */
  readonly to?: string
  /** The month before stays open; it doesn't if empty. */
  readonly previousPeriodAllowed?: boolean
}

export interface FaultPlan {
  /** Of everything that is left to chance; 1 if empty. */
  readonly seed?: number
  /** Every request takes at least this long. */
  readonly latencyMs?: number
  /** What comes on top of it. */
  readonly latency?: Latency
  readonly next?: readonly Fault[]
  readonly locks?: readonly OrderLock[]
  /** How long a posting holds its orders before it is booked; another one that needs them meanwhile is refused. */
  readonly processingMs?: number
  /** A CSRF token is worth nothing after so many milliseconds or requests. */
  readonly csrf?: { readonly ms?: number; readonly requests?: number }
  /** Goods receipts of confirmations are booked so much later than the confirmation. */
  readonly receiptAfterMs?: number
  /** Everything answers 503 with a page in HTML: for so long, or between two moments (UTC, ISO 8601). */
  readonly maintenance?: { readonly ms: number } | { readonly from: string; readonly to: string }
  readonly period?: PeriodClosing
  /** Errors bear their message as a list of texts, one a language, as some releases write it. */
  readonly errorMessage?: 'list'
}

/** Throws for what is no plan, naming what is wrong. */
export function checkPlan(plan: FaultPlan): void {
  const kinds: readonly string[] = [...REFUSALS, ...ACCIDENTS]
  for (const { fault, probability, times, ms, retryAfter, body } of plan.next ?? []) {
    if (!kinds.includes(fault)) throw new TypeError(`'${fault}' is none of ${kinds.join(', ')}`)
    checkNumbers({ times, ms, retryAfter, probability })
    if (probability !== undefined && probability > 1) throw new TypeError('probability must be a number from 0 to 1')
    if (body !== undefined && !['sap', 'html', 'none'].includes(body)) throw new TypeError(`'${body}' is none of sap, html, none`)
  }
  checkNumbers({ latencyMs: plan.latencyMs, processingMs: plan.processingMs, receiptAfterMs: plan.receiptAfterMs })
  checkNumbers({ 'csrf.ms': plan.csrf?.ms, 'csrf.requests': plan.csrf?.requests, 'period.afterPostings': plan.period?.afterPostings })
  for (const { ms } of plan.locks ?? []) checkNumbers({ 'locks.ms': ms })
  checkLatency(plan.latency)
  checkMoments(plan)
}

function checkLatency(latency: Latency | undefined): void {
  if (latency === undefined) return
  const { kind, most, ...shape } = latency
  if (!['logNormal', 'pareto'].includes(kind)) throw new TypeError(`latency of kind '${kind}' is none of logNormal, pareto`)
  checkNumbers({ most })
  const [scale, tail] = kind === 'pareto' ? [latency.least, latency.alpha] : [latency.median, latency.sigma]
  if (!(scale > 0) || !(tail > 0)) throw new TypeError(`latency ${JSON.stringify(shape)} must be of positive numbers`)
}

function checkMoments({ maintenance, period }: FaultPlan): void {
  const moments = maintenance !== undefined && 'from' in maintenance ? [maintenance.from, maintenance.to] : []
  if (maintenance !== undefined && 'ms' in maintenance) checkNumbers({ 'maintenance.ms': maintenance.ms })
  if (period?.at !== undefined) moments.push(period.at)
  for (const each of moments) if (Number.isNaN(Date.parse(each))) throw new TypeError(`'${each}' is no moment`)
  if (period?.to !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(period.to)) throw new TypeError(`'${period.to}' is no month`)
  if (period && period.at === undefined && period.afterPostings === undefined) throw new TypeError('period needs at or afterPostings')
}

function checkNumbers(values: Readonly<Record<string, number | undefined>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && (!Number.isFinite(value) || value < 0)) throw new TypeError(`${name} must be a number, 0 or more`)
  }
}
