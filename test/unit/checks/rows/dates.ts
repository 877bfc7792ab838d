import type { Row } from '../scene.ts'
import { confirmation, world } from '../world.ts'

/** Posting dates, periods and time zones. */
export const dates: readonly Row[] = [
  ['a day of last month', confirmation({ postingDate: '2026-06-30' }), world(), ['period', 'M7/053', 'period', true, 'postingDate']],
  [
    'a day of next month',
    confirmation({ postingDate: '2026-08-01' }),
    world(),
    ['period', 'M7/053', 'period', true, 'postingDate'],
    ['postingDate', 'COUNTERSIGN/FUTURE_DATE', 'entryError', true, 'postingDate'],
  ],
  [
    'UTC still in last month',
    confirmation({ postingDate: '2026-06-30' }),
    world({ today: '2026-07-01', readAt: '2026-06-30T23:30:00Z' }),
    ['period', 'M7/053', 'timeZone', true, 'postingDate'],
  ],
  [
    'tomorrow, which is next month',
    confirmation({ postingDate: '2026-08-01' }),
    world({ today: '2026-07-31', readAt: '2026-07-31T10:00:00Z' }),
    ['period', 'M7/053', 'timeZone', true, 'postingDate'],
    ['postingDate', 'COUNTERSIGN/FUTURE_DATE', 'timeZone', false, 'postingDate'],
  ],
  [
    'UTC already tomorrow',
    confirmation({ postingDate: '2026-07-16' }),
    world({ readAt: '2026-07-16T02:00:00Z' }),
    ['postingDate', 'COUNTERSIGN/FUTURE_DATE', 'timeZone', true, 'postingDate'],
  ],
]
