import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { PlantOrder } from '../../landscape/plant/types.ts'
import { refusal, Scene } from './scene.ts'

/** Customizing of the local S/4: the same message, another setting, another end. */

function set(s4: Scene, name: string, value: string): void {
  s4.books.insert('settings', { name, value })
}

function codes(s4: Scene): string[] {
  return s4.messages.map((each) => `${each.class}/${each.number} ${each.severity ?? ''}`)
}

describe('customizing of confirmations', () => {
  it('a final confirmation of too little is a warning as a rule, an error where the order type says so', () => {
    const s4 = new Scene()
    const order = s4.order('SF102')
    const message = { OrderID: order.id, OrderOperation: '0010', ConfirmationYieldQuantity: '1', IsFinalConfirmation: true }
    set(s4, 'underDelivery/YBM1', 'E')
    assert.equal(refusal(() => s4.confirm(message)).code, 'RU/913')
    set(s4, 'underDelivery/YBM1', 'W')
    s4.confirm(message)
    assert.deepEqual(codes(s4), ['RU/100 info', 'RU/913 warning'])
  })

  it('too much is an error as a rule, a warning where the order type says so', () => {
    const s4 = new Scene()
    const order = s4.order('FG106')
    const message = {
      OrderID: order.id,
      OrderOperation: '0010',
      ConfirmationYieldQuantity: String(Number(order.quantity) + 1),
      APIConfHasNoGoodsMovements: true,
    }
    assert.equal(refusal(() => s4.confirm(message)).code, 'RU/905')
    set(s4, 'overDelivery/YBM1', 'W')
    s4.confirm(message)
    assert.deepEqual(codes(s4), ['RU/100 info', 'RU/905 warning'])
  })

  it('an operation before its predecessor is nothing, a warning or an error', () => {
    const message = (order: PlantOrder) => ({ OrderID: order.id, OrderOperation: '0020', ConfirmationYieldQuantity: '1' })
    const ends = ['', 'W', 'E'].map((value) => {
      const s4 = new Scene()
      set(s4, 'sequence', value)
      const order = s4.order('SF102')
      if (value === 'E') return [refusal(() => s4.confirm(message(order))).code]
      s4.confirm(message(order))
      return codes(s4)
    })
    assert.deepEqual(ends, [['RU/100 info'], ['RU/100 info', 'RU/912 warning'], ['RU/912']])
  })

  it('a date to come is allowed where the order type allows it', () => {
    const s4 = new Scene()
    const message = { OrderID: s4.order('SF102').id, OrderOperation: '0010', PostingDate: '2026-06-16T00:00:00.000Z' }
    assert.equal(refusal(() => s4.confirm(message)).code, 'RU/908')
    set(s4, 'futureDates/YBM1', 'X')
    assert.ok(s4.confirm(message).row)
  })

  it('what holds for another order type does not matter', () => {
    const s4 = new Scene()
    set(s4, 'sequence/ZZZ1', 'E')
    s4.confirm({ OrderID: s4.order('SF102').id, OrderOperation: '0020', ConfirmationYieldQuantity: '1' })
    assert.deepEqual(codes(s4), ['RU/100 info'])
  })
})

describe('work of a confirmation', () => {
  const confirm = (s4: Scene, values: Record<string, string>) =>
    s4.confirm({ OrderID: s4.order('SF102').id, OrderOperation: '0010', ...values })

  it('alone is a confirmation, and so is scrap alone; units are completed', () => {
    const s4 = new Scene()
    const { row, items } = confirm(s4, { OpConfirmedWorkQuantity2: '90' })
    assert.deepEqual(
      [row.OpConfirmedWorkQuantity2, row.OpWorkQuantityUnit2, row.WorkQuantityUnit2ISOCode, row.OpWorkQuantityUnit1, items],
      ['90', 'MIN', 'MIN', '', []],
    )
    const scrapped = confirm(s4, { ConfirmationScrapQuantity: '2', VarianceReasonCode: '0001' })
    assert.ok(scrapped.items.every((each) => each.GoodsMovementType === '261') && scrapped.items.length > 0)
  })

  it('is refused when it is negative, in no unit of time, or unknown to the operation', () => {
    const s4 = new Scene()
    const cases = [
      { OpConfirmedWorkQuantity1: '-5', OpWorkQuantityUnit1: 'MIN' },
      { OpConfirmedWorkQuantity1: '5', OpWorkQuantityUnit1: 'KG' },
      { OpConfirmedWorkQuantity6: '5', OpWorkQuantityUnit6: 'MIN' },
    ]
    assert.deepEqual(
      cases.map((each) => refusal(() => confirm(s4, each)).code),
      ['RU/906', 'RU/916', 'RU/916'],
    )
  })

  it('costs nothing where the work center has no cost center, and must have a price where it has one', () => {
    const s4 = new Scene()
    const { workCenter } = s4.order('SF102').operations[0] ?? { workCenter: '' }
    s4.books.update('WorkCenterCostCenter', { WorkCenter: workCenter }, { WorkCenter: 'OTHER' })
    assert.ok(confirm(s4, { OpConfirmedWorkQuantity2: '90' }).row)
    s4.books.update('WorkCenterCostCenter', { WorkCenter: 'OTHER' }, { WorkCenter: workCenter })
    s4.books.db.exec("DELETE FROM activityPrices WHERE ActivityType = 'MACH'")
    assert.equal(refusal(() => confirm(s4, { OpConfirmedWorkQuantity2: '90' })).code, 'KI/902')
    assert.ok(confirm(s4, { OpConfirmedWorkQuantity3: '90' }).row)
  })
})

describe('other rules of postings', () => {
  it('user statuses of an order stay when its system statuses change', () => {
    const s4 = new Scene()
    const order = s4.order('SF102')
    const status = { ManufacturingOrder: order.id, StatusCode: 'E0002', IsUserStatus: true, StatusShortName: 'PRIO', StatusName: 'Urgent' }
    s4.books.insert('A_ProductionOrderStatus_2', status)
    s4.confirm({ OrderID: order.id, OrderOperation: '0010', ConfirmationYieldQuantity: '1' })
    const names = s4.books.find('A_ProductionOrderStatus_2', { ManufacturingOrder: order.id }).map((each) => each.StatusShortName)
    assert.ok(names.includes('PRIO') && names.includes('PCNF'))
  })

  it('a backflush takes no restricted batch, scrapping may', () => {
    const s4 = new Scene()
    const [first = '', second = ''] = s4.plant.batches
      .filter((each) => each.material === 'RM301' && each.plant === '1710')
      .map((each) => each.id)
    s4.books.update('Batch', { Material: 'RM301', Batch: first }, { MatlBatchIsInRstrcdUseStock: true })
    const { items } = s4.confirm({ OrderID: s4.order('SF102').id, OrderOperation: '0010', ConfirmationYieldQuantity: '1' })
    assert.equal(items.find((each) => each.Material === 'RM301')?.Batch, second)
    const scrap = {
      GoodsMovementType: '551',
      Material: 'RM301',
      Plant: '1710',
      StorageLocation: '171B',
      Batch: first,
      QuantityInEntryUnit: '1',
    }
    assert.ok(s4.move({ GoodsMovementCode: '03' }, [scrap]))
  })

  it('what was received today can be taken today, yesterday only what was there', () => {
    const s4 = new Scene()
    const place = { Material: 'RM322', Plant: '1710', StorageLocation: '171B' }
    const receipt = { ...place, GoodsMovementType: '101', GoodsMovementRefDocType: 'B', QuantityInEntryUnit: '10' }
    s4.move({ GoodsMovementCode: '01', PostingDate: '2026-06-10T00:00:00.000Z' }, [receipt])
    s4.move({ GoodsMovementCode: '01' }, [{ ...receipt, QuantityInEntryUnit: '5' }])
    const scrap = (quantity: string) => [{ ...place, GoodsMovementType: '551', QuantityInEntryUnit: quantity }]
    const yesterday = { GoodsMovementCode: '03', PostingDate: '2026-06-14T00:00:00.000Z' }
    assert.equal(refusal(() => s4.move(yesterday, scrap('12'))).code, 'M7/912')
    assert.ok(s4.move({ GoodsMovementCode: '03' }, scrap('4')))
    assert.equal(refusal(() => s4.move(yesterday, scrap('15'))).code, 'M7/021')
    assert.ok(s4.move(yesterday, scrap('10')))
  })
})
