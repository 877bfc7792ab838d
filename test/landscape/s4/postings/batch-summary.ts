import type { Row } from '../contract.ts'

/** A component that was split by batch: its parts stand beside it, each with a batch, and are withdrawn instead of it. */
export function isBatchSummary(component: Row, others: readonly Row[]): boolean {
  const isPart = (each: Row): boolean =>
    each.Batch !== '' && each.Material === component.Material && each.BillOfMaterialItemNumber === component.BillOfMaterialItemNumber
  return component.Batch === '' && others.some((each) => each.Reservation === component.Reservation && isPart(each))
}
