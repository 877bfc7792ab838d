import { ReasonMappings, SyncAttempts } from '#cds-models/countersign'
import type { Context, EarlierAttempt } from '../domain/context.ts'
import type { Day, SyncMessage } from '../domain/message.ts'
import type { DmGateway } from '../dm/types.ts'
import type { ErpGateway } from '../erp/types.ts'
import type { Policy } from '../policy/policy.ts'
import { bodyHash, contentHash } from './identity.ts'
import { remembered } from './remembered.ts'
import type { AttemptRow } from './storage.ts'

/** Milliseconds that reading the ERP may take before what is missing counts as not checked. */
export const READ_WITHIN = 5000
/** Milliseconds that the shop floor may take: what only it knows isn't worth more waiting. */
const FLOOR_WITHIN = 1000

const reasonMappings = remembered('countersign.ReasonMappings', async () =>
  (await SELECT.from(ReasonMappings)).map((each) => ({
    plant: each.plant ?? '*',
    shopFloor: each.shopFloor ?? '',
    erp: each.erp ?? '',
    ...(each.movement ? { movement: each.movement } : {}),
  })),
)

/**
 * Everything that is known about what a message names: from our own record and, in one wave of reads, from the ERP and the shop floor.
 * Never rejects: what could not be read is named in `unread`.
 * @param policy of the plant: window for duplicates, time zone
 * @param isLive no copies: all is read now
 */
export async function enrich(
  message: SyncMessage,
  attempt: Pick<AttemptRow, 'ID' | 'number'>,
  { duplicateWindow, timeZone = 'UTC' }: Policy,
  { erp, dm }: { readonly erp: ErpGateway; readonly dm: DmGateway },
  isLive: boolean,
): Promise<Context> {
  const orders = [...new Set(message.parts.map((part) => part.order).filter((order) => order !== ''))]
  const earlier = await earlierAttempts(message, attempt, orders, duplicateWindow)
  const [read, floor] = await Promise.all([erp.readContext(message, READ_WITHIN, isLive), dm.readShopFloor(message, FLOOR_WITHIN)])
  const now = new Date()
  return {
    readAt: now.toISOString(),
    today: dayIn(timeZone, now),
    earlier,
    reasons: await reasonMappings(),
    ...read,
    shopFloor: floor.shopFloor,
    unread: [...read.unread, ...floor.unread],
  }
}

/** Making one costs more than all else that is done with it. */
const zones = new Map<string, Intl.DateTimeFormat>()

/** Which day it is there, `YYYY-MM-DD`; in UTC where nobody knows the zone. */
export function dayIn(timeZone: string, now: Date): Day {
  try {
    const zone = zones.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    zones.set(timeZone, zone)
    return zone.format(now)
  } catch {
    return now.toISOString().slice(0, 10)
  }
}

async function earlierAttempts(
  message: SyncMessage,
  attempt: Pick<AttemptRow, 'ID' | 'number'>,
  orders: string[],
  window: number,
): Promise<EarlierAttempt[]> {
  const hash = bodyHash(message)
  const content = contentHash(message)
  const rows = await // What is judged at the same time counts if it came first.
  SELECT.from(SyncAttempts)
    .columns('number', 'status', 'receivedAt', 'bodyHash', 'contentHash', 'order', 'operation', 'yield', 'scrap', 'erpDocument')
    .where({
      ID: { '!=': attempt.ID },
      kind: message.kind,
      receivedAt: { '>=': new Date(Date.now() - window * 1000).toISOString() },
    } as never).and`(status in ('posted', 'posting', 'waiting', 'unknown', 'held') or (status = 'received' and number < ${attempt.number}))`
    .and(orders.length > 0 ? { order: { in: orders } } : { sender: message.sender, contentHash: content })
    .orderBy('number desc')
    .limit(50)
  return rows.map((row) => ({
    number: Number(row.number),
    status: row.status ?? '',
    receivedAt: String(row.receivedAt),
    sameBody: row.bodyHash === hash,
    sameContent: row.contentHash === content,
    order: row.order ?? '',
    operation: row.operation ?? '',
    yield: String(row.yield ?? '0'),
    scrap: String(row.scrap ?? '0'),
    erpDocument: row.erpDocument ?? '',
  }))
}
