import type { EntitySet } from '../../contract.ts'
import { dates, decimals, flags, identifiers, texts } from '../properties.ts'
import { workCenterCostCenters, workCenterHeaders } from './work-center.ts'

/** What the ERP keeps without an OData V2 service of ours showing it: reached by the postings and through the admin port only. */

function internal(name: string, keys: readonly string[], properties: EntitySet['properties']): EntitySet {
  return { name, type: name, keys, properties, navigations: [] }
}

/** An order in somebody's hands until then: its postings answer 423 and CO/469. */
export const locks = internal('locks', ['order'], [...identifiers({ order: 12 }), ...texts({ user: 12 }), ...dates(['until'])])

/** Master data in somebody's hands until then. `view`: `plant` (M3/897), `valuation` (M3/024), `configuration` (C2/319). */
export const materialLocks = internal(
  'materialLocks',
  ['Material', 'Plant', 'view'],
  [...identifiers({ Material: 40 }), ...texts({ Plant: 4, view: 13, user: 12 }), ...dates(['until'])],
)

/** Customizing: reasons of scrap and deviation per plant. */
export const reasons = internal(
  'reasons',
  ['Plant', 'VarianceReasonCode'],
  texts({ Plant: 4, VarianceReasonCode: 4, VarianceReasonText: 40 }),
)

/**
 * Customizing switches. `name` holds for all, `name/ZPP1` for one order type (or one movement type) and goes before it:
 * - `previousPeriodAllowed`: `X`: the month before the current one is open too;
 * - `reservationExcess`: `E`: M7/022 is an error; empty: withdrawing more than reserved is fine;
 * - `futureDates`: `X`: a posting date may lie in the future;
 * - `sequence`, `underDelivery`, `overDelivery`: `E` error, `W` warning, empty: not looked at (overDelivery: as `E`);
 * - `postProcessing`: `X`: a confirmation is saved though its goods movements fail; they wait in `postProcessing`;
 * - `distributedChanges`: `X`: changing an order that an MES has is fine;
 * - `defaultCostCenter`: what a movement type is assigned to that names no cost centre.
 */
export const settings = internal('settings', ['name'], texts({ name: 40, value: 40 }))

/**
 * Confirmation group of an operation (empty operation: of the order's header) and what the operation set doesn't show.
 * `OperationReferenceQuantity`: what its standard values hold for, in its unit; empty: for the whole operation.
 */
export const confirmationGroups = internal(
  'confirmationGroups',
  ['ManufacturingOrder', 'ManufacturingOrderOperation'],
  [
    ...identifiers({ ManufacturingOrder: 12, ConfirmationGroup: 10 }),
    ...texts({ ManufacturingOrderOperation: 4 }),
    ...decimals(13, 3, ['ConfirmedScrapQuantity', 'ConfirmedReworkQuantity', 'OperationReferenceQuantity']),
  ],
)

/** Customizing: an active user status forbids a business transaction (`Confirm order`, `Goods movement`). */
export const userStatusRules = internal(
  'userStatusRules',
  ['StatusShortName', 'transaction'],
  texts({ StatusShortName: 4, transaction: 30 }),
)

/** An order that another one belongs to: while it's closed, the other's goods don't move. */
export const orderNetworks = internal('orderNetworks', ['order'], identifiers({ order: 12, superiorOrder: 12 }))

/** Orders that a manufacturing execution system has. */
export const distributions = internal('distributions', ['order'], [...identifiers({ order: 12 }), ...texts({ system: 10 })])

/** Confirmations' goods movements that wait to be posted again. */
export const postProcessing = internal(
  'postProcessing',
  ['ConfirmationGroup', 'ConfirmationCount', 'item'],
  [
    ...identifiers({ ConfirmationGroup: 10, ConfirmationCount: 8, order: 12, Material: 40 }),
    ...texts({ item: 4, Plant: 4, StorageLocation: 4, Batch: 10, GoodsMovementType: 3, EntryUnit: 3, message: 20, text: 220 }),
    ...decimals(13, 3, ['QuantityInEntryUnit']),
  ],
)

export const costCenters = internal(
  'costCenters',
  ['CostCenter'],
  [...identifiers({ CostCenter: 10 }), ...flags(['IsLocked']), ...dates(['ValidityStartDate', 'ValidityEndDate'])],
)

/** Planned prices: without one, work can't be charged. */
export const activityPrices = internal(
  'activityPrices',
  ['CostCenter', 'ActivityType'],
  [...identifiers({ CostCenter: 10 }), ...texts({ ActivityType: 6, Currency: 5 }), ...decimals(11, 2, ['Price'])],
)

/** Periods that accounting has closed for the accounts of a valuation class. */
export const closedFinancePeriods = internal(
  'closedFinancePeriods',
  ['CompanyCode', 'ValuationClass', 'FiscalYear', 'FiscalPeriod'],
  texts({ CompanyCode: 4, ValuationClass: 4, FiscalYear: 4, FiscalPeriod: 2 }),
)

/** What the technical users' role lacks: a movement type for orders of a type; an empty movement type: confirming them. */
export const missingAuthorisations = internal(
  'missingAuthorisations',
  ['ManufacturingOrderType', 'GoodsMovementType'],
  texts({ ManufacturingOrderType: 4, GoodsMovementType: 3 }),
)

/** The customer's own check at confirmations of an order type, with a message of theirs. */
export const userExits = internal(
  'userExits',
  ['ManufacturingOrderType'],
  texts({ ManufacturingOrderType: 4, messageClass: 20, messageNumber: 3, text: 220 }),
)

export const internalSets: readonly EntitySet[] = [
  locks,
  materialLocks,
  reasons,
  settings,
  confirmationGroups,
  userStatusRules,
  orderNetworks,
  distributions,
  postProcessing,
  costCenters,
  activityPrices,
  closedFinancePeriods,
  missingAuthorisations,
  userExits,
  workCenterHeaders,
  workCenterCostCenters,
]
