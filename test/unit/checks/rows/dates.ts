import type { Row } from '../scene.ts'
import { confirmation, world } from '../world.ts'
import type { Context, MaterialPlantContext } from '../../../../srv/domain/context.ts'

const withPeriod = (period: NonNullable<MaterialPlantContext['period']>, bent: Partial<Context>): Context => {
  const materials = world().materials.map((each) => ({ ...each, plants: each.plants.map((plant) => ({ ...plant, period })) }))
  return world({ materials, ...bent })
}
const inJanuary = (bent: Partial<Context>) => withPeriod({ year: 2027, month: 1 }, bent)

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
    'UTC still in last year',
    confirmation({ postingDate: '2026-12-31' }),
    inJanuary({ today: '2027-01-01', readAt: '2026-12-31T23:30:00Z' }),
    ['period', 'M7/053', 'timeZone', true, 'postingDate'],
  ],
  [
    'a day of last year, weeks later',
    confirmation({ postingDate: '2026-12-31' }),
    inJanuary({ today: '2027-01-20', readAt: '2027-01-20T10:00:00Z' }),
    ['period', 'M7/053', 'period', true, 'postingDate'],
  ],
  [
    'the first day of a year that is not open yet',
    confirmation({ postingDate: '2027-01-01' }),
    withPeriod({ year: 2026, month: 12 }, { today: '2026-12-31', readAt: '2027-01-01T02:00:00Z' }),
    ['period', 'M7/053', 'timeZone', true, 'postingDate'],
    ['postingDate', 'COUNTERSIGN/FUTURE_DATE', 'timeZone', true, 'postingDate'],
  ],
  [
    'UTC still yesterday',
    confirmation({ postingDate: '2026-07-14' }),
    world({ readAt: '2026-07-14T23:30:00Z' }),
    ['dayShift', 'COUNTERSIGN/UTC_DAY', 'timeZone', false, 'postingDate', 'warning'],
  ],
  ['yesterday, booked in the morning', confirmation({ postingDate: '2026-07-14' }), world()],
  [
    'UTC already tomorrow',
    confirmation({ postingDate: '2026-07-16' }),
    world({ readAt: '2026-07-16T02:00:00Z' }),
    ['postingDate', 'COUNTERSIGN/FUTURE_DATE', 'timeZone', true, 'postingDate'],
  ],
]
