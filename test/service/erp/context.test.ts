import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { MessagePart, Movement } from '../../../srv/domain/message.ts'
import { startWorld, text } from './world.ts'
import type { World } from './world.ts'

let world: World
before(async () => {
  world = await startWorld()
})
after(() => world.s4.close())
beforeEach(() => world.faults({}))

function partOf(values: Partial<MessagePart>): MessagePart {
  const none = { plant: '', order: '', operation: '', material: '', workCenter: '', reason: '', externalKey: '', headers: {} }
  const plain = { ...none, isFinal: false, isReversal: false, movements: [] }
  return { ...plain, kind: 'confirmation', method: 'POST', path: 'ProdnOrdConf2', body: Buffer.alloc(0), ...values }
}

function movementOf(material: string, plant: string): Movement {
  const none = { storageLocation: '', batch: '', reservation: '', reservationItem: '', reason: '' }
  return {
    ...none,
    material,
    plant,
    movementType: '261',
    order: text(world.order, 'ManufacturingOrder'),
    quantity: { value: '1', unit: '' },
  }
}

/** A confirmation of the order's operation. */
function confirmed(value: string, movements: readonly Movement[] = []): MessagePart {
  const { order, operation } = world
  const named = { order: text(order, 'ManufacturingOrder'), operation: text(operation, 'ManufacturingOrderOperation') }
  return partOf({ ...named, yield: { value, unit: text(operation, 'OperationUnit') }, movements })
}

describe('reading the context from the local S/4', () => {
  it('knows the order, with the tolerances of what it makes', async () => {
    const { order, component, s4, erp } = world
    const { orders, unread } = await erp.readContext({ parts: [confirmed('2')] }, 5000)
    assert.deepEqual(unread, [])
    const [read] = orders
    assert.ok(read)
    assert.deepEqual([read.id, read.material, read.planned], [order.ManufacturingOrder, order.Material, order.TotalQuantity])
    assert.ok(read.isReleased && !read.isClosed)
    const inPlant = { Product: text(order, 'Material'), Plant: text(order, 'ProductionPlant') }
    assert.equal(read.overDeliveryTolerance, s4.books.one('A_ProductWorkScheduling', inPlant)?.OverDelivToleranceLimit)
    const operations = s4.books.find('A_ProductionOrderOperation_2', { ManufacturingOrder: read.id })
    assert.deepEqual(
      read.operations.map((each) => each.id),
      operations.map((each) => each.ManufacturingOrderOperation),
    )
    const used = read.components.find((each) => each.reservationItem === component.ReservationItem)
    assert.deepEqual([used?.material, used?.required], [component.Material, component.RequiredQuantity])
  })

  it('knows the materials and their stock, though the message names neither plant nor product', async () => {
    const { order, component, s4, erp } = world
    const missing = movementOf('NO-SUCH', text(order, 'ProductionPlant'))
    const part = confirmed('2', [movementOf(text(component, 'Material'), ''), missing])
    const { materials, stock, unread } = await erp.readContext({ parts: [part] }, 5000)
    assert.deepEqual(unread, [])
    assert.deepEqual(new Map(materials.map((each) => [each.id, each.exists])).get('NO-SUCH'), false)
    assert.ok(materials.some((each) => each.id === order.Material && each.exists))
    const material = materials.find((each) => each.id === component.Material)
    assert.ok(material)
    assert.equal(material.baseUnit, component.BaseUnit)
    const master = s4.books.one('A_ProductPlant', { Product: text(component, 'Material'), Plant: text(component, 'Plant') })
    const [inPlant] = material.plants
    assert.deepEqual(inPlant?.period, { year: Number(master?.FiscalYearCurrentPeriod), month: Number(master?.FiscalMonthCurrentPeriod) })
    assert.ok(inPlant.storageLocations.some((each) => each.id === component.StorageLocation && !each.isBlockedByInventory))
    assert.match(material.price?.amount ?? '', /^\d+(\.\d+)?$/)
    const kept = s4.books.find('A_MatlStkInAcctMod', { Material: text(component, 'Material'), Plant: text(component, 'Plant') })
    assert.deepEqual(
      stock
        .filter((each) => each.material === material.id)
        .map((each) => Number(each.quantity))
        .sort(),
      kept.map((each) => Number(each.MatlWrhsStkQtyInMatlBaseUnit)).sort(),
    )
  })

  it('knows where work is charged, and which batches there are', async () => {
    const { order, operation, s4, erp } = world
    const [kept] = s4.books.find('Batch').filter((each) => each.BatchIdentifyingPlant === order.ProductionPlant)
    assert.ok(kept)
    const of = (batch: string): Movement => ({ ...movementOf(text(kept, 'Material'), text(kept, 'BatchIdentifyingPlant')), batch })
    const { workCenters, batches, unread } = await erp.readContext(
      { parts: [confirmed('2', [of(text(kept, 'Batch')), of('NO-SUCH')])] },
      5000,
    )
    assert.deepEqual(unread, [])
    assert.deepEqual(new Map(batches.map((each) => [each.batch, each.exists])).get('NO-SUCH'), false)
    const read = batches.find((each) => each.batch === kept.Batch)
    assert.deepEqual([read?.exists, read?.isRestricted], [true, Boolean(kept.MatlBatchIsInRstrcdUseStock)])
    const charged = s4.books.find('WorkCenterCostCenter', { WorkCenter: operation.WorkCenter ?? '', Plant: order.ProductionPlant ?? '' })
    assert.equal(workCenters[0]?.id, operation.WorkCenter)
    assert.ok(charged.some((each) => each.CostCenter === workCenters[0]?.costCenter))
    assert.match(workCenters[0]?.validTo ?? '', /^\d{4}-\d\d-\d\d$/)
  })

  it('knows what the ERP itself would issue', async () => {
    const { component, erp } = world
    const { expected } = await erp.readContext({ parts: [partOf({}), confirmed('2')] }, 5000)
    const issue = expected.find((each) => each.material === component.Material && each.reservationItem === component.ReservationItem)
    assert.deepEqual([issue?.part, issue?.movementType], [1, '261'])
  })

  it('an order and a material that the ERP has not are not there, which is no failure to read', async () => {
    const part = partOf({ order: '999999999', movements: [{ ...movementOf('NO-SUCH', '1710'), order: '' }] })
    const { orders, materials, unread } = await world.erp.readContext({ parts: [part] }, 5000)
    assert.deepEqual([orders.length, materials.map((each) => each.exists), unread], [0, [false], []])
  })

  it('what does not come in time is named, and so is what hangs on it', async () => {
    await world.faults({ latencyMs: 2000 })
    const part = confirmed('1', [movementOf(text(world.component, 'Material'), '')])
    const begin = performance.now()
    const { unread } = await world.erp.readContext({ parts: [part] }, 200)
    assert.ok(performance.now() - begin < 1500)
    assert.deepEqual(unread.map((each) => each.source).sort(), ['expected', 'materials', 'orders', 'stock'])
    assert.match(unread[0]?.reason ?? '', /200 ms/)
  })

  it('a proposal that the ERP refuses is unread, in its own words', async () => {
    const part = partOf({ order: text(world.order, 'ManufacturingOrder'), operation: '9990', yield: { value: '1', unit: '' } })
    const { unread, orders } = await world.erp.readContext({ parts: [part] }, 5000)
    assert.equal(orders.length, 1)
    assert.deepEqual(
      unread.map((each) => each.source),
      ['expected'],
    )
    assert.match(unread[0]?.reason ?? '', /^[A-Z].+\/\d{3} \w/)
  })

  it('a session that the ERP has forgotten is renewed on the way', async () => {
    const part = partOf({ order: text(world.order, 'ManufacturingOrder') })
    await world.erp.readContext({ parts: [part] }, 5000)
    assert.equal((await fetch(`${world.s4.adminUrl}/admin/sessions`, { method: 'DELETE' })).status, 204)
    assert.deepEqual((await world.erp.readContext({ parts: [part] }, 5000)).unread, [])
  })
})
