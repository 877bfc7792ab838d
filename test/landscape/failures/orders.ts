import { operations, orders } from '../s4/model/sets/production-order.ts'
import { writeStatuses } from '../s4/postings/orders.ts'
import type { Row } from '../s4/contract.ts'
import { failure } from './build.ts'
import { goodsIssue } from './messages.ts'
import type { Scene } from './scene.ts'

const planner = { cause: 'orderStatus', queue: 'planner', foreseeable: true } as const

/** What the status of an order or of an operation forbids. */
export const orderFailures = [
  failure({
    ...planner,
    name: 'order closed',
    catalogue: '34',
    code: 'RU/494',
    spoil: (scene) => changeOrder(scene, { OrderIsTechnicallyCompleted: 'X', OrderIsClosed: 'X' }),
  }),
  failure({
    ...planner,
    name: 'order technically completed',
    catalogue: '35',
    code: 'BS/013',
    spoil: (scene) => changeOrder(scene, { OrderIsTechnicallyCompleted: 'X' }),
  }),
  failure({
    ...planner,
    name: 'goods issue to an order technically completed',
    catalogue: '35',
    code: 'BS/013',
    message: goodsIssue,
    spoil: (scene) => changeOrder(scene, { OrderIsTechnicallyCompleted: 'X' }),
  }),
  failure({
    ...planner,
    name: 'order not released',
    catalogue: '36',
    code: 'BS/007',
    spoil: (scene) => changeOrder(scene, { OrderIsCreated: 'X', OrderIsReleased: '' }),
  }),
  failure({
    ...planner,
    name: 'order locked by planning',
    catalogue: '36',
    code: 'BS/007',
    spoil: (scene) => changeOrder(scene, { OrderIsLocked: 'X' }),
  }),
  failure({
    ...planner,
    name: 'operation not released',
    catalogue: '38',
    code: 'BS/007',
    spoil: (scene) => changeOperation(scene, { OperationIsReleased: '' }),
  }),
]

/** Header flags with the status list that follows from them. */
export function changeOrder(scene: Scene, values: Row): void {
  const key = { ManufacturingOrder: scene.order }
  scene.change(orders.name, key, values)
  const header = scene.books.one(orders.name, key)
  if (header) writeStatuses(scene.books, header)
}

/** The first operation. */
export function changeOperation(scene: Scene, values: Row, operation = '0010'): void {
  scene.change(operations.name, { ManufacturingOrder: scene.order, ManufacturingOrderOperation: operation }, values)
}
