import { ReasonMappings } from '#cds-models/countersign'
import type { Context, EarlierAttempt } from '../domain/context.ts'
import type { Day, SyncMessage } from '../domain/message.ts'
import type { DmGateway } from '../dm/types.ts'
import type { ErpGateway } from '../erp/types.ts'
import type { Policy } from '../policy/policy.ts'
import { earlierAttempts } from './earlier.ts'
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
 * @param known what came before it, where that was read when it was recorded
 */
export async function enrich(
  message: SyncMessage,
  attempt: Pick<AttemptRow, 'ID' | 'number'>,
  { duplicateWindow, timeZone = 'UTC' }: Policy,
  { erp, dm }: { readonly erp: ErpGateway; readonly dm: DmGateway },
  isLive: boolean,
  known?: readonly EarlierAttempt[],
): Promise<Context> {
  const earlier = known ?? (await earlierAttempts(message, attempt, duplicateWindow))
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
