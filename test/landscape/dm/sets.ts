/** What the local DM keeps: flat rows per set. Quantities are decimal texts, days `YYYY-MM-DD`, identifiers as the S/4 has them, without leading zeros. */

export interface OrderRow {
  plant: string
  order: string
  category: 'PRODUCTION_ORDER' | 'PROCESS_ORDER' | 'PLANNED_ORDER'
  type: string
  status: 'RELEASABLE' | 'HOLD' | 'DONE' | 'CLOSED' | 'DISCARDED'
  releaseStatus: 'PARTIALLY_CREATED' | 'RELEASABLE' | 'PARTIALLY_RELEASED' | 'RELEASED' | 'HOLD' | 'NOT_RELEASABLE'
  executionStatus: 'NOT_IN_EXECUTION' | 'ACTIVE' | 'HOLD' | 'CLOSED' | 'COMPLETED' | 'DISCARDED'
  /** What `executionStatus` was before all its SFCs were held; empty when they aren't. */
  heldFrom: string
  material: string
  quantity: string
  unit: string
  done: string
  received: string
  batch: string
  storageLocation: string
  reservation: string
  /** Empty: nothing is inspected. */
  inspectionLot: string
  toleranceOver: string
  toleranceUnder: string
  isUnlimited: boolean
  start: string
  end: string
  operations: { operation: string; workCenter: string; text: string }[]
  components: { material: string; reservationItem: string; storageLocation: string; unit: string }[]
}

export interface SfcRow {
  plant: string
  sfc: string
  order: string
  status: 'NEW' | 'IN_QUEUE' | 'ACTIVE' | 'HOLD' | 'DONE'
  /** What `status` was before it was held. */
  heldFrom: string
  quantity: string
}

export interface BatchRow {
  plant: string
  material: string
  batch: string
  status: 'CREATED' | 'VALIDATED' | 'INVALIDATED'
  restricted: boolean
  madeOn: string
  /** Empty: doesn't expire. */
  expiresOn: string
}

export interface InventoryRow {
  inventoryId: string
  plant: string
  material: string
  batch: string
  storageLocation: string
  status: 'UNRESTRICTED' | 'RESTRICTED' | 'QUALITY_INSPECTION' | 'BLOCKED'
  quantity: string
  unit: string
  origin: 'DMC' | 'ERP' | 'EWM'
}

export interface WorkCenterRow {
  plant: string
  workCenter: string
  text: string
  status: 'ENABLED' | 'DISABLED'
}

export interface ResourceRow {
  plant: string
  resource: string
  workCenter: string
  text: string
  status: 'UNKNOWN' | 'PRODUCTIVE' | 'SCHEDULED_DOWN' | 'UNSCHEDULED_DOWN' | 'ENABLED' | 'DISABLED'
}

export interface CertificationRow {
  plant: string
  certification: string
  text: string
  status: 'ENABLED' | 'DISABLED'
  /** Who works at one of these needs it: operation activities (`1000012-0-0010`), resources, materials. */
  operations: string[]
  resources: string[]
  materials: string[]
}

export interface PersonRow {
  plant: string
  person: string
}

export interface CertificateRow {
  plant: string
  person: string
  certification: string
  /** Last day; empty for ever. */
  validTo: string
}

export interface CharacteristicRow {
  plant: string
  inspectionLot: string
  operation: string
  characteristic: string
  text: string
  isMandatory: boolean
  isQuantitative: boolean
  unit: string
  lowerLimit: string
  upperLimit: string
}

export interface ResultRow {
  plant: string
  inspectionLot: string
  operation: string
  characteristic: string
  sfc: string
  number: string
  value: string
  code: string
  codeGroup: string
  text: string
}

/** Whether postings of this kind can be made for the plant; one that can't fails before it's queued. */
export interface LinkRow {
  plant: string
  messageType: string
  isActive: boolean
}

/** Somebody works on the order in DM: goods issues are refused as changed meanwhile, or end in a time-out when they wait. */
export interface LockRow {
  plant: string
  order: string
  user: string
  isWaitedFor: boolean
}

export interface GoodsIssueRow {
  transactionId: string
  plant: string
  order: string
  phase: string
  material: string
  quantity: string
  unit: string
  batch: string
  storageLocation: string
  postedBy: string
  postedAt: string
}

export interface ActivityRow {
  transactionId: string
  plant: string
  order: string
  sfc: string
  operation: string
  workCenter: string
  activities: Record<string, unknown>[]
}

export interface AlertRow {
  id: string
  type: string
  fields: Record<string, unknown>
}

export interface Sets {
  orders: OrderRow
  sfcs: SfcRow
  batches: BatchRow
  inventories: InventoryRow
  workCenters: WorkCenterRow
  resources: ResourceRow
  certifications: CertificationRow
  persons: PersonRow
  certificates: CertificateRow
  characteristics: CharacteristicRow
  results: ResultRow
  collaborationLinks: LinkRow
  locks: LockRow
  goodsIssues: GoodsIssueRow
  activities: ActivityRow
  alerts: AlertRow
}

export type SetName = keyof Sets
