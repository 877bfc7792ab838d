import type { Line } from '../line/line.ts'
import type { AlertSettings, FloorAlert } from './types.ts'
import { NotUnderstood } from './values.ts'

/** Alerts of the shop floor: DM's Alerts API, whose alert types a plant configures. */

const ALERTS = '/alerts/v1/Alerts'
/** Milliseconds for each request. */
const WITHIN = 10_000
const MOST = 1024 * 1024

/** How DM is reached for them, until the signal says that it's over. */
interface Way {
  readonly line: Line
  readonly settings: AlertSettings
  readonly signal: AbortSignal | undefined
}

/** Raises an alert, or finds the one of the same key. @returns DM's id @throws with the reason when DM doesn't take it */
export async function raise(way: Way, alert: FloorAlert): Promise<string> {
  return (await find(way, alert.key)) ?? idOf(await ask(way, 'POST', ALERTS, bodyOf(way.settings, alert)))
}

/** Ends an alert. @throws with the reason when DM doesn't take it */
export async function close(way: Way, id: string, text: string): Promise<void> {
  await ask(way, 'PATCH', `${ALERTS}(${encodeURIComponent(id)})`, { Status: way.settings.closed, Info: text })
}

function bodyOf(settings: AlertSettings, { key, externalId, plant, at, text, ...where }: FloorAlert) {
  return {
    ...{ AlertType: settings.type, Status: settings.open, Severity: settings.severity, Info: text, ExternalId: externalId },
    ...{ Plant: plant, DeduplicationKey: key, TriggeredOn: `${at.slice(0, 19)}Z` },
    DME_Shopfloor: [
      {
        ...{ DME_Plant: plant, DME_Order: where.order, DME_Operation: where.operation, DME_Material: where.material },
        ...(where.workCenter ? { DME_Workcenter: where.workCenter } : {}),
        DME_Comments: text,
      },
    ],
  }
}

/** One whose answer was lost is there already; DM itself knows keys for a while only. */
async function find(way: Way, key: string): Promise<string | undefined> {
  const query = new URLSearchParams({ $filter: `DeduplicationKey eq '${key}'` })
  const { value } = (await ask(way, 'GET', `${ALERTS}?${query.toString()}`)) as { value?: readonly unknown[] }
  return value?.[0] === undefined ? undefined : idOf(value[0])
}

function idOf(alert: unknown): string {
  const { Id } = (alert ?? {}) as { Id?: unknown }
  if (typeof Id !== 'string' || Id === '') throw new NotUnderstood()
  return Id
}

async function ask({ line, settings, signal }: Way, method: string, path: string, body?: object): Promise<unknown> {
  const content = body && Buffer.from(JSON.stringify(body))
  const answer = await line.exchange(
    'posting',
    {
      method,
      path,
      headers: {
        ...{ accept: 'application/json', 'alert-type': settings.type },
        ...(content && { 'content-type': 'application/json', 'content-length': String(content.length) }),
      },
      body: content,
      timeout: WITHIN,
      ...(signal && { signal }),
    },
    MOST,
  )
  if (answer.status < 200 || answer.status > 299) throw new Error(`DM answers ${answer.status} to ${method} ${ALERTS}`)
  if (answer.status === 204 || answer.body.length === 0) return undefined
  try {
    return JSON.parse(answer.body.toString()) as unknown
  } catch {
    throw new NotUnderstood()
  }
}
