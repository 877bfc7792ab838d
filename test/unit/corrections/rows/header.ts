import { TODAY, confirmation, goodsIssue, movement, world } from '../../checks/world.ts'
import type { Cured } from '../scene.ts'

/** Posting dates and reasons. */
export const header: readonly Cured[] = [
  [
    'a day of last month',
    confirmation({ postingDate: '2026-06-28' }),
    world(),
    'changePostingDate',
    ['postingDate=2026-07-01'],
    /Post on 2026-07-01/,
  ],
  [
    'a day of next month',
    confirmation({ postingDate: '2026-08-02' }),
    world(),
    'changePostingDate',
    [`postingDate=${TODAY}`],
    /2026-07-15/,
  ],
  [
    'the shop floor reason in the ERP field',
    confirmation({ reason: 'SCRATCH' }),
    world(),
    'mapReason',
    ['reason=0001'],
    /Send reason 0001/,
  ],
  [
    'the shop floor reason of a movement',
    goodsIssue([movement('RM10', '2', 'KG', { reason: 'SCRATCH' })]),
    world({ reasons: [{ plant: '1710', shopFloor: 'SCRATCH', erp: '0001', movement: '0007' }] }),
    'mapReason',
    ['movements/0/reason=0007'],
    /Send reason 0007/,
  ],
  [
    'the day in UTC where the plant is a day on',
    confirmation({ postingDate: '2026-07-14' }),
    world({ readAt: '2026-07-14T23:30:00Z' }),
    'changePostingDate',
    [`postingDate=${TODAY}`],
    /Post on 2026-07-15/,
  ],
]
