import type { Row } from '../scene.ts'
import { confirmation, quantity, world } from '../world.ts'

/** Reasons for scrap. */
export const reasons: readonly Row[] = [
  [
    'the shop floor reason in the ERP field',
    confirmation({ reason: 'SCRATCH' }),
    world(),
    ['scrapReason', 'COUNTERSIGN/REASON_NOT_MAPPED', 'scrapReason', true, 'reason'],
  ],
  [
    'a reason nobody knows',
    confirmation({ reason: 'X9' }),
    world(),
    ['scrapReason', 'COUNTERSIGN/REASON_UNKNOWN', 'scrapReason', false, 'reason'],
  ],
  ['a reason of the ERP', confirmation({ reason: '0003' }), world()],
  [
    'scrap without a reason',
    confirmation({ yield: quantity('8', 'PC'), scrap: quantity('2', 'PC') }),
    world(),
    ['scrapReason', 'COUNTERSIGN/REASON_MISSING', 'scrapReason', true, 'reason', 'warning'],
  ],
]
