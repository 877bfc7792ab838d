import type { Row } from '../s4/contract.ts'
import type { FailingMessage } from './failure.ts'
import type { Scene } from './scene.ts'

/** Of a material document; may have serial numbers below it. */
type Item = Readonly<Record<string, unknown>>

/** Messages as a shop floor sends them, about a scene. */

const CONFIRMATIONS = { service: 'API_PROD_ORDER_CONFIRMATION_2_SRV', path: 'ProdnOrdConf2', items: 'to_ProdnOrdConfMatlDocItm' }
const PROCESS_CONFIRMATIONS = { service: 'API_PROC_ORDER_CONFIRMATION_2_SRV', path: 'ProcOrdConf2', items: 'to_ProcOrdConfMatlDocItm' }
const DOCUMENTS = 'API_MATERIAL_DOCUMENT_SRV'

/** Ten at the first operation, with what they consume; `header` and `items` are laid over it. */
export function confirmation(
  scene: Scene,
  header: Row = {},
  items: readonly Row[] = [issueOfPart(scene), issueOfPowder(scene)],
): FailingMessage {
  const { service, path, items: navigation } = scene.isProcess ? PROCESS_CONFIRMATIONS : CONFIRMATIONS
  const children = items.length === 0 ? {} : { [navigation]: { results: items } }
  return { service, path, body: { ...confirmationHeader(scene), ...header, ...children } }
}

function confirmationHeader(scene: Scene): Row {
  return {
    OrderID: scene.order,
    OrderOperation: '0010',
    Plant: scene.site.id,
    ConfirmationYieldQuantity: '10',
    ConfirmationUnit: scene.unit,
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
export function goodsIssue(scene: Scene, items: readonly Item[] = [orderItem(scene, issueOfPowder(scene))]): FailingMessage {
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
    EntryUnit: scene.unit,
    ...values,
  }
  return document(scene, '02', [orderItem(scene, item)])
}

/** A change of the order itself, from outside of it. */
export function orderChange(scene: Scene, ifMatch: string | undefined): FailingMessage {
  return {
    service: 'API_PRODUCTION_ORDER_2_SRV',
    path: `A_ProductionOrder_2('${scene.order}')`,
    method: 'PATCH',
    ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }),
    body: { TotalQuantity: '110' },
  }
}

/** An item of a material document that belongs to the scene's order. */
export function orderItem(scene: Scene, values: Row): Row {
  return { ...values, ManufacturingOrder: scene.order, ManufacturingOrderItem: '1' }
}

/** A goods movement of any kind. */
export function document(scene: Scene, code: string, items: readonly Item[], header: Row = {}): FailingMessage {
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
