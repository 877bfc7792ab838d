import type { Day, Decimal, OrderCategory, Quantity } from './message.ts'

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
  /** Planned work for `plannedQuantity`, by position (0 to 5); undefined where the work centre has no such activity. */
  readonly activities?: readonly (Quantity | undefined)[]
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
  readonly category?: OrderCategory
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
  /** Short names of the active user statuses, `HOLD`; absent when they weren't read. */
  readonly userStatuses?: readonly string[]
  /** Received into stock so far, in `unit`. */
  readonly received?: Decimal
  /** Nothing more is expected from it. */
  readonly isCompletelyDelivered?: boolean
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
  /** By which accounts are found; empty when it has none and needs one, absent when it wasn't read or isn't valued. */
  readonly valuationClass?: string
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

/** A batch as the ERP's batch master knows it. */
export interface BatchContext {
  readonly material: string
  readonly plant: string
  readonly batch: string
  readonly exists: boolean
  readonly expiresOn?: Day
  readonly isRestricted: boolean
  readonly isMarkedForDeletion: boolean
}

/** Where work is charged. */
export interface WorkCenterContext {
  readonly id: string
  readonly plant: string
  readonly costCenter: string
  /** Last day of the assignment. */
  readonly validTo?: Day
}

/** What the shop floor's own system says about orders, batches, machines and people. */
export interface ShopFloorContext {
  readonly orders: readonly {
    readonly order: string
    readonly status: 'released' | 'active' | 'hold' | 'completed' | 'closed' | 'discarded'
  }[]
  readonly batches: readonly {
    readonly material: string
    readonly batch: string
    readonly status: 'available' | 'inspection' | 'restricted' | 'blocked'
    readonly expiresOn?: Day
  }[]
  readonly resources: readonly { readonly id: string; readonly isUsable: boolean; readonly status: string }[]
  /** Certificates that the person of the message lacks for its operation. */
  readonly missingCertificates: readonly { readonly person: string; readonly operation: string; readonly certificate: string }[]
  /** Characteristics that must be measured before the operation is confirmed, and aren't. */
  readonly missingResults: readonly { readonly order: string; readonly operation: string; readonly characteristic: string }[]
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

/** What the ERP itself would fill in where it was asked: see `doubtsOf` for when it is. */
export interface ExpectedWork {
  readonly part: number
  /** `yield`: still open of the operation; `activities/0` to `activities/5`: work for the quantities that the part reports. */
  readonly field: string
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
export type ContextSource =
  'orders' | 'materials' | 'stock' | 'batches' | 'workCenters' | 'expected' | 'expectedWork' | 'earlier' | 'shopFloor'

export interface Context {
  /** UTC, ISO 8601. */
  readonly readAt: string
  readonly today: Day
  readonly orders: readonly OrderContext[]
  readonly materials: readonly MaterialContext[]
  readonly stock: readonly StockContext[]
  /** Of the batches that are named. */
  readonly batches: readonly BatchContext[]
  readonly workCenters: readonly WorkCenterContext[]
  readonly expected: readonly ExpectedMovement[]
  /** Of parts whose work or yield gave reason to ask; absent when none did. */
  readonly expectedWork?: readonly ExpectedWork[]
  readonly shopFloor: ShopFloorContext
  readonly earlier: readonly EarlierAttempt[]
  /** Reasons the ERP knows for scrap and deviation, per plant; from policy. */
  readonly reasons: readonly ReasonMapping[]
  readonly unread: readonly { readonly source: ContextSource; readonly reason: string }[]
  /** Copies that parts of it come from, each with the moment at which it was read (UTC, ISO 8601); absent when all was read live. */
  readonly replicas?: readonly { readonly key: string; readonly readAt: string }[]
}

/** What nobody has asked the shop floor about. */
export const NO_SHOP_FLOOR: ShopFloorContext = { orders: [], batches: [], resources: [], missingCertificates: [], missingResults: [] }

/** A reason of the shop floor and the ERP's reasons that it stands for (equal where the ERP knows it as it is). */
interface ReasonMapping {
  readonly plant: string
  readonly shopFloor: string
  /** Of a deviation, on confirmations. */
  readonly erp: string
  /** Of a goods movement; absent where the same one holds. */
  readonly movement?: string
}
