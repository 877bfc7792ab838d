import { type Context, NO_SHOP_FLOOR, type ShopFloorContext } from '../domain/context.ts'
import type { SyncMessage } from '../domain/message.ts'
import { type Ask, asking } from './ask.ts'
import { Line, type LineHealth, type LineOptions } from '../line/line.ts'
import { reasonOf } from '../line/reason.ts'
import { close, raise } from './alerts.ts'
import { accessTo, type DmDestination } from './destination.ts'
import { readBatch } from './facts/batches.ts'
import { missingCertificates } from './facts/certificates.ts'
import { missingResults, readOrder } from './facts/orders.ts'
import { readWorkCenter } from './facts/resources.ts'
import { Memory } from './memory.ts'
import { type Needs, needsOf } from './needs.ts'
import type { AlertSettings, DmGateway } from './types.ts'

export interface DmGatewayOptions extends LineOptions {
  /** Undefined: no DM is connected. */
  readonly destination: DmDestination | undefined
  /** Milliseconds that work centres, resources and batches count as read; 3 s by default. */
  readonly freshFor?: number
  /** Undefined: nobody is alerted. */
  readonly alerts?: AlertSettings | undefined
}

/** Milliseconds for which a DM that didn't answer in time is left alone. */
const REST = 10_000

type Fact = Partial<ShopFloorContext>

/**
 * The gateway to SAP Digital Manufacturing over its REST APIs. All that a message names is asked at once: one request for an order, two for
 * a work centre and two for each batch (remembered for seconds), one for a person's certificates; the order's answer decides whether
 * results of an inspection are asked for, too.
 */
export function createDmGateway({ destination, freshFor = 3000, alerts, ...options }: DmGatewayOptions): DmGateway & {
  /** How the line to DM does; undefined when none is connected. */
  health(): LineHealth | undefined
} {
  const line = destination && new Line(accessTo(destination), options)
  const memory = new Memory()
  // Of a DM that hung a moment ago nobody waits for an answer.
  const rest = { until: 0 }
  return {
    isConnected: destination !== undefined,
    readShopFloor: (message, timeout) => readShopFloor(line, memory, rest, freshFor, message, timeout),
    ...(line && alerts
      ? {
          alerts: {
            raise: (alert, signal) => raise({ line, settings: alerts, signal }, alert),
            close: (id, text, signal) => close({ line, settings: alerts, signal }, id, text),
          },
        }
      : {}),
    health: () => line?.health(),
  }
}

async function readShopFloor(
  line: Line | undefined,
  memory: Memory,
  rest: { until: number },
  freshFor: number,
  message: Pick<SyncMessage, 'parts'>,
  timeout: number,
): Promise<Pick<Context, 'shopFloor' | 'unread'>> {
  const needs = needsOf(message)
  if (!isAnything(needs)) return { shopFloor: NO_SHOP_FLOOR, unread: unreadFor(needs.unasked) }
  if (!line) return { shopFloor: NO_SHOP_FLOOR, unread: unreadFor(['No DM is connected']) }
  if (performance.now() < rest.until) return { shopFloor: NO_SHOP_FLOOR, unread: unreadFor(['DM hung a moment ago']) }
  const over = new AbortController()
  const late = new Error(`it didn't answer within ${timeout} ms`)
  const { promise: end, reject } = Promise.withResolvers<never>()
  end.catch(() => undefined)
  const timer = setTimeout(() => {
    rest.until = performance.now() + REST
    reject(late)
    over.abort(late)
  }, timeout)
  const ask = asking(line, timeout, over.signal)
  const facts = wave(needs, ask, memory.through(ask, freshFor))
  const results = await Promise.allSettled(facts.map((fact) => Promise.race([fact, end])))
  clearTimeout(timer)
  const reasons = results.flatMap((each) => (each.status === 'rejected' ? [`DM can't be asked: ${reasonOf(each.reason)}`] : []))
  return {
    shopFloor: merged(results.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))),
    unread: unreadFor([...needs.unasked, ...reasons]),
  }
}

/** Every request that doesn't need another's answer leaves at once. */
function wave(needs: Needs, live: Ask, remembered: Ask): Promise<Fact>[] {
  const orders = needs.orders.map((need) => ({ need, found: readOrder(live, need) }))
  const steps = needs.steps.map(async (need) => {
    const order = orders.find((each) => each.need.order === need.order && each.need.plant === need.plant)
    return { missingResults: await missingResults(live, need, await order?.found) }
  })
  return [
    ...orders.map(async ({ need: { order }, found }) => {
      const status = (await found)?.status
      return { orders: status === undefined ? [] : [{ order, status }] }
    }),
    ...steps,
    ...needs.work.map(async (need) => ({ missingCertificates: await missingCertificates(live, need) })),
    ...needs.batches.map(async (need) => ({ batches: await readBatch(remembered, need) })),
    ...needs.workCenters.map(async (need) => ({ resources: await readWorkCenter(remembered, need) })),
  ]
}

function isAnything({ orders, steps, work, batches, workCenters }: Needs): boolean {
  return [orders, steps, work, batches, workCenters].some((each) => each.length > 0)
}

function merged(facts: readonly Fact[]): ShopFloorContext {
  return {
    orders: facts.flatMap((each) => each.orders ?? []),
    batches: facts.flatMap((each) => each.batches ?? []),
    resources: facts.flatMap((each) => each.resources ?? []),
    missingCertificates: facts.flatMap((each) => each.missingCertificates ?? []),
    missingResults: facts.flatMap((each) => each.missingResults ?? []),
  }
}

/** Each reason once: when DM is down, it's the same for everything. */
function unreadFor(reasons: readonly string[]): Context['unread'] {
  return [...new Set(reasons)].map((reason) => ({ source: 'shopFloor', reason }))
}
