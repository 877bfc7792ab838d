import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { documentOf } from '../../../srv/erp/documents.ts'
import { V2Client } from '../../traffic/client.ts'
import { openDesk } from './desk.ts'
import { postingOf, startWorld, text } from './world.ts'
import type { World } from './world.ts'

const PRODUCTION = 'API_PROD_ORDER_CONFIRMATION_2_SRV'
const PROCESS = 'API_PROC_ORDER_CONFIRMATION_2_SRV'
const GOODS = 'API_MATERIAL_DOCUMENT_SRV'

describe('documents that the local S/4 took back', () => {
  let world: World
  let client: V2Client
  before(async () => {
    world = await startWorld()
    client = new V2Client(world.s4.url, 'DM', 'dm')
  })
  after(() => world.s4.close())

  async function posted(kind: 'confirmation' | 'materialDocument', body: object, process = false): Promise<string> {
    const made = postingOf(world.erp, kind, [body])
    const parts = made.parts.map((part) => ({ ...part, path: 'ProcOrdConf2' }))
    const answer = await world.erp.post(
      process ? { ...made, service: PROCESS, path: `/sap/opu/odata/sap/${PROCESS}/ProcOrdConf2`, parts } : made,
    )
    assert.ok(answer.state === 'answered' && answer.isSuccess, JSON.stringify(answer))
    return answer.documents[0]?.number ?? ''
  }

  const confirmed = (): Promise<string> =>
    posted('confirmation', {
      OrderID: text(world.order, 'ManufacturingOrder'),
      OrderOperation: world.operation.ManufacturingOrderOperation,
      ConfirmationYieldQuantity: '1',
      ConfirmationUnit: world.operation.OperationUnit,
      APIConfHasNoGoodsMovements: true,
    })

  function issued(items = 1): Promise<string> {
    const { component, order } = world
    const item = {
      Material: component.Material,
      Plant: component.Plant,
      StorageLocation: component.StorageLocation,
      GoodsMovementType: '261',
      ManufacturingOrder: text(order, 'ManufacturingOrder'),
      QuantityInEntryUnit: '1',
      EntryUnit: component.BaseUnit,
    }
    const today = `/Date(${Date.parse(new Date().toISOString().slice(0, 10))})/`
    const results = Array.from({ length: items }, () => item)
    return posted('materialDocument', {
      GoodsMovementCode: '03',
      PostingDate: today,
      DocumentDate: today,
      to_MaterialDocumentItem: { results },
    })
  }

  async function cancel(service: string, call: string, names: readonly string[], values: readonly string[]): Promise<void> {
    const query = names.map((name, index) => `${name}='${values[index] ?? ''}'`).join('&')
    const { status, text: said } = await client.request('POST', service, `${call}?${query}`, '')
    assert.ok(status < 300, said)
  }
  const CONFIRMATION = ['ConfirmationGroup', 'ConfirmationCount']
  const DOCUMENT = ['MaterialDocumentYear', 'MaterialDocument', 'MaterialDocumentItem']

  it('confirmations of production orders, and not those that stand', async () => {
    const [taken, standing] = [await confirmed(), await confirmed()]
    assert.deepEqual(await world.erp.reversedAmong([standing, taken]), [])
    await cancel(PRODUCTION, 'CancelProdnOrdConf', CONFIRMATION, taken.split('/'))
    assert.deepEqual(await world.erp.reversedAmong([standing, taken, taken]), [taken])
  })

  it('confirmations of process orders, though the number does not say so', async () => {
    const { books } = world.s4
    const status = { OrderIsReleased: 'X', OrderIsTechnicallyCompleted: '', OrderIsClosed: '', OrderIsLocked: '' }
    const [phase] = books
      .find('A_ProcessOrder_2', status)
      .flatMap(({ ManufacturingOrder = '' }) => books.find('A_ProcessOrderOperation_2', { ManufacturingOrder, OperationIsConfirmed: '' }))
    assert.ok(phase)
    const body = {
      OrderID: text(phase, 'ManufacturingOrder'),
      OrderOperation: phase.ManufacturingOrderOperation,
      ConfirmationYieldQuantity: '1',
      ConfirmationUnit: phase.OperationUnit,
      APIConfHasNoGoodsMovements: true,
    }
    const [taken, standing] = [await posted('confirmation', body, true), await posted('confirmation', body, true)]
    await cancel(PROCESS, 'CancelProcOrdConf', CONFIRMATION, taken.split('/'))
    assert.deepEqual(await world.erp.reversedAmong([taken, standing]), [taken])
  })

  it('material documents, as a whole or in one item; what takes them back is not taken back itself', async () => {
    const [whole, part, standing] = [await issued(), await issued(2), await issued()]
    await cancel(GOODS, 'Cancel', DOCUMENT, whole.split('/'))
    await cancel(GOODS, 'CancelItem', DOCUMENT, [...part.split('/'), '2'])
    const own = world.s4.books.find('A_MaterialDocumentItem', { ReversedMaterialDocument: whole.split('/')[1] ?? '' })
    const reversal = `${text(own[0] ?? {}, 'MaterialDocumentYear')}/${text(own[0] ?? {}, 'MaterialDocument')}`
    assert.deepEqual(await world.erp.reversedAmong([standing, whole, reversal, part]), [whole, part])
  })

  it('a mixed lot with numbers that nobody knows', async () => {
    const [taken, document] = [await confirmed(), await issued()]
    await cancel(PRODUCTION, 'CancelProdnOrdConf', CONFIRMATION, taken.split('/'))
    await cancel(GOODS, 'Cancel', DOCUMENT, document.split('/'))
    const unknown = ['99999999/1', '2019/4999999999', 'nonsense', '', "1'/2"]
    assert.deepEqual(await world.erp.reversedAmong([...unknown, document, taken]), [document, taken])
  })
})

describe('reading what was taken back', () => {
  it('numbers are kept as cancellations name them: without leading zeros', () => {
    const answer = (row: object) => ({ status: 201, headers: {}, body: Buffer.from(JSON.stringify({ d: row })) })
    assert.equal(documentOf(answer({ ConfirmationGroup: '0000000207', ConfirmationCount: '00000001' })), '207/1')
    assert.equal(documentOf(answer({ MaterialDocumentYear: '2026', MaterialDocument: '0049000012' })), '2026/49000012')
    const headers = { location: "http://s4/ProdnOrdConf2(ConfirmationGroup='0000000207',ConfirmationCount='00000003')" }
    assert.equal(documentOf({ status: 204, headers, body: Buffer.alloc(0) }), '207/3')
  })

  const reversed = (read: string): object => ({ d: { IsReversed: /Group='\d*7'/.test(read) } })

  it('asks fifty in a batch, each document once, and only of its own service', async () => {
    const desk = await openDesk(reversed)
    try {
      const documents = Array.from({ length: 120 }, (_, index) => `${String(index + 100)}/1`)
      const found = await desk.erp.reversedAmong([...documents, ...documents])
      assert.equal(found.length, 12)
      assert.deepEqual(desk.requests, Array(3).fill(`POST ${PRODUCTION}/$batch`))
      assert.equal(desk.reads.length, 120)
      desk.requests.length = 0
      assert.deepEqual(await desk.erp.reversedAmong([]), [])
      assert.deepEqual(desk.requests, [])
    } finally {
      await desk.close()
    }
  })

  it('leaves out what is refused and goes on with the rest', async () => {
    const desk = await openDesk((read) => {
      if (read.startsWith(PROCESS)) return 403
      if (read.includes("Group='17'")) return 500
      return read.includes('A_MaterialDocumentItem') ? { d: { results: [{ GoodsMovementIsCancelled: true }] } } : reversed(read)
    })
    try {
      assert.deepEqual(await desk.erp.reversedAmong(['17/1', '27/1', '28/1', '2026/4900000012']), ['27/1', '2026/4900000012'])
    } finally {
      await desk.close()
    }
  })

  it('finds nothing, and says nothing, where the ERP is away', async () => {
    const desk = await openDesk(() => 503)
    await desk.close()
    assert.deepEqual(await desk.erp.reversedAmong(['17/1', '2026/4900000012']), [])
  })
})
