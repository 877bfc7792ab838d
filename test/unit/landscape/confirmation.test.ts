import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Row } from '../../landscape/s4/contract.ts'
import { cancelConfirmation } from '../../landscape/s4/postings/cancellation.ts'
import { proposeConfirmation, proposeMovements } from '../../landscape/s4/postings/confirmation-proposal.ts'
import { productionSets } from '../../landscape/s4/postings/order-sets.ts'
import { refusal, Scene } from './scene.ts'

const NO_GUID = '00000000-0000-0000-0000-000000000000'

describe('a confirmation', () => {
  it('raises the operation, sets the order partially confirmed and answers group, count and RU/100', () => {
    const s4 = new Scene()
    const order = s4.order('SF102')
    const { row } = s4.confirm({ OrderID: order.id, OrderOperation: '0010', ConfirmationYieldQuantity: '10' })
    assert.deepEqual(
      [row.ConfirmationCount, row.OrderID, row.Material, row.ConfirmationUnit, row.ExternalSystemConfirmation, row.IsFinalConfirmation],
      ['1', order.id, 'SF102', 'PC', NO_GUID, false],
    )
    assert.match(String(row.ConfirmationGroup), /^[1-9]\d*$/)
    const operation = s4.books.one('A_ProductionOrderOperation_2', { ManufacturingOrder: order.id, ManufacturingOrderOperation: '0010' })
    assert.equal(operation?.OpTotalConfirmedYieldQty, '10.000')
    assert.equal(operation.OperationIsPartiallyConfirmed, 'X')
    assert.equal(s4.header(order).OrderIsPartiallyConfirmed, 'X')
    const statuses = s4.books.find('A_ProductionOrderStatus_2', { ManufacturingOrder: order.id }).map((each) => each.StatusShortName)
    assert.deepEqual(statuses, ['REL', 'PCNF'])
    assert.deepEqual(
      s4.messages.map((each) => `${each.class}/${each.number}`),
      ['RU/100'],
    )
  })

  it('counts up within the group of its operation', () => {
    const s4 = new Scene()
    const values = { OrderID: s4.order('SF102').id, OrderOperation: '0010', ConfirmationYieldQuantity: '1' }
    const [first, second, other] = [values, values, { ...values, OrderOperation: '0020' }].map((each) => s4.confirm(each).row)
    assert.equal(first?.ConfirmationGroup, second?.ConfirmationGroup)
    assert.equal(second?.ConfirmationCount, '2')
    assert.notEqual(other?.ConfirmationGroup, first?.ConfirmationGroup)
  })

  it('issues the backflushed components for yield and scrap, and raises the withdrawn quantities in all three generations of components', () => {
    const s4 = new Scene()
    const order = s4.order('SF102')
    const before = s4.stock('RM301', '171B')
    const { items } = s4.confirm({
      OrderID: order.id,
      OrderOperation: '0010',
      ConfirmationYieldQuantity: '8',
      ConfirmationScrapQuantity: '2',
      VarianceReasonCode: '0001',
    })
    // 1.250 KG of wire for a piece and 3 % scrap of components, for 10 pieces
    const wire = items.find((each) => each.Material === 'RM301')
    assert.deepEqual(
      [wire?.GoodsMovementType, wire?.QuantityInEntryUnit, wire?.EntryUnit, wire?.EntryUnitISOCode],
      ['261', '12.875', 'KG', 'KGM'],
    )
    assert.equal(before - s4.stock('RM301', '171B'), 12.875)
    const key = { ManufacturingOrder: order.id, Material: 'RM301' }
    for (const generation of ['_2', '_3', '_4']) {
      assert.equal(s4.books.find(`A_ProductionOrderComponent${generation}`, key)[0]?.WithdrawnQuantity, '12.875')
    }
  })

  it('receives the product at the last operation only, and completes the delivery within the tolerance', () => {
    const s4 = new Scene()
    const order = s4.order('SF106')
    const before = s4.stock('SF106', '171B')
    const { items } = s4.confirm({
      OrderID: order.id,
      OrderOperation: '0010',
      ConfirmationYieldQuantity: order.quantity,
      IsFinalConfirmation: true,
    })
    const receipt = items.find((each) => each.GoodsMovementType === '101')
    assert.deepEqual([receipt?.Material, receipt?.GoodsMovementRefDocType, receipt?.ReservationItem], ['SF106', 'F', '0'])
    assert.equal(s4.stock('SF106', '171B') - before, Number(order.quantity))
    const header = s4.header(order)
    assert.deepEqual([header.OrderIsConfirmed, header.OrderIsPartiallyConfirmed, header.OrderIsDelivered], ['X', '', 'X'])
    assert.equal(header.MfgOrderConfirmedYieldQty, order.quantity)
    const earlier = s4.confirm({ OrderID: s4.order('SF102').id, OrderOperation: '0010', ConfirmationYieldQuantity: '1' })
    assert.ok(!earlier.items.some((each) => each.GoodsMovementType === '101'))
  })

  it('posts the movements that it brings instead of the backflush, in their own unit, from their own batch', () => {
    const s4 = new Scene()
    const order = s4.order('SF102')
    const component = s4.component(order, 'RM301')
    const batch = s4.batch('RM301')
    const before = s4.stock('RM301', '171B', batch)
    const item = {
      Reservation: component.Reservation ?? '',
      ReservationItem: component.ReservationItem ?? '',
      Batch: batch,
      EntryUnit: 'G',
      QuantityInEntryUnit: '2500',
    }
    const { items } = s4.confirm({ OrderID: order.id, OrderOperation: '0010', ConfirmationYieldQuantity: '2' }, [item])
    assert.equal(items.length, 1)
    assert.equal(before - s4.stock('RM301', '171B', batch), 2.5)
    assert.equal(s4.component(order, 'RM301').WithdrawnQuantity, '2.500')
  })

  it('makes no movement at all when it says so, and refuses movements that come along nevertheless', () => {
    const s4 = new Scene()
    const values = {
      OrderID: s4.order('SF106').id,
      OrderOperation: '0010',
      ConfirmationYieldQuantity: '5',
      APIConfHasNoGoodsMovements: true,
    }
    assert.deepEqual(s4.confirm(values).items, [])
    assert.deepEqual(s4.books.find('A_MaterialDocumentHeader'), [])
    assert.equal(
      refusal(() => s4.confirm(values, [{ Material: 'RM307', GoodsMovementType: '261', QuantityInEntryUnit: '1' }])).code,
      'RU/909',
    )
  })

  it('books without a word what is wrong but possible: over-consumption, a strange component, a wrong reason, the same again', () => {
    const s4 = new Scene()
    const order = s4.order('SF102')
    const component = s4.component(order, 'RM302')
    const values = {
      OrderID: order.id,
      OrderOperation: '0010',
      ConfirmationYieldQuantity: '1',
      ConfirmationScrapQuantity: '1',
      VarianceReasonCode: '0005',
    }
    const items = [
      { Reservation: component.Reservation ?? '', ReservationItem: component.ReservationItem ?? '', QuantityInEntryUnit: '300' },
      { Material: 'RM307', StorageLocation: '171B', GoodsMovementType: '261', QuantityInEntryUnit: '3' },
    ]
    s4.confirm(values, items)
    s4.confirm(values, items)
    assert.equal(s4.component(order, 'RM302').WithdrawnQuantity, '600.000')
    assert.equal(s4.books.find('ProdnOrdConf2').length, 2)
  })

  it('confirms all operations when it names none', () => {
    const s4 = new Scene()
    const order = s4.order('SF102')
    const { row } = s4.confirm({ OrderID: order.id, ConfirmationYieldQuantity: '3' })
    assert.equal(row.OrderOperation, '')
    const confirmed = s4.books
      .find('A_ProductionOrderOperation_2', { ManufacturingOrder: order.id })
      .map((each) => each.OpTotalConfirmedYieldQty)
    assert.deepEqual(confirmed, ['3.000', '3.000'])
  })

  it('takes the unit by its ISO code', () => {
    const s4 = new Scene()
    const { row } = s4.confirm({
      OrderID: s4.order('SF106').id,
      OrderOperation: '0010',
      ConfirmationYieldQuantity: '1',
      ConfirmationUnitISOCode: 'PCE',
    })
    assert.equal(row.ConfirmationUnit, 'PC')
  })
})

describe('the proposals', () => {
  it('say what the ERP itself would move, which is what a confirmation without movements then moves', () => {
    const s4 = new Scene()
    const order = s4.order('FG101')
    const parameters = { OrderID: order.id, OrderOperation: '0030', ConfirmationYieldQuantity: '7', ConfirmationScrapQuantity: '1' }
    const names = ['GoodsMovementType', 'Material', 'Batch', 'QuantityInEntryUnit', 'Reservation', 'ReservationItem']
    const shape = (rows: readonly Row[]) => rows.map((row) => names.map((name) => row[name]))
    const proposed = shape(s4.run(proposeMovements(productionSets), parameters) as readonly Row[])
    assert.equal(proposed.length, 4)
    assert.deepEqual(shape(s4.confirm(parameters).items), proposed)
  })

  it('fill in what is open, and post nothing', () => {
    const s4 = new Scene()
    const order = s4.order('FG101')
    s4.confirm({ OrderID: order.id, OrderOperation: '0010', ConfirmationYieldQuantity: '4' })
    const before = s4.all()
    const row = s4.run(proposeConfirmation(productionSets), {
      OrderID: order.id,
      OrderOperation: '0010',
      QuantityIsToBeProposed: true,
      ActivityIsToBeProposed: true,
    })
    assert.equal(Reflect.get(row, 'ConfirmationYieldQuantity'), (Number(order.quantity) - 4).toFixed(3))
    assert.equal(Reflect.get(row, 'OpWorkQuantityUnit1'), 'MIN')
    assert.deepEqual(s4.all(), before)
  })

  it('give standard values × what passes the operation ÷ the quantity that they hold for, in the units of the work centre', () => {
    const s4 = new Scene()
    const order = s4.order('FG101')
    const key = { ManufacturingOrder: order.id, ManufacturingOrderOperation: '0010' }
    const operation = s4.books.one('A_ProductionOrderOperation_2', key) ?? {}
    const work = (parameters: Row) => {
      const row = s4.run(proposeConfirmation(productionSets), { OrderID: order.id, OrderOperation: '0010', ...parameters }) as Row
      return [1, 2, 3, 4].map((n) => [row[`OpConfirmedWorkQuantity${n}`], row[`OpWorkQuantityUnit${n}`]])
    }
    const expected = (share: number) => [
      ...[1, 2, 3].map((n) => [(Number(operation[`WorkCenterStandardWorkQty${n}`]) * share).toFixed(3), 'MIN']),
      ['0.000', ''],
    ]
    const planned = Number(operation.OpPlannedTotalQuantity)
    const made = { ConfirmationYieldQuantity: '3', ConfirmationScrapQuantity: '1', ConfirmationReworkQuantity: '1', ConfirmationUnit: 'PC' }
    const asked = { ...made, ActivityIsToBeProposed: true }
    assert.deepEqual(work(asked), expected(5 / planned))
    assert.deepEqual(
      work(made).map(([, unit]) => unit),
      ['', '', '', ''],
      'only who asks for work is told',
    )
    assert.deepEqual(work({ QuantityIsToBeProposed: true, ActivityIsToBeProposed: true }), expected(1))
    s4.books.update('confirmationGroups', key, { OperationReferenceQuantity: '10.000' })
    assert.deepEqual(work(asked), expected(5 / 10))
  })
})

describe('a cancelled confirmation', () => {
  it('takes back quantities, movements and status, once', () => {
    const s4 = new Scene()
    const order = s4.order('SF106')
    const stock = [s4.stock('SF106', '171B'), s4.stock('RM307', '171B')]
    const { row } = s4.confirm({
      OrderID: order.id,
      OrderOperation: '0010',
      ConfirmationYieldQuantity: order.quantity,
      IsFinalConfirmation: true,
    })
    const key = { ConfirmationGroup: row.ConfirmationGroup ?? '', ConfirmationCount: '1' }
    const reversal = s4.run(cancelConfirmation(productionSets), { ...key, ConfirmationText: 'typed twice' })
    assert.equal(Reflect.get(reversal, 'ConfirmationCount'), '2')
    assert.equal(Reflect.get(reversal, 'IsReversal'), true)
    assert.equal(s4.books.one('ProdnOrdConf2', key)?.IsReversed, 1)
    assert.deepEqual([s4.stock('SF106', '171B'), s4.stock('RM307', '171B')], stock)
    const header = s4.header(order)
    assert.deepEqual([header.OrderIsConfirmed, header.OrderIsDelivered, header.MfgOrderConfirmedYieldQty], ['', '', '0.000'])
    assert.equal(s4.component(order, 'RM307').WithdrawnQuantity, '0.000')
    const types = s4.books.find('A_MaterialDocumentItem').map((each) => each.GoodsMovementType)
    assert.deepEqual([...types].sort(), ['101', '102', '261', '261', '262', '262'])
    assert.equal(refusal(() => s4.run(cancelConfirmation(productionSets), key)).code, 'RU/911')
  })

  it('fails when the product is gone already', () => {
    const s4 = new Scene()
    const order = s4.order('FG104')
    const { row } = s4.confirm({ OrderID: order.id, OrderOperation: '0020', ConfirmationYieldQuantity: '5' })
    s4.books.update('A_MatlStkInAcctMod', { Material: 'FG104', Batch: order.batch }, { MatlWrhsStkQtyInMatlBaseUnit: '2.000' })
    const error = refusal(() =>
      s4.run(cancelConfirmation(productionSets), { ConfirmationGroup: row.ConfirmationGroup ?? '', ConfirmationCount: '1' }),
    )
    assert.equal(error.code, 'M7/021')
  })
})
