import type { EntitySet } from '../../contract.ts'
import { dates, flags, identifiers, texts } from '../properties.ts'

/** Work centres and what they cost, as the OData V4 service shows them; kept by the books like every other set. */

const workCenterKeys = [...identifiers({ WorkCenterInternalID: 8 }), ...texts({ WorkCenterTypeCode: 2 })]

export const workCenterHeaders: EntitySet = {
  name: 'WorkCenterHeader',
  type: 'WorkCenterHeaderType',
  keys: ['WorkCenterInternalID', 'WorkCenterTypeCode'],
  properties: [
    ...workCenterKeys,
    ...texts({ WorkCenter: 8, WorkCenterDesc: 40, Plant: 4, WorkCenterCategoryCode: 4, WorkCenterResponsible: 3, SupplyArea: 10 }),
    ...texts({ WorkCenterUsage: 3, OperationControlProfile: 4, WorkCenterStandardWorkQtyUnit1: 3 }),
    ...texts({ WorkCenterStandardWorkQtyUnit2: 3, WorkCenterStandardWorkQtyUnit3: 3 }),
    ...flags(['WorkCenterIsToBeDeleted']),
    ...dates(['ValidityStartDate', 'ValidityEndDate']),
  ],
  navigations: [],
}

/** Cost centre and activity type of a work centre, from a day to a day. */
export const workCenterCostCenters: EntitySet = {
  name: 'WorkCenterCostCenter',
  type: 'WorkCenterCostCenterType',
  keys: ['WorkCenterInternalID', 'WorkCenterTypeCode', 'CostCenterAllocation', 'ValidityEndDate'],
  properties: [
    ...workCenterKeys,
    ...texts({ CostCenterAllocation: 4, WorkCenter: 8, Plant: 4, WorkCenterCategoryCode: 4, ControllingArea: 4 }),
    ...identifiers({ CostCenter: 10 }),
    ...texts({ CostCtrActivityType: 6, CostCtrActivityTypeQtyUnit: 3 }),
    ...dates(['ValidityEndDate', 'ValidityStartDate']),
  ],
  navigations: [],
}
