import { Decimal } from 'decimal.js'
import { json, Router } from 'express'
import { verdictOf } from '../../traffic/sender.ts'
import type { V2Client } from '../../traffic/client.ts'
import type { Plant } from '../plant/plant.ts'
import { refuse } from './errors.ts'
import type { Delivery, IntegrationMessages } from './integration.ts'

const REQUIRED = ['plant', 'shopOrder', 'sfc', 'operationActivity', 'workCenter'] as const
const SERVICE = 'API_PROD_ORDER_CONFIRMATION_2_SRV'

/**
 * `POST /confirm`: takes a quantity confirmation of the shop floor, makes an integration message and posts it to the ERP as a
 * V2 confirmation in the background. Answers `{transactionId}` at once; the id is the external key of the confirmation, too.
 */
export function quantityConfirmation(plant: Plant, messages: IntegrationMessages, erp: V2Client): Router {
  const router = Router()
  router.post('/confirm', json(), (request, response) => {
    const body = (request.body ?? {}) as Record<string, unknown>
    const missing = REQUIRED.find((each) => typeof body[each] !== 'string' || body[each] === '')
    if (missing) refuse(400, 'quantityConfirmation.field.missing', `Field ${missing} is required`)
    const order = plant.orders.get(String(body.shopOrder))
    if (!order || order.plant !== body.plant) refuse(404, 'quantityConfirmation.order.notFound', 'The order does not exist in this plant')
    const operation = order.operations.find((each) => each.id === body.operationActivity)
    if (!operation) refuse(404, 'quantityConfirmation.operation.notFound', 'The order has no such operation activity')
    const [made, scrap] = [quantityOf(body.yieldQuantity), quantityOf(body.scrapQuantity)]
    if (!made || !scrap || made.plus(scrap).isZero()) refuse(400, 'quantityConfirmation.quantity', 'Enter a yield or a scrap quantity')
    const day = Date.parse(textOf(body.postingDateTime) || new Date().toISOString())
    if (Number.isNaN(day)) refuse(400, 'quantityConfirmation.dateTime', 'postingDateTime is no date and time')

    const transactionId = messages.start(order.plant, 'Production Order Quantity Confirmation', (key) => {
      const confirmation = JSON.stringify({
        OrderID: order.id,
        Sequence: '0',
        OrderOperation: operation.id,
        Plant: order.plant,
        WorkCenter: textOf(body.workCenter),
        IsFinalConfirmation: body.finalConfirmation === true,
        ConfirmationYieldQuantity: made.toFixed(3),
        ConfirmationScrapQuantity: scrap.toFixed(3),
        ConfirmationUnit: textOf(body.yieldQuantityUnit) || textOf(body.scrapQuantityUnit) || order.unit,
        VarianceReasonCode: textOf(body.reasonCodeKey),
        PostingDate: `/Date(${Date.parse(new Date(day).toISOString().slice(0, 10))})/`,
        EnteredByExternalUser: textOf(body.postedBy).slice(0, 12),
        ConfirmationText: `SFC:${textOf(body.sfc)}`.slice(0, 40),
        ExternalSystemConfirmation: key,
      })
      return deliver(erp, confirmation)
    })
    response.status(201).json({ transactionId })
  })
  return router
}

async function deliver(erp: V2Client, body: string): Promise<Delivery> {
  const { state, text } = verdictOf(await erp.post(SERVICE, 'ProdnOrdConf2', body))
  return { isDelivered: state === 'released', text }
}

/** Undefined when it's no number that the ERP could keep. */
function quantityOf(value: unknown): Decimal | undefined {
  if (value === undefined || value === null) return new Decimal(0)
  return typeof value === 'number' && value >= 0 && value < 1e10 ? new Decimal(value) : undefined
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
