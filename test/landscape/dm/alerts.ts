import { randomUUID } from 'node:crypto'
import { Router, json } from 'express'
import type { Request } from 'express'
import { refuse } from './errors.ts'
import { bodyOf, textOf } from './read.ts'
import type { AlertRow } from './sets.ts'
import type { Store } from './store.ts'

const REQUIRED = ['AlertType', 'Status', 'Severity', 'TriggeredOn'] as const
const CHANGEABLE = ['Info', 'ExternalId', 'Severity', 'Status', 'Processor', 'Processors', 'DME_Shopfloor'] as const

/**
 * Alerts of the shop floor, per `Alert-Type`: listed, raised and changed (status, processors, comments in `DME_Shopfloor`). One with the
 * `DeduplicationKey` of another that was raised less than `period` milliseconds before only counts that one up.
 */
export function alerts(store: Store, period: number): Router {
  const router = Router()
  router.use(json())
  router.use((request, _response, next) => {
    if (typeOf(request) === '') refuse(400, 'alerts.header.missing', 'Header Alert-Type is required')
    else next()
  })

  router.get('/Alerts', (request, response) => {
    const { $filter, $top, $skip, $count } = request.query as Record<string, string | undefined>
    const equals = conditions($filter ?? '')
    if (!equals) refuse(400, 'alerts.filter', 'Only conditions of the form "Property eq \'value\'" joined by "and" are supported')
    const found = store
      .find('alerts', { type: typeOf(request) })
      .filter(({ fields }) => equals.every(([name, value]) => fields[name] === value))
    const value = found.slice(Number($skip ?? 0), Number($skip ?? 0) + Number($top ?? found.length)).map(({ fields }) => fields)
    response.json({ '@odata.context': '$metadata#Alerts', ...($count === 'true' && { '@odata.count': found.length }), value })
  })

  router.post('/Alerts', (request, response) => {
    const body = bodyOf(request.body)
    const missing = REQUIRED.find((each) => textOf(body[each]) === '')
    if (missing) refuse(400, 'alerts.field.missing', `Field ${missing} is required`)
    const type = typeOf(request)
    if (body.AlertType !== type) refuse(400, 'alerts.type', 'AlertType and header Alert-Type differ')
    const now = new Date().toISOString()
    const same = sameOf(store, type, textOf(body.DeduplicationKey), Date.parse(now) - period)
    if (same) {
      const { fields } = same
      fields.DeduplicationCount = Number(fields.DeduplicationCount) + 1
      Object.assign(fields, { LastOccurredOn: body.TriggeredOn, UpdatedOn: now })
      response.json(fields)
    } else {
      const times = { FirstOccurredOn: body.TriggeredOn, LastOccurredOn: body.TriggeredOn, CreatedOn: now, UpdatedOn: now }
      const id = randomUUID()
      const fields = { ...body, ...times, Id: id, AlertType: type, Source: 'API', DeduplicationCount: 0 }
      store.upsert('alerts', { id, type, fields })
      response.json(fields)
    }
  })

  router.patch(/^\/Alerts\((.+)\)$/, (request, response) => {
    const id = (request.params[0] ?? '').replace(/^'|'$/g, '')
    const alert = store.one('alerts', { id, type: typeOf(request) })
    if (!alert) refuse(404, 'alerts.notFound', `Alert ${id} does not exist`)
    const body = bodyOf(request.body)
    for (const name of CHANGEABLE) if (name in body) alert.fields[name] = body[name]
    alert.fields.UpdatedOn = new Date().toISOString()
    response.status(204).end()
  })
  return router
}

function sameOf(store: Store, type: string, key: string, since: number): AlertRow | undefined {
  if (key === '') return undefined
  return store
    .find('alerts', { type })
    .find(({ fields }) => fields.DeduplicationKey === key && Date.parse(textOf(fields.CreatedOn)) >= since)
}

function typeOf(request: Request): string {
  return request.header('alert-type') ?? ''
}

/** `Status eq 'New' and Plant eq '1710'` → pairs; undefined when it's anything else. */
function conditions(filter: string): [string, string][] | undefined {
  if (filter === '') return []
  const pairs = filter.split(/ and /).map((each) => /^\s*(\w+) eq '([^']*)'\s*$/.exec(each))
  return pairs.every((each) => each !== null) ? pairs.map((each) => [each[1] ?? '', each[2] ?? '']) : undefined
}
