import type { Day, Decimal, Quantity } from './message.ts'

/** What the ERP knows about the things a message names, read at one moment, in Countersign's own words. */

export interface OperationContext {
  /** `"0010"` */
  readonly id: string
  readonly isReleased: boolean
  readonly isConfirmed: boolean
  readonly isPartiallyConfirmed: boolean
  readonly isClosed: boolean
  readonly workCenter: string
  /** Control key; `PP03` and the like can't be confirmed. */
  readonly controlKey: string
  readonly plannedQuantity: Decimal
  readonly confirmedYield: Decimal
  readonly unit: string
}

export interface ComponentContext {
  readonly reservation: string
  readonly reservationItem: string
  readonly material: string
  readonly plant: string
  readonly storageLocation: string
  readonly batch: string
  readonly operation: string
  /** For the whole order, in `unit`. */
  readonly required: Decimal
  readonly withdrawn: Decimal
  readonly unit: string
  readonly isBackflushed: boolean
  readonly isBulk: boolean
  readonly isFixedQuantity: boolean
  readonly isFinallyIssued: boolean
  readonly isDeleted: boolean
}

export interface OrderContext {
  readonly id: string
  readonly type: string
  readonly plant: string
  readonly material: string
  readonly unit: string
  readonly planned: Decimal
  readonly confirmedYield: Decimal
  readonly isReleased: boolean
  readonly isPartiallyReleased: boolean
  readonly isConfirmed: boolean
  readonly isTechnicallyCompleted: boolean
  readonly isClosed: boolean
  readonly isLocked: boolean
  readonly isMarkedForDeletion: boolean
  /** Percent of the planned quantity; undefined when the ERP keeps no limit for the material. */
  readonly overDeliveryTolerance?: Decimal
  readonly underDeliveryTolerance?: Decimal
  readonly isOverDeliveryUnlimited: boolean
  readonly storageLocation: string
  readonly operations: readonly OperationContext[]
  readonly components: readonly ComponentContext[]
}

/** `numerator` of `unit` … : 1 `unit` = numerator / denominator base units. */
interface UnitConversion {
  readonly unit: string
  readonly numerator: Decimal
  readonly denominator: Decimal
}

interface StorageLocationContext {
  readonly id: string
  readonly isBlockedByInventory: boolean
}

export interface MaterialPlantContext {
  readonly plant: string
  /** Plant-specific status; empty when the material may be used. */
  readonly status: string
  readonly isMarkedForDeletion: boolean
  readonly isBatchManaged: boolean
  readonly hasSerialNumbers: boolean
  readonly isNegativeStockAllowed: boolean
  /** Current period of materials management. */
  readonly period?: { readonly year: number; readonly month: number }
  readonly storageLocations: readonly StorageLocationContext[]
}

export interface MaterialContext {
  readonly id: string
  readonly exists: boolean
  readonly type: string
  readonly baseUnit: string
  readonly units: readonly UnitConversion[]
  readonly plants: readonly MaterialPlantContext[]
  /** Standard or moving price of one base unit with its currency, where the ERP keeps one. */
  readonly price?: { readonly amount: Decimal; readonly currency: string }
}

export interface StockContext {
  readonly material: string
  readonly plant: string
  readonly storageLocation: string
  readonly batch: string
  /** `unrestricted` may be issued. */
  readonly type: 'unrestricted' | 'quality' | 'blocked'
  readonly quantity: Decimal
  readonly unit: string
}

/** What the ERP itself would issue for this yield. */
export interface ExpectedMovement {
  readonly part: number
  readonly material: string
  readonly plant: string
  readonly storageLocation: string
  readonly batch: string
  readonly movementType: string
  readonly reservation: string
  readonly reservationItem: string
  readonly quantity: Quantity
}

/** An earlier message that looks like this one, from Countersign's own record. */
export interface EarlierAttempt {
  readonly number: number
  readonly status: string
  readonly receivedAt: string
  readonly sameBody: boolean
  /** Same but for keys and times of entry, where that was compared. */
  readonly sameContent?: boolean
  readonly order: string
  readonly operation: string
  readonly yield: Decimal
  readonly scrap: Decimal
  readonly erpDocument: string
}

/** Part of the context that could not be read, so that what depends on it is *not checked*, never passed. */
export type ContextSource = 'orders' | 'materials' | 'stock' | 'expected' | 'earlier'

export interface Context {
  /** UTC, ISO 8601. */
  readonly readAt: string
  readonly today: Day
  readonly orders: readonly OrderContext[]
  readonly materials: readonly MaterialContext[]
  readonly stock: readonly StockContext[]
  readonly expected: readonly ExpectedMovement[]
  readonly earlier: readonly EarlierAttempt[]
  /** Reasons the ERP knows for scrap and deviation, per plant; from policy. */
  readonly reasons: readonly ReasonMapping[]
  readonly unread: readonly { readonly source: ContextSource; readonly reason: string }[]
}

/** A reason of the shop floor and the ERP's reason that it stands for (equal where the ERP knows it as it is). */
interface ReasonMapping {
  readonly plant: string
  readonly shopFloor: string
  readonly erp: string
}
