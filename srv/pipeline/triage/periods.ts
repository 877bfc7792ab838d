import cds from '@sap/cds'
import { SyncAttempts } from '#cds-models/countersign'
import { monthsBehind, type Period, periodOf } from '../../checks/period.ts'
import { type Context, NO_SHOP_FLOOR } from '../../domain/context.ts'
import type { ErpGateway } from '../../erp/types.ts'
import { dayIn, READ_WITHIN } from '../context.ts'
import { policyFor } from '../policies.ts'
import { partsOf } from '../storage.ts'

const LOG = cds.log('countersign/periods')
/** Milliseconds that an answer of the ERP, or that there was none, is good for. */
const GOOD_FOR = 600_000
const KINDS = ['confirmation', 'materialDocument']

/** How a plant stands towards the period of materials management. */
export interface PlantPeriod {
  readonly current: Period
  /** Today, there. */
  readonly today: string
  /** Postings into the period before the current one are taken. */
  readonly takesPrevious: boolean
}

const known = new Map<string, { readonly until: number; readonly period: Promise<PlantPeriod | undefined> }>()

/** The ERP's current period of each of some plants, where it tells one. Asks the ERP, so never with a transaction open. Never rejects. */
export async function periodsOf(plants: readonly string[], erp: ErpGateway): Promise<Map<string, PlantPeriod>> {
  const found = await Promise.all(plants.map(async (plant) => [plant, await periodIn(plant, erp)] as const))
  return new Map(found.flatMap(([plant, period]) => (period ? [[plant, period] as const] : [])))
}

/**
 * Days until the ERP takes no more postings into a period (`2025-11`): to the last day of its current period, when it is moved on; 0 on that day,
 * below 0 once that is late. Null where it is closed already, or not open yet.
 */
export function daysLeft(period: string, { current, today, takesPrevious }: PlantPeriod): number | null {
  const behind = monthsBehind(`${period}-01`, current)
  if (behind !== 0 && !(behind === 1 && takesPrevious)) return null
  return Math.round((Date.UTC(current.year, current.month, 0) - Date.parse(today)) / 86_400_000)
}

function periodIn(plant: string, erp: ErpGateway): Promise<PlantPeriod | undefined> {
  const before = known.get(plant)
  if (before && before.until > performance.now()) return before.period
  const period = ask(plant, erp).catch((error: unknown) => {
    LOG.warn(`The period of plant ${plant} can not be read`, error)
    return undefined
  })
  known.set(plant, { until: performance.now() + GOOD_FOR, period })
  return period
}

/** The period hangs on the materials of the plant: the last message names one. */
async function ask(plant: string, erp: ErpGateway): Promise<PlantPeriod | undefined> {
  const { parts, policy } = await cds.tx(async () => {
    const last = await SELECT.one
      .from(SyncAttempts)
      .columns('ID')
      .where({ plant, kind: { in: KINDS } })
      .orderBy('number desc')
    return { parts: last?.ID ? await partsOf(last.ID) : [], policy: await policyFor('*', plant) }
  })
  if (parts.length === 0) return undefined
  const nothing = { readAt: '', today: '', earlier: [], reasons: [], shopFloor: NO_SHOP_FLOOR }
  const context: Context = { ...nothing, ...(await erp.readContext({ parts }, READ_WITHIN)) }
  const current = parts.map((part) => periodOf(part, context)).find((each) => each !== undefined)
  return current && { current, today: dayIn(policy.timeZone ?? 'UTC', new Date()), takesPrevious: policy.allowPreviousPeriod === true }
}
