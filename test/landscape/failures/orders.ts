import { rowOf } from '../s4/model/properties.ts'
import { distributions, orderNetworks, userStatusRules } from '../s4/model/sets/internal.ts'
import { failure } from './build.ts'
import { changeOperation, changeOrder } from './changes.ts'
import { goodsIssue, goodsReceipt, orderChange } from './messages.ts'
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
    name: 'process order closed',
    catalogue: '34',
    code: 'RU/494',
    props: { isProcess: true },
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
    message: (scene) => goodsIssue(scene),
    spoil: (scene) => changeOrder(scene, { OrderIsTechnicallyCompleted: 'X' }),
  }),
  failure({
    ...planner,
    name: 'goods receipt from a process order technically completed',
    catalogue: '35',
    code: 'BS/013',
    props: { isProcess: true },
    message: (scene) => goodsReceipt(scene),
    spoil: (scene) => changeOrder(scene, { OrderIsTechnicallyCompleted: 'X' }),
  }),
  failure({
    ...planner,
    name: 'order marked for deletion',
    catalogue: '35',
    code: 'BS/013',
    spoil: (scene) => changeOrder(scene, { OrderIsMarkedForDeletion: 'X' }),
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
    catalogue: '36',
    code: 'BS/007',
    spoil: (scene) => changeOperation(scene, { OperationIsReleased: '' }),
  }),
  failure({
    ...planner,
    name: 'user status forbids confirming',
    catalogue: '37a',
    code: 'BS/014',
    spoil: (scene) => holdByUserStatus(scene, 'Confirm order'),
  }),
  failure({
    ...planner,
    name: 'user status forbids goods movements',
    catalogue: '37a',
    code: 'BS/014',
    message: (scene) => goodsIssue(scene),
    spoil: (scene) => holdByUserStatus(scene, 'Goods movement'),
  }),
  failure({
    name: 'control key forbids confirming',
    catalogue: '38b',
    code: 'RU/903',
    cause: 'masterData',
    queue: 'planner',
    foreseeable: true,
    spoil: (scene) => changeOperation(scene, { OperationControlProfile: 'PP03' }),
  }),
  failure({
    ...planner,
    name: 'superior order closed',
    catalogue: '45',
    code: 'RU/523',
    foreseeable: 'the service of the orders does not say which order another one belongs to',
    spoil: closeSuperiorOrder,
  }),
  failure({
    ...planner,
    name: 'change of a distributed order',
    catalogue: '48',
    code: 'CO_MES_INT/028',
    foreseeable: 'the service of the orders does not say which of them a manufacturing execution system has',
    message: (scene) => orderChange(scene, '*'),
    spoil: ({ books, order }) => books.insert(distributions.name, { order, system: 'DM' }),
  }),
]

function holdByUserStatus({ books, sets, order }: Scene, transaction: string): void {
  const name = 'HOLD'
  const status = { StatusCode: 'E0001', IsUserStatus: true, StatusShortName: name, StatusName: 'On hold' }
  books.insert(sets.statuses.name, rowOf(sets.statuses, { ManufacturingOrder: order, ...status }))
  books.insert(userStatusRules.name, { StatusShortName: name, transaction })
}

/** The order is part of another one's network, and that one is over. */
function closeSuperiorOrder({ books, sets, order, stage }: Scene): void {
  const header = books.one(sets.orders.name, { ManufacturingOrder: order })
  const superiorOrder = String(5_500_000 + stage.index)
  books.insert(sets.orders.name, {
    ...header,
    ManufacturingOrder: superiorOrder,
    OrderInternalBillOfOperations: '',
    OrderIsTechnicallyCompleted: 'X',
    OrderIsClosed: 'X',
  })
  books.insert(orderNetworks.name, { order, superiorOrder })
}
