import type { Row } from '../scene.ts'
import { confirmation, goodsIssue, movement, operation, quantity, withOrder, world } from '../world.ts'

/** Orders and operations: their status and their sequence. */
export const orders: readonly Row[] = [
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
    ['orderStatus', 'BS/013', 'orderStatus', true, 'order'],
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
    ['operationConfirmed', 'COUNTERSIGN/OPERATION_CONFIRMED', 'duplicate', false, 'operation'],
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
    ['controlKey', 'COUNTERSIGN/NOT_CONFIRMABLE', 'masterData', true, 'operation'],
  ],
  [
    'an operation not released in an order that is',
    confirmation(),
    withOrder({ operations: [operation('0010', { isReleased: false }), operation('0020')] }),
    ['operationStatus', 'BS/007', 'orderStatus', true, 'operation'],
  ],
  ['user statuses that forbid nothing', confirmation(), withOrder({ userStatuses: ['INIT', 'PRIO'] })],
  [
    'a user status that forbids postings',
    confirmation(),
    withOrder({ userStatuses: ['INIT', 'HOLD'] }),
    ['userStatus', 'BS/014', 'orderStatus', true, 'order'],
  ],
  [
    'a goods issue to an order with such a user status',
    goodsIssue([movement('RM10', '2', 'KG')], { order: '' }),
    withOrder({ userStatuses: ['BLKD'] }),
    ['userStatus', 'BS/014', 'orderStatus', true, 'movements/0/order'],
  ],
  ['a process order confirmed as one', confirmation({ orderCategory: 'process' }), withOrder({ category: 'process' })],
  [
    'a production order confirmed as a process order',
    confirmation({ orderCategory: 'process' }),
    world(),
    ['orderCategory', 'COUNTERSIGN/ORDER_CATEGORY', 'interface', true, 'order'],
  ],
  [
    'rework of a process order',
    confirmation({ rework: quantity('1', 'PC'), yield: quantity('9', 'PC'), orderCategory: 'process' }),
    withOrder({ category: 'process' }),
    ['processRework', 'COUNTERSIGN/REWORK_NOT_POSSIBLE', 'interface', true, 'rework'],
  ],
  ['no rework of a process order', confirmation({ rework: quantity('0.000', 'PC') }), withOrder({ category: 'process' })],
  [
    'an operation ahead of the one before',
    confirmation({ operation: '0020', movements: [] }),
    world(),
    ['operationSequence', 'COUNTERSIGN/OPERATION_SEQUENCE', 'operationSequence', false, 'operation', 'warning'],
  ],
]
