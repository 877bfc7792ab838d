import { Decimal } from 'decimal.js'
import type { ComponentContext, OperationContext, OrderContext } from '../../domain/context.ts'
import type { Quantity } from '../../domain/message.ts'
import type { ComponentRow, OperationRow, OrderRow } from '../api/order.ts'
import { isX, unpadded } from '../words.ts'
import type { Tolerance } from './copies.ts'

/** The ERP's orders in Countersign's words. */

/** Without the tolerances, which hang on the material: {@link withTolerance}. */
export function orderOf({ category, header, operations, components, items, statuses }: OrderRow): OrderContext {
  // Co-products have items of their own.
  const made = items.filter((each) => !each.material || unpadded(each.material) === unpadded(header.material))
  const stored = made.map((each) => each.storageLocation ?? '').find((each) => each !== '')
  return {
    id: unpadded(header.manufacturingOrder),
    category,
    type: header.manufacturingOrderType ?? '',
    plant: header.productionPlant ?? '',
    material: unpadded(header.material),
    unit: header.productionUnit ?? '',
    planned: header.totalQuantity ?? '0',
    confirmedYield: header.mfgOrderConfirmedYieldQty ?? '0',
    isReleased: isX(header.orderIsReleased),
    isPartiallyReleased: isX(header.orderIsPartiallyReleased),
    isConfirmed: isX(header.orderIsConfirmed),
    isTechnicallyCompleted: isX(header.orderIsTechnicallyCompleted),
    isClosed: isX(header.orderIsClosed),
    isLocked: isX(header.orderIsLocked),
    isMarkedForDeletion: isX(header.orderIsMarkedForDeletion),
    ...(statuses && { userStatuses: statuses.filter((each) => each.isUserStatus).map((each) => each.statusShortName ?? '') }),
    ...(made.length > 0 && {
      received: made.reduce((sum, each) => sum.plus(each.mfgOrderItemGoodsReceiptQty ?? 0), new Decimal(0)).toFixed(),
      isCompletelyDelivered: made.every((each) => each.isCompletelyDelivered),
    }),
    isOverDeliveryUnlimited: false,
    storageLocation: header.storageLocation || (stored ?? ''),
    // Suboperations are confirmed with their operation.
    operations: operations.filter((each) => !each.manufacturingOrderSubOperation).map(operationOf),
    components: components.map(componentOf),
  }
}

/** @param tolerance of what the order makes, in its plant; undefined when the ERP keeps none */
export function withTolerance(order: OrderContext, tolerance: Tolerance | undefined): OrderContext {
  if (!tolerance) return order
  const { over, under, isUnlimited } = tolerance
  return {
    ...order,
    ...(over !== undefined && { overDeliveryTolerance: over }),
    ...(under !== undefined && { underDeliveryTolerance: under }),
    isOverDeliveryUnlimited: isUnlimited,
  }
}

function operationOf(row: OperationRow): OperationContext {
  return {
    id: (row.manufacturingOrderOperation ?? '').padStart(4, '0'),
    isReleased: isX(row.operationIsReleased),
    isConfirmed: isX(row.operationIsConfirmed),
    isPartiallyConfirmed: isX(row.operationIsPartiallyConfirmed),
    isClosed: isX(row.operationIsClosed),
    workCenter: row.workCenter ?? '',
    controlKey: row.operationControlProfile ?? '',
    plannedQuantity: row.opPlannedTotalQuantity ?? '0',
    confirmedYield: row.opTotalConfirmedYieldQty ?? '0',
    unit: row.operationUnit ?? '',
    activities: ([1, 2, 3, 4, 5, 6] as const).map((n) =>
      activityOf(row[`workCenterStandardWorkQty${n}`], row[`workCenterStandardWorkQtyUnit${n}`]),
    ),
  }
}

/** A unit without a quantity is an activity that nothing is planned of; a quantity needs its unit to be one. */
function activityOf(value: string | null, unit: string | null): Quantity | undefined {
  return unit ? { value: value ?? '0', unit } : undefined
}

function componentOf(row: ComponentRow): ComponentContext {
  return {
    reservation: unpadded(row.reservation),
    reservationItem: unpadded(row.reservationItem),
    material: unpadded(row.material),
    plant: row.plant ?? '',
    storageLocation: row.storageLocation ?? '',
    batch: row.batch ?? '',
    operation: row.manufacturingOrderOperation ? row.manufacturingOrderOperation.padStart(4, '0') : '',
    required: row.requiredQuantity ?? '0',
    withdrawn: row.withdrawnQuantity ?? '0',
    unit: row.baseUnit ?? '',
    isBackflushed: row.matlCompIsMarkedForBackflush ?? false,
    isBulk: row.isBulkMaterialComponent ?? false,
    isFixedQuantity: row.quantityIsFixed ?? false,
    isFinallyIssued: row.reservationIsFinallyIssued ?? false,
    isDeleted: row.matlCompIsMarkedForDeletion ?? false,
  }
}
