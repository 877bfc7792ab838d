import type { Books } from '../s4/books.ts'
import { rowOf } from '../s4/model/properties.ts'
import { activityPrices, costCenters } from '../s4/model/sets/internal.ts'
import { workCenterCostCenters, workCenterHeaders } from '../s4/model/sets/work-center.ts'
import type { WorkCenter } from './types.ts'

const VALIDITY = { ValidityStartDate: '2020-01-01T00:00:00.000Z', ValidityEndDate: '9999-12-31T00:00:00.000Z' }
/** What an operation's standard values are charged as, by their position; price of one hour. */
const ACTIVITIES = [
  ['1', 'SETUP', '62.00'],
  ['2', 'MACH', '85.00'],
  ['3', 'LABOR', '48.00'],
] as const

/** Writes a work centre with its cost centre and the prices of its work. */
export function seedCosts(books: Books, { id, plant, text, costCenter }: WorkCenter): void {
  const key = { WorkCenterInternalID: workCenterNumber(plant, id), WorkCenterTypeCode: 'A' }
  const named = { WorkCenter: id, Plant: plant, WorkCenterCategoryCode: '0001' }
  books.insert(
    workCenterHeaders.name,
    rowOf(workCenterHeaders, { ...key, ...named, ...VALIDITY, WorkCenterDesc: text, OperationControlProfile: 'PP01' }),
  )
  books.insert(costCenters.name, { CostCenter: costCenter, IsLocked: false, ...VALIDITY })
  for (const [position, activity, price] of ACTIVITIES) {
    books.insert(
      workCenterCostCenters.name,
      rowOf(workCenterCostCenters, {
        ...key,
        ...named,
        ...VALIDITY,
        CostCenterAllocation: position,
        ControllingArea: 'A000',
        CostCenter: costCenter,
        CostCtrActivityType: activity,
        CostCtrActivityTypeQtyUnit: 'H',
      }),
    )
    books.insert(activityPrices.name, { CostCenter: costCenter, ActivityType: activity, Price: price, Currency: 'EUR' })
  }
}

/** Its internal number: made of its name, so that it's the same wherever it is written. */
export function workCenterNumber(plant: string, id: string): string {
  const sum = Buffer.from(`${plant}/${id}`).reduce((hash, byte) => Math.imul(hash ^ byte, 16777619) >>> 0, 2166136261)
  return String(10_000_000 + (sum % 90_000_000))
}
