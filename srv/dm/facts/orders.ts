import type { ShopFloorContext } from '../../domain/context.ts'
import type { Ask } from '../ask.ts'
import type { OrderNeed, StepNeed } from '../needs.ts'
import { fieldsOf, listOf, namedIn, NotUnderstood, oneOf, textOf } from '../values.ts'

type OrderStatus = ShopFloorContext['orders'][number]['status']

/** What DM says of an order; undefined when it has no such order. */
export interface DmOrder {
  /** Undefined while nothing may be made of it yet. */
  readonly status: OrderStatus | undefined
  readonly inspectionLot: string
  readonly sfcs: readonly string[]
}

const STATUSES = ['RELEASABLE', 'HOLD', 'DONE', 'CLOSED', 'DISCARDED'] as const
const RELEASE_STATUSES = ['PARTIALLY_CREATED', 'RELEASABLE', 'PARTIALLY_RELEASED', 'RELEASED', 'HOLD', 'NOT_RELEASABLE'] as const
const EXECUTION_STATUSES = ['NOT_IN_EXECUTION', 'ACTIVE', 'HOLD', 'CLOSED', 'COMPLETED', 'DISCARDED'] as const

/** One request. */
export async function readOrder(ask: Ask, { plant, order }: OrderNeed): Promise<DmOrder | undefined> {
  const { status, body } = await ask({ method: 'GET', path: '/order/v1/orders', query: { plant, order } })
  if (status !== 200) return undefined
  const fields = fieldsOf(body)
  if (fields.order !== order) throw new NotUnderstood()
  const words: string[] = [
    oneOf(fields.status, STATUSES),
    oneOf(fields.releaseStatus, RELEASE_STATUSES),
    oneOf(fields.executionStatus, EXECUTION_STATUSES),
  ]
  return {
    status: statusOf(words),
    inspectionLot: textOf(fields.inspectionLot),
    sfcs: listOf(fields.sfcs ?? []).map(textOf),
  }
}

/** A hold of any kind stops the work; else the furthest state counts. */
function statusOf(words: readonly string[]): OrderStatus | undefined {
  const has = (...wanted: string[]): boolean => wanted.some((each) => words.includes(each))
  if (has('HOLD')) return 'hold'
  if (has('DISCARDED')) return 'discarded'
  if (has('CLOSED')) return 'closed'
  if (has('DONE', 'COMPLETED')) return 'completed'
  if (has('ACTIVE')) return 'active'
  return has('RELEASED', 'PARTIALLY_RELEASED') ? 'released' : undefined
}

/**
 * Characteristics that must be measured before the operation is confirmed, and aren't. Nothing is asked for an order that isn't inspected;
 * else one request, and one more when something is missing, for its name.
 */
export async function missingResults(
  ask: Ask,
  { plant, order, operation }: StepNeed,
  found: DmOrder | undefined,
): Promise<ShopFloorContext['missingResults']> {
  if (!found || found.inspectionLot === '' || found.sfcs.length === 0) return []
  const [sfc = '', ...others] = found.sfcs
  if (others.length > 0) throw new Error(`order ${order} has several SFCs, and the message doesn't say which one is confirmed`)
  const { inspectionLot } = found
  const { status, body } = await ask({
    method: 'POST',
    path: '/qualityInspection/v1/mandatoryCharacteristics/checkResultsRecorded',
    body: { plant, items: [{ sfc, order, inspectionLot, stepId: operation }] },
  })
  if (status === 204) return []
  if (status === 404) throw new Error(`it doesn't know step ${operation} of SFC ${sfc}`)
  const message = textOf(fieldsOf(body).message)
  if (message === '') throw new NotUnderstood()
  const names = await characteristicsOf(ask, { plant, order, operation }, inspectionLot).catch(() => [])
  return namedIn(message, names).map((characteristic) => ({ order, operation, characteristic }))
}

async function characteristicsOf(ask: Ask, { plant, operation }: StepNeed, lot: string): Promise<string[]> {
  const path = `/qualityInspection/v1/lots/${encodeURIComponent(lot)}/operations/${encodeURIComponent(operation)}/characteristics`
  const { body } = await ask({ method: 'GET', path, query: { plant } })
  return listOf(fieldsOf(body).inspectionCharacteristics).map((each) => textOf(fieldsOf(each).inspectionCharacteristic))
}
