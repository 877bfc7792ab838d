import { openPeriod } from '../plant/seed.ts'
import type { Books } from './books.ts'
import { Chance } from './faults/chance.ts'
import { freeOrders, lockOrders } from './faults/orders-in-process.ts'
import { checkPlan, type Fault, type FaultPlan } from './faults/plan.ts'
import { productPlants } from './model/sets/product.ts'
import { settings } from './model/sets/internal.ts'
import type { Sessions } from './sessions.ts'

export type { Fault, FaultPlan } from './faults/plan.ts'

type Shown = FaultPlan & Required<Pick<FaultPlan, 'latencyMs' | 'next'>>

/** What goes wrong, and when: a plan that each request asks, and that forgets what has happened. */
export class Faults {
  readonly #books: Books
  readonly #sessions: Sessions
  #plan: FaultPlan = {}
  #next: { fault: Fault; left: number }[] = []
  #chance = new Chance(1)
  #madeAt = Date.now()
  #postings = 0
  /** What has happened since the start, and how often. */
  readonly happened: Record<string, number> = {}

  constructor(books: Books, sessions: Sessions) {
    this.#books = books
    this.#sessions = sessions
  }

  /** Replaces the plan and everything that it still held. Throws for what is no plan, and the old one stays. */
  set plan(plan: FaultPlan) {
    checkPlan(plan)
    freeOrders(this.#books, this.#plan.locks ?? [])
    lockOrders(this.#books, plan.locks ?? [])
    for (const _lock of plan.locks ?? []) this.count('lock')
    this.#plan = plan
    this.#next = (plan.next ?? [])
      .map((fault) => ({ fault, left: fault.times ?? (fault.probability === undefined ? 1 : Infinity) }))
      .filter(({ left }) => left > 0)
    this.#chance = new Chance(plan.seed ?? 1)
    this.#sessions.tokenLife = plan.csrf ?? {}
    this.#madeAt = Date.now()
    this.#postings = 0
  }

  /** What is still to come. */
  get plan(): Shown {
    const next = this.#next.map(({ fault, left }) => (left === Infinity ? fault : { ...fault, times: left }))
    return { ...this.#plan, latencyMs: this.#plan.latencyMs ?? 0, next }
  }

  /** Milliseconds that this request takes more than it would. */
  delay(): number {
    const { latencyMs = 0, latency } = this.#plan
    return latencyMs + (latency ? this.#chance.delay(latency) : 0)
  }

  get processingMs(): number {
    return this.#plan.processingMs ?? 0
  }

  get hasMessageLists(): boolean {
    return this.#plan.errorMessage === 'list'
  }

  get receiptAfterMs(): number | undefined {
    return this.#plan.receiptAfterMs
  }

  /** Milliseconds until the system is there again; 0 when it is. */
  get maintenanceLeft(): number {
    const { maintenance } = this.#plan
    if (!maintenance) return 0
    const now = Date.now()
    if ('ms' in maintenance) return Math.max(0, this.#madeAt + maintenance.ms - now)
    return now < Date.parse(maintenance.from) ? 0 : Math.max(0, Date.parse(maintenance.to) - now)
  }

  /** The fault that befalls this request, if any; counts it. */
  take(method: string, url: string, body: Buffer): Fault | undefined {
    const subject = url.includes('$batch') ? `${url}\n${body.toString('utf8')}` : url
    const match = this.#next.find(
      ({ fault }) =>
        (fault.method ?? method).toUpperCase() === method.toUpperCase() &&
        subject.includes(fault.pathContains ?? '') &&
        (fault.probability === undefined || this.#chance.happens(fault.probability)),
    )
    if (!match) return undefined
    match.left -= 1
    this.#next = this.#next.filter(({ left }) => left > 0)
    this.count(match.fault.fault)
    return match.fault
  }

  /** Something went wrong as planned. */
  count(kind: string): void {
    this.happened[kind] = (this.happened[kind] ?? 0) + 1
  }

  /** Closes the period when its time has come; asked before anything is worked. */
  closePeriodWhenDue(): void {
    const { period } = this.#plan
    if (!period) return
    const isTime = period.at !== undefined && Date.parse(period.at) <= Date.now()
    const isCount = period.afterPostings !== undefined && this.#postings >= period.afterPostings
    if (!isTime && !isCount) return
    const books = this.#books
    books.transaction(() => {
      openPeriod(books, `${period.to ?? monthAfterPresent(books)}-01`)
      books.upsert(settings.name, { name: 'previousPeriodAllowed', value: period.previousPeriodAllowed ? 'X' : '' })
    })
    const { period: _closed, ...rest } = this.#plan
    this.#plan = rest
  }

  /** Counts what was booked. */
  posted(count: number): void {
    this.#postings += count
  }
}

/** `YYYY-MM` */
function monthAfterPresent(books: Books): string {
  const [row] = books.find(productPlants.name)
  const month = new Date(Date.UTC(Number(row?.FiscalYearCurrentPeriod), Number(row?.FiscalMonthCurrentPeriod), 1))
  return month.toISOString().slice(0, 7)
}
