import fc from 'fast-check'
import type { Facts, SuppliedOrder } from './facts.ts'

/** Good messages: what a machine on the shop floor would send, with every word that the facade knows. */

export interface Draft {
  readonly method: string
  /** Behind the root of the services: `API_X_SRV/Set`. */
  readonly path: string
  /** Undefined where the request has none. */
  readonly body: object | undefined
}

/** Stand-ins for what must be different in every message; of the same length as what takes their place. */
export const KEY = 'ffffffff-ffff-4fff-8fff-ffffffffffff'
export const MARK = 'FZ0000000000'
export const ORDER_ID = '900000000000'

const PROD = 'API_PROD_ORDER_CONFIRMATION_2_SRV'
const PROC = 'API_PROC_ORDER_CONFIRMATION_2_SRV'
const MDOC = 'API_MATERIAL_DOCUMENT_SRV'
const ORDER = 'API_PRODUCTION_ORDER_2_SRV'
export const SERVICES = [PROD, PROC, MDOC, ORDER] as const

const small = fc.constantFrom('0.001', '0.010', '0.1', '1', '1.0', '1.10')
const quantity = fc.oneof(small, fc.constantFrom<unknown>('0', '2', '10.000', '1000', 1, 2.5, null))
const minutes = fc.constantFrom('1.000', '12.5', '0', '90')
const guid = fc.constantFrom<unknown>(KEY, KEY, KEY, KEY, null, '', '00000000-0000-0000-0000-000000000000')
const MINUTE = 'MIN'

/**
 * @param isAlone with what keeps its place when it is held, so that all that follows for its orders would wait: cancellations, and final
 *   confirmations, each for an order that nobody else writes about
 */
export function drafts(facts: Facts, isAlone = true): fc.Arbitrary<Draft> {
  return fc.oneof(
    { weight: 10, arbitrary: confirmation(facts, PROD, isAlone) },
    { weight: 2, arbitrary: confirmation(facts, PROC, isAlone) },
    { weight: 6, arbitrary: materialDocument(facts) },
    { weight: isAlone ? 1 : 0, arbitrary: cancellation() },
    { weight: 1, arbitrary: statusChange(facts) },
    { weight: 1, arbitrary: orderChange(facts) },
  )
}

/** Reads and proposals: they go through and are on nobody's record. */
export function reads(facts: Facts): fc.Arbitrary<Draft> {
  const order = fc.constantFrom(...facts.orders.map((each) => each.id))
  return fc.oneof(
    fc
      .constantFrom(`${PROD}/`, `${PROD}/$metadata`, `${MDOC}/A_MaterialDocumentHeader?$top=1`, `${PROD}/ProdnOrdConf2?$top=1&$format=json`)
      .map(get),
    order.map((id) => get(`${ORDER}/A_ProductionOrder_2('${id}')`)),
    order.map((id) => post(`${PROD}/GetGdsMvtProposal?OrderID='${id}'&OrderOperation='0010'&ConfirmationYieldQuantity=1M`)),
  )
}

function confirmation({ orders, today }: Facts, service: typeof PROD | typeof PROC, withFinal: boolean): fc.Arbitrary<Draft> {
  const isProcess = service === PROC
  const items = isProcess ? 'to_ProcOrdConfMatlDocItm' : 'to_ProdnOrdConfMatlDocItm'
  return fc.constantFrom(...orders).chain((order) =>
    fc
      .record(
        {
          OrderID: fc.constantFrom(order.id, order.id.padStart(12, '0')),
          OrderOperation: fc.constantFrom(...order.operations.map((each) => each.id)),
          ...(isProcess ? {} : { Sequence: fc.constant('0') }),
          Plant: fc.constant(order.plant),
          WorkCenter: fc.constant(order.operations[0]?.workCenter ?? ''),
          Material: fc.constant(order.material),
          ConfirmationYieldQuantity: quantity,
          ConfirmationScrapQuantity: fc.constantFrom('0', '0', '0', '0.001'),
          ...(isProcess ? {} : { ConfirmationReworkQuantity: fc.constant('0') }),
          ConfirmationUnit: fc.constant(order.unit),
          VarianceReasonCode: fc.constantFrom('', '0001'),
          FinalConfirmationType: fc.constantFrom('', '0'),
          PostingDate: fc.constantFrom(`/Date(${Date.parse(today)})/`, `${today}T00:00:00`),
          Personnel: fc.constantFrom('', '00000042'),
          OpConfirmedWorkQuantity1: minutes,
          OpWorkQuantityUnit1: fc.constant(MINUTE),
          OpConfirmedWorkQuantity2: minutes,
          OpWorkQuantityUnit2: fc.constant(MINUTE),
          ExternalSystemConfirmation: guid,
          ConfirmationText: fc.constantFrom(MARK, 'Größe "M" \u2713'),
          [items]: children(fc.oneof(issues(order, 'OrderID'), fc.constant<object[]>([]))),
        },
        { requiredKeys: ['OrderID', 'OrderOperation'], noNullPrototype: true },
      )
      .chain((body) => fc.constantFrom(body, body, workOf(body)))
      .chain((body) => fc.constantFrom(...Array.from({ length: 30 }, () => body), withFinal ? finalOf(body) : body))
      .map((body) => post(`${service}/${isProcess ? 'ProcOrdConf2' : 'ProdnOrdConf2'}`, body)),
  )
}

/** Work alone: what may be reported any number of times. */
function workOf(body: object): object {
  const { OrderID, OrderOperation, ExternalSystemConfirmation } = body as Record<string, unknown>
  const work = { OpConfirmedWorkQuantity1: '1.000', OpWorkQuantityUnit1: MINUTE, ConfirmationText: MARK, APIConfHasNoGoodsMovements: true }
  return { OrderID, OrderOperation, ...work, ...(ExternalSystemConfirmation === KEY ? { ExternalSystemConfirmation } : {}) }
}

/** A final confirmation keeps its place when it is held, and whatever follows for its order waits: so it has an order of its own. */
function finalOf(body: object): object {
  const header = Object.entries(body).filter(([name]) => !name.startsWith('to_'))
  return { ...Object.fromEntries(header), OrderID: ORDER_ID, FinalConfirmationType: 'X' }
}

function materialDocument({ orders, today }: Facts): fc.Arbitrary<Draft> {
  return fc.constantFrom(...orders).chain((order) =>
    fc
      .record(
        {
          GoodsMovementCode: fc.constant('03'),
          PostingDate: fc.constantFrom(`/Date(${Date.parse(today)})/`, today),
          DocumentDate: fc.constant(`/Date(${Date.parse(today)})/`),
          MaterialDocumentHeaderText: fc.constant(MARK),
          ReferenceDocument: fc.constantFrom<unknown>('', null, MARK),
          to_MaterialDocumentItem: children(fc.oneof(issues(order, 'ManufacturingOrder'), scrapped(orders))),
        },
        {
          requiredKeys: ['GoodsMovementCode', 'PostingDate', 'MaterialDocumentHeaderText', 'to_MaterialDocumentItem'],
          noNullPrototype: true,
        },
      )
      .map((body) => post(`${MDOC}/A_MaterialDocumentHeader`, body)),
  )
}

/** Components of an order, with or without their reservation. */
function issues(order: SuppliedOrder, property: 'OrderID' | 'ManufacturingOrder'): fc.Arbitrary<object[]> {
  if (order.supplies.length === 0) return fc.constant([])
  const issue = fc
    .tuple(fc.constantFrom(...order.supplies), small, fc.boolean(), fc.boolean())
    .map(([each, quantity, isReserved, isDated]) => ({
      Material: each.material,
      Plant: each.plant,
      StorageLocation: each.storageLocation,
      Batch: each.batch,
      GoodsMovementType: '261',
      [property]: order.id,
      ...(isReserved ? { Reservation: each.reservation, ReservationItem: each.reservationItem } : {}),
      ...(isDated ? { ShelfLifeExpirationDate: '/Date(4102444800000)/' } : {}),
      QuantityInEntryUnit: quantity,
      EntryUnit: each.unit,
      ...(property === 'OrderID' ? { EntryUnitSAPCode: each.unit } : { GoodsMovementReasonCode: '' }),
    }))
  return fc.array(issue, { minLength: 1, maxLength: 3 })
}

/** Scrapped from stock, for a cost centre: no order has a say in it. */
function scrapped(orders: readonly SuppliedOrder[]): fc.Arbitrary<object[]> {
  const supplies = orders.flatMap((each) => each.supplies)
  if (supplies.length === 0) return fc.constant([])
  const issue = fc.tuple(fc.constantFrom(...supplies), small).map(([each, quantity]) => ({
    Material: each.material,
    Plant: each.plant,
    StorageLocation: each.storageLocation,
    Batch: each.batch,
    GoodsMovementType: '551',
    GoodsMovementReasonCode: '0001',
    CostCenter: '17101101',
    QuantityInEntryUnit: quantity,
    EntryUnit: each.unit,
  }))
  return fc.array(issue, { minLength: 1, maxLength: 2 })
}

function children(list: fc.Arbitrary<object[]>): fc.Arbitrary<unknown> {
  return fc.tuple(list, fc.boolean()).map(([items, isPlain]) => (isPlain ? items : { results: items }))
}

function cancellation(): fc.Arbitrary<Draft> {
  const document = fc.tuple(fc.integer({ min: 100_001, max: 100_200 }), fc.integer({ min: 1, max: 3 }))
  return fc.oneof(
    document.map(([group, count]) => post(`${PROD}/CancelProdnOrdConf?ConfirmationGroup='${group}'&ConfirmationCount='${count}'`)),
    document.map(([group, count]) => post(`${PROC}/CancelProcOrdConf?ConfirmationGroup='${group}'&ConfirmationCount='${count}'`)),
    document.map(([number]) => post(`${MDOC}/Cancel?MaterialDocumentYear='2020'&MaterialDocument='49${number}'`)),
  )
}

function statusChange({ spare }: Facts): fc.Arbitrary<Draft> {
  const actions = fc.constantFrom('TechlyCmpltOrder', 'ReleaseOrder', 'CloseOrder')
  return fc.tuple(actions, fc.constantFrom(...spare)).map(([action, id]) => post(`${ORDER}/${action}?ManufacturingOrder='${id}'`))
}

function orderChange({ spare }: Facts): fc.Arbitrary<Draft> {
  const body = fc.record({ MRPController: fc.constantFrom('001', MARK) })
  return fc.tuple(fc.constantFrom(...spare), body, fc.constantFrom('PATCH', 'MERGE', 'PUT', 'DELETE')).map(([id, changes, method]) => ({
    method,
    path: `${ORDER}/A_ProductionOrder_2('${id}')`,
    body: method === 'DELETE' ? undefined : changes,
  }))
}

function get(path: string): Draft {
  return { method: 'GET', path, body: undefined }
}

function post(path: string, body?: object): Draft {
  return { method: 'POST', path, body }
}
