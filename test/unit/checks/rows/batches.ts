import type { BatchContext, ShopFloorContext } from '../../../../srv/domain/context.ts'
import { NO_SHOP_FLOOR } from '../../../../srv/domain/context.ts'
import type { Row } from '../scene.ts'
import { batch, bend, confirmation, goodsIssue, movement, stock, withPlant, world } from '../world.ts'

const seven = (bent: Partial<BatchContext>) => world({ batches: [batch('RM12', '0000000007', bent), batch('RM12', '0000000008')] })
const onFloor = (status: ShopFloorContext['batches'][number]['status']) =>
  world({ shopFloor: { ...NO_SHOP_FLOOR, batches: [{ material: 'RM12', batch: '0000000007', status }] } })
const inBatches = (...quantities: string[]) => {
  const receipts = quantities.map((each, index) =>
    movement('FG100', each, 'PC', { movementType: '101', storageLocation: '171C', batch: `NEW${index}` }),
  )
  return confirmation({ movements: [...confirmation().movements, ...receipts] })
}
const scrapping = goodsIssue(
  [movement('RM12', '500', 'G', { movementType: '551', account: '17101902', order: '', reservation: '', reservationItem: '' })],
  { order: '' },
)

/** Batches: whether they exist, still may be used, and are free. */
export const batches: readonly Row[] = [
  [
    'a batch that does not exist',
    confirmation(),
    seven({ exists: false }),
    ['batchExists', 'COUNTERSIGN/BATCH_UNKNOWN', 'batchMissing', true, 'movements/1/batch'],
  ],
  [
    'a batch without its leading zeros',
    bend('RM12', { batch: '7' }),
    world({ batches: [batch('RM12', '7', { exists: false }), ...world().batches] }),
    ['batchExists', 'COUNTERSIGN/BATCH_UNKNOWN', 'batchMissing', true, 'movements/1/batch'],
    ['stockAvailable', 'M7/021', 'batchMissing', true, 'movements/1/batch'],
  ],
  [
    'a batch that a receipt makes',
    confirmation({
      movements: [
        movement('FG100', '10', 'PC', { movementType: '101', storageLocation: '171C', batch: 'NEW1' }),
        ...confirmation().movements,
      ],
    }),
    withPlant('FG100', { isBatchManaged: true }),
  ],
  ['a yield received in two batches', inBatches('6', '4'), withPlant('FG100', { isBatchManaged: true })],
  [
    'a yield received in two batches that make less of it',
    inBatches('6', '3'),
    withPlant('FG100', { isBatchManaged: true }),
    ['batchTotals', 'RU/551', 'entryError', true, 'movements/4/quantity'],
  ],
  [
    'a batch that expired yesterday',
    confirmation(),
    seven({ expiresOn: '2026-07-14' }),
    ['batchExpired', 'M7/667', 'batchExpired', true, 'movements/1/batch'],
  ],
  ['a batch on its last day', confirmation(), seven({ expiresOn: '2026-07-15' })],
  ['a batch that expired since, posted on a day before', confirmation({ postingDate: '2026-07-10' }), seven({ expiresOn: '2026-07-14' })],
  ['an expired batch that is scrapped', scrapping, seven({ expiresOn: '2026-07-14' })],
  [
    'a restricted batch',
    confirmation(),
    seven({ isRestricted: true }),
    ['batchBlocked', 'COUNTERSIGN/BATCH_RESTRICTED', 'batchBlocked', true, 'movements/1/batch'],
  ],
  [
    'a batch marked for deletion',
    confirmation(),
    seven({ isMarkedForDeletion: true }),
    ['batchBlocked', 'COUNTERSIGN/BATCH_DELETED', 'batchBlocked', true, 'movements/1/batch'],
  ],
  ['a batch available on the shop floor', confirmation(), onFloor('available')],
  [
    'a batch blocked on the shop floor',
    confirmation(),
    onFloor('blocked'),
    ['batchHold', 'COUNTERSIGN/BATCH_HOLD', 'batchBlocked', true, 'movements/1/batch'],
  ],
  [
    'a batch in inspection on the shop floor',
    confirmation(),
    onFloor('inspection'),
    ['batchHold', 'COUNTERSIGN/BATCH_HOLD', 'qualityHold', true, 'movements/1/batch', 'warning'],
  ],
  [
    'all of a batch in quality inspection',
    bend('RM12', { batch: '0000000009' }),
    world({
      batches: [batch('RM12', '0000000009')],
      stock: [
        ...world().stock.filter((each) => each.material !== 'RM12'),
        stock('RM12', '50', 'KG', { batch: '0000000009', type: 'quality' }),
      ],
    }),
    ['stockAvailable', 'M7/021', 'qualityHold', true, 'movements/1/quantity'],
  ],
]
