import { earlier } from '../../checks/scene.ts'
import { NO_SHOP_FLOOR } from '../../../../srv/domain/context.ts'
import type { Movement } from '../../../../srv/domain/message.ts'
import {
  batch,
  bend,
  confirmation,
  goodsIssue,
  movement,
  operation,
  quantity,
  stock,
  withOrder,
  withPlant,
  world,
} from '../../checks/world.ts'
import { told, type Unchanged } from '../scene.ts'

const issue = (bent: Partial<Movement>) => movement('RM10', '2', 'KG', { order: '', reservation: '', reservationItem: '', ...bent })
const receipt = movement('FG100', '10', 'PC', { movementType: '101', storageLocation: '171C', reference: '' })

/** Actions that change nothing in the message. */
export const unchanged: readonly Unchanged[] = [
  ['the same posted before', confirmation(), earlier({ sameBody: true }), undefined, 'markDuplicate'],
  [
    'an operation finally confirmed',
    confirmation(),
    withOrder({ operations: [operation('0010', { isConfirmed: true })] }),
    undefined,
    'markDuplicate',
  ],
  ['no stock yet', confirmation(), world({ stock: world().stock.slice(1) }), undefined, 'waitAndRetry'],
  [
    'no stock, and a model that knows it comes late',
    confirmation(),
    world({ stock: world().stock.slice(1) }),
    told({ lateReceipt: 0.9 }),
    'waitAndRetry',
  ],
  ['an order not released yet', confirmation(), withOrder({ isReleased: false }), undefined, 'waitAndRetry'],
  [
    'stock in quality inspection',
    confirmation(),
    world({ stock: [stock('RM10', '50', 'KG', { type: 'quality' }), ...world().stock.slice(1)] }),
    undefined,
    'waitAndRetry',
  ],
  [
    'a place being counted',
    confirmation(),
    withPlant('RM10', { storageLocations: [{ id: '171A', isBlockedByInventory: true }] }),
    undefined,
    'waitAndRetry',
  ],
  ['a user status that forbids postings', confirmation(), withOrder({ userStatuses: ['HOLD'] }), undefined, 'waitAndRetry'],
  [
    'an order on hold on the shop floor',
    confirmation(),
    world({ shopFloor: { ...NO_SHOP_FLOOR, orders: [{ order: '1000001', status: 'hold' }] } }),
    undefined,
    'waitAndRetry',
  ],
  [
    'a characteristic not measured',
    confirmation(),
    world({ shopFloor: { ...NO_SHOP_FLOOR, missingResults: [{ order: '1000001', operation: '0010', characteristic: 'TORQUE' }] } }),
    undefined,
    'waitAndRetry',
  ],
  [
    'the only batch, which is restricted',
    confirmation(),
    world({ batches: ['0000000007', '0000000008'].map((each) => batch('RM12', each, { isRestricted: true })) }),
    undefined,
    'waitAndRetry',
  ],
  ['a last confirmation that leaves too much open', confirmation({ movements: [], isFinal: true }), world(), undefined, 'postAsIs'],
  ['rework of a process order', confirmation({ rework: quantity('1', 'PC') }), withOrder({ category: 'process' }), undefined, 'reject'],
  ['movements excluded and sent', confirmation({ hasNoMovements: true }), world(), undefined, 'reject'],
  ['a number that nobody can read', confirmation({ yield: quantity('ten', 'PC') }), world(), undefined, 'reject'],
  [
    'thousands or a decimal comma, where nothing tells',
    confirmation({ yield: quantity('1,100', 'PC'), movements: [] }),
    withOrder({ isOverDeliveryUnlimited: true }),
    undefined,
    'reject',
  ],
  ['an issue without its order', goodsIssue([issue({})]), world(), undefined, 'reject'],
  ['an issue to nobody', goodsIssue([issue({ movementType: '201' })], { order: '' }), world(), undefined, 'reject'],
  ['a receipt that refers to nothing', goodsIssue([receipt]), world(), undefined, 'reject'],
  ['set-up waste', confirmation({ reason: '0003' }), world(), told({ setupWaste: 0.8 }), 'postAsIs'],
  ['a closed order', confirmation(), withOrder({ isClosed: true }), undefined, 'reject'],
  ['a technically completed order', confirmation(), withOrder({ isTechnicallyCompleted: true }), undefined, 'reject'],
  ['an order that nobody knows', confirmation({ order: '9', movements: [] }), world(), undefined, 'reject'],
  ['a serialised component', confirmation(), withPlant('PK01', { hasSerialNumbers: true }), undefined, 'reject'],
  ['a closed order and a missing batch', bend('RM12', { batch: '' }), withOrder({ isClosed: true }), undefined, 'reject'],
]
