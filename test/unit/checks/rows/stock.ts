import { confirmed, expected, type Row } from '../scene.ts'
import { bend, confirmation, order, quantity, stock, withPlant, world } from '../world.ts'

/** Storage locations, batches and stock. */
export const stocks: readonly Row[] = [
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
    ['storageLocationView', 'COUNTERSIGN/STORAGE_LOCATION_VIEW', 'wrongStorageLocation', true, 'movements/0/storageLocation'],
    ['stockAvailable', 'M7/021', 'wrongStorageLocation', true, 'movements/0/storageLocation'],
  ],
  [
    'the planned storage location, where the material lacks its view',
    confirmation(),
    withPlant('RM10', { storageLocations: [{ id: '171B', isBlockedByInventory: false }] }),
    ['storageLocationView', 'COUNTERSIGN/STORAGE_LOCATION_VIEW', 'masterData', true, 'movements/0/storageLocation'],
  ],
  [
    'a storage location being counted',
    confirmation(),
    withPlant('RM10', { storageLocations: [{ id: '171A', isBlockedByInventory: true }] }),
    ['physicalInventory', 'COUNTERSIGN/PHYSICAL_INVENTORY', 'physicalInventory', true, 'movements/0/storageLocation'],
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
      expected: [expected('1', 'RM10', '2', 'KG')],
    }),
    ['stockAvailable', 'M7/021', 'lateReceipt', false, 'movements'],
  ],
]
