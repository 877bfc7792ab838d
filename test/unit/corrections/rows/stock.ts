import { expected } from '../../checks/scene.ts'
import { bend, confirmation, goodsIssue, movement, world } from '../../checks/world.ts'
import type { Cured } from '../scene.ts'

/** Batches and storage locations. */
export const stocks: readonly Cured[] = [
  [
    'no batch',
    bend('RM12', { batch: '' }),
    world(),
    'setBatch',
    ['movements/1/batch=0000000007'],
    /the oldest with enough stock \(100 KG\)/,
  ],
  [
    'a batch that has too little',
    confirmation(),
    world({ stock: world().stock.map((each) => (each.batch === '0000000007' ? { ...each, quantity: '0.1' } : each)) }),
    'setBatch',
    ['movements/1/batch=0000000008'],
    /the only one with enough stock/,
  ],
  [
    'a storage location without the stock',
    bend('RM10', { storageLocation: '171B' }),
    world(),
    'setStorageLocation',
    ['movements/0/storageLocation=171A'],
    /planned for the component, which has 500 KG/,
  ],
  [
    'no storage location at all',
    goodsIssue([movement('RM10', '2', 'KG', { storageLocation: '', reservation: '', reservationItem: '' })]),
    world(),
    'setStorageLocation',
    ['movements/0/storageLocation=171A'],
    /Enter a storage location/,
  ],
  [
    'a receipt into a storage location without the material',
    confirmation({
      movements: [...confirmation().movements, movement('FG100', '10', 'PC', { movementType: '101', storageLocation: '9999' })],
    }),
    world(),
    'setStorageLocation',
    ['movements/3/storageLocation=171C'],
    /the order's own/,
  ],
  ['a batch that is not needed', bend('RM10', { batch: '1' }), world(), 'setBatch', ['movements/0/batch='], /without a batch/],
  [
    'no batch, where the ERP has its own idea',
    bend('RM12', { batch: '' }),
    world({ expected: [expected('2', 'RM12', '0.5', 'KG', '0000000008')] }),
    'setBatch',
    ['movements/1/batch=0000000008'],
    /the ERP's own choice/,
  ],
]
