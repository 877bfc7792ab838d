import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CHECKS, inspect, type CheckSettings } from '../../../srv/checks/index.ts'
import type { Context, EarlierAttempt } from '../../../srv/domain/context.ts'
import type { Cause, Finding } from '../../../srv/domain/judgement.ts'
import type { MessagePart } from '../../../srv/domain/message.ts'
import {
  bend,
  component,
  confirmation,
  goodsIssue,
  movement,
  operation,
  order,
  quantity,
  stock,
  TODAY,
  withMaterial,
  withOrder,
  withPlant,
  world,
} from './world.ts'

const SETTINGS: CheckSettings = { consumptionTolerance: '20', duplicateWindow: 86400 }

function found(part: MessagePart | MessagePart[], context: Context = world(), settings = SETTINGS): Finding[] {
  return inspect({ parts: [part].flat() }, context, settings).flatMap((each) => each.findings)
}

const earlier = (bent: Partial<EarlierAttempt>): Context => {
  const base = {
    number: 7,
    status: 'posted',
    receivedAt: `${TODAY}T09:00:00Z`,
    sameBody: false,
    order: '1000001',
    operation: '0010',
    yield: '10',
    scrap: '0',
    erpDocument: '207/1',
  }
  return world({ earlier: [{ ...base, ...bent }] })
}
const confirmed = (value: string) => ({
  operations: [operation('0010', { confirmedYield: value, isPartiallyConfirmed: true }), operation('0020')],
})
const rm = (value: string, unit = 'KG') => bend('RM10', { quantity: quantity(value, unit) })

const noTolerance = world({ orders: [order(confirmed('91'))].map(({ overDeliveryTolerance: _, ...each }) => each) })

/** What is wrong → exactly these findings: check, code, cause, decisive?, field. */
type Row = readonly [
  string,
  MessagePart | MessagePart[],
  Context,
  ...(readonly [string, string, Cause, boolean, string, Finding['severity']?])[],
]
const rows: readonly Row[] = [
  [
    'an order that the ERP does not know',
    confirmation({ order: '9', movements: [] }),
    world(),
    ['orderStatus', 'COUNTERSIGN/ORDER_UNKNOWN', 'masterData', true, 'order'],
  ],
  [
    'a closed order, however complete',
    confirmation(),
    withOrder({ isClosed: true, isTechnicallyCompleted: true }),
    ['orderStatus', 'RU/494', 'orderStatus', true, 'order'],
  ],
  [
    'a technically completed order',
    confirmation(),
    withOrder({ isTechnicallyCompleted: true }),
    ['orderStatus', 'BS/013', 'orderStatus', true, 'order'],
  ],
  ['a locked order', confirmation(), withOrder({ isLocked: true }), ['orderStatus', 'BS/007', 'orderStatus', true, 'order']],
  [
    'an order marked for deletion',
    confirmation(),
    withOrder({ isMarkedForDeletion: true }),
    ['orderStatus', 'BS/007', 'orderStatus', true, 'order'],
  ],
  ['an order not released', confirmation(), withOrder({ isReleased: false }), ['orderStatus', 'BS/007', 'orderStatus', true, 'order']],
  ['an order released in part, for a released operation', confirmation(), withOrder({ isReleased: false, isPartiallyReleased: true })],
  [
    'an order released in part, for another operation',
    confirmation(),
    withOrder({ isReleased: false, isPartiallyReleased: true, operations: [operation('0010', { isReleased: false }), operation('0020')] }),
    ['operationStatus', 'BS/007', 'orderStatus', true, 'operation'],
  ],
  [
    'a goods issue to a closed order',
    goodsIssue([movement('RM10', '2', 'KG')], { order: '' }),
    withOrder({ isClosed: true }),
    ['orderStatus', 'RU/494', 'orderStatus', true, 'movements/0/order'],
  ],
  [
    'an unknown operation',
    confirmation({ operation: '0990', movements: [] }),
    world(),
    ['operationStatus', 'COUNTERSIGN/OPERATION_UNKNOWN', 'masterData', true, 'operation'],
  ],
  [
    'an operation finally confirmed',
    confirmation(),
    withOrder({ operations: [operation('0010', { isConfirmed: true, confirmedYield: '50' })] }),
    ['operationStatus', 'COUNTERSIGN/OPERATION_CONFIRMED', 'duplicate', false, 'operation'],
  ],
  [
    'a closed operation',
    confirmation(),
    withOrder({ operations: [operation('0010', { isClosed: true })] }),
    ['operationStatus', 'RU/494', 'orderStatus', true, 'operation'],
  ],
  [
    'a control key without confirmation',
    confirmation(),
    withOrder({ operations: [operation('0010', { controlKey: 'PP03' })] }),
    ['operationStatus', 'COUNTERSIGN/NOT_CONFIRMABLE', 'masterData', true, 'operation'],
  ],
  [
    'an operation ahead of the one before',
    confirmation({ operation: '0020', movements: [] }),
    world(),
    ['operationSequence', 'COUNTERSIGN/OPERATION_SEQUENCE', 'operationSequence', false, 'operation', 'warning'],
  ],
  ['more than planned, within tolerance', confirmation({ movements: [] }), withOrder(confirmed('100'))],
  [
    'more than planned plus tolerance',
    confirmation({ movements: [] }),
    withOrder(confirmed('101')),
    ['overDelivery', 'COUNTERSIGN/OVER_DELIVERY', 'overDelivery', false, 'yield'],
  ],
  [
    'more than planned where no tolerance is kept',
    confirmation({ movements: [] }),
    noTolerance,
    ['overDelivery', 'COUNTERSIGN/OVER_DELIVERY', 'overDelivery', false, 'yield'],
  ],
  ['over-delivery that nothing limits', confirmation({ movements: [] }), withOrder({ ...confirmed('101'), isOverDeliveryUnlimited: true })],
  ['the same posted before', confirmation(), earlier({ sameBody: true }), ['duplicate', 'COUNTERSIGN/DUPLICATE', 'duplicate', true, '']],
  [
    'the same but for its key',
    confirmation(),
    earlier({ sameContent: true }),
    ['duplicate', 'COUNTERSIGN/DUPLICATE', 'duplicate', true, ''],
  ],
  [
    'the same still held',
    confirmation(),
    earlier({ sameBody: true, status: 'held' }),
    ['duplicate', 'COUNTERSIGN/DUPLICATE', 'duplicate', false, ''],
  ],
  [
    'equal quantities a minute ago',
    confirmation(),
    earlier({ receivedAt: `${TODAY}T09:59:00Z` }),
    ['duplicate', 'COUNTERSIGN/DUPLICATE', 'duplicate', false, '', 'warning'],
  ],
  ['equal quantities an hour ago, the next lot', confirmation(), earlier({})],
  ['the same, before the window', confirmation(), earlier({ sameBody: true, receivedAt: '2026-07-13T09:00:00Z' })],
  [
    'a negative yield',
    confirmation({ yield: quantity('-10', 'PC'), movements: [] }),
    world(),
    ['quantityPositive', 'COUNTERSIGN/QUANTITY', 'entryError', true, 'yield'],
  ],
  ['activities without yield', confirmation({ yield: quantity('0', 'PC'), movements: [] }), world()],
  [
    'a zero movement',
    goodsIssue([movement('RM10', '0', 'KG')]),
    world(),
    ['quantityPositive', 'COUNTERSIGN/QUANTITY', 'entryError', true, 'movements/0/quantity'],
  ],
  [
    'a yield ten times what the components say',
    confirmation({ yield: quantity('100', 'PC') }),
    world(),
    ['yieldPlausible', 'COUNTERSIGN/YIELD_IMPLAUSIBLE', 'entryError', true, 'yield'],
  ],
  [
    'a yield a tenth of what the components say',
    confirmation({ yield: quantity('1', 'PC') }),
    world(),
    ['yieldPlausible', 'COUNTERSIGN/YIELD_IMPLAUSIBLE', 'entryError', true, 'yield'],
  ],
  [
    'a yield in pieces that was meant in boxes',
    confirmation({
      yield: quantity('2', 'PC'),
      movements: [movement('RM10', '9.6', 'KG'), movement('RM12', '2.4', 'KG'), movement('PK01', '48', 'PC')],
    }),
    world(),
    ['yieldPlausible', 'COUNTERSIGN/YIELD_IMPLAUSIBLE', 'unitOfMeasure', true, 'unit'],
  ],
  [
    'ten times the whole order',
    confirmation({ yield: quantity('1000', 'PC'), movements: [] }),
    world(),
    ['yieldPlausible', 'COUNTERSIGN/YIELD_IMPLAUSIBLE', 'entryError', false, 'yield'],
    ['overDelivery', 'COUNTERSIGN/OVER_DELIVERY', 'overDelivery', false, 'yield'],
  ],
  ['a day of last month', confirmation({ postingDate: '2026-06-30' }), world(), ['period', 'M7/053', 'period', true, 'postingDate']],
  [
    'a day of next month',
    confirmation({ postingDate: '2026-08-01' }),
    world(),
    ['period', 'M7/053', 'period', true, 'postingDate'],
    ['postingDate', 'COUNTERSIGN/FUTURE_DATE', 'entryError', true, 'postingDate'],
  ],
  [
    'UTC still in last month',
    confirmation({ postingDate: '2026-06-30' }),
    world({ today: '2026-07-01', readAt: '2026-06-30T23:30:00Z' }),
    ['period', 'M7/053', 'timeZone', true, 'postingDate'],
  ],
  [
    'tomorrow, which is next month',
    confirmation({ postingDate: '2026-08-01' }),
    world({ today: '2026-07-31', readAt: '2026-07-31T10:00:00Z' }),
    ['period', 'M7/053', 'timeZone', true, 'postingDate'],
    ['postingDate', 'COUNTERSIGN/FUTURE_DATE', 'timeZone', false, 'postingDate'],
  ],
  [
    'UTC already tomorrow',
    confirmation({ postingDate: '2026-07-16' }),
    world({ readAt: '2026-07-16T02:00:00Z' }),
    ['postingDate', 'COUNTERSIGN/FUTURE_DATE', 'timeZone', true, 'postingDate'],
  ],
  [
    'the shop floor reason in the ERP field',
    confirmation({ reason: 'SCRATCH' }),
    world(),
    ['scrapReason', 'COUNTERSIGN/REASON_NOT_MAPPED', 'scrapReason', true, 'reason'],
  ],
  [
    'a reason nobody knows',
    confirmation({ reason: 'X9' }),
    world(),
    ['scrapReason', 'COUNTERSIGN/REASON_UNKNOWN', 'scrapReason', false, 'reason'],
  ],
  ['a reason of the ERP', confirmation({ reason: '0003' }), world()],
  [
    'scrap without a reason',
    confirmation({ yield: quantity('8', 'PC'), scrap: quantity('2', 'PC') }),
    world(),
    ['scrapReason', 'COUNTERSIGN/REASON_MISSING', 'scrapReason', true, 'reason', 'warning'],
  ],
  [
    'a transfer in a confirmation',
    confirmation({ movements: [movement('RM10', '2', 'KG', { movementType: '311' })] }),
    world(),
    ['movementType', 'M7/096', 'interface', true, 'movements/0/movementType'],
  ],
  [
    'scrapping from stock without an order',
    goodsIssue([movement('RM10', '2', 'KG', { movementType: '551', order: '', reservation: '', reservationItem: '' })], { order: '' }),
    world(),
  ],
  [
    'a material that does not exist',
    confirmation({ movements: [movement('RM404', '2', 'KG')] }),
    world(),
    ['materialExists', 'M3/305', 'masterData', true, 'movements/0/material'],
  ],
  [
    'a material not in the plant',
    confirmation(),
    withMaterial('PK01', (each) => ({ ...each, plants: [] })),
    ['materialInPlant', 'M3/351', 'masterData', true, 'movements/2/material'],
  ],
  [
    'a material with a status',
    confirmation(),
    withPlant('PK01', { status: '01' }),
    ['materialInPlant', 'COUNTERSIGN/MATERIAL_STATUS', 'masterData', true, 'movements/2/material'],
  ],
  [
    'a unit unknown to the material',
    bend('RM10', { quantity: quantity('2', 'BOX') }),
    world(),
    ['unitConvertible', 'COUNTERSIGN/UNIT_NOT_CONVERTIBLE', 'unitOfMeasure', true, 'movements/0/unit'],
  ],
  [
    'a yield in a unit unknown to the product',
    confirmation({ yield: quantity('10', 'L') }),
    world(),
    ['unitConvertible', 'COUNTERSIGN/UNIT_NOT_CONVERTIBLE', 'unitOfMeasure', true, 'unit'],
  ],
  [
    'a reservation of another order',
    bend('RM10', { reservation: '7777' }),
    world(),
    ['reservation', 'M7/520', 'reservation', true, 'movements/0/reservation'],
  ],
  [
    'a reservation finally issued',
    confirmation(),
    withOrder({ components: [component('1', 'RM10', '20', 'KG', { isFinallyIssued: true }), ...order().components.slice(1)] }),
    ['reservation', 'M7/022', 'reservation', true, 'movements/0/reservation'],
  ],
  [
    'a reservation exceeded in all',
    confirmation(),
    withOrder({ components: [component('1', 'RM10', '20', 'KG', { withdrawn: '23' }), ...order().components.slice(1)] }),
    ['reservation', 'M7/022', 'reservation', false, 'movements/0/quantity', 'warning'],
  ],
  [
    'another material instead of a component',
    confirmation({ movements: [movement('RM99', '2.1', 'KG'), ...confirmation().movements.slice(1)] }),
    world(),
    ['substitution', 'COUNTERSIGN/SUBSTITUTION', 'substitution', true, 'movements/0/material'],
  ],
  [
    'another material on the reservation of a component',
    bend('RM10', { material: 'RM99' }),
    world(),
    ['substitution', 'COUNTERSIGN/SUBSTITUTION', 'substitution', true, 'movements/0/material'],
  ],
  [
    'a material on top of the components',
    confirmation({ movements: [...confirmation().movements, movement('RM99', '1', 'KG')] }),
    world(),
    ['substitution', 'COUNTERSIGN/NOT_IN_BOM', 'substitution', false, 'movements/3/material', 'warning'],
  ],
  [
    'a component left out',
    confirmation({ movements: confirmation().movements.slice(0, 2) }),
    world(),
    ['consumption', 'COUNTERSIGN/MISSING_COMPONENT', 'interface', true, 'movements'],
  ],
  ['all components left to the ERP', confirmation({ movements: [] }), world()],
  [
    'set-up waste at the first confirmation',
    rm('2.9'),
    world(),
    ['consumption', 'COUNTERSIGN/OVER_CONSUMPTION', 'setupWaste', false, 'movements/0/quantity'],
  ],
  [
    'the same surplus later on',
    rm('2.9'),
    withOrder(confirmed('20')),
    ['consumption', 'COUNTERSIGN/OVER_CONSUMPTION', 'setupWaste', false, 'movements/0/quantity'],
  ],
  [
    'a surplus of the only component later on',
    confirmation({ movements: [movement('RM10', '2.9', 'KG')] }),
    withOrder({ ...confirmed('20'), components: [component('1', 'RM10', '20', 'KG')] }),
    ['consumption', 'COUNTERSIGN/OVER_CONSUMPTION', 'scrapUnreported', false, 'movements/0/quantity'],
  ],
  [
    'a yield ten times too much besides true scrap',
    confirmation({
      yield: quantity('30', 'PC'),
      scrap: quantity('1', 'PC'),
      reason: '0001',
      movements: [movement('RM10', '0.8', 'KG'), movement('RM12', '0.2', 'KG'), movement('PK01', '4', 'PC')],
    }),
    world(),
    ['yieldPlausible', 'COUNTERSIGN/YIELD_IMPLAUSIBLE', 'entryError', true, 'yield'],
  ],
  [
    'a fixed quantity not taken this time',
    confirmation({ movements: confirmation().movements.slice(1) }),
    withOrder({ components: [component('1', 'RM10', '20', 'KG', { isFixedQuantity: true }), ...order().components.slice(1)] }),
  ],
  [
    'another material instead of a component that is issued by hand',
    confirmation({ movements: [movement('RM99', '2.1', 'KG'), ...confirmation().movements.slice(1)] }),
    withOrder({
      components: [component('1', 'RM10', '20', 'KG', { isBackflushed: false, operation: '' }), ...order().components.slice(1)],
    }),
    ['substitution', 'COUNTERSIGN/SUBSTITUTION', 'substitution', true, 'movements/0/material'],
  ],
  [
    'movements that leave all but the quantity to their reservation',
    confirmation({
      movements: confirmation().movements.map((each) => ({ ...each, material: '', plant: '', storageLocation: '', movementType: '' })),
    }),
    world(),
  ],
  ['twenty percent more, as tolerated', rm('2.4'), world()],
  ['too little', rm('1.2'), world(), ['consumption', 'COUNTERSIGN/UNDER_CONSUMPTION', 'entryError', false, 'movements/0/quantity']],
  [
    'ten times too much of one component',
    rm('20'),
    world(),
    ['consumption', 'COUNTERSIGN/OVER_CONSUMPTION', 'entryError', true, 'movements/0/quantity'],
  ],
  [
    'a hundredth of one component',
    rm('0.02'),
    world(),
    ['consumption', 'COUNTERSIGN/UNDER_CONSUMPTION', 'entryError', true, 'movements/0/quantity'],
  ],
  [
    'kilograms that were grams',
    rm('2000'),
    world(),
    ['consumption', 'COUNTERSIGN/OVER_CONSUMPTION', 'unitOfMeasure', true, 'movements/0/unit'],
    ['stockAvailable', 'M7/021', 'unitOfMeasure', true, 'movements/0/unit'],
  ],
  [
    'boxes that were pieces',
    bend('PK01', { quantity: quantity('10', 'BOX') }),
    world(),
    ['consumption', 'COUNTERSIGN/OVER_CONSUMPTION', 'unitOfMeasure', true, 'movements/2/unit'],
  ],
  [
    'all components over alike, and no scrap',
    confirmation({ movements: [movement('RM10', '3', 'KG'), movement('RM12', '750', 'G'), movement('PK01', '15', 'PC')] }),
    world(),
    ['consumption', 'COUNTERSIGN/OVER_CONSUMPTION', 'scrapUnreported', false, 'scrap'],
  ],
  [
    'all components over alike, with the scrap that explains it',
    confirmation({
      scrap: quantity('5', 'PC'),
      reason: '0001',
      movements: [movement('RM10', '3', 'KG'), movement('RM12', '750', 'G'), movement('PK01', '15', 'PC')],
    }),
    world(),
  ],
  [
    'a fixed quantity taken once',
    rm('20'),
    withOrder({ components: [component('1', 'RM10', '20', 'KG', { isFixedQuantity: true }), ...order().components.slice(1)] }),
  ],
  [
    'what the ERP itself proposes, whatever the BOM says',
    rm('4'),
    world({
      expected: [
        {
          part: 0,
          material: 'RM10',
          plant: '1710',
          storageLocation: '171A',
          batch: '',
          movementType: '261',
          reservation: '5001',
          reservationItem: '1',
          quantity: quantity('4000', 'G'),
        },
      ],
    }),
  ],
  [
    'a goods issue of more than is open',
    goodsIssue([movement('RM10', '29', 'KG')]),
    world(),
    ['consumption', 'COUNTERSIGN/OVER_CONSUMPTION', 'scrapUnreported', false, 'movements/0/quantity'],
  ],
  ['a goods issue in instalments', goodsIssue([movement('RM10', '2', 'KG')]), world()],
  [
    'no storage location anywhere',
    bend('RM10', { storageLocation: '', reservation: '', reservationItem: '' }),
    world(),
    ['storageLocation', 'M7/018', 'wrongStorageLocation', true, 'movements/0/storageLocation'],
  ],
  ['the storage location of the reservation', bend('RM10', { storageLocation: '' }), world()],
  [
    'a storage location without the material',
    bend('RM10', { storageLocation: '999Z' }),
    world(),
    ['storageLocation', 'COUNTERSIGN/STORAGE_LOCATION_VIEW', 'wrongStorageLocation', true, 'movements/0/storageLocation'],
    ['stockAvailable', 'M7/021', 'wrongStorageLocation', true, 'movements/0/storageLocation'],
  ],
  [
    'a storage location being counted',
    confirmation(),
    withPlant('RM10', { storageLocations: [{ id: '171A', isBlockedByInventory: true }] }),
    ['storageLocation', 'COUNTERSIGN/PHYSICAL_INVENTORY', 'physicalInventory', true, 'movements/0/storageLocation'],
  ],
  ['no batch', bend('RM12', { batch: '' }), world(), ['batchRequired', 'M7/018', 'batchMissing', true, 'movements/1/batch']],
  [
    'a batch that is not needed',
    bend('RM10', { batch: '1' }),
    world(),
    ['batchRequired', 'COUNTERSIGN/BATCH_NOT_MANAGED', 'masterData', true, 'movements/0/batch'],
  ],
  [
    'too little in the batch',
    confirmation(),
    world({ stock: world().stock.map((each) => (each.batch === '0000000007' ? { ...each, quantity: '0.1' } : each)) }),
    ['stockAvailable', 'M7/021', 'batchMissing', true, 'movements/1/batch'],
  ],
  [
    'too little in every batch of the place',
    bend('RM12', { quantity: quantity('0.55', 'KG') }),
    world({ stock: world().stock.map((each) => (each.material === 'RM12' ? { ...each, quantity: '0.3' } : each)) }),
    ['stockAvailable', 'M7/021', 'stockDeficit', false, 'movements/1/quantity'],
  ],
  [
    'another material instead of a component whose own data were not read',
    confirmation({ movements: [movement('RM99', '2.1', 'KG'), ...confirmation().movements.slice(1)] }),
    world({ materials: world().materials.filter((each) => each.id !== 'RM10') }),
    ['substitution', 'COUNTERSIGN/SUBSTITUTION', 'substitution', true, 'movements/0/material'],
  ],
  [
    'a yield ten times what the only component says',
    confirmation({ yield: quantity('100', 'PC'), movements: [movement('RM10', '2', 'KG')] }),
    withOrder({ components: [component('1', 'RM10', '20', 'KG')] }),
    ['yieldPlausible', 'COUNTERSIGN/YIELD_IMPLAUSIBLE', 'entryError', true, 'yield'],
  ],
  [
    'stock in another storage location',
    confirmation(),
    world({ stock: [stock('RM10', '50', 'KG', { storageLocation: '171B' }), ...world().stock.slice(1)] }),
    ['stockAvailable', 'M7/021', 'wrongStorageLocation', false, 'movements/0/storageLocation'],
  ],
  [
    'stock in the planned storage location',
    bend('RM10', { storageLocation: '171B' }),
    world(),
    ['stockAvailable', 'M7/021', 'wrongStorageLocation', true, 'movements/0/storageLocation'],
  ],
  [
    'stock in quality inspection',
    confirmation(),
    world({ stock: [stock('RM10', '50', 'KG', { type: 'quality' }), ...world().stock.slice(1)] }),
    ['stockAvailable', 'M7/021', 'qualityHold', true, 'movements/0/quantity'],
  ],
  [
    'no stock at all',
    confirmation(),
    world({ stock: world().stock.slice(1) }),
    ['stockAvailable', 'M7/021', 'lateReceipt', false, 'movements/0/quantity'],
  ],
  [
    'too little stock',
    confirmation(),
    world({ stock: [stock('RM10', '1.5', 'KG'), ...world().stock.slice(1)] }),
    ['stockAvailable', 'M7/021', 'stockDeficit', false, 'movements/0/quantity'],
  ],
  [
    'too little stock where negative stock is allowed',
    confirmation(),
    withPlant('RM10', { isNegativeStockAllowed: true }, world({ stock: world().stock.slice(1) })),
  ],
  [
    'stock for one part of a change set only',
    [confirmation(), confirmation({ operation: '0020' })],
    world({ orders: [order(confirmed('50'))], stock: [stock('RM10', '3', 'KG'), ...world().stock.slice(1)] }),
    ['stockAvailable', 'M7/021', 'stockDeficit', false, 'movements/0/quantity'],
  ],
  [
    'too little stock for what the ERP will backflush',
    confirmation({ movements: [] }),
    world({
      stock: [],
      expected: [
        {
          part: 0,
          material: 'RM10',
          plant: '1710',
          storageLocation: '171A',
          batch: '',
          movementType: '261',
          reservation: '5001',
          reservationItem: '1',
          quantity: quantity('2', 'KG'),
        },
      ],
    }),
    ['stockAvailable', 'M7/021', 'lateReceipt', false, 'movements'],
  ],
  [
    'a serialised component',
    confirmation(),
    withPlant('PK01', { hasSerialNumbers: true }),
    ['serialNumbers', 'COUNTERSIGN/SERIAL_NUMBERS', 'serialNumber', true, 'movements/2/material'],
  ],
  [
    'no valuation',
    confirmation(),
    withMaterial('PK01', ({ price: _, ...each }) => each),
    ['accounting', 'M8/147', 'accountAssignment', false, 'movements/2/material', 'warning'],
  ],
]

describe('inspect', () => {
  for (const [name, parts, context, ...expected] of rows) {
    it(`sees ${name}: ${expected.length === 0 ? 'nothing wrong' : expected.map((each) => each[1]).join(', ')}`, () => {
      const findings = found(parts, context)
      const got = findings.map((each) => [each.check, each.code, each.cause, each.isDecisive, each.field, each.severity])
      assert.deepEqual(
        got,
        expected.map(([check, code, cause, isDecisive, field, severity = 'error']) => [check, code, cause, isDecisive, field, severity]),
      )
      for (const each of findings) assert.match(each.text, /^[A-Z0-9].*\.$/)
    })
  }

  it('names numbers and units in the sentence and as evidence', () => {
    const [finding] = found(rm('2.9'))
    assert.equal(finding?.text, '2.9 KG of RM10 reported where the bill of material needs 2 KG for 10 PC.')
    assert.deepEqual(finding.evidence.slice(0, 3), [
      { name: 'sent', value: '2.9', unit: 'KG' },
      { name: 'expected', value: '2', unit: 'KG' },
      { name: 'ratio', value: '1.45' },
    ])
  })

  it('lets last month pass where the plant allows it', () => {
    assert.deepEqual(found(confirmation({ postingDate: '2026-06-30' }), world(), { ...SETTINGS, allowPreviousPeriod: true }), [])
  })

  it('never passes a check whose source could not be read', () => {
    const results = inspect(
      { parts: [confirmation({ order: '9' })] },
      world({ orders: [], unread: [{ source: 'orders', reason: 'timed out' }] }),
      SETTINGS,
    )
    for (const check of CHECKS.filter((each) => each.kinds.includes('confirmation'))) {
      const result = results.find((each) => each.check === check.name)
      assert.equal(result?.state === 'notChecked', check.reads.includes('orders'), check.name)
      if (result?.state === 'notChecked') assert.equal(result.reason, 'orders: timed out')
    }
  })

  it('judges no other kinds of message', () => {
    assert.deepEqual(inspect({ parts: [confirmation({ kind: 'cancellation' })] }, world(), SETTINGS), [])
  })

  it('has a row for every check and for every code that one foresees', () => {
    const codes = new Set(rows.flatMap((row) => (row.slice(3) as Row[3][]).map((each) => `${each[0]} ${each[1]}`)))
    const missing = CHECKS.flatMap((check) => check.foresees.map((code) => `${check.name} ${code}`)).filter((each) => !codes.has(each))
    assert.deepEqual(missing, [])
  })
})
