import { Random, guid } from '../../traffic/random.ts'
import type { FaultOrder } from './orders.ts'

/** What the shop floor reports in a run with faults. */
export interface FaultMessage {
  readonly service: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** By which Countersign knows it. */
  readonly key: string
  /** By which the ERP's books know it: external key of a confirmation, header text of a material document. */
  readonly inBooks: string
  readonly order: string
  /** Nothing is wrong with it. */
  readonly isRight: boolean
}

const CONFIRMATIONS = { service: 'API_PROD_ORDER_CONFIRMATION_2_SRV', path: 'ProdnOrdConf2' }
const MATERIAL_DOCUMENTS = { service: 'API_MATERIAL_DOCUMENT_SRV', path: 'A_MaterialDocumentHeader' }
/** A confirmation of more than the order will ever make. */
const TOO_MUCH = 900_000

/**
 * So many messages over these orders, every order as often as any other, in an order that the seed decides. Of twenty two are wrong: one reports
 * too much, one what has been reported before under another key; three are goods issues. Quantities of one order are all different, so that no two
 * right messages look alike.
 */
export function makeMessages(count: number, orders: readonly FaultOrder[], seed: number): FaultMessage[] {
  const random = new Random('faults', seed)
  const rounds = Array.from({ length: Math.ceil(count / orders.length) }, (_, round) =>
    random.shuffled(orders).map((order) => ({ order, quantity: round + 1 })),
  )
  const before = new Map<string, string>()
  return rounds
    .flat()
    .slice(0, count)
    .map(({ order, quantity }, index) => {
      const key = guid('countersign faults', seed, index)
      const dice = random.int(1, 20)
      const earlier = before.get(order.id)
      if (dice === 1) return confirmation(order, key, '0010', TOO_MUCH, false)
      if (dice === 2 && earlier !== undefined) return again(earlier, order, key)
      if (dice <= 5) return goodsIssue(order, key, quantity, `F${seed}-${index}`)
      const message = confirmation(order, key, dice <= 12 ? '0010' : '0020', quantity, true)
      before.set(order.id, message.body)
      return message
    })
}

/** Reports so many pieces; `key` is a GUID. */
export function confirmation(order: FaultOrder, key: string, operation: string, quantity: number, isRight: boolean): FaultMessage {
  const body = {
    OrderID: order.id,
    OrderOperation: operation,
    Plant: order.plant,
    ConfirmationYieldQuantity: `${quantity}.000`,
    ConfirmationUnit: order.unit,
    ExternalSystemConfirmation: key,
  }
  return { ...CONFIRMATIONS, headers: {}, body: JSON.stringify(body), key, inBooks: key, order: order.id, isRight }
}

/** What was confirmed before, as if it were another one. */
function again(body: string, order: FaultOrder, key: string): FaultMessage {
  const changed = JSON.stringify({ ...(JSON.parse(body) as object), ExternalSystemConfirmation: key })
  return { ...CONFIRMATIONS, headers: {}, body: changed, key, inBooks: key, order: order.id, isRight: false }
}

function goodsIssue(order: FaultOrder, key: string, quantity: number, name: string): FaultMessage {
  const today = `/Date(${Date.parse(new Date().toISOString().slice(0, 10))})/`
  const body = {
    GoodsMovementCode: '03',
    DocumentDate: today,
    PostingDate: today,
    MaterialDocumentHeaderText: name,
    to_MaterialDocumentItem: {
      results: [
        {
          Material: order.part,
          Plant: order.plant,
          StorageLocation: order.supply,
          GoodsMovementType: '261',
          ManufacturingOrder: order.id,
          Reservation: order.reservation,
          ReservationItem: '1',
          QuantityInEntryUnit: `${quantity}.000`,
          EntryUnit: 'PC',
        },
      ],
    },
  }
  const headers = { 'repeatability-request-id': key }
  return { ...MATERIAL_DOCUMENTS, headers, body: JSON.stringify(body), key, inBooks: name, order: order.id, isRight: true }
}
