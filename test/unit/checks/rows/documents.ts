import type { Movement } from '../../../../srv/domain/message.ts'
import { confirmed, type Row } from '../scene.ts'
import { bend, confirmation, goodsIssue, movement, operation, quantity, withOrder, world } from '../world.ts'

const unplanned = { order: '', reservation: '', reservationItem: '' }
const receipt = (value: string, bent: Partial<Movement> = {}) =>
  goodsIssue([movement('FG100', value, 'PC', { movementType: '101', storageLocation: '171C', reference: 'F', ...bent })])
const final = (value: string) => confirmation({ yield: quantity(value, 'PC'), movements: [], isFinal: true })

/** What material documents refer to and are charged to; receipts and deliveries; movements that are excluded. */
export const documents: readonly Row[] = [
  ['a receipt for its order', receipt('10'), world()],
  [
    'a receipt in a dialect without references',
    goodsIssue([movement('FG100', '1', 'PC', { movementType: '101', storageLocation: '171C' })]),
    world(),
  ],
  [
    'a receipt that refers to nothing',
    receipt('10', { reference: '' }),
    world(),
    ['movementReference', 'MM_IM_ODATA_API_MDOC/011', 'interface', true, 'movements/0/reference'],
  ],
  [
    'a receipt that refers to a purchase order, and names a production order',
    receipt('10', { reference: 'B' }),
    world(),
    ['movementReference', 'MM_IM_ODATA_API_MDOC/011', 'interface', true, 'movements/0/reference'],
  ],
  [
    'a receipt without its order',
    receipt('10', { order: '' }),
    world(),
    ['movementOrder', 'M7/018', 'interface', true, 'movements/0/order'],
  ],
  [
    'an issue without order and reservation',
    goodsIssue([movement('RM10', '2', 'KG', unplanned)]),
    world(),
    ['movementOrder', 'M7/018', 'interface', true, 'movements/0/order'],
  ],
  ['an issue to a reservation', goodsIssue([movement('RM10', '2', 'KG', { order: '' })]), world()],
  [
    'an issue to nobody',
    goodsIssue([movement('RM10', '2', 'KG', { ...unplanned, movementType: '201' })], { order: '' }),
    world(),
    ['accountAssignment', 'KI/235', 'accountAssignment', true, 'movements/0/account'],
  ],
  [
    'an issue to a cost centre',
    goodsIssue([movement('RM10', '2', 'KG', { ...unplanned, movementType: '201', account: '17101902' })], { order: '' }),
    world(),
  ],
  [
    'a receipt of more than the order and its tolerance',
    receipt('16'),
    withOrder({ received: '95' }),
    ['receiptTolerance', 'COUNTERSIGN/OVER_RECEIPT', 'overDelivery', true, 'movements/0/quantity'],
  ],
  ['a receipt within tolerance', receipt('15'), withOrder({ received: '95', isCompletelyDelivered: true })],
  ['a receipt that nothing limits', receipt('50'), withOrder({ received: '95', isOverDeliveryUnlimited: true })],
  [
    'two receipts that are too much together',
    [receipt('60'), receipt('60')],
    world(),
    ['receiptTolerance', 'COUNTERSIGN/OVER_RECEIPT', 'overDelivery', true, 'movements/0/quantity'],
  ],
  [
    'a receipt for an order that was declared complete',
    receipt('10'),
    withOrder({ received: '50', isCompletelyDelivered: true }),
    ['deliveryCompleted', 'COUNTERSIGN/DELIVERY_COMPLETED', 'overDelivery', false, 'movements/0/quantity', 'warning'],
  ],
  ['a last confirmation within tolerance', final('10'), withOrder(confirmed('80'))],
  [
    'a last confirmation that leaves too much open',
    final('9'),
    withOrder(confirmed('80')),
    ['underDelivery', 'COUNTERSIGN/UNDER_DELIVERY', 'underDelivery', false, 'yield', 'warning'],
  ],
  [
    'a last confirmation whose scrap explains the rest',
    { ...final('5'), scrap: quantity('5', 'PC'), reason: '0001' },
    withOrder(confirmed('80')),
  ],
  [
    'movements excluded where none are due',
    confirmation({ movements: [], hasNoMovements: true, operation: '0020' }),
    withOrder({
      operations: [operation('0010', { confirmedYield: '50' }), operation('0020')],
    }),
  ],
  [
    'movements excluded where the ERP would backflush',
    confirmation({ movements: [], hasNoMovements: true }),
    world(),
    ['backflushExcluded', 'COUNTERSIGN/BACKFLUSH_EXCLUDED', 'interface', false, 'movements', 'warning'],
  ],
  [
    'movements excluded and sent',
    confirmation({ hasNoMovements: true }),
    world(),
    ['backflushExcluded', 'COUNTERSIGN/MOVEMENTS_EXCLUDED', 'interface', true, 'movements'],
  ],
  [
    "the ERP's own reason of a movement",
    bend('RM10', { reason: '0007' }),
    world({ reasons: [{ plant: '1710', shopFloor: 'SCRATCH', erp: '0001', movement: '0007' }] }),
  ],
  [
    "the shop floor's reason of a movement",
    bend('RM10', { reason: 'SCRATCH' }),
    world({ reasons: [{ plant: '1710', shopFloor: 'SCRATCH', erp: '0001', movement: '0007' }] }),
    ['scrapReason', 'COUNTERSIGN/REASON_NOT_MAPPED', 'scrapReason', true, 'movements/0/reason'],
  ],
]
