import { Decimal } from 'decimal.js'
import { Router } from 'express'
import type { Plant } from '../plant/plant.ts'
import { refuse } from './errors.ts'
import { listOf, pageOf } from './pages.ts'
import type { OrderRow } from './sets.ts'
import type { Store } from './store.ts'

/** `/orders` (one, by plant and number) and `/orders/list` (a plant's, filtered and paged). */
export function orders(store: Store, plant: Plant): Router {
  const router = Router()
  const knowsPlant = (id: unknown): boolean => plant.sites.some((each) => each.id === id)
  const show = (order: OrderRow): Record<string, unknown> => orderOf(order, store)

  router.get('/orders', (request, response) => {
    const { plant: site, order, ignoreSfcs } = request.query
    if (typeof site !== 'string' || typeof order !== 'string')
      refuse(400, 'order.parameter.missing', 'Parameters plant and order are required')
    const found = store.one('orders', { plant: site, order })
    if (!found) refuse(404, 'order.notFound', `Order ${order} does not exist in plant ${site}`)
    const { sfcs, ...rest } = show(found)
    response.json(ignoreSfcs === 'true' ? rest : { ...rest, sfcs })
  })

  router.get('/orders/list', (request, response) => {
    const { plant: site, material, order, releaseStatuses, executionStatuses, workCenters } = request.query
    if (typeof site !== 'string' || !knowsPlant(site))
      refuse(typeof site === 'string' ? 404 : 400, 'order.plant', 'Parameter plant must name a plant')
    const isIn = (list: unknown, ...values: readonly string[]): boolean =>
      listOf(list).length === 0 || values.some((each) => listOf(list).includes(each))
    const found = store
      .find('orders', { plant: site })
      .filter(
        (each) =>
          isIn(material, each.material) &&
          isIn(order, each.order) &&
          isIn(releaseStatuses, each.releaseStatus) &&
          isIn(executionStatuses, each.executionStatus) &&
          isIn(workCenters, ...each.operations.map((operation) => operation.workCenter)),
      )
    const page = pageOf(request.query, found, 20, false)
    response.json({ ...page, content: (page.content as OrderRow[]).map(show) })
  })
  return router
}

function orderOf(order: OrderRow, store: Store): Record<string, unknown> {
  const ordered = new Decimal(order.quantity)
  const within = (percent: string, sign: 1 | -1): number => ordered.times(new Decimal(percent).div(100).times(sign).plus(1)).toNumber()
  const unit = { uom: order.unit, internalUom: order.unit, shortText: order.unit, longText: order.unit }
  const done = Number(order.done)
  const textOf = (workCenter: string): string => store.one('workCenters', { plant: order.plant, workCenter })?.text ?? ''
  return {
    plant: order.plant,
    order: order.order,
    orderType: order.type,
    orderCategory: order.category,
    status: order.status,
    releaseStatus: order.releaseStatus,
    executionStatus: order.executionStatus,
    material: { material: order.material, version: 'ERP001' },
    bom: { bom: order.material, type: 'SHOP_ORDER', version: 'ERP001' },
    routing: { routing: order.order, type: 'SHOP_ORDER', version: 'ERP001' },
    workCenters: [...new Set(order.operations.map((each) => each.workCenter))].map((id) => ({ workCenter: id, description: textOf(id) })),
    sfcs: store.find('sfcs', { plant: order.plant, order: order.order }).map((each) => each.sfc),
    orderedQuantity: ordered.toNumber(),
    buildQuantity: ordered.toNumber(),
    productionQuantity: ordered.toNumber(),
    releasedQuantity: order.releaseStatus === 'RELEASED' ? ordered.toNumber() : 0,
    doneQuantity: done,
    doneQuantityInProductionUom: done,
    goodsReceiptQuantity: Number(order.received),
    goodsReceiptQuantityInProductionUom: Number(order.received),
    toleranceUnder: Number(order.toleranceUnder),
    toleranceOver: Number(order.toleranceOver),
    minDeliveryQuantity: within(order.toleranceUnder, -1),
    ...(order.isUnlimited ? {} : { maxDeliveryQuantity: within(order.toleranceOver, 1) }),
    erpUnitOfMeasure: order.unit,
    baseUnitOfMeasureObject: unit,
    productionUnitOfMeasure: order.unit,
    productionUnitOfMeasureObject: unit,
    batchNumber: order.batch,
    ...(order.inspectionLot === '' ? {} : { inspectionLot: order.inspectionLot }),
    putawayStorageLocation: order.storageLocation,
    ...(order.start === '' ? {} : datesOf('Start', `${order.start}T06:00:00.000Z`)),
    ...(order.end === '' ? {} : datesOf('Completion', `${order.end}T14:00:00.000Z`)),
    priority: 500,
    customValues: [],
  }
}

function datesOf(what: 'Start' | 'Completion', at: string): Record<string, string> {
  return { [`planned${what}Date`]: at, [`scheduled${what}Date`]: at }
}
