import { earlier } from '../../checks/scene.ts'
import { bend, confirmation, operation, stock, withOrder, withPlant, world } from '../../checks/world.ts'
import { told, type Unchanged } from '../scene.ts'

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
  ['set-up waste', confirmation({ reason: '0003' }), world(), told({ setupWaste: 0.8 }), 'postAsIs'],
  ['a closed order', confirmation(), withOrder({ isClosed: true }), undefined, 'reject'],
  ['a technically completed order', confirmation(), withOrder({ isTechnicallyCompleted: true }), undefined, 'reject'],
  ['an order that nobody knows', confirmation({ order: '9', movements: [] }), world(), undefined, 'reject'],
  ['a serialised component', confirmation(), withPlant('PK01', { hasSerialNumbers: true }), undefined, 'reject'],
  ['a closed order and a missing batch', bend('RM12', { batch: '' }), withOrder({ isClosed: true }), undefined, 'reject'],
]
