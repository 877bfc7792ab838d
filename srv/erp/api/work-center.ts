import { literal } from './address.ts'

/**
 * Cost centres of work centres. The service speaks OData V4, which the SDK's V2 builders don't: it's read by its address. An
 * assignment repeats the name and the plant of its work centre, so that the header itself needn't be read.
 */
const ROOT = '/sap/opu/odata4/sap/api_work_center/srvd_a2x/sap/workcenter/0001'

/** One assignment; days are `YYYY-MM-DD`. */
export interface CostCenterRow {
  readonly WorkCenter?: string
  readonly Plant?: string
  readonly CostCenter?: string
  readonly ValidityStartDate?: string
  readonly ValidityEndDate?: string
}
const FIELDS: readonly (keyof CostCenterRow)[] = ['WorkCenter', 'Plant', 'CostCenter', 'ValidityStartDate', 'ValidityEndDate']

/** Address of all assignments of these work centres. */
export function costCentersOf(workCenters: readonly { readonly id: string; readonly plant: string }[]): string {
  const each = workCenters.map(({ id, plant }) => `(WorkCenter eq ${literal(id)} and Plant eq ${literal(plant)})`)
  return `${ROOT}/WorkCenterCostCenter?$select=${FIELDS.join(',')}&$filter=${encodeURIComponent(each.join(' or '))}`
}
