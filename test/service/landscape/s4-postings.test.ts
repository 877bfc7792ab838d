import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { RunningS4 } from '../../landscape/s4/listen.ts'
import { startS4 } from '../../landscape/s4/server.ts'
import { ask, at, type Answered } from './workshop.ts'

/** The postings as a client sees them: over HTTP, with sign-in, CSRF token and cookie. */

const CONFIRMATIONS = '/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV'
const DOCUMENTS = '/sap/opu/odata/sap/API_MATERIAL_DOCUMENT_SRV'
const ORDERS = '/sap/opu/odata/sap/API_PRODUCTION_ORDER_2_SRV'
const PRODUCTS = '/sap/opu/odata/sap/API_PRODUCT_SRV'
const STOCK = '/sap/opu/odata/sap/API_MATERIAL_STOCK_SRV'

function results(answer: Answered): Record<string, unknown>[] {
  return at(answer.json, 'd', 'results') as Record<string, unknown>[]
}

describe('postings of the local S/4 over HTTP', () => {
  let s4: RunningS4
  before(async () => {
    s4 = await startS4({ seed: 1 })
  })
  after(() => s4.close())

  const sessions = new Map<string, { token: string; cookie: string }>()

  function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    const init = { method, headers: { 'content-type': 'application/json', ...headers } }
    return ask(`${s4.url}${path}`, body === undefined ? init : { ...init, body: JSON.stringify(body) })
  }

  async function write(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    const service = path.split('/').slice(0, 6).join('/')
    if (!sessions.has(service)) {
      const { headers: answered } = await call('GET', `${service}/`, undefined, { 'x-csrf-token': 'Fetch' })
      const cookie = answered
        .getSetCookie()
        .map((each) => each.split(';')[0])
        .join('; ')
      sessions.set(service, { token: answered.get('x-csrf-token') ?? '', cookie })
    }
    const session = sessions.get(service)
    return call(method, path, body, { 'x-csrf-token': session?.token ?? '', cookie: session?.cookie ?? '', ...headers })
  }

  /** A released order of the product with its reservations. */
  async function orderOf(material: string): Promise<{ id: string; components: Record<string, unknown>[] }> {
    const filter = encodeURIComponent(
      `Material eq '${material}' and OrderIsReleased eq 'X' and OrderIsPartiallyConfirmed eq '' and OrderIsConfirmed eq ''`,
    )
    const [order] = results(
      await call('GET', `${ORDERS}/A_ProductionOrder_2?$filter=${filter}&$top=1&$expand=to_ProductionOrderComponentExt4`),
    )
    return {
      id: String(order?.ManufacturingOrder),
      components: at(order, 'to_ProductionOrderComponentExt4', 'results') as Record<string, unknown>[],
    }
  }

  it('a confirmation with movements is created, can be read back by its external key, and is one of the documents', async () => {
    const { id, components } = await orderOf('SF102')
    const wire = components.find((each) => each.Material === 'RM301')
    const [stock] = results(
      await call(
        'GET',
        `${STOCK}/A_MatlStkInAcctMod?$filter=${encodeURIComponent("Material eq 'RM301' and Plant eq '1710' and InventoryStockType eq '01'")}`,
      ),
    )
    const key = '0b9d2f6e-6a34-5c7a-9a0e-5f3d2c1b0a99'
    const answer = await write('POST', `${CONFIRMATIONS}/ProdnOrdConf2`, {
      OrderID: id.padStart(12, '0'),
      OrderOperation: '0010',
      ConfirmationYieldQuantity: '2',
      ConfirmationScrapQuantity: '1',
      ConfirmationUnit: 'PC',
      VarianceReasonCode: '0003',
      PostingDate: `/Date(${new Date().setUTCHours(0, 0, 0, 0)})/`,
      ConfirmedExecutionStartTime: 'PT06H10M00S',
      OpConfirmedWorkQuantity1: '12.5',
      OpWorkQuantityUnit1: 'MIN',
      ExternalSystemConfirmation: key,
      to_ProdnOrdConfMatlDocItm: {
        results: [
          {
            OrderID: id,
            Material: 'RM301',
            Plant: '1710',
            StorageLocation: '171B',
            Batch: stock?.Batch,
            GoodsMovementType: '261',
            Reservation: String(wire?.Reservation).padStart(10, '0'),
            ReservationItem: String(wire?.ReservationItem).padStart(4, '0'),
            EntryUnit: 'KG',
            QuantityInEntryUnit: '3.900',
            to_ProdnOrderConfBatchCharc: { results: [{ Characteristic: 'COLOUR', CharcValue: 'red' }] },
          },
        ],
      },
    })
    assert.equal(answer.status, 201, JSON.stringify(answer.json))
    assert.equal(at(JSON.parse(answer.headers.get('sap-message') ?? '{}'), 'code'), 'RU/100')
    assert.equal(at(answer.json, 'd', 'OrderID'), id)
    assert.equal(at(answer.json, 'd', 'to_ProdnOrdConfMatlDocItm', 'results', 0, 'QuantityInEntryUnit'), '3.900')

    const found = await call(
      'GET',
      `${CONFIRMATIONS}/ProdnOrdConf2?$filter=${encodeURIComponent(`ExternalSystemConfirmation eq guid'${key}'`)}&$expand=to_ProdnOrdConfMatlDocItm/to_ProdnOrderConfBatchCharc`,
    )
    assert.equal(results(found).length, 1)
    assert.equal(
      at(results(found)[0], 'to_ProdnOrdConfMatlDocItm', 'results', 0, 'to_ProdnOrderConfBatchCharc', 'results', 0, 'CharcValue'),
      'red',
    )

    const { group, count } = { group: at(answer.json, 'd', 'ConfirmationGroup'), count: at(answer.json, 'd', 'ConfirmationCount') }
    const listed: unknown = await (await fetch(`${s4.adminUrl}/admin/documents`)).json()
    const document = (at(listed, 'materialDocuments') as unknown[]).find(
      (each) => at(each, 'confirmation') === `${String(group)}/${String(count)}`,
    )
    assert.equal(at(document, 'items', 0, 'material'), 'RM301')

    const cancelled = await write(
      'POST',
      `${CONFIRMATIONS}/CancelProdnOrdConf?ConfirmationGroup='${String(group)}'&ConfirmationCount='${String(count)}'`,
    )
    assert.equal(at(cancelled.json, 'd', 'IsReversal'), true, JSON.stringify(cancelled.json))
  })

  it('a refused confirmation answers the V2 error with class and number in its details, and 423 while the order is locked', async () => {
    const { id } = await orderOf('FG207')
    const body = { OrderID: id, OrderOperation: '0010', ConfirmationYieldQuantity: '5' }
    const refused = await write('POST', `${CONFIRMATIONS}/ProdnOrdConf2`, body)
    assert.equal(refused.status, 400)
    assert.equal(at(refused.json, 'error', 'innererror', 'errordetails', 0, 'code'), 'M7/021')
    const until = new Date(Date.now() + 60_000).toISOString()
    await fetch(`${s4.adminUrl}/admin/rows`, {
      method: 'PUT',
      body: JSON.stringify({ set: 'locks', rows: [{ order: id, user: 'CB9980000010', until }] }),
    })
    const locked = await write('POST', `${CONFIRMATIONS}/ProdnOrdConf2`, body)
    assert.equal(locked.status, 423)
    assert.equal(at(locked.json, 'error', 'message', 'value'), `Order ${id} is already being processed by CB9980000010`)
  })

  it('the proposal says what would be moved', async () => {
    const { id } = await orderOf('SF106')
    const proposal = await write(
      'POST',
      `${CONFIRMATIONS}/GetGdsMvtProposal?OrderID='${id}'&OrderOperation='0010'&ConfirmationYieldQuantity=10M`,
    )
    assert.deepEqual(
      results(proposal).map((each) => [each.GoodsMovementType, each.Material, each.QuantityInEntryUnit]),
      [
        ['101', 'SF106', '10.000'],
        ['261', 'RM307', '30.000'],
        ['261', 'RM314', '0.450'],
      ],
    )
    const confirmation = await write(
      'POST',
      `${CONFIRMATIONS}/GetConfProposal?OrderID='${id}'&OrderOperation='0010'&QuantityIsToBeProposed=true`,
    )
    assert.ok(Number(at(confirmation.json, 'd', 'GetConfProposal', 'ConfirmationYieldQuantity')) > 0)
  })

  it('a material document is created with empty items in its answer, read back, cancelled; a refusal hides behind the generic code', async () => {
    const item = {
      GoodsMovementType: '311',
      Material: 'RM321',
      Plant: '1710',
      StorageLocation: '171C',
      IssuingOrReceivingStorageLoc: '171B',
      EntryUnit: 'PC',
      QuantityInEntryUnit: '4',
    }
    const answer = await write('POST', `${DOCUMENTS}/A_MaterialDocumentHeader`, {
      GoodsMovementCode: '04',
      ReferenceDocument: 'T-1',
      to_MaterialDocumentItem: [item],
    })
    assert.equal(answer.status, 201, JSON.stringify(answer.json))
    assert.deepEqual(at(answer.json, 'd', 'to_MaterialDocumentItem', 'results'), [])
    const [year, number] = ['MaterialDocumentYear', 'MaterialDocument'].map((name) => String(at(answer.json, 'd', name)))
    const read = await call(
      'GET',
      `${DOCUMENTS}/A_MaterialDocumentHeader(MaterialDocumentYear='${year}',MaterialDocument='${number}')/to_MaterialDocumentItem`,
    )
    assert.equal(results(read).length, 2)
    const cancelled = await write('POST', `${DOCUMENTS}/Cancel?MaterialDocumentYear='${year}'&MaterialDocument='${number}'`)
    assert.notEqual(at(cancelled.json, 'd', 'MaterialDocument'), number, JSON.stringify(cancelled.json))
    const refused = await write('POST', `${DOCUMENTS}/A_MaterialDocumentHeader`, {
      GoodsMovementCode: '04',
      to_MaterialDocumentItem: { results: [{ ...item, Material: 'NONE' }] },
    })
    assert.equal(at(refused.json, 'error', 'code'), 'MM_IM_ODATA_API_MDOC/014')
    assert.equal(at(refused.json, 'error', 'innererror', 'errordetails', 0, 'code'), 'M3/305')
  })

  it('an order is patched with its ETag only, and completed by a function', async () => {
    const { id } = await orderOf('FG101')
    const path = `${ORDERS}/A_ProductionOrder_2('${id}')`
    assert.equal((await write('PATCH', path, { ProductionSupervisor: '007' })).status, 428)
    const tag = (await call('GET', path)).headers.get('etag') ?? ''
    assert.equal((await write('PATCH', path, { ProductionSupervisor: '007' }, { 'if-match': tag })).status, 204)
    assert.equal((await write('PATCH', path, { ProductionSupervisor: '008' }, { 'if-match': tag })).status, 412)
    const completed = await write('POST', `${ORDERS}/TechlyCmpltOrder?ManufacturingOrder='${id}'`)
    assert.equal(at(completed.json, 'd', 'TechlyCmpltOrder', 'SystemMessageType'), 'S', JSON.stringify(completed.json))
    const statuses = results(await call('GET', `${path}/to_ProductionOrderStatus`)).map((each) => each.StatusShortName)
    assert.deepEqual(statuses, ['REL', 'TECO'])
  })

  it('master data is read with its navigations', async () => {
    const expand = 'to_Plant/to_StorageLocation,to_Plant/to_ProductWorkScheduling,to_ProductUnitsOfMeasure,to_Valuation,to_Description'
    const product = (await call('GET', `${PRODUCTS}/A_Product('FG101')?$expand=${expand}`)).json
    assert.equal(at(product, 'd', 'to_Plant', 'results', 0, 'to_ProductWorkScheduling', 'OverDelivToleranceLimit'), '5.0')
    assert.equal(at(product, 'd', 'to_Plant', 'results', 0, 'to_StorageLocation', 'results', 0, 'StorageLocation'), '171A')
    assert.equal(at(product, 'd', 'to_Valuation', 'results', 0, 'StandardPrice'), '128.500')
    const stock = (await call('GET', `${STOCK}/A_MaterialStock('RM320')?$expand=to_MatlStkInAcctMod`)).json
    assert.equal(at(stock, 'd', 'to_MatlStkInAcctMod', 'results', 0, 'InventoryStockType'), '02')
  })
})
