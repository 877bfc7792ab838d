import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { RunningS4 } from '../../landscape/s4/listen.ts'
import { startS4 } from '../../landscape/s4/server.ts'
import { ask, at, type Answered } from './workshop.ts'

/** Process orders as a client sees them. */

const ORDERS = '/sap/opu/odata/sap/API_PROCESS_ORDER_2_SRV'
const CONFIRMATIONS = '/sap/opu/odata/sap/API_PROC_ORDER_CONFIRMATION_2_SRV'
const DOCUMENTS = '/sap/opu/odata/sap/API_MATERIAL_DOCUMENT_SRV'
const BATCHES = '/sap/opu/odata/sap/API_BATCH_SRV'
const PRODUCTION = '/sap/opu/odata/sap/API_PRODUCTION_ORDER_2_SRV'

type Entity = Record<string, unknown>

describe('process orders of the local S/4 over HTTP', () => {
  let s4: RunningS4
  before(async () => {
    s4 = await startS4({ seed: 1 })
  })
  after(() => s4.close())

  async function results(path: string): Promise<Entity[]> {
    const answer = await ask(`${s4.url}${path}`)
    assert.equal(answer.status, 200, JSON.stringify(answer.json))
    return at(answer.json, 'd', 'results') as Entity[]
  }

  async function post(service: string, path: string, body?: unknown): Promise<Answered> {
    const { headers } = await ask(`${s4.url}${service}/`, { headers: { 'x-csrf-token': 'Fetch' } })
    const cookie = headers.getSetCookie().map((each) => each.split(';')[0] ?? '')
    const all = { 'content-type': 'application/json', 'x-csrf-token': headers.get('x-csrf-token') ?? '', cookie: cookie.join('; ') }
    return ask(`${s4.url}${service}/${path}`, { method: 'POST', headers: all, ...(body !== undefined && { body: JSON.stringify(body) }) })
  }

  /** A released order with everything below it. */
  async function released(position: number): Promise<{ id: string; order: Entity; operations: Entity[]; components: Entity[] }> {
    const filter = encodeURIComponent("OrderIsReleased eq 'X' and OrderIsPartiallyConfirmed eq '' and OrderIsConfirmed eq ''")
    const expand = 'to_ProcessOrderOperation,to_ProcessOrderComponent,to_ProcessOrderItem,to_ProcessOrderStatus'
    const order =
      (await results(`${ORDERS}/A_ProcessOrder_2?$filter=${filter}&$expand=${expand}&$orderby=ManufacturingOrder`))[position] ?? {}
    const below = (name: string): Entity[] => at(order, name, 'results') as Entity[]
    return {
      id: String(order.ManufacturingOrder),
      order,
      operations: below('to_ProcessOrderOperation'),
      components: below('to_ProcessOrderComponent'),
    }
  }

  it('have a type, phases, components, an item in batches, and statuses of their own', async () => {
    const { order, operations, components } = await released(0)
    assert.deepEqual([order.ManufacturingOrderCategory, order.ManufacturingOrderType], ['40', 'YBP1'])
    assert.equal(operations[0]?.ManufacturingOrderOperation, '0110')
    assert.ok(components.some((each) => each.MatlCompIsMarkedForBackflush === true))
    const [item] = at(order, 'to_ProcessOrderItem', 'results') as Entity[]
    assert.match(String(item?.Batch), /^C\d+$/)
    assert.ok((at(order, 'to_ProcessOrderStatus', 'results') as Entity[]).some((each) => each.StatusShortName === 'REL'))
  })

  it('are no production orders, and the other way round', async () => {
    const { id } = await released(0)
    assert.deepEqual(await results(`${PRODUCTION}/A_ProductionOrder_2?$filter=ManufacturingOrder eq '${id}'`), [])
    const answer = await post('/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV', 'ProdnOrdConf2', {
      OrderID: id,
      OrderOperation: '0110',
    })
    assert.equal(at(answer.json, 'error', 'innererror', 'errordetails', 0, 'code'), 'RU/915')
  })

  it('are confirmed in litres, with what the phase consumes, and read back by the external key', async () => {
    const { id, components } = await released(0)
    const key = '0b9d2f6e-6a34-5c7a-9a0e-5f3d2c1b0b01'
    const answer = await post(CONFIRMATIONS, 'ProcOrdConf2', {
      OrderID: id,
      OrderOperation: '0110',
      ConfirmationYieldQuantity: '10',
      OpConfirmedWorkQuantity2: '1.5',
      OpWorkQuantityUnit2: 'H',
      ExternalSystemConfirmation: key,
    })
    assert.equal(answer.status, 201, JSON.stringify(answer.json))
    const moved = at(answer.json, 'd', 'to_ProcOrdConfMatlDocItm', 'results') as Entity[]
    const backflushed = components.filter((each) => each.ManufacturingOrderOperation === '0110' && each.MatlCompIsMarkedForBackflush)
    assert.deepEqual(new Set(moved.map((each) => each.Material)), new Set(backflushed.map((each) => each.Material)))
    assert.ok(moved.every((each) => each.ManufacturingOrderCategory === '40'))
    const [row] = await results(`${CONFIRMATIONS}/ProcOrdConf2?$filter=ExternalSystemConfirmation eq guid'${key}'`)
    assert.deepEqual(
      [
        row?.OrderID,
        row?.ConfirmationUnit,
        row?.WorkQuantityUnit2ISOCode,
        'Sequence' in (row ?? {}),
        'ConfirmationReworkQuantity' in (row ?? {}),
      ],
      [id, 'L', 'HUR', false, false],
    )
    const [operation] = await results(
      `${ORDERS}/A_ProcessOrderOperation_2?$filter=ManufacturingOrder eq '${id}' and ManufacturingOrderOperation eq '0110'`,
    )
    assert.equal(operation?.OpTotalConfirmedYieldQty, '10.000')
    const taken = await results(`${ORDERS}/A_ProcessOrderComponent_2?$filter=ManufacturingOrder eq '${id}' and WithdrawnQuantity gt 0`)
    assert.equal(taken.length, backflushed.length)
  })

  it('are received into their batch at the last phase, and cancelled', async () => {
    const { id, order, operations } = await released(1)
    const last = String(operations.at(-1)?.ManufacturingOrderOperation)
    const answer = await post(CONFIRMATIONS, 'ProcOrdConf2', { OrderID: id, OrderOperation: last, ConfirmationYieldQuantity: '5' })
    assert.equal(answer.status, 201, JSON.stringify(answer.json))
    const batch = `C${id}`
    const [known] = await results(`${BATCHES}/Batch?$filter=Material eq '${String(order.Material)}' and Batch eq '${batch}'`)
    assert.deepEqual(
      [known?.BatchIdentifyingPlant, known?.MatlBatchIsInRstrcdUseStock, known?.BatchIsMarkedForDeletion],
      [order.ProductionPlant, false, false],
    )
    const group = String(at(answer.json, 'd', 'ConfirmationGroup'))
    const cancelled = await post(CONFIRMATIONS, `CancelProcOrdConf?ConfirmationGroup='${group}'&ConfirmationCount='1'`)
    assert.equal(cancelled.status, 200, JSON.stringify(cancelled.json))
    const [item] = await results(`${ORDERS}/A_ProcessOrderItem_2?$filter=ManufacturingOrder eq '${id}'`)
    assert.equal(item?.MfgOrderItemGoodsReceiptQty, '0.000')
  })

  it('are issued to and received from by material documents', async () => {
    const { id, order, components } = await released(2)
    const component =
      components.find((each) => each.Material === 'RM327') ?? components.find((each) => String(each.Material).startsWith('PK'))
    const issue = await post(DOCUMENTS, 'A_MaterialDocumentHeader', {
      GoodsMovementCode: '03',
      to_MaterialDocumentItem: {
        results: [
          {
            GoodsMovementType: '261',
            ManufacturingOrder: id,
            Reservation: component?.Reservation,
            ReservationItem: component?.ReservationItem,
            QuantityInEntryUnit: '2',
          },
        ],
      },
    })
    assert.equal(issue.status, 201, JSON.stringify(issue.json))
    const receipt = await post(DOCUMENTS, 'A_MaterialDocumentHeader', {
      GoodsMovementCode: '02',
      to_MaterialDocumentItem: {
        results: [
          {
            GoodsMovementType: '101',
            GoodsMovementRefDocType: 'F',
            ManufacturingOrder: id,
            Material: order.Material,
            Plant: order.ProductionPlant,
            StorageLocation: order.StorageLocation,
            Batch: `C${id}`,
            QuantityInEntryUnit: '7.5',
          },
        ],
      },
    })
    assert.equal(receipt.status, 201, JSON.stringify(receipt.json))
    const [item] = await results(`${ORDERS}/A_ProcessOrderItem_2?$filter=ManufacturingOrder eq '${id}'`)
    assert.equal(item?.MfgOrderItemGoodsReceiptQty, '7.500')
  })

  it('propose quantities and movements without sequence and rework', async () => {
    const { id } = await released(3)
    const parameters = `OrderID='${id}'&OrderOperation='0110'&ConfirmationYieldQuantity=4M`
    const moved = await post(CONFIRMATIONS, `GetGdsMvtProposal?${parameters}`)
    assert.ok((at(moved.json, 'd', 'results') as Entity[]).every((each) => each.GoodsMovementType === '261'))
    const proposed = await post(CONFIRMATIONS, `GetConfProposal?${parameters}&ActivityIsToBeProposed=true`)
    assert.equal(at(proposed.json, 'd', 'GetConfProposal', 'ConfirmationYieldQuantity'), '4.000')
    const shown = at(proposed.json, 'd', 'GetConfProposal') as Entity
    assert.deepEqual([shown.OpWorkQuantityUnit2, 'Sequence' in shown, 'ConfirmationReworkQuantity' in shown], ['MIN', false, false])
  })
})
