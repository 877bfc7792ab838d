import { Decimal } from 'decimal.js'
import { json, Router } from 'express'
import { refuse } from './errors.ts'
import type { IntegrationMessages } from './integration.ts'
import { bodyOf, need, textOf, type Body } from './read.ts'
import type { OrderRow } from './sets.ts'
import type { Store } from './store.ts'

const REQUIRED = ['plant', 'shopOrder', 'operationActivity', 'workCenter'] as const

/**
 * `POST /confirm`: takes a quantity confirmation of the shop floor, makes an integration message and posts it to the ERP as a
 * V2 confirmation in the background. Answers `{transactionId}` at once; the id is the external key of the confirmation, too.
 */
export function quantityConfirmation(store: Store, messages: IntegrationMessages): Router {
  const router = Router()
  router.post('/confirm', json(), (request, response) => {
    const body = bodyOf(request.body)
    need(body, 'quantityConfirmation', ...REQUIRED, 'sfc')
    const { order, operation } = placeOf(store, body, 'quantityConfirmation')
    const [made, scrap] = [quantityOf(body.yieldQuantity), quantityOf(body.scrapQuantity)]
    if (!made || !scrap || made.plus(scrap).isZero()) refuse(400, 'quantityConfirmation.quantity', 'Enter a yield or a scrap quantity')
    const values = {
      IsFinalConfirmation: body.finalConfirmation === true,
      ConfirmationYieldQuantity: made.toFixed(3),
      ConfirmationScrapQuantity: scrap.toFixed(3),
      ConfirmationUnit: textOf(body.yieldQuantityUnit) || textOf(body.scrapQuantityUnit) || order.unit,
      VarianceReasonCode: textOf(body.reasonCodeKey),
      PostingDate: dayOf(body.postingDateTime),
      EnteredByExternalUser: textOf(body.postedBy).slice(0, 12),
    }
    const transactionId = messages.start({
      plant: order.plant,
      messageType: `${isProcess(order) ? 'Process' : 'Production'} Order Quantity Confirmation`,
      eventType: 'sap.dsc.dm.ReportDIQuantityConfirmation.Requested.v1',
      businessObject: `${order.plant}/${order.order}/${operation}/${made.toString()}/${scrap.toString()}/CNF`,
      payload: body,
      request: (key) => confirmationOf(order, operation, body, values, key),
    })
    response.status(201).json({ transactionId })
  })
  return router
}

/** `POST /confirm` and the postings of activities: work done, posted to the ERP as a confirmation without a quantity. */
export function activityConfirmation(store: Store, messages: IntegrationMessages): Router {
  const router = Router()
  router.post('/confirm', json(), (request, response) => {
    const body = bodyOf(request.body)
    need(body, 'activityConfirmation', ...REQUIRED, 'stepId')
    const { order, operation } = placeOf(store, body, 'activityConfirmation')
    const given: unknown[] = Array.isArray(body.activities) ? body.activities : []
    const activities = given.map(bodyOf)
    if (activities.length === 0) refuse(400, 'activityConfirmation.field.missing', 'Field activities is required')
    const transactionId = messages.start({
      plant: order.plant,
      messageType: `${isProcess(order) ? 'Process' : 'Production'} Order Activity Confirmation`,
      eventType: 'sap.dsc.dm.ReportActivityConfirmation.Requested.v1',
      businessObject: `${order.plant}/${order.order}/${operation}/ACT`,
      payload: body,
      request: (key) => confirmationOf(order, operation, body, workOf(order, body, activities), key),
    })
    const { plant, order: number } = order
    const sfc = textOf(body.sfc) || (store.one('sfcs', { plant, order: number })?.sfc ?? '')
    store.upsert('activities', { transactionId, plant, order: number, sfc, operation, workCenter: textOf(body.workCenter), activities })
    response.json({ shopOrder: number, operationActivity: body.operationActivity, workCenter: body.workCenter, activities })
  })
  router.get('/postings/summary', (request, response) => {
    const { plant, shopOrder, operationActivity, workCenter } = request.query
    need(request.query, 'activityConfirmation', 'plant', 'shopOrder', 'operationActivity', 'workCenter')
    const { order, operation } = placeOf(store, request.query, 'activityConfirmation')
    const found = store.find('activities', { plant: textOf(plant), order: order.order, operation, workCenter: textOf(workCenter) })
    response.json({ shopOrder, operationActivity, workCenter, activities: found.flatMap((each) => each.activities) })
  })
  return router
}

/** Activities by their position in the ERP's operation: set-up, machine, labour. */
const ACTIVITIES = ['SETUP', 'MACHINE', 'LABOR']

function workOf(order: OrderRow, body: Body, activities: readonly Body[]): Body {
  const work = activities.map((each) => {
    const position = ACTIVITIES.indexOf(textOf(each.activityId)) + 1
    const quantity = quantityOf(each.quantity)
    if (position === 0) refuse(404, 'activityConfirmation.activity.notFound', `There is no activity ${textOf(each.activityId)}`)
    if (!quantity) refuse(400, 'activityConfirmation.quantity', 'quantity is no quantity')
    need(each, 'activityConfirmation', 'postedBy', 'postingDateTime')
    return {
      [`OpConfirmedWorkQuantity${position}`]: quantity.toFixed(3),
      [`OpWorkQuantityUnit${position}`]: textOf(each.unitOfMeasure) || 'MIN',
    }
  })
  return {
    IsFinalConfirmation: body.finalConfirmation === true,
    ConfirmationYieldQuantity: '0.000',
    ConfirmationScrapQuantity: '0.000',
    ConfirmationUnit: order.unit,
    PostingDate: dayOf(activities[0]?.postingDateTime),
    EnteredByExternalUser: textOf(activities[0]?.postedBy).slice(0, 12),
    ...Object.fromEntries(work.flatMap((each) => Object.entries(each))),
  }
}

function placeOf(store: Store, body: Body, topic: string): { order: OrderRow; operation: string } {
  const order = store.one('orders', { plant: textOf(body.plant), order: textOf(body.shopOrder) })
  if (!order) refuse(404, `${topic}.order.notFound`, 'The order does not exist in this plant')
  const named = textOf(body.operationActivity)
  const operation = order.operations.find((each) => named === each.operation || named.endsWith(`-${each.operation}`))?.operation
  if (operation === undefined) refuse(404, `${topic}.operation.notFound`, 'The order has no such operation activity')
  return { order, operation }
}

function confirmationOf(order: OrderRow, operation: string, body: Body, values: Body, key: string) {
  const fields = {
    OrderID: order.order,
    // A process order's phases know no sequence.
    ...(isProcess(order) ? {} : { Sequence: '0' }),
    OrderOperation: operation,
    Plant: order.plant,
    WorkCenter: textOf(body.workCenter),
    ...values,
    ConfirmationText: `SFC:${textOf(body.sfc)}`.slice(0, 40),
    ExternalSystemConfirmation: key,
  }
  const target = isProcess(order)
    ? { service: 'API_PROC_ORDER_CONFIRMATION_2_SRV', set: 'ProcOrdConf2' }
    : { service: 'API_PROD_ORDER_CONFIRMATION_2_SRV', set: 'ProdnOrdConf2' }
  return { ...target, body: JSON.stringify(fields) }
}

const isProcess = (order: OrderRow): boolean => order.category === 'PROCESS_ORDER'

/** A V2 date; today for none. */
function dayOf(value: unknown): string {
  const day = Date.parse(textOf(value) || new Date().toISOString())
  if (Number.isNaN(day)) refuse(400, 'quantityConfirmation.dateTime', 'postingDateTime is no date and time')
  return `/Date(${Date.parse(new Date(day).toISOString().slice(0, 10))})/`
}

/** Undefined when it's no number that the ERP could keep. */
function quantityOf(value: unknown): Decimal | undefined {
  if (value === undefined || value === null) return new Decimal(0)
  return typeof value === 'number' && value >= 0 && value < 1e10 ? new Decimal(value) : undefined
}
