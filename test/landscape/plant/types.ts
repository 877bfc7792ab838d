/** The seeded plant, in plain words. Quantities are decimal text, days `YYYY-MM-DD`, identifiers without leading zeros. */

export type Day = string

export interface PlantSite {
  readonly id: string
  /** Where finished and semi-finished products are received. */
  readonly output: string
  /** Where components are taken from. */
  readonly supply: string
  /** Where deliveries wait. */
  readonly receiving: string
}

export interface WorkCenter {
  readonly id: string
  readonly plant: string
  readonly text: string
  readonly costCenter: string
}

export interface PlantMaterial {
  readonly id: string
  readonly text: string
  /** FERT finished, HALB semi-finished, ROH raw, VERP packaging */
  readonly type: 'FERT' | 'HALB' | 'ROH' | 'VERP'
  readonly unit: string
  /** One alternative unit is `numerator / denominator` base units. */
  readonly alternatives: readonly { readonly unit: string; readonly numerator: string; readonly denominator: string }[]
  /** EUR for one base unit. */
  readonly price: string
  readonly plants: readonly string[]
  readonly isBatchManaged: boolean
  /** Batches get too old to be used. */
  readonly expires: boolean
  readonly isBulk: boolean
  /** Needed once per order, whatever its quantity. */
  readonly isFixed: boolean
  /** Why the supply location has none, though orders need it. */
  readonly shortage: 'inOtherLocation' | 'inQualityInspection' | 'notReceived' | ''
  /** Percent; products only. */
  readonly tolerance: { readonly over: string; readonly under: string; readonly isUnlimited: boolean }
}

export interface BomItem {
  readonly material: string
  /** Base units for one piece. */
  readonly perPiece: string
  readonly operation: string
  readonly scrapPercent: string
  readonly isBackflushed: boolean
}

export interface Bom {
  readonly material: string
  readonly plant: string
  readonly items: readonly BomItem[]
  readonly routing: readonly { readonly operation: string; readonly workCenter: string; readonly text: string }[]
}

export interface PlantBatch {
  readonly id: string
  readonly material: string
  readonly plant: string
  readonly madeOn: Day
  /** Empty: doesn't expire. */
  readonly expiresOn: Day
}

export interface PlantStock {
  readonly material: string
  readonly plant: string
  readonly storageLocation: string
  readonly batch: string
  /** 01 unrestricted, 02 quality inspection, 07 blocked */
  readonly type: '01' | '02' | '07'
  readonly quantity: string
}

export type OrderStatus = 'created' | 'released' | 'partiallyConfirmed' | 'confirmed' | 'technicallyCompleted' | 'closed' | 'locked'

export interface PlantOperation {
  /** `0010` */
  readonly id: string
  readonly text: string
  readonly workCenter: string
  readonly confirmed: string
  readonly isFinal: boolean
  /** Minutes: set-up once, machine and labour for the whole order. */
  readonly standardValues: readonly [string, string, string]
}

export interface PlantComponent {
  readonly reservationItem: string
  readonly material: string
  readonly operation: string
  readonly unit: string
  readonly perPiece: string
  readonly scrapPercent: string
  /** For the whole order, scrap included. */
  readonly required: string
  readonly withdrawn: string
  readonly storageLocation: string
  readonly isBackflushed: boolean
}

export interface PlantOrder {
  readonly id: string
  /** Empty: a production order. */
  readonly category?: 'process'
  readonly plant: string
  readonly material: string
  readonly unit: string
  readonly quantity: string
  readonly status: OrderStatus
  readonly reservation: string
  readonly storageLocation: string
  /** Of the product; empty when it isn't batch-managed. */
  readonly batch: string
  readonly received: string
  readonly start: Day
  readonly end: Day
  readonly operations: readonly PlantOperation[]
  readonly components: readonly PlantComponent[]
}

export interface Reason {
  readonly plant: string
  readonly code: string
  readonly text: string
}

export interface Plant {
  readonly seed: number
  readonly today: Day
  readonly companyCode: string
  readonly sites: readonly PlantSite[]
  readonly workCenters: readonly WorkCenter[]
  /** By number. */
  readonly materials: ReadonlyMap<string, PlantMaterial>
  /** By the product's number; a product is made in one plant. */
  readonly boms: ReadonlyMap<string, Bom>
  /** By number. */
  readonly orders: ReadonlyMap<string, PlantOrder>
  /** By number; their operations are phases. */
  readonly processOrders?: ReadonlyMap<string, PlantOrder>
  readonly batches: readonly PlantBatch[]
  readonly stock: readonly PlantStock[]
  readonly reasons: readonly Reason[]
}
