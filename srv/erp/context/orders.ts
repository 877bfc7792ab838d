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
  const made = items.filter((each) => !each.Material || unpadded(each.Material) === unpadded(header.Material))
  const stored = made.map((each) => each.StorageLocation ?? '').find((each) => each !== '')
  return {
    id: unpadded(header.ManufacturingOrder),
    category,
    type: header.ManufacturingOrderType ?? '',
    plant: header.ProductionPlant ?? '',
    material: unpadded(header.Material),
    unit: header.ProductionUnit ?? '',
    planned: String(header.TotalQuantity ?? '0'),
    confirmedYield: String(header.MfgOrderConfirmedYieldQty ?? '0'),
    isReleased: isX(header.OrderIsReleased),
    isPartiallyReleased: isX(header.OrderIsPartiallyReleased),
    isConfirmed: isX(header.OrderIsConfirmed),
    isTechnicallyCompleted: isX(header.OrderIsTechnicallyCompleted),
    isClosed: isX(header.OrderIsClosed),
    isLocked: isX(header.OrderIsLocked),
    isMarkedForDeletion: isX(header.OrderIsMarkedForDeletion),
    ...(statuses && { userStatuses: statuses.filter((each) => each.IsUserStatus).map((each) => each.StatusShortName ?? '') }),
    ...(made.length > 0 && {
      received: made.reduce((sum, each) => sum.plus(each.MfgOrderItemGoodsReceiptQty ?? 0), new Decimal(0)).toFixed(),
      isCompletelyDelivered: made.every((each) => each.IsCompletelyDelivered),
    }),
    isOverDeliveryUnlimited: false,
    storageLocation: header.StorageLocation || (stored ?? ''),
    // Suboperations are confirmed with their operation.
    operations: operations.filter((each) => !each.ManufacturingOrderSubOperation).map(operationOf),
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
    id: (row.ManufacturingOrderOperation ?? '').padStart(4, '0'),
    isReleased: isX(row.OperationIsReleased),
    isConfirmed: isX(row.OperationIsConfirmed),
    isPartiallyConfirmed: isX(row.OperationIsPartiallyConfirmed),
    isClosed: isX(row.OperationIsClosed),
    workCenter: row.WorkCenter ?? '',
    controlKey: row.OperationControlProfile ?? '',
    plannedQuantity: String(row.OpPlannedTotalQuantity ?? '0'),
    confirmedYield: String(row.OpTotalConfirmedYieldQty ?? '0'),
    unit: row.OperationUnit ?? '',
    activities: ([1, 2, 3, 4, 5, 6] as const).map((n) =>
      activityOf(row[`WorkCenterStandardWorkQty${n}`], row[`WorkCenterStandardWorkQtyUnit${n}`]),
    ),
  }
}

/** A unit without a quantity is an activity that nothing is planned of; a quantity needs its unit to be one. */
function activityOf(value: string | number | null | undefined, unit: string | null | undefined): Quantity | undefined {
  return unit ? { value: String(value ?? '0'), unit } : undefined
}

function componentOf(row: ComponentRow): ComponentContext {
  return {
    reservation: unpadded(row.Reservation),
    reservationItem: unpadded(row.ReservationItem),
    material: unpadded(row.Material),
    plant: row.Plant ?? '',
    storageLocation: row.StorageLocation ?? '',
    batch: row.Batch ?? '',
    operation: row.ManufacturingOrderOperation ? row.ManufacturingOrderOperation.padStart(4, '0') : '',
    required: String(row.RequiredQuantity ?? '0'),
    withdrawn: String(row.WithdrawnQuantity ?? '0'),
    unit: row.BaseUnit ?? '',
    isBackflushed: row.MatlCompIsMarkedForBackflush ?? false,
    isBulk: row.IsBulkMaterialComponent ?? false,
    isFixedQuantity: row.QuantityIsFixed ?? false,
    isFinallyIssued: row.ReservationIsFinallyIssued ?? false,
    isDeleted: row.MatlCompIsMarkedForDeletion ?? false,
  }
}
