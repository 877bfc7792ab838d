import { Decimal } from 'decimal.js'
import { Router } from 'express'
import type { OrderStatus, Plant, PlantOrder } from '../plant/plant.ts'
import { refuse } from './errors.ts'
import { listOf, pageOf } from './pages.ts'

interface States {
  readonly status: 'RELEASABLE' | 'HOLD' | 'DONE' | 'CLOSED'
  readonly releaseStatus: 'RELEASABLE' | 'RELEASED' | 'HOLD'
  readonly executionStatus: 'NOT_IN_EXECUTION' | 'ACTIVE' | 'HOLD' | 'COMPLETED' | 'CLOSED'
}

/** DM's own view of the ERP's status, which it had when the order was distributed. */
const STATES: Readonly<Record<OrderStatus, States>> = {
  created: { status: 'RELEASABLE', releaseStatus: 'RELEASABLE', executionStatus: 'NOT_IN_EXECUTION' },
  released: { status: 'RELEASABLE', releaseStatus: 'RELEASED', executionStatus: 'NOT_IN_EXECUTION' },
  partiallyConfirmed: { status: 'RELEASABLE', releaseStatus: 'RELEASED', executionStatus: 'ACTIVE' },
  confirmed: { status: 'DONE', releaseStatus: 'RELEASED', executionStatus: 'COMPLETED' },
  technicallyCompleted: { status: 'CLOSED', releaseStatus: 'RELEASED', executionStatus: 'CLOSED' },
  closed: { status: 'CLOSED', releaseStatus: 'RELEASED', executionStatus: 'CLOSED' },
  locked: { status: 'HOLD', releaseStatus: 'HOLD', executionStatus: 'HOLD' },
}

/** `/orders` (one, by plant and number) and `/orders/list` (a plant's, filtered and paged). */
export function orders(plant: Plant): Router {
  const router = Router()
  const knowsPlant = (id: unknown): boolean => plant.sites.some((each) => each.id === id)

  router.get('/orders', (request, response) => {
    const { plant: site, order } = request.query
    if (typeof site !== 'string' || typeof order !== 'string')
      refuse(400, 'order.parameter.missing', 'Parameters plant and order are required')
    const found = plant.orders.get(order)
    if (found?.plant !== site) refuse(404, 'order.notFound', `Order ${order} does not exist in plant ${site}`)
    response.json(orderOf(plant, found))
  })

  router.get('/orders/list', (request, response) => {
    const { plant: site, material, order, releaseStatuses, executionStatuses, workCenters } = request.query
    if (!knowsPlant(site)) refuse(typeof site === 'string' ? 404 : 400, 'order.plant', 'Parameter plant must name a plant')
    const isIn = (list: unknown, ...values: readonly string[]): boolean =>
      listOf(list).length === 0 || values.some((each) => listOf(list).includes(each))
    const found = [...plant.orders.values()].filter(
      (each) =>
        each.plant === site &&
        isIn(material, each.material) &&
        isIn(order, each.id) &&
        isIn(releaseStatuses, STATES[each.status].releaseStatus) &&
        isIn(executionStatuses, STATES[each.status].executionStatus) &&
        isIn(workCenters, ...each.operations.map((operation) => operation.workCenter)),
    )
    const page = pageOf(request, found, 20, false)
    response.json({ ...page, content: (page.content as PlantOrder[]).map((each) => orderOf(plant, each)) })
  })
  return router
}

function orderOf(plant: Plant, order: PlantOrder): Record<string, unknown> {
  const { tolerance } = plant.materials.get(order.material) ?? {}
  const ordered = new Decimal(order.quantity)
  const within = (percent: string | undefined, sign: 1 | -1): number =>
    ordered.times(new Decimal(percent ?? 0).div(100).times(sign).plus(1)).toNumber()
  const unit = { uom: order.unit, internalUom: order.unit, shortText: order.unit, longText: order.unit }
  const done = Number(order.operations.at(-1)?.confirmed ?? 0)
  return {
    plant: order.plant,
    order: order.id,
    orderType: 'YBM1',
    orderCategory: 'PRODUCTION_ORDER',
    ...STATES[order.status],
    material: { material: order.material, version: 'ERP001' },
    bom: { bom: order.material, type: 'SHOP_ORDER', version: 'ERP001' },
    routing: { routing: order.id, type: 'SHOP_ORDER', version: 'ERP001' },
    workCenters: [...new Set(order.operations.map((each) => each.workCenter))].map((id) => ({
      workCenter: id,
      description: plant.workCenters.find((each) => each.id === id)?.text ?? '',
    })),
    sfcs: STATES[order.status].releaseStatus === 'RELEASED' ? [`${order.plant}-${order.id}-1`] : [],
    orderedQuantity: ordered.toNumber(),
    buildQuantity: ordered.toNumber(),
    productionQuantity: ordered.toNumber(),
    releasedQuantity: STATES[order.status].releaseStatus === 'RELEASED' ? ordered.toNumber() : 0,
    doneQuantity: done,
    doneQuantityInProductionUom: done,
    goodsReceiptQuantity: Number(order.received),
    goodsReceiptQuantityInProductionUom: Number(order.received),
    toleranceUnder: Number(tolerance?.under ?? 0),
    toleranceOver: Number(tolerance?.over ?? 0),
    minDeliveryQuantity: within(tolerance?.under, -1),
    ...(tolerance?.isUnlimited === true ? {} : { maxDeliveryQuantity: within(tolerance?.over, 1) }),
    erpUnitOfMeasure: order.unit,
    baseUnitOfMeasureObject: unit,
    productionUnitOfMeasure: order.unit,
    productionUnitOfMeasureObject: unit,
    batchNumber: order.batch,
    putawayStorageLocation: order.storageLocation,
    plannedStartDate: `${order.start}T06:00:00.000Z`,
    plannedCompletionDate: `${order.end}T14:00:00.000Z`,
    scheduledStartDate: `${order.start}T06:00:00.000Z`,
    scheduledCompletionDate: `${order.end}T14:00:00.000Z`,
    priority: 500,
    customValues: [],
  }
}
