import { TODAY, confirmation, world } from '../../checks/world.ts'
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
]
