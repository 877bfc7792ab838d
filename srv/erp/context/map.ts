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
import { linked } from '../api/entity.ts'
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
  const valuation = valuations.find(({ area }) => plants.some(({ Plant }) => Plant === area)) ?? valuations[0]
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
    type: row.ProductType ?? '',
    baseUnit: row.BaseUnit ?? '',
    units: (linked(row.to_ProductUnitsOfMeasure) ?? []).map((each) => ({
      unit: each.AlternativeUnit ?? '',
      numerator: String(each.QuantityNumerator ?? '1'),
      denominator: String(each.QuantityDenominator ?? '1'),
    })),
    valuations: valuationsOf(row),
  }
}

/** `S` is valued at the standard price, all else at the moving one. */
function valuationsOf(row: Product): ProductCopy['valuations'] {
  const valuations = (linked(row.to_Valuation) ?? []).filter((each) => !each.ValuationType)
  return valuations.map((each) => {
    const amount = each.InventoryValuationProcedure === 'S' ? each.StandardPrice : each.MovingAveragePrice
    const per = new Decimal(each.PriceUnitQty ?? '1')
    const price = amount == null ? '' : new Decimal(amount).div(per.isZero() ? 1 : per).toFixed()
    return { area: each.ValuationArea ?? '', class: each.ValuationClass ?? '', price, currency: each.Currency ?? '' }
  })
}

export function toleranceOf(row: WorkScheduling): Tolerance {
  return {
    ...(row.OverDelivToleranceLimit != null && { over: String(row.OverDelivToleranceLimit) }),
    ...(row.UnderDelivToleranceLimit != null && { under: String(row.UnderDelivToleranceLimit) }),
    isUnlimited: row.UnlimitedOverDelivIsAllowed ?? false,
  }
}

function plantOf(row: ProductPlant): MaterialPlantContext {
  const year = Number(row.FiscalYearCurrentPeriod)
  const month = Number(row.FiscalMonthCurrentPeriod)
  return {
    plant: row.Plant ?? '',
    status: row.ProfileCode ?? '',
    isMarkedForDeletion: row.IsMarkedForDeletion ?? false,
    isBatchManaged: row.IsBatchManagementRequired ?? false,
    hasSerialNumbers: Boolean(row.SerialNumberProfile),
    isNegativeStockAllowed: row.IsNegativeStockAllowed ?? false,
    ...(year > 0 && month > 0 && { period: { year, month } }),
    storageLocations: (linked(row.to_StorageLocation) ?? []).map((each) => ({
      id: each.StorageLocation ?? '',
      isBlockedByInventory: Boolean(each.PhysicalInventoryBlockInd),
    })),
  }
}

const STOCK_TYPES: Readonly<Record<string, StockContext['type']>> = { '01': 'unrestricted', '02': 'quality', '07': 'blocked' }

/** Undefined for stock that no plain issue may take: consignment, sales order, project, and types of other kinds. */
export function stockOf(row: StockRow): StockContext | undefined {
  const type = STOCK_TYPES[row.InventoryStockType ?? '']
  if (!type || row.InventorySpecialStockType) return undefined
  return {
    material: unpadded(row.Material),
    plant: row.Plant ?? '',
    storageLocation: row.StorageLocation ?? '',
    batch: row.Batch ?? '',
    type,
    quantity: String(row.MatlWrhsStkQtyInMatlBaseUnit ?? '0'),
    unit: row.MaterialBaseUnit ?? '',
  }
}

/** @param plant where it was asked for; a batch that is numbered per material counts there, too */
export function batchOf(row: BatchRow, plant: string): BatchContext {
  const expiresOn = dayOf(row.ShelfLifeExpirationDate)
  return {
    material: unpadded(row.Material),
    plant,
    batch: row.Batch ?? '',
    exists: true,
    ...(expiresOn && { expiresOn }),
    isRestricted: row.MatlBatchIsInRstrcdUseStock ?? false,
    isMarkedForDeletion: row.BatchIsMarkedForDeletion ?? false,
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
