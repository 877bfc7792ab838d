import type { Row } from '../scene.ts'
import { confirmation, goodsIssue, movement, operation, withOrder, world } from '../world.ts'

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
]
