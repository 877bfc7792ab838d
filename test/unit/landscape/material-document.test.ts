import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Row } from '../../landscape/s4/contract.ts'
import { cancelMaterialDocument, cancelMaterialDocumentItem } from '../../landscape/s4/postings/material-document.ts'
import { refusal, Scene } from './scene.ts'

const issue = (values: Row): Row => ({
  GoodsMovementType: '261',
  Plant: '1710',
  StorageLocation: '171B',
  QuantityInEntryUnit: '10',
  ...values,
})

describe('a material document', () => {
  it('issues to an order from its reservation', () => {
    const s4 = new Scene()
    const order = s4.order('SF102')
    const component = s4.component(order, 'RM302')
    const before = s4.stock('RM302', '171B')
    const item = {
      GoodsMovementType: '261',
      Reservation: component.Reservation ?? '',
      ReservationItem: component.ReservationItem ?? '',
      QuantityInEntryUnit: '2500',
      EntryUnit: 'G',
    }
    const row = s4.move({ GoodsMovementCode: '03' }, [item])
    assert.deepEqual([row.MaterialDocumentYear, row.MaterialDocument, row.CreatedByUser], ['2026', '4900000001', 'COUNTERSIGN'])
    assert.equal(before - s4.stock('RM302', '171B'), 2.5)
    assert.equal(s4.component(order, 'RM302').WithdrawnQuantity, '2.500')
    assert.deepEqual(
      s4.messages.map((each) => `${each.class}/${each.number}`),
      ['MIGO/012'],
    )
  })

  it('receives from an order, and from a purchase what was not there yet', () => {
    const s4 = new Scene()
    const order = s4.order('FG101')
    s4.move({ GoodsMovementCode: '02' }, [
      {
        GoodsMovementType: '101',
        GoodsMovementRefDocType: 'F',
        ManufacturingOrder: order.id,
        Material: 'FG101',
        Plant: '1710',
        StorageLocation: '171A',
        QuantityInEntryUnit: '2',
        EntryUnit: 'BOX',
      },
    ])
    const item = s4.books.find('A_ProductionOrderItem_2', { ManufacturingOrder: order.id })[0]
    assert.equal(item?.MfgOrderItemGoodsReceiptQty, '20.000')
    assert.equal(s4.header(order).OrderIsPartiallyDelivered, 'X')
    s4.move({ GoodsMovementCode: '01' }, [
      {
        GoodsMovementType: '101',
        GoodsMovementRefDocType: 'B',
        PurchaseOrder: '4500000001',
        PurchaseOrderItem: '10',
        Material: 'RM322',
        Plant: '1710',
        StorageLocation: '171B',
        QuantityInEntryUnit: '50',
      },
    ])
    assert.equal(s4.stock('RM322', '171B'), 50)
  })

  it('moves between storage locations, scraps, receives by-products', () => {
    const s4 = new Scene()
    const before = [s4.stock('RM321', '171C'), s4.stock('RM306', '171B')]
    s4.move({ GoodsMovementCode: '04' }, [
      {
        GoodsMovementType: '311',
        Material: 'RM321',
        Plant: '1710',
        StorageLocation: '171C',
        IssuingOrReceivingStorageLoc: '171B',
        QuantityInEntryUnit: '7',
      },
    ])
    s4.move({ GoodsMovementCode: '03' }, [
      {
        GoodsMovementType: '551',
        Material: 'RM306',
        Plant: '1710',
        StorageLocation: '171B',
        QuantityInEntryUnit: '3',
        GoodsMovementReasonCode: '0001',
      },
    ])
    s4.move({ GoodsMovementCode: '05' }, [
      {
        GoodsMovementType: '531',
        ManufacturingOrder: s4.order('SF102').id,
        Material: 'RM302',
        Plant: '1710',
        StorageLocation: '171C',
        QuantityInEntryUnit: '1.5',
      },
    ])
    assert.deepEqual(
      [s4.stock('RM321', '171C'), s4.stock('RM321', '171B'), s4.stock('RM306', '171B')],
      [(before[0] ?? 0) - 7, 7, (before[1] ?? 0) - 3],
    )
  })

  it('is cancelled whole or by item, a transfer on both sides, each item once', () => {
    const s4 = new Scene()
    const before = [s4.stock('RM321', '171C'), s4.stock('RM306', '171C'), s4.stock('RM306', '171B')]
    const transfer = (material: string) => ({
      GoodsMovementType: '311',
      Material: material,
      Plant: '1710',
      StorageLocation: '171C',
      IssuingOrReceivingStorageLoc: '171B',
      QuantityInEntryUnit: '7',
    })
    const row = s4.move({ GoodsMovementCode: '04' }, [transfer('RM321'), transfer('RM306')])
    const key = { MaterialDocumentYear: '2026', MaterialDocument: row.MaterialDocument ?? '' }
    const item = s4.run(cancelMaterialDocumentItem, { ...key, MaterialDocumentItem: '3' })
    assert.deepEqual([Reflect.get(item, 'GoodsMovementType'), Reflect.get(item, 'ReversedMaterialDocumentItem')], ['312', '3'])
    assert.deepEqual([s4.stock('RM306', '171C'), s4.stock('RM306', '171B'), s4.stock('RM321', '171B')], [before[1], before[2], 7])
    assert.equal(refusal(() => s4.run(cancelMaterialDocumentItem, { ...key, MaterialDocumentItem: '3' })).code, 'M7/908')
    s4.run(cancelMaterialDocument, key)
    assert.deepEqual([s4.stock('RM321', '171C'), s4.stock('RM321', '171B')], [before[0], 0])
    assert.equal(refusal(() => s4.run(cancelMaterialDocument, key)).code, 'M7/908')
  })
})

describe('a refused material document', () => {
  const order = (s4: Scene) => ({ ManufacturingOrder: s4.order('SF102').id })
  const post = (s4: Scene, item: Row, header: Row = {}) =>
    s4.move({ GoodsMovementCode: '03', ...header }, [issue({ ...order(s4), Material: 'RM306', ...item })])
  const cases: readonly { name: string; code: string; text?: RegExp; post: (s4: Scene) => unknown; outer?: string }[] = [
    {
      name: 'beyond the stock',
      code: 'M7/021',
      text: /^Deficit of SL Unrestricted-use \d+ PC : RM306 1710 171B$/,
      post: (s4) => post(s4, { QuantityInEntryUnit: String(s4.stock('RM306', '171B') + 5) }),
    },
    { name: 'of an unknown material', code: 'M3/305', text: /NONE/, post: (s4) => post(s4, { Material: 'NONE' }) },
    {
      name: 'of a material of the other plant',
      code: 'M3/351',
      text: /^Material RM319 not maintained in plant 1710$/,
      post: (s4) => post(s4, { Material: 'RM319' }),
    },
    {
      name: 'in a location that the material does not know',
      code: 'M3/900',
      text: /171A/,
      post: (s4) => post(s4, { StorageLocation: '171A' }),
    },
    { name: 'without storage location', code: 'M7/018', text: /^Enter Stor/, post: (s4) => post(s4, { StorageLocation: '' }) },
    { name: 'without batch', code: 'M7/018', text: /^Enter Batch$/, post: (s4) => post(s4, { Material: 'RM301' }) },
    { name: 'from an unknown batch', code: 'M7/904', text: /B99/, post: (s4) => post(s4, { Material: 'RM301', Batch: 'B99' }) },
    {
      name: 'from an expired batch',
      code: 'M7/667',
      text: /expired/,
      post: (s4) =>
        post(s4, {
          Material: 'RM308',
          Batch: s4.plant.batches.find((each) => each.material === 'RM308' && each.id.includes('X'))?.id ?? '',
          QuantityInEntryUnit: '1',
        }),
    },
    { name: 'in a unit without conversion', code: 'M3/903', post: (s4) => post(s4, { EntryUnit: 'KG' }) },
    {
      name: 'of a movement type that the code does not allow',
      code: 'M7/096',
      text: /^Goods movement not possible with mvmt type 101$/,
      post: (s4) => post(s4, { GoodsMovementType: '101' }),
    },
    {
      name: 'from an unknown reservation',
      code: 'M7/520',
      text: /77/,
      post: (s4) => post(s4, { Reservation: '77', ReservationItem: '1' }),
    },
    { name: 'for a closed order', code: 'RU/494', post: (s4) => post(s4, { ManufacturingOrder: s4.status('closed').id }) },
    { name: 'in a closed period', code: 'M7/053', post: (s4) => post(s4, {}, { PostingDate: '2026-03-31T00:00:00.000Z' }) },
    {
      name: 'of a receipt without reference type',
      code: 'MM_IM_ODATA_API_MDOC/011',
      text: /^Property PURCHASEORDER is not supported for GoodsMovementType 101$/,
      outer: 'MM_IM_ODATA_API_MDOC/011',
      post: (s4) => post(s4, { GoodsMovementType: '101' }, { GoodsMovementCode: '02' }),
    },
    {
      name: 'from a location that is being counted',
      code: 'M7/902',
      post(s4) {
        s4.books.update(
          'A_ProductStorageLocation',
          { Product: 'RM306', Plant: '1710', StorageLocation: '171B' },
          { PhysicalInventoryBlockInd: 'X' },
        )
        post(s4, {})
      },
    },
    {
      name: 'of a material without valuation class',
      code: 'M8/147',
      post(s4) {
        s4.books.update('A_ProductValuation', { Product: 'RM306', ValuationArea: '1710' }, { ValuationClass: '' })
        post(s4, {})
      },
    },
    {
      name: 'beyond the reservation, where that is an error',
      code: 'M7/022',
      post(s4) {
        s4.books.update('settings', { name: 'reservationExcess' }, { value: 'E' })
        const component = s4.component(s4.order('SF102'), 'RM302')
        post(s4, {
          Material: 'RM302',
          Reservation: component.Reservation ?? '',
          ReservationItem: component.ReservationItem ?? '',
          QuantityInEntryUnit: String(Number(component.RequiredQuantity) + 1),
        })
      },
    },
  ]
  for (const each of cases) {
    it(`${each.name} answers ${each.code} behind the generic code`, () => {
      const error = refusal(() => each.post(new Scene()))
      assert.equal(error.code, each.code)
      if (each.text) assert.match(error.text, each.text)
      assert.equal(error.outer, each.outer ?? 'MM_IM_ODATA_API_MDOC/014')
    })
  }
})
