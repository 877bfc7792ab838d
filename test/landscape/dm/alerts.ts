import { randomUUID } from 'node:crypto'
import { Router, json } from 'express'
import type { Request } from 'express'
import { refuse } from './errors.ts'

type Alert = Record<string, unknown> & { Id: string; AlertType: string }

const REQUIRED = ['AlertType', 'Status', 'Severity', 'TriggeredOn'] as const
const CHANGEABLE = ['Info', 'ExternalId', 'Severity', 'Status', 'Processor', 'Processors', 'DME_Shopfloor'] as const

/** Alerts of the shop floor: listed, raised (an open one with the same `DeduplicationKey` only counts up) and changed, per `Alert-Type`. */
export function alerts(): Router {
  const all: Alert[] = []
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
    const found = all.filter((each) => each.AlertType === typeOf(request) && equals.every(([name, value]) => each[name] === value))
    const value = found.slice(Number($skip ?? 0), Number($skip ?? 0) + Number($top ?? found.length))
    response.json({ '@odata.context': '$metadata#Alerts', ...($count === 'true' && { '@odata.count': found.length }), value })
  })

  router.post('/Alerts', (request, response) => {
    const body = (request.body ?? {}) as Record<string, unknown>
    const missing = REQUIRED.find((each) => typeof body[each] !== 'string' || body[each] === '')
    if (missing) refuse(400, 'alerts.field.missing', `Field ${missing} is required`)
    if (body.AlertType !== typeOf(request)) refuse(400, 'alerts.type', 'AlertType and header Alert-Type differ')
    const now = new Date().toISOString()
    const key = body.DeduplicationKey
    const open =
      typeof key === 'string' ? all.find((each) => each.AlertType === body.AlertType && each.DeduplicationKey === key) : undefined
    if (open) {
      Object.assign(open, {
        DeduplicationCount: Number(open.DeduplicationCount) + 1,
        LastOccurredOn: body.TriggeredOn,
        UpdatedOn: now,
      })
      response.json(open)
    } else {
      const times = { FirstOccurredOn: body.TriggeredOn, LastOccurredOn: body.TriggeredOn, CreatedOn: now, UpdatedOn: now }
      const alert: Alert = { ...body, ...times, Id: randomUUID(), AlertType: typeOf(request), Source: 'API', DeduplicationCount: 0 }
      all.push(alert)
      response.json(alert)
    }
  })

  router.patch(/^\/Alerts\((.+)\)$/, (request, response) => {
    const id = (request.params[0] ?? '').replace(/^'|'$/g, '')
    const alert = all.find((each) => each.Id === id && each.AlertType === typeOf(request))
    if (!alert) refuse(404, 'alerts.notFound', `Alert ${id} does not exist`)
    const body = (request.body ?? {}) as Record<string, unknown>
    for (const name of CHANGEABLE) if (name in body) alert[name] = body[name]
    alert.UpdatedOn = new Date().toISOString()
    response.status(204).end()
  })
  return router
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
