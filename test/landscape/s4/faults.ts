import { BusinessError } from './contract.ts'
import { refuse } from './odata/errors.ts'

const FAULTS = ['lostAnswer', 'reset', 'http503', 'http423', 'stall'] as const

/**
 * - `lostAnswer`: commits, then the connection breaks without an answer; with `ms` it breaks first and commits that much later;
 * - `reset`: the connection breaks before anything is done;
 * - `http503`, `http423`: refused, nothing is done;
 * - `stall`: commits, then says nothing until the client leaves; with `ms` the answer comes that much later.
 */
export interface Fault {
  readonly fault: (typeof FAULTS)[number]
  /** Any method if empty. */
  readonly method?: string
  /** Part of path and query, of a `$batch` also of its body; any if empty. */
  readonly pathContains?: string
  /** How many requests it befalls, 1 if empty. */
  readonly times?: number
  readonly ms?: number
}

export interface FaultPlan {
  /** Every request takes at least this long. */
  readonly latencyMs?: number
  readonly next?: readonly Fault[]
}

/** What goes wrong, and when: a plan that each request asks, and that forgets what has happened. */
export class Faults {
  #latency = 0
  #next: { fault: Fault; left: number }[] = []

  get latency(): number {
    return this.#latency
  }

  /** Replaces the plan. Throws for what is no plan. */
  set plan(plan: FaultPlan) {
    const { latencyMs = 0, next = [] } = plan
    if (!Number.isFinite(latencyMs) || latencyMs < 0) throw new TypeError('latencyMs must be a number of milliseconds')
    const unknown = next.find((each) => !FAULTS.includes(each.fault))
    if (unknown) throw new TypeError(`'${unknown.fault}' is none of ${FAULTS.join(', ')}`)
    this.#latency = latencyMs
    this.#next = next.map((fault) => ({ fault, left: fault.times ?? 1 }))
  }

  /** What is still to come. */
  get plan(): Required<FaultPlan> {
    return { latencyMs: this.#latency, next: this.#next.map(({ fault, left }) => ({ ...fault, times: left })) }
  }

  /** The fault that befalls this request, if any; counts it. */
  take(method: string, url: string, body: Buffer): Fault | undefined {
    const subject = url.includes('$batch') ? `${url}\n${body.toString('utf8')}` : url
    const match = this.#next.find(
      ({ fault }) => (fault.method ?? method).toUpperCase() === method.toUpperCase() && subject.includes(fault.pathContains ?? ''),
    )
    if (!match) return undefined
    match.left -= 1
    this.#next = this.#next.filter(({ left }) => left > 0)
    return match.fault
  }
}

/** The error that a fault answers instead of working; undefined for faults of the connection. */
export function errorOfFault(fault: Fault, body: Buffer): Error | undefined {
  if (fault.fault === 'http503') return refuse.down()
  if (fault.fault !== 'http423') return undefined
  const order = /"(?:OrderID|ManufacturingOrder)"\s*:\s*"(\w+)"/.exec(body.toString('utf8'))?.[1] ?? ''
  const user = 'CB9980000010'
  const text = `Order ${order} is already being processed by ${user}`
  return new BusinessError([{ class: 'CO', number: '469', text, variables: [order, user] }], 423)
}
