import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { MessagePart } from '../../../srv/domain/message.ts'
import { createErpGateway } from '../../../srv/erp/gateway.ts'
import type { ErpGateway, LookUp, Posting } from '../../../srv/erp/types.ts'
import type { Row } from '../../landscape/s4/contract.ts'
import { startS4 } from '../../landscape/s4/server.ts'

type S4 = Awaited<ReturnType<typeof startS4>>
let s4: S4
let erp: ErpGateway
let order: Row
let operation: Row
let component: Row
let next = 0

/** A running order whose first operation consumes something that's in stock, has no batches and moves nowhere else. */
before(async () => {
  s4 = await startS4()
  erp = createErpGateway({ destination: { url: s4.url, username: 'COUNTERSIGN', password: 'countersign' }, timeout: 5000 })
  const running = s4.books.find('A_ProductionOrder_2', {
    OrderIsReleased: 'X',
    OrderIsConfirmed: '',
    OrderIsTechnicallyCompleted: '',
    OrderIsClosed: '',
    OrderIsLocked: '',
  })
  const fitting = running.flatMap((each) => {
    const [first] = s4.books.find('A_ProductionOrderOperation_2', {
      ManufacturingOrder: each.ManufacturingOrder ?? '',
      OperationIsConfirmed: '',
    })
    const components = s4.books.find('A_ProductionOrderComponent_4', {
      ManufacturingOrder: each.ManufacturingOrder ?? '',
      ManufacturingOrderOperation: first?.ManufacturingOrderOperation ?? '',
    })
    const used = components.find((row) => {
      const plain = s4.books.one('A_ProductPlant', { Product: row.Material ?? '', Plant: row.Plant ?? '' })
      return !plain?.IsBatchManagementRequired && !row.IsBulkMaterialComponent
    })
    return first && used ? [{ order: each, operation: first, component: used }] : []
  })
  assert.ok(fitting[0])
  ;({ order, operation, component } = fitting[0])
})
after(() => s4.close())
beforeEach(() => faults({}))

async function faults(plan: object): Promise<void> {
  await fetch(`${s4.adminUrl}/admin/faults`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(plan) })
}

function value(row: Row, name: string): string {
  return String(row[name] ?? '')
}

function partOf(values: Partial<MessagePart>): MessagePart {
  const empty = {
    plant: '',
    order: '',
    operation: '',
    material: '',
    workCenter: '',
    reason: '',
    externalKey: '',
    headers: {},
    isFinal: false,
    isReversal: false,
    movements: [],
  }
  return { ...empty, kind: 'confirmation', method: 'POST', path: 'ProdnOrdConf2', body: Buffer.alloc(0), ...values }
}

function movementOf(material: string, plant: string) {
  const empty = { storageLocation: '', batch: '', movementType: '261', reservation: '', reservationItem: '', reason: '' }
  return { ...empty, material, plant, order: value(order, 'ManufacturingOrder'), quantity: { value: '1', unit: '' } }
}

function postingOf(
  service: string,
  path: string,
  kind: 'confirmation' | 'materialDocument',
  bodies: readonly object[],
  isChangeSet = false,
): Posting {
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  const parts = bodies.map((each, index) => {
    next += 1
    const keyed = erp.withKey({ kind, body: Buffer.from(JSON.stringify(each)) }, `attempt ${next}/${index}`)
    return {
      kind,
      method: 'POST',
      path,
      headers: { ...headers, ...(isChangeSet && { 'content-id': `c${index}` }) },
      body: keyed.body,
      key: keyed.key,
    }
  })
  const root = `/sap/opu/odata/sap/${service}`
  return { service, path: `${root}/${isChangeSet ? '$batch' : path}`, method: 'POST', headers, isChangeSet, parts }
}

function confirmation(values: object = {}): object {
  const required = {
    OrderID: value(order, 'ManufacturingOrder').padStart(12, '0'),
    OrderOperation: value(operation, 'ManufacturingOrderOperation'),
  }
  return {
    ...required,
    ConfirmationYieldQuantity: '1',
    ConfirmationUnit: value(operation, 'OperationUnit'),
    APIConfHasNoGoodsMovements: true,
    ...values,
  }
}
const confirmations = (...bodies: object[]) => postingOf('API_PROD_ORDER_CONFIRMATION_2_SRV', 'ProdnOrdConf2', 'confirmation', bodies)
const confirmedTogether = (...bodies: object[]) =>
  postingOf('API_PROD_ORDER_CONFIRMATION_2_SRV', 'ProdnOrdConf2', 'confirmation', bodies, true)

function issue(quantity: string, values: object = {}): Posting {
  const item = {
    ...{
      Material: value(component, 'Material'),
      Plant: value(component, 'Plant'),
      StorageLocation: value(component, 'StorageLocation'),
      GoodsMovementType: '261',
    },
    ...{
      ManufacturingOrder: value(order, 'ManufacturingOrder').padStart(12, '0'),
      QuantityInEntryUnit: quantity,
      EntryUnit: value(component, 'BaseUnit'),
    },
  }
  const today = `/Date(${Date.parse(new Date().toISOString().slice(0, 10))})/`
  const header = { GoodsMovementCode: '03', PostingDate: today, DocumentDate: today, ...values }
  return postingOf('API_MATERIAL_DOCUMENT_SRV', 'A_MaterialDocumentHeader', 'materialDocument', [
    { ...header, to_MaterialDocumentItem: { results: [item] } },
  ])
}

const withoutKey = (posting: Posting): Posting => {
  const parts = posting.parts.map((part) => {
    const { ReferenceDocument: _, ...body } = JSON.parse(part.body.toString()) as Record<string, unknown>
    return { ...part, body: Buffer.from(JSON.stringify(body)), key: '' }
  })
  return { ...posting, parts }
}

async function posted(posting: Posting): Promise<string[]> {
  const result = await erp.post(posting)
  assert.ok(result.state === 'answered' && result.isSuccess, JSON.stringify(result.state === 'answered' ? result.error : result))
  return result.documents.map((each) => each.number)
}

function found(result: LookUp): string[] {
  assert.ok(result.state === 'found', JSON.stringify(result))
  return result.documents.map((each) => each.number)
}

const before1 = () => new Date(Date.now() - 1000)

describe('reading the context from the local S/4', () => {
  it('knows the order, the materials, their stock and what the ERP expects, though the message names neither plant nor product', async () => {
    const part = partOf({
      ...{
        order: value(order, 'ManufacturingOrder'),
        operation: value(operation, 'ManufacturingOrderOperation'),
        yield: { value: '2', unit: value(operation, 'OperationUnit') },
      },
      movements: [movementOf(value(component, 'Material'), ''), movementOf('NO-SUCH', value(order, 'ProductionPlant'))],
    })
    const context = await erp.readContext({ parts: [part] }, 5000)
    assert.deepEqual(context.unread, [])
    const [read] = context.orders
    assert.equal(read?.id, order.ManufacturingOrder)
    assert.equal(read?.material, order.Material)
    assert.ok(read?.isReleased && !read.isClosed)
    assert.equal(read?.planned, order.TotalQuantity)
    const scheduling = s4.books.one('A_ProductWorkScheduling', {
      Product: value(order, 'Material'),
      Plant: value(order, 'ProductionPlant'),
    })
    assert.equal(read?.overDeliveryTolerance, scheduling?.OverDelivToleranceLimit)
    assert.equal(
      read?.operations.length,
      s4.books.find('A_ProductionOrderOperation_2', { ManufacturingOrder: value(order, 'ManufacturingOrder') }).length,
    )
    const used = read?.components.find((each) => each.reservationItem === component.ReservationItem)
    assert.equal(used?.material, component.Material)
    assert.equal(used?.required, component.RequiredQuantity)

    assert.deepEqual(
      context.materials.map((each) => [each.id, each.exists]).sort(),
      [
        [value(component, 'Material'), true],
        [value(order, 'Material'), true],
        ['NO-SUCH', false],
      ].sort(),
    )
    const material = context.materials.find((each) => each.id === component.Material)
    const master = s4.books.one('A_ProductPlant', { Product: value(component, 'Material'), Plant: value(component, 'Plant') })
    assert.equal(material?.baseUnit, component.BaseUnit)
    assert.deepEqual(material?.plants[0]?.period, {
      year: Number(master?.FiscalYearCurrentPeriod),
      month: Number(master?.FiscalMonthCurrentPeriod),
    })
    assert.ok(material?.plants[0]?.storageLocations.some((each) => each.id === component.StorageLocation && !each.isBlockedByInventory))
    assert.match(material?.price?.amount ?? '', /^\d+(\.\d+)?$/)

    const stocks = s4.books.find('A_MatlStkInAcctMod', { Material: value(component, 'Material'), Plant: value(component, 'Plant') })
    assert.deepEqual(
      context.stock.map((each) => Number(each.quantity)).sort(),
      stocks.map((each) => Number(each.MatlWrhsStkQtyInMatlBaseUnit)).sort(),
    )
    assert.ok(
      context.expected.some(
        (each) =>
          each.part === 0 &&
          each.material === component.Material &&
          each.reservationItem === component.ReservationItem &&
          each.movementType === '261',
      ),
    )
  })

  it('an order and a material that the ERP has not are not there, which is no failure to read', async () => {
    const part = partOf({ order: '999999999', movements: [{ ...movementOf('NO-SUCH', '1710'), order: '' }] })
    const { orders, materials, unread } = await erp.readContext({ parts: [part] }, 5000)
    assert.deepEqual([orders.length, materials.map((each) => each.exists), unread], [0, [false], []])
  })

  it('what does not come in time is named, and so is what hangs on it', async () => {
    await faults({ latencyMs: 2000 })
    const part = partOf({
      order: value(order, 'ManufacturingOrder'),
      operation: value(operation, 'ManufacturingOrderOperation'),
      yield: { value: '1', unit: '' },
      movements: [movementOf(value(component, 'Material'), '')],
    })
    const begin = performance.now()
    const { unread } = await erp.readContext({ parts: [part] }, 200)
    assert.ok(performance.now() - begin < 1500)
    assert.deepEqual(unread.map((each) => each.source).sort(), ['expected', 'materials', 'orders', 'stock'])
    assert.match(unread[0]?.reason ?? '', /200 ms/)
  })

  it('a proposal that the ERP refuses is unread, in its own words', async () => {
    const part = partOf({ order: value(order, 'ManufacturingOrder'), operation: '9990', yield: { value: '1', unit: '' } })
    const { unread, orders } = await erp.readContext({ parts: [part] }, 5000)
    assert.equal(orders.length, 1)
    assert.deepEqual(
      unread.map((each) => each.source),
      ['expected'],
    )
    assert.match(unread[0]?.reason ?? '', /^[A-Z].+\/\d{3} \w/)
  })

  it('a session that the ERP has forgotten is renewed on the way', async () => {
    const part = partOf({ order: value(order, 'ManufacturingOrder') })
    await erp.readContext({ parts: [part] }, 5000)
    assert.equal((await fetch(`${s4.adminUrl}/admin/sessions`, { method: 'DELETE' })).status, 204)
    assert.deepEqual((await erp.readContext({ parts: [part] }, 5000)).unread, [])
  })
})

describe('posting to the local S/4', () => {
  it('a confirmation, and it is found by its key', async () => {
    const posting = confirmations(confirmation())
    const numbers = await posted(posting)
    assert.match(numbers[0] ?? '', /^\d+\/\d+$/)
    assert.deepEqual(found(await erp.lookUp(posting, before1())), numbers)
  })

  it('a confirmation that was cancelled since is still told', async () => {
    const posting = confirmations(confirmation())
    const numbers = await posted(posting)
    const [group, count] = (numbers[0] ?? '').split('/')
    const cancellation: Posting = {
      ...posting,
      path: `/sap/opu/odata/sap/${posting.service}/CancelProdnOrdConf?ConfirmationGroup='${group}'&ConfirmationCount='${count}'`,
      parts: [{ kind: 'cancellation', method: 'POST', path: '', headers: {}, body: Buffer.alloc(0), key: '' }],
    }
    await posted(cancellation)
    assert.deepEqual(found(await erp.lookUp(posting, before1())), numbers)
    assert.equal((await erp.lookUp(cancellation, before1())).state, 'impossible')
  })

  it('a lost answer is lost, and its document is found; what never came is not', async () => {
    const posting = confirmations(confirmation())
    assert.equal((await erp.lookUp(posting, before1())).state, 'notFound')
    await faults({ next: [{ fault: 'lostAnswer', method: 'POST', pathContains: 'ProdnOrdConf2' }] })
    assert.equal((await erp.post(posting)).state, 'lost')
    const result = await erp.lookUp(posting, before1())
    assert.match(found(result)[0] ?? '', /^\d+\/\d+$/)
    assert.ok(result.state === 'found')
    const answer = JSON.parse(result.response.body.toString()) as { d: Record<string, unknown> }
    assert.equal(result.response.status, 201)
    assert.equal(String(answer.d.ExternalSystemConfirmation).toLowerCase(), posting.parts[0]?.key)
  })

  it('a change set of two, one answer and two documents; looked up, it answers the same way', async () => {
    const posting = confirmedTogether(confirmation(), confirmation())
    const numbers = await posted(posting)
    assert.equal(numbers.length, 2)
    const result = await erp.lookUp(posting, before1())
    assert.deepEqual(found(result), numbers)
    assert.ok(result.state === 'found' && result.response.status === 202)
    assert.match(String(result.response.headers['content-type']), /^multipart\/mixed/)
  })

  it('a change set of which one is refused is refused, with that error, and nothing of it is there', async () => {
    const posting = confirmedTogether(confirmation(), confirmation({ OrderID: '999999999' }))
    const result = await erp.post(posting)
    assert.ok(result.state === 'answered' && !result.isSuccess)
    assert.match(result.error?.number ?? '', /^\d{3}$/)
    assert.equal((await erp.lookUp(posting, before1())).state, 'notFound')
  })

  it("the ERP's refusal is understood", async () => {
    const result = await erp.post(issue('99999999'))
    assert.ok(result.state === 'answered' && !result.isSuccess)
    assert.equal(result.error?.code, 'M7/021')
    assert.ok(result.error?.details.some((each) => each.code === 'M7/021'))
  })

  it('a goods movement is found by our reference', async () => {
    const posting = issue('1')
    const numbers = await posted(posting)
    assert.match(numbers[0] ?? '', /^\d{4}\/\d+$/)
    assert.deepEqual(found(await erp.lookUp(posting, before1())), numbers)
    assert.equal((await erp.lookUp(issue('1'), before1())).state, 'notFound')
  })

  it("under the sender's own reference, which several share, it is found by its lines as well", async () => {
    const [one, two] = [issue('1.5', { ReferenceDocument: 'LS 4711' }), issue('2.5', { ReferenceDocument: 'LS 4711' })]
    const numbers = await posted(one)
    assert.equal((await erp.lookUp(two, before1())).state, 'notFound')
    assert.deepEqual(found(await erp.lookUp(one, before1())), numbers)
  })

  it('without any reference it is found by its lines, and two that are alike are for a person', async () => {
    const posting = withoutKey(issue('1.125'))
    const since = before1()
    assert.equal((await erp.lookUp(posting, since)).state, 'notFound')
    const [first] = await posted(posting)
    assert.deepEqual(found(await erp.lookUp(posting, since)), [first])
    const [second] = await posted(posting)
    const result = await erp.lookUp(posting, since)
    assert.ok(result.state === 'ambiguous')
    assert.deepEqual([...result.candidates].sort(), [first, second].sort())
  })

  it('one from before the posting may be another one: for a person', async () => {
    const posting = withoutKey(issue('1.375'))
    const [earlier] = await posted(posting)
    const result = await erp.lookUp(posting, new Date(Date.now() + 3_600_000))
    assert.deepEqual(result, { state: 'ambiguous', candidates: [earlier] })
    assert.equal((await erp.lookUp(posting, new Date(Date.now() + 48 * 3_600_000))).state, 'notFound')
  })

  it('when the ERP can not be asked, nobody says that there is nothing', async () => {
    await faults({ next: [{ fault: 'http503', times: 5 }] })
    assert.equal((await erp.lookUp(confirmations(confirmation()), before1())).state, 'impossible')
  })

  it('corrected, a confirmation posts what was approved', async () => {
    const part = partOf({ body: Buffer.from(JSON.stringify(confirmation({ ConfirmationYieldQuantity: '900000' }))) })
    const patch = erp.patchOf(part, [{ op: 'set', part: 0, field: 'yield', from: '900000', to: '3' }])
    const body = JSON.parse(erp.applyPatch(part.body, patch).toString()) as object
    const [number = ''] = await posted(confirmations(body))
    const [ConfirmationGroup = '', ConfirmationCount = ''] = number.split('/')
    assert.equal(Number(s4.books.one('ProdnOrdConf2', { ConfirmationGroup, ConfirmationCount })?.ConfirmationYieldQuantity), 3)
  })

  it('is forwarded to as if we were not there', async () => {
    const request = {
      method: 'GET',
      path: `/sap/opu/odata/sap/API_PRODUCTION_ORDER_2_SRV/A_ProductionOrder_2('${value(order, 'ManufacturingOrder')}')?$select=Material&$format=json`,
      headers: {},
      body: Buffer.alloc(0),
    }
    const direct = await fetch(`${s4.url}${request.path}`, { headers: { authorization: `Basic ${btoa('COUNTERSIGN:countersign')}` } })
    const { status, body } = await erp.forward(request)
    assert.equal(status, direct.status)
    assert.equal(Buffer.concat(await body.toArray()).toString(), await direct.text())
  })
})
