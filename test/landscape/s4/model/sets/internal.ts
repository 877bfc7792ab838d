import type { EntitySet } from '../../contract.ts'
import { dates, decimals, identifiers, texts } from '../properties.ts'

/** What the ERP keeps without a service of ours showing it: reached by the postings and through the admin port only. */

/** An order in somebody's hands until then: its postings answer 423 and CO/469. */
export const locks: EntitySet = {
  name: 'locks',
  type: 'Lock',
  keys: ['order'],
  properties: [...identifiers({ order: 12 }), ...texts({ user: 12 }), ...dates(['until'])],
  navigations: [],
}

export const batches: EntitySet = {
  name: 'batches',
  type: 'Batch',
  keys: ['Material', 'Plant', 'Batch'],
  properties: [
    ...identifiers({ Material: 40 }),
    ...texts({ Plant: 4, Batch: 10 }),
    ...dates(['ShelfLifeExpirationDate', 'ManufactureDate']),
  ],
  navigations: [],
}

/** Customizing: reasons of scrap and deviation per plant. */
export const reasons: EntitySet = {
  name: 'reasons',
  type: 'Reason',
  keys: ['Plant', 'VarianceReasonCode'],
  properties: texts({ Plant: 4, VarianceReasonCode: 4, VarianceReasonText: 40 }),
  navigations: [],
}

/**
 * Customizing switches: `previousPeriodAllowed` (`X`: the month before the current one is open too) and
 * `reservationExcess` (`E`: M7/022 is an error; empty: withdrawing more than reserved is fine).
 */
export const settings: EntitySet = {
  name: 'settings',
  type: 'Setting',
  keys: ['name'],
  properties: texts({ name: 40, value: 40 }),
  navigations: [],
}

/** Confirmation group of an operation (empty operation: of the order's header) and what the operation set doesn't show. */
export const confirmationGroups: EntitySet = {
  name: 'confirmationGroups',
  type: 'ConfirmationGroup',
  keys: ['ManufacturingOrder', 'ManufacturingOrderOperation'],
  properties: [
    ...identifiers({ ManufacturingOrder: 12, ConfirmationGroup: 10 }),
    ...texts({ ManufacturingOrderOperation: 4 }),
    ...decimals(13, 3, ['ConfirmedScrapQuantity', 'ConfirmedReworkQuantity']),
  ],
  navigations: [],
}

export const workCenters: EntitySet = {
  name: 'workCenters',
  type: 'WorkCenter',
  keys: ['Plant', 'WorkCenter'],
  properties: texts({ Plant: 4, WorkCenter: 8, WorkCenterText: 40, CostCenter: 10 }),
  navigations: [],
}

export const internalSets: readonly EntitySet[] = [locks, batches, reasons, settings, confirmationGroups, workCenters]
