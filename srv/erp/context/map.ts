import { Decimal } from 'decimal.js'
import type {
  ComponentContext,
  ExpectedMovement,
  MaterialContext,
  MaterialPlantContext,
  OperationContext,
  OrderContext,
  StockContext,
} from '../../domain/context.ts'
import type { ProposedMovement } from '../api/confirmation.ts'
import type { StockRow } from '../api/material-stock.ts'
import type { ProductionOrder, ProductionOrderComponent, ProductionOrderOperation } from '../api/production-order.ts'
import type { Product, ProductPlant } from '../api/product.ts'
import { isX, unpadded } from '../words.ts'

/** The ERP's rows in Countersign's words. */

/** @param header plant view of the order's own material, which keeps the delivery tolerances */
export function orderOf(row: ProductionOrder, header: ProductPlant | undefined): OrderContext {
  const tolerance = header?.toProductWorkScheduling
  const over = tolerance?.overDelivToleranceLimit
  const under = tolerance?.underDelivToleranceLimit
  const stored = (row.toProductionOrderItem ?? []).map((each) => each.storageLocation ?? '').find((each) => each !== '')
  return {
    id: unpadded(row.manufacturingOrder),
    type: row.manufacturingOrderType ?? '',
    plant: row.productionPlant ?? '',
    material: unpadded(row.material),
    unit: row.productionUnit ?? '',
    planned: row.totalQuantity ?? '0',
    confirmedYield: row.mfgOrderConfirmedYieldQty ?? '0',
    isReleased: isX(row.orderIsReleased),
    isPartiallyReleased: isX(row.orderIsPartiallyReleased),
    isConfirmed: isX(row.orderIsConfirmed),
    isTechnicallyCompleted: isX(row.orderIsTechnicallyCompleted),
    isClosed: isX(row.orderIsClosed),
    isLocked: isX(row.orderIsLocked),
    isMarkedForDeletion: isX(row.orderIsMarkedForDeletion),
    ...(over != null && { overDeliveryTolerance: over }),
    ...(under != null && { underDeliveryTolerance: under }),
    isOverDeliveryUnlimited: tolerance?.unlimitedOverDelivIsAllowed ?? false,
    storageLocation: row.storageLocation || (stored ?? ''),
    // Suboperations are confirmed with their operation.
    operations: (row.toProductionOrderOperation ?? []).filter((each) => !each.manufacturingOrderSubOperation).map(operationOf),
    components: (row.toProductionOrderComponent ?? []).map(componentOf),
  }
}

function operationOf(row: ProductionOrderOperation): OperationContext {
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
  }
}

function componentOf(row: ProductionOrderComponent): ComponentContext {
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

/** @param row undefined when the ERP has no such material */
export function materialOf(id: string, row: Product | undefined, plants: readonly ProductPlant[]): MaterialContext {
  const price = row && priceOf(row, plants)
  return {
    id,
    exists: row !== undefined,
    type: row?.productType ?? '',
    baseUnit: row?.baseUnit ?? '',
    units: (row?.toProductUnitsOfMeasure ?? []).map((each) => ({
      unit: each.alternativeUnit ?? '',
      numerator: each.quantityNumerator ?? '1',
      denominator: each.quantityDenominator ?? '1',
    })),
    plants: plants.map(plantOf),
    ...(price && { price }),
  }
}

function plantOf(row: ProductPlant): MaterialPlantContext {
  const year = Number(row.fiscalYearCurrentPeriod)
  const month = Number(row.fiscalMonthCurrentPeriod)
  return {
    plant: row.plant ?? '',
    status: row.profileCode ?? '',
    isMarkedForDeletion: row.isMarkedForDeletion ?? false,
    isBatchManaged: row.isBatchManagementRequired ?? false,
    hasSerialNumbers: Boolean(row.serialNumberProfile),
    isNegativeStockAllowed: row.isNegativeStockAllowed ?? false,
    ...(year > 0 && month > 0 && { period: { year, month } }),
    storageLocations: (row.toStorageLocation ?? []).map((each) => ({
      id: each.storageLocation ?? '',
      isBlockedByInventory: Boolean(each.physicalInventoryBlockInd),
    })),
  }
}

/** Of one base unit, in the first plant that was asked for; `S` is the standard price, else the moving one. */
function priceOf(row: Product, plants: readonly ProductPlant[]): MaterialContext['price'] {
  const valuations = (row.toValuation ?? []).filter((each) => !each.valuationType)
  const valuation = valuations.find((each) => plants.some(({ plant }) => plant === each.valuationArea)) ?? valuations[0]
  const amount = valuation?.inventoryValuationProcedure === 'S' ? valuation.standardPrice : valuation?.movingAveragePrice
  if (!valuation || amount == null) return undefined
  const per = new Decimal(valuation.priceUnitQty ?? '1')
  return { amount: new Decimal(amount).div(per.isZero() ? 1 : per).toFixed(), currency: valuation.currency ?? '' }
}

const STOCK_TYPES: Readonly<Record<string, StockContext['type']>> = { '01': 'unrestricted', '02': 'quality', '07': 'blocked' }

/** Undefined for stock that no plain issue may take: consignment, sales order, project, and types of other kinds. */
export function stockOf(row: StockRow): StockContext | undefined {
  const type = STOCK_TYPES[row.inventoryStockType ?? '']
  if (!type || row.inventorySpecialStockType) return undefined
  return {
    material: unpadded(row.material),
    plant: row.plant ?? '',
    storageLocation: row.storageLocation ?? '',
    batch: row.batch ?? '',
    type,
    quantity: row.matlWrhsStkQtyInMatlBaseUnit ?? '0',
    unit: row.materialBaseUnit ?? '',
  }
}

export function expectedOf(part: number, row: ProposedMovement): ExpectedMovement {
  return {
    part,
    material: unpadded(row.Material),
    plant: row.Plant ?? '',
    storageLocation: row.StorageLocation ?? '',
    batch: row.Batch ?? '',
    movementType: row.GoodsMovementType ?? '',
    reservation: unpadded(row.Reservation),
    reservationItem: unpadded(row.ReservationItem),
    quantity: { value: row.QuantityInEntryUnit ?? '0', unit: row.EntryUnit ?? '' },
  }
}
