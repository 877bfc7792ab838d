import { Decimal } from 'decimal.js'
import { json, Router } from 'express'
import { setTimeout as pause } from 'node:timers/promises'
import { refuse } from './errors.ts'
import type { IntegrationMessages, Message, OverallStatus } from './integration.ts'
import { pageOf } from './pages.ts'
import { bodyOf, need, textOf, type Body } from './read.ts'
import type { GoodsIssueRow, OrderRow } from './sets.ts'
import type { Store } from './store.ts'

type Outcome = 'IN_PROCESS' | 'COMPLETED' | 'FAILED'

const OUTCOMES: Readonly<Record<OverallStatus, Outcome>> = {
  NEW: 'IN_PROCESS',
  QUEUED: 'IN_PROCESS',
  IN_PROCESS: 'IN_PROCESS',
  DELIVERED: 'IN_PROCESS',
  COMPLETED: 'COMPLETED',
  FAILED: 'FAILED',
  FAILED_BEFORE_QUEUE: 'FAILED',
  INACTIVE: 'FAILED',
}

const POSTED: Readonly<Record<Outcome, string>> = {
  IN_PROCESS: 'POSTED_IN_DMC',
  COMPLETED: 'POSTED_TO_TARGET_SYS',
  FAILED: 'FAILED_TO_POST_TO_TARGET_SYS',
}

/**
 * `POST /v1/goodsissue`: an issue of a component to an order, posted to the ERP as a material document in the background.
 * Refused with 409 while somebody else works on the order, with 408 when that takes longer than `patience` milliseconds.
 */
export function goodsIssue(store: Store, messages: IntegrationMessages, patience: number): Router {
  const router = Router()
  router.post('/v1/goodsissue', json(), async (request, response) => {
    const body = bodyOf(request.body)
    need(body, 'goodsissue', 'plant', 'order', 'phase', 'workCenter', 'unitOfMeasure', 'postedBy', 'postingDateTime')
    const material = textOf(bodyOf(bodyOf(body.component).material).material)
    if (material === '') refuse(400, 'goodsissue.field.missing', 'Field component is required')
    const { quantity } = body
    if (typeof quantity !== 'number' || quantity <= 0) refuse(400, 'goodsissue.quantity', 'quantity must be greater than zero')
    const order = store.one('orders', { plant: textOf(body.plant), order: textOf(body.order) })
    if (!order) refuse(404, 'goodsissue.order.notFound', `Order ${textOf(body.order)} does not exist`)
    if (!order.operations.some((each) => each.operation === body.phase))
      refuse(404, 'goodsissue.phase.notFound', 'The order has no such phase')
    await unlocked(store, order, patience)

    const { item, issue } = issueOf(store, order, body, material, quantity)
    const posted = Date.parse(textOf(body.postingDateTime).replace(' ', 'T') + 'Z')
    if (Number.isNaN(posted)) refuse(400, 'goodsissue.dateTime', 'postingDateTime must look like 2026-03-02 07:00:05')
    const day = `/Date(${Date.parse(new Date(posted).toISOString().slice(0, 10))})/`
    const transactionId = messages.start({
      plant: order.plant,
      messageType: 'Production Order Goods Issue',
      eventType: 'sap.dsc.dm.GoodsIssue.Requested.v1',
      businessObject: `${order.plant}/${order.order}/${issue.phase}/${material}/${quantity}/GI`,
      payload: body,
      request: () => ({
        service: 'API_MATERIAL_DOCUMENT_SRV',
        set: 'A_MaterialDocumentHeader',
        body: JSON.stringify({
          GoodsMovementCode: '03',
          PostingDate: day,
          DocumentDate: day,
          MaterialDocumentHeaderText: textOf(body.comments).slice(0, 25),
          to_MaterialDocumentItem: { results: [item] },
        }),
      }),
    })
    store.upsert('goodsIssues', { ...issue, transactionId })
    const total = store
      .find('goodsIssues', { plant: order.plant, order: order.order, material })
      .reduce((sum, each) => (outcomeOf(messages.byId(each.transactionId)) === 'FAILED' ? sum : sum.plus(each.quantity)), new Decimal(0))
    response.json({
      order: order.order,
      material,
      phase: issue.phase,
      totalConsumedQuantity: total.toNumber(),
      unitOfMeasure: issue.unit,
    })
  })
  return router
}

/** `/inventory/goodsIssues` and `/inventory/transactions/{id}`: what became of goods issues in the ERP, and why they failed. */
export function transactions(store: Store, messages: IntegrationMessages): Router {
  const router = Router()
  router.get('/inventory/goodsIssues', (request, response) => {
    need(request.query, 'goodsissue', 'plant', 'material')
    const { plant, material, order } = request.query
    const found = store.find('goodsIssues', {
      plant: textOf(plant),
      material: textOf(material),
      ...(typeof order === 'string' && { order }),
    })
    response.json(
      pageOf(
        request.query,
        found.map((each) => rowOf(each, messages.byId(each.transactionId))),
        20,
        false,
      ),
    )
  })
  router.get('/inventory/transactions/:id', (request, response) => {
    const message = messages.byId(request.params.id)
    if (!message || !store.one('goodsIssues', { transactionId: message.id }))
      refuse(404, 'inventory.transaction.notFound', `Transaction ${request.params.id} does not exist`)
    const status = outcomeOf(message)
    response.json({
      transactionId: message.id,
      status,
      ...(status === 'FAILED' ? { failureReason: message.errorDetails } : {}),
      startedAt: message.startedAt,
      modifiedAt: message.lastUpdatedOn,
    })
  })
  return router
}

async function unlocked(store: Store, { plant, order }: OrderRow, patience: number): Promise<void> {
  const lock = store.one('locks', { plant, order })
  if (!lock) return
  if (!lock.isWaitedFor) refuse(409, 'goodsissue.changed', 'The resource has been changed by another user. Retry later.')
  await pause(patience)
  if (store.one('locks', { plant, order })) refuse(408, 'goodsissue.timeout', 'The request timed out. Retry.')
}

function issueOf(store: Store, order: OrderRow, body: Body, material: string, quantity: number) {
  const inventory = store.one('inventories', { plant: order.plant, inventoryId: textOf(body.inventoryId) })
  const component = body.isBomComponent === true ? order.components.find((each) => each.material === material) : undefined
  const unit = textOf(body.unitOfMeasure)
  const storageLocation = inventory?.storageLocation ?? component?.storageLocation ?? ''
  const batch = inventory?.batch ?? ''
  const item = {
    Material: material,
    Plant: order.plant,
    StorageLocation: storageLocation,
    Batch: batch,
    GoodsMovementType: '261',
    ManufacturingOrder: order.order,
    ...(component ? { Reservation: order.reservation, ReservationItem: component.reservationItem } : {}),
    EntryUnit: unit,
    QuantityInEntryUnit: new Decimal(quantity).toFixed(3),
  }
  const { plant, order: number } = order
  const about = { plant, order: number, phase: textOf(body.phase), material, batch, storageLocation, unit }
  const issue: Omit<GoodsIssueRow, 'transactionId'> = {
    ...about,
    quantity: new Decimal(quantity).toString(),
    postedBy: textOf(body.postedBy),
    postedAt: textOf(body.postingDateTime),
  }
  return { item, issue }
}

function outcomeOf(message: Message | undefined): Outcome {
  return message ? OUTCOMES[message.overallStatus] : 'FAILED'
}

function rowOf(row: GoodsIssueRow, message: Message | undefined): Record<string, unknown> {
  return {
    transactionId: row.transactionId,
    order: row.order,
    material: row.material,
    batchNumber: row.batch,
    storageLocation: row.storageLocation,
    quantityInBaseUnit: { value: Number(row.quantity), unitOfMeasure: { internalUnitOfMeasure: row.unit } },
    postedBy: row.postedBy,
    status: POSTED[outcomeOf(message)],
  }
}
