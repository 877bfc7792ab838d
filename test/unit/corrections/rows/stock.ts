import { NO_SHOP_FLOOR } from '../../../../srv/domain/context.ts'
import { expected } from '../../checks/scene.ts'
import { batch, bend, confirmation, goodsIssue, movement, world } from '../../checks/world.ts'
import type { Cured } from '../scene.ts'

/** Batches and storage locations. */
export const stocks: readonly Cured[] = [
  [
    'no batch',
    bend('RM12', { batch: '' }),
    world(),
    'setBatch',
    ['movements/1/batch=0000000007'],
    /the first to expire with enough stock \(100 KG\)/,
  ],
  [
    'no batch, and none that expires',
    bend('RM12', { batch: '' }),
    world({ batches: [] }),
    'setBatch',
    ['movements/1/batch=0000000007'],
    /the oldest with enough stock \(100 KG\)/,
  ],
  [
    'no batch, where the newer one expires first',
    bend('RM12', { batch: '' }),
    world({ batches: [batch('RM12', '0000000007'), batch('RM12', '0000000008', { expiresOn: '2026-08-01' })] }),
    'setBatch',
    ['movements/1/batch=0000000008'],
    /the first to expire with enough stock \(200 KG\)/,
  ],
  [
    'an expired batch',
    confirmation(),
    world({ batches: [batch('RM12', '0000000007', { expiresOn: '2026-07-01' }), batch('RM12', '0000000008')] }),
    'setBatch',
    ['movements/1/batch=0000000008'],
    /expired on 2026-07-01.*Take batch 0000000008, the only one/,
  ],
  [
    'a restricted batch',
    confirmation(),
    world({ batches: [batch('RM12', '0000000007', { isRestricted: true }), batch('RM12', '0000000008')] }),
    'setBatch',
    ['movements/1/batch=0000000008'],
    /is restricted/,
  ],
  [
    'a batch blocked on the shop floor',
    confirmation(),
    world({ shopFloor: { ...NO_SHOP_FLOOR, batches: [{ material: 'RM12', batch: '0000000007', status: 'blocked' }] } }),
    'setBatch',
    ['movements/1/batch=0000000008'],
    /is blocked on the shop floor/,
  ],
  [
    'a batch without its leading zeros',
    bend('RM12', { batch: '8' }),
    world({ batches: [batch('RM12', '8', { exists: false }), ...world().batches] }),
    'setBatch',
    ['movements/1/batch=0000000008'],
    /but batch 0000000008 does\. Write it as 0000000008/,
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
