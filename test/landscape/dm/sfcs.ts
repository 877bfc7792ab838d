import { randomUUID } from 'node:crypto'
import { Router, json } from 'express'
import { refuse } from './errors.ts'
import { bodyOf, need, textOf } from './read.ts'
import type { OrderRow, SfcRow } from './sets.ts'
import type { Store } from './store.ts'

const CODES: Readonly<Record<SfcRow['status'], string>> = { NEW: '401', IN_QUEUE: '402', ACTIVE: '403', HOLD: '404', DONE: '405' }

/** `/sfcdetail`, `/sfcs/hold` and `/sfcs/release`. An order all of whose SFCs are held is on hold itself. */
export function sfcs(store: Store): Router {
  const router = Router()
  const found = (plant: string, names: readonly unknown[]): SfcRow[] =>
    names.map((sfc) => {
      const row = store.one('sfcs', { plant, sfc: textOf(sfc) })
      return row ?? refuse(404, 'sfc.notFound', `SFC ${textOf(sfc)} does not exist in plant ${plant}`)
    })

  router.get('/sfcdetail', (request, response) => {
    need(request.query, 'sfc', 'plant', 'sfc')
    const plant = textOf(request.query.plant)
    const [sfc] = found(plant, [request.query.sfc])
    const order = sfc && store.one('orders', { plant, order: sfc.order })
    if (!sfc || !order) refuse(404, 'sfc.order.notFound', 'The order of the SFC does not exist')
    response.json(detailOf(sfc, order))
  })

  const namedIn = (body: unknown): { plant: string; rows: SfcRow[] } => {
    const values = bodyOf(body)
    need(values, 'sfc', 'plant')
    if (!Array.isArray(values.sfcs) || values.sfcs.length === 0) refuse(400, 'sfc.field.missing', 'Field sfcs is required')
    const plant = textOf(values.plant)
    return { plant, rows: found(plant, values.sfcs) }
  }

  router.post('/sfcs/hold', json(), (request, response) => {
    const { rows } = namedIn(request.body)
    const held = rows.find((each) => each.status === 'HOLD')
    if (held) refuse(400, 'sfc.hold', `SFC ${held.sfc} is on hold already`)
    for (const each of rows) Object.assign(each, { heldFrom: each.status, status: 'HOLD' })
    for (const each of rows) holdOrder(store, each)
    response.json({ holdIds: rows.map(() => randomUUID()) })
  })

  router.post('/sfcs/release', json(), (request, response) => {
    const { plant, rows } = namedIn(request.body)
    const free = rows.find((each) => each.status !== 'HOLD')
    if (free) refuse(400, 'sfc.release', `SFC ${free.sfc} is not on hold`)
    for (const each of rows) {
      Object.assign(each, { status: each.heldFrom || 'NEW', heldFrom: '' })
      const order = store.one('orders', { plant, order: each.order })
      if (order && order.heldFrom !== '') Object.assign(order, { executionStatus: order.heldFrom, heldFrom: '' })
    }
    response.json({ releasedSfcs: rows.map((each) => each.sfc) })
  })
  return router
}

function holdOrder(store: Store, { plant, order }: SfcRow): void {
  const row = store.one('orders', { plant, order })
  const isAllHeld = store.find('sfcs', { plant, order }).every((each) => each.status === 'HOLD')
  if (row && isAllHeld && row.executionStatus !== 'HOLD') Object.assign(row, { heldFrom: row.executionStatus, executionStatus: 'HOLD' })
}

function detailOf(sfc: SfcRow, order: OrderRow): Record<string, unknown> {
  return {
    sfc: sfc.sfc,
    status: { code: CODES[sfc.status], description: sfc.status },
    quantity: Number(sfc.quantity),
    defaultBatchId: order.batch,
    material: { material: order.material, version: 'ERP001', description: order.material },
    order: {
      order: order.order,
      orderStatus: order.status,
      orderType: order.type,
      orderCategory: order.category,
      batchNumber: order.batch,
    },
    bom: { bom: order.material, type: 'SHOP_ORDER', version: 'ERP001' },
    routing: { routing: order.order, type: 'SHOP_ORDER', version: 'ERP001' },
    steps: order.operations.map(({ operation, workCenter, text }, index) => ({
      stepId: operation,
      stepSequence: (index + 1) * 10,
      description: text,
      operation: { operation: activityOf(order.order, operation), version: 'ERP001', description: text },
      stepRouting: { routing: order.order, type: 'SHOP_ORDER', version: 'ERP001' },
      plannedWorkCenter: workCenter,
      quantityInQueue: index === 0 ? Number(sfc.quantity) : 0,
      quantityDone: 0,
      stepDone: false,
    })),
  }
}

/** Name of the operation activity that an operation of the ERP becomes: order, sequence, operation. */
export function activityOf(order: string, operation: string): string {
  return `${order}-0-${operation}`
}
