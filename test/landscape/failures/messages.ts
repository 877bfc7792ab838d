import type { Row } from '../s4/contract.ts'
import type { FailingMessage } from './failure.ts'
import type { Scene } from './scene.ts'

/** Messages as a shop floor sends them, about a scene. */

const CONFIRMATIONS = 'API_PROD_ORDER_CONFIRMATION_2_SRV'
const DOCUMENTS = 'API_MATERIAL_DOCUMENT_SRV'

/** Ten pieces at the first operation, with what they consume; `header` and `items` are laid over it. */
export function confirmation(scene: Scene, header: Row = {}, items: readonly Row[] = [issueOfPart(scene), issueOfPowder(scene)]): FailingMessage {
  const children = items.length === 0 ? {} : { to_ProdnOrdConfMatlDocItm: { results: items } }
  return { service: CONFIRMATIONS, path: 'ProdnOrdConf2', body: { ...confirmationHeader(scene), ...header, ...children } }
}

export function confirmationHeader(scene: Scene): Row {
  return {
    OrderID: scene.order,
    OrderOperation: '0010',
    ConfirmationYieldQuantity: '10',
    ConfirmationUnit: 'PC',
    PostingDate: wireDate(scene.stage.today),
    ExternalSystemConfirmation: scene.stage.key,
  }
}

export function issueOfPart(scene: Scene, values: Row = {}): Row {
  return {
    ...issueOf(scene, '1'),
    Material: scene.part,
    QuantityInEntryUnit: '20',
    EntryUnit: 'PC',
    ...values,
  }
}

export function issueOfPowder(scene: Scene, values: Row = {}): Row {
  return {
    ...issueOf(scene, '2'),
    Material: scene.powder,
    ...(scene.batch !== '' && { Batch: scene.batch }),
    QuantityInEntryUnit: '2.5',
    EntryUnit: 'KG',
    ...values,
  }
}

function issueOf(scene: Scene, reservationItem: string): Row {
  return {
    Reservation: scene.reservation,
    ReservationItem: reservationItem,
    Plant: scene.site.id,
    StorageLocation: scene.site.supply,
    GoodsMovementType: '261',
  }
}

/** A goods issue to the order without a confirmation; items default to the powder. */
export function goodsIssue(scene: Scene, items: readonly Row[] = [orderItem(scene, issueOfPowder(scene))]): FailingMessage {
  return document(scene, '03', items)
}

/** Ten pieces of the product into stock. */
export function goodsReceipt(scene: Scene, values: Row = {}): FailingMessage {
  const item = {
    Material: scene.product,
    Plant: scene.site.id,
    StorageLocation: scene.site.output,
    ...(scene.productBatch !== '' && { Batch: scene.productBatch }),
    GoodsMovementType: '101',
    GoodsMovementRefDocType: 'F',
    QuantityInEntryUnit: '10',
    EntryUnit: 'PC',
    ...values,
  }
  return document(scene, '02', [orderItem(scene, item)])
}

/** An item of a material document that belongs to the scene's order. */
export function orderItem(scene: Scene, values: Row): Row {
  return { ...values, ManufacturingOrder: scene.order, ManufacturingOrderItem: '1' }
}

/** A goods movement of any kind. */
export function document(scene: Scene, code: string, items: readonly Row[], header: Row = {}): FailingMessage {
  const body = {
    GoodsMovementCode: code,
    PostingDate: wireDate(scene.stage.today),
    DocumentDate: wireDate(scene.stage.today),
    // Its field has room for half of a GUID.
    ReferenceDocument: scene.stage.key.replaceAll('-', '').slice(0, 16).toUpperCase(),
    ...header,
    to_MaterialDocumentItem: { results: items },
  }
  return { service: DOCUMENTS, path: 'A_MaterialDocumentHeader', body }
}

/** A day as OData V2 writes it. */
export function wireDate(day: string): string {
  return `/Date(${new Date(day).getTime()})/`
}
