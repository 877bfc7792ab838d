import express, { type ErrorRequestHandler, type Express } from 'express'
import type { Identity } from './oauth.ts'
import { sfcOf } from './seed.ts'
import type { SetName, Sets } from './sets.ts'
import { complaintAbout, isSet, type Store } from './store.ts'

/**
 * The admin port of the local DM, JSON, no sign-in: `GET /admin/health`, `GET /admin/rows?set=orders&order=…`, `PUT /admin/rows {set, rows}`,
 * `PATCH /admin/rows {set, where, values}`, `DELETE /admin/rows {set, where}`, `POST /admin/reset`. A released order that has no SFC gets one.
 * `DELETE /admin/tokens` expires every token, `PUT /admin/identity {isDown}` keeps everybody from a new one.
 * @param reset empties the store and fills it again
 */
export function admin(store: Store, identity: Pick<Identity, 'expire' | 'isDown'>, reset: () => void): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(express.json({ type: () => true, limit: '25mb' }))
  app.get('/admin/health', (_request, response) => void response.json({ ready: true }))
  app.post('/admin/reset', (_request, response) => {
    reset()
    response.json({ ready: true })
  })
  app.get('/admin/rows', (request, response) => {
    const { set, ...where } = request.query as Record<string, string>
    const name = checkedSet(set)
    response.json(store.find(name, checked(name, where, false)))
  })
  app.put('/admin/rows', (request, response) => {
    const { set, rows } = request.body as { set?: unknown; rows?: unknown }
    const name = checkedSet(set)
    if (!Array.isArray(rows)) throw new TypeError('rows is a list')
    const values = rows.map((row) => checked(name, row, true))
    for (const each of values) store.upsert(name, each)
    if (name === 'orders') giveSfcs(store)
    response.json({ count: values.length })
  })
  app.patch('/admin/rows', (request, response) => {
    const { set, where, values } = request.body as { set?: unknown; where?: unknown; values?: unknown }
    const name = checkedSet(set)
    response.json({ count: store.update(name, checked(name, where ?? {}, false), checked(name, values, false)) })
  })
  app.delete('/admin/rows', (request, response) => {
    const { set, where } = request.body as { set?: unknown; where?: unknown }
    const name = checkedSet(set)
    response.json({ count: store.remove(name, checked(name, where ?? {}, false)) })
  })
  app.delete('/admin/tokens', (_request, response) => {
    identity.expire()
    response.status(204).end()
  })
  app.put('/admin/identity', (request, response) => {
    const { isDown } = request.body as { isDown?: unknown }
    if (typeof isDown !== 'boolean') throw new TypeError('isDown is true or false')
    identity.isDown = isDown
    response.json({ isDown })
  })
  app.use(failed)
  return app
}

function giveSfcs(store: Store): void {
  for (const { plant, order, quantity } of store.find('orders', { releaseStatus: 'RELEASED' }))
    if (!store.one('sfcs', { plant, order })) store.upsert('sfcs', { plant, sfc: sfcOf(plant, order), order, quantity })
}

function checkedSet(name: unknown): SetName {
  if (!isSet(name)) throw new TypeError(`There is no set ${String(name)}`)
  return name
}

function checked<S extends SetName>(set: S, values: unknown, needsKeys: boolean): Partial<Sets[S]> {
  const complaint = complaintAbout(set, values, needsKeys)
  if (complaint !== undefined) throw new TypeError(complaint)
  return values as Partial<Sets[S]>
}

const failed: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  response.status(400).json({ error: error instanceof Error ? error.message : String(error) })
}
