import type { Books } from '../books.ts'
import type { Row } from '../contract.ts'
import { activityPrices, closedFinancePeriods, costCenters } from '../model/sets/internal.ts'
import { productValuations } from '../model/sets/product.ts'
import { workCenterCostCenters } from '../model/sets/work-center.ts'
import { COMPANY_CODE } from './master-data.ts'
import { messages, refuse } from './messages.ts'
import { setting } from './settings.ts'
import { day, flag, isInitial, text } from './values.ts'

/** Where consumption is charged when a valuation class has no account of its own. */
const CONSUMPTION_ACCOUNT = '400000'

/** Refuses with M8/147 when stock of the material can't be valued (a valuation without class), with F5/201 when its accounts are closed. */
export function checkAccount(books: Books, material: string, plant: string, postingDate: string): void {
  const valuation = books.one(productValuations.name, { Product: material, ValuationArea: plant })
  if (!valuation) return
  const valuationClass = text(valuation.ValuationClass)
  if (valuationClass === '') refuse(messages.accountUnknown(material, plant))
  const [year = '', month = ''] = postingDate.split('-')
  const key = { CompanyCode: COMPANY_CODE, ValuationClass: valuationClass, FiscalYear: year, FiscalPeriod: month }
  if (books.one(closedFinancePeriods.name, key)) refuse(messages.financePeriodClosed(month, year))
}

/** Refuses a movement to a cost object that names none (KI/235), or one that isn't valid; `type`: movement type. */
export function checkCostObject(books: Books, type: string, values: Row, postingDate: string): void {
  const costCenter = text(values.CostCenter) || setting(books, 'defaultCostCenter', type)
  const isAssigned = ['WBSElement', 'ManufacturingOrder', 'SalesOrder'].some((each) => !isInitial(values[each]))
  if (costCenter === '' && isAssigned) return
  if (costCenter === '') refuse(messages.costObjectMissing(text(values.GLAccount) || CONSUMPTION_ACCOUNT))
  checkCostCenter(books, costCenter, postingDate)
}

/** Refuses work that can't be charged: no cost centre of the work centre on that day, or no price. A work centre without costing charges nothing. */
export function checkActivityCosts(books: Books, operation: Row, positions: readonly number[], postingDate: string): void {
  const [plant, workCenter] = [text(operation.ProductionPlant), text(operation.WorkCenter)]
  const assignments = books.find(workCenterCostCenters.name, { Plant: plant, WorkCenter: workCenter })
  if (assignments.length === 0 || positions.length === 0) return
  const valid = assignments.filter((each) => isValid(each, postingDate))
  if (valid.length === 0) refuse(messages.costCenterInvalid(text(assignments[0]?.CostCenter), postingDate))
  for (const { CostCenter, CostCtrActivityType } of valid.filter((each) => positions.includes(Number(each.CostCenterAllocation)))) {
    const costCenter = text(CostCenter)
    checkCostCenter(books, costCenter, postingDate)
    const activity = text(CostCtrActivityType)
    if (!books.one(activityPrices.name, { CostCenter: costCenter, ActivityType: activity })) {
      refuse(messages.activityPriceMissing(costCenter, activity))
    }
  }
}

function checkCostCenter(books: Books, costCenter: string, postingDate: string): void {
  const row = books.one(costCenters.name, { CostCenter: costCenter })
  if (!row || !isValid(row, postingDate)) return refuse(messages.costCenterInvalid(costCenter, postingDate))
  if (flag(row.IsLocked)) refuse(messages.costCenterLocked(costCenter))
}

function isValid(row: Row, date: string): boolean {
  return day(row.ValidityStartDate) <= date && date <= (day(row.ValidityEndDate) || '9999-12-31')
}
