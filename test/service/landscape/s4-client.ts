import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import type { Row } from '../../landscape/s4/contract.ts'
import type { RunningS4 } from '../../landscape/s4/listen.ts'
import { startS4 } from '../../landscape/s4/server.ts'
import { ask, at, type Answered } from './workshop.ts'

/** A client of the whole local S/4, that signs in, fetches tokens as often as it is told to, and knows an order to confirm. */

const ROOT = '/sap/opu/odata/sap'
export const CONFIRMATIONS = `${ROOT}/API_PROD_ORDER_CONFIRMATION_2_SRV`
export const DOCUMENTS = `${ROOT}/API_MATERIAL_DOCUMENT_SRV`
export const ORDERS = `${ROOT}/API_PRODUCTION_ORDER_2_SRV`

export interface S4Client {
  readonly s4: RunningS4
  /** Replaces the plan of what goes wrong. */
  faults(plan: object): Promise<Answered>
  read(path: string, headers?: Record<string, string>): Promise<Answered>
  /** A posting with a fresh token, or with this one. */
  post(path: string, body?: object, session?: Record<string, string>): Promise<Answered>
  /** Token and cookie of a service, as headers. */
  session(service: string): Promise<Record<string, string>>
  /** One piece of the order's first operation, without goods movements; names say which confirmation it is. */
  piece(order: string, name?: string): Row
  /** Confirmations in the books that bear this text. */
  posted(name: string): Row[]
  /** Released, untouched, and confirmed by nobody else yet. */
  freshOrder(): string
}

export async function startClient(): Promise<S4Client> {
  const s4 = await startS4()
  const free = s4.books
    .find('A_ProductionOrder_2', { OrderIsReleased: 'X', OrderIsConfirmed: '', OrderIsTechnicallyCompleted: '', OrderIsClosed: '' })
    .filter((each) => !each.OrderIsLocked && !each.OrderIsPartiallyConfirmed)
    .map((each) => String(each.ManufacturingOrder))
  const session = async (service: string): Promise<Record<string, string>> => {
    const { headers } = await ask(`${s4.url}${service}/`, { headers: { 'x-csrf-token': 'Fetch' } })
    const cookie = headers.getSetCookie().map((each) => each.split(';')[0])
    return { 'x-csrf-token': headers.get('x-csrf-token') ?? '', cookie: cookie.join('; ') }
  }
  return {
    s4,
    session,
    faults: (plan) => ask(`${s4.adminUrl}/admin/faults`, { method: 'PUT', body: JSON.stringify(plan) }),
    read: (path, headers = {}) => ask(`${s4.url}${path}`, { headers }),
    async post(path, body = {}, given) {
      const headers = { 'content-type': 'application/json', ...(given ?? (await session(path.split('/').slice(0, 6).join('/')))) }
      return ask(`${s4.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    },
    piece: (order, name = '') => ({
      OrderID: order,
      OrderOperation: '0010',
      ConfirmationYieldQuantity: '1',
      ConfirmationText: name,
      APIConfHasNoGoodsMovements: true,
    }),
    posted: (name) => s4.books.find('ProdnOrdConf2', { ConfirmationText: name }),
    freshOrder() {
      const order = free.shift()
      assert.ok(order)
      return order
    },
  }
}

/** Code of the first message of an error, or of the error where it has none. */
export function codeOf({ json }: Answered): unknown {
  return at(json, 'error', 'innererror', 'errordetails', 0, 'code') ?? at(json, 'error', 'code')
}

/** Waits for what happens in the same process by itself. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setImmediate()
}

/** A confirmation that receives its product into stock, of a fresh order, that the S/4 would take. */
export async function receiving(client: S4Client): Promise<{ body: object; order: string }> {
  for (;;) {
    const order = client.freshOrder()
    const operation = client.s4.books
      .find('A_ProductionOrderOperation_2', { ManufacturingOrder: order })
      .map((each) => String(each.ManufacturingOrderOperation))
      .sort()
      .at(-1)
    const body = { OrderID: order, OrderOperation: operation, ConfirmationYieldQuantity: '1' }
    const simulation = JSON.stringify({ path: `${CONFIRMATIONS}/ProdnOrdConf2`, body })
    const { json } = await ask(`${client.s4.adminUrl}/admin/simulate`, { method: 'POST', body: simulation })
    const moved = at(json, 'body', 'd', 'to_ProdnOrdConfMatlDocItm', 'results')
    if (Array.isArray(moved) && moved.some((each) => at(each, 'GoodsMovementType') === '101')) return { body, order }
  }
}
