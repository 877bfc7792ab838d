import { Decimal } from 'decimal.js'
import type {
  BatchContext,
  ExpectedMovement,
  ExpectedWork,
  MaterialContext,
  MaterialPlantContext,
  StockContext,
  WorkCenterContext,
} from '../../domain/context.ts'
import type { BatchRow } from '../api/batch.ts'
import type { ProposedConfirmation, ProposedMovement } from '../api/confirmation.ts'
import type { StockRow } from '../api/material-stock.ts'
import type { Product, ProductPlant, WorkScheduling } from '../api/product.ts'
import type { CostCenterRow } from '../api/work-center.ts'
import { dayOf, unpadded } from '../words.ts'
import type { ProductCopy, Tolerance } from './copies.ts'
import type { Needs } from './needs.ts'

/** The ERP's rows in Countersign's words. */

/** @param product undefined when the ERP has no such material */
export function materialOf(id: string, product: ProductCopy | undefined, plants: readonly ProductPlant[]): MaterialContext {
  const { valuations = [], type = '', baseUnit = '', units = [] } = product ?? {}
  const valuation = valuations.find(({ area }) => plants.some(({ plant }) => plant === area)) ?? valuations[0]
  return {
    id,
    exists: product !== undefined,
    type,
    baseUnit,
    units,
    plants: plants.map(plantOf),
    ...(valuation && { valuationClass: valuation.class }),
    ...(valuation?.price && { price: { amount: valuation.price, currency: valuation.currency } }),
  }
}

export function productOf(row: Product): ProductCopy {
  return {
    type: row.productType ?? '',
    baseUnit: row.baseUnit ?? '',
    units: (row.toProductUnitsOfMeasure ?? []).map((each) => ({
      unit: each.alternativeUnit ?? '',
      numerator: each.quantityNumerator ?? '1',
      denominator: each.quantityDenominator ?? '1',
    })),
    valuations: valuationsOf(row),
  }
}

/** `S` is valued at the standard price, all else at the moving one. */
function valuationsOf(row: Product): ProductCopy['valuations'] {
  const valuations = (row.toValuation ?? []).filter((each) => !each.valuationType)
  return valuations.map((each) => {
    const amount = each.inventoryValuationProcedure === 'S' ? each.standardPrice : each.movingAveragePrice
    const per = new Decimal(each.priceUnitQty ?? '1')
    const price = amount == null ? '' : new Decimal(amount).div(per.isZero() ? 1 : per).toFixed()
    return { area: each.valuationArea ?? '', class: each.valuationClass ?? '', price, currency: each.currency ?? '' }
  })
}

export function toleranceOf(row: WorkScheduling): Tolerance {
  return {
    ...(row.overDelivToleranceLimit != null && { over: row.overDelivToleranceLimit }),
    ...(row.underDelivToleranceLimit != null && { under: row.underDelivToleranceLimit }),
    isUnlimited: row.unlimitedOverDelivIsAllowed ?? false,
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

/** @param plant where it was asked for; a batch that is numbered per material counts there, too */
export function batchOf(row: BatchRow, plant: string): BatchContext {
  const expiresOn = dayOf(row.shelfLifeExpirationDate)
  return {
    material: unpadded(row.material),
    plant,
    batch: row.batch ?? '',
    exists: true,
    ...(expiresOn && { expiresOn }),
    isRestricted: row.matlBatchIsInRstrcdUseStock ?? false,
    isMarkedForDeletion: row.batchIsMarkedForDeletion ?? false,
  }
}

/** Of several assignments that which lasts longest counts, one that has yet to begin last of all; undefined when there's none. */
export function workCenterOf(
  { id, plant }: Needs['workCenters'][number],
  rows: readonly CostCenterRow[],
  today: string,
): WorkCenterContext | undefined {
  const own = rows.filter((each) => unpadded(each.WorkCenter) === unpadded(id) && each.Plant === plant)
  const begun = own.filter((each) => (each.ValidityStartDate ?? '') <= today)
  const [row] = (begun.length > 0 ? begun : own).toSorted((a, b) => (b.ValidityEndDate ?? '').localeCompare(a.ValidityEndDate ?? ''))
  if (!row) return undefined
  return { id, plant, costCenter: row.CostCenter ?? '', ...(row.ValidityEndDate && { validTo: row.ValidityEndDate }) }
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

/** The work that a proposal names; none of an activity that the operation doesn't know, which has no unit. */
export function workOf(part: number, row: ProposedConfirmation): ExpectedWork[] {
  return ([1, 2, 3, 4, 5, 6] as const).flatMap((n) => {
    const unit = row[`OpWorkQuantityUnit${n}`]
    return unit ? [{ part, field: `activities/${n - 1}`, quantity: { value: row[`OpConfirmedWorkQuantity${n}`] ?? '0', unit } }] : []
  })
}

export function openOf(part: number, row: ProposedConfirmation): ExpectedWork {
  return { part, field: 'yield', quantity: { value: row.ConfirmationYieldQuantity ?? '0', unit: row.ConfirmationUnit ?? '' } }
}
