import type { ShopFloorContext } from '../../domain/context.ts'
import type { Ask } from '../ask.ts'
import type { WorkCenterNeed } from '../needs.ts'
import { fieldsOf, listOf, oneOf, textOf } from '../values.ts'

const STATUSES = ['UNKNOWN', 'PRODUCTIVE', 'SCHEDULED_DOWN', 'UNSCHEDULED_DOWN', 'ENABLED', 'DISABLED'] as const
const OUT_OF_USE: readonly string[] = ['SCHEDULED_DOWN', 'UNSCHEDULED_DOWN', 'DISABLED']

/**
 * Whether a work centre can be worked at: it's enabled, and not all of its resources are out of use. Two requests, one of them the same for
 * all work centres of a plant. Empty when DM has no such work centre.
 */
export async function readWorkCenter(ask: Ask, { plant, workCenter }: WorkCenterNeed): Promise<ShopFloorContext['resources'][number][]> {
  const [center, all] = await Promise.all([
    ask({ method: 'GET', path: '/workcenter/v3/workcenter', query: { plant, workCenter } }),
    ask({ method: 'GET', path: '/resource/v1/resources', query: { plant } }),
  ])
  if (center.status !== 200) return []
  const fields = fieldsOf(center.body)
  if (oneOf(fields.status, ['ENABLED', 'DISABLED']) === 'DISABLED') return [{ id: workCenter, isUsable: false, status: 'disabled' }]
  const members = new Set(listOf(fields.members ?? []).map((each) => textOf(fieldsOf(fieldsOf(each).resource ?? {}).resource)))
  const resources = all.status === 200 ? listOf(all.body).map(fieldsOf) : []
  const statuses = resources.filter((each) => members.has(textOf(each.resource))).map((each) => oneOf(each.status, STATUSES))
  const usable = statuses.find((each) => !OUT_OF_USE.includes(each))
  const status = usable ?? statuses[0] ?? 'ENABLED'
  return [{ id: workCenter, isUsable: usable !== undefined || statuses.length === 0, status: wordOf(status) }]
}

/** `unscheduled down` */
function wordOf(status: string): string {
  return status.toLowerCase().replaceAll('_', ' ')
}
