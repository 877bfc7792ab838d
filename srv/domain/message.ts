/** What arrived, in Countersign's own words. Doors make it; nothing here knows a dialect. */

/** What a message wants from the ERP. `other` is anything that is no read and has no name of its own yet. */
export type MessageKind = 'confirmation' | 'materialDocument' | 'cancellation' | 'statusChange' | 'change' | 'other'

/** Process orders have phases instead of operations, no sequences and no rework. */
export type OrderCategory = 'production' | 'process'

/** A decimal number as text, never a float: `"1.10"`. */
export type Decimal = string

/** A calendar day, `YYYY-MM-DD`. */
export type Day = string

export interface Quantity {
  /** As the sender wrote it: usually a decimal, but `1,5` or `ten` are kept, too, for a check to tell. */
  readonly value: Decimal
  /** The unit as the sender wrote it; empty when it sent none. */
  readonly unit: string
}

/** HTTP headers, names in lower case. */
export type Headers = Readonly<Record<string, string | string[]>>

export interface RawRequest {
  readonly method: string
  /** From the root of the server, query included: `/sap/opu/odata/sap/API_X_SRV/ProdnOrdConf2?sap-language=EN`. */
  readonly path: string
  readonly headers: Headers
  readonly body: Buffer
}

export interface RawResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: Buffer
}

/** One goods movement of a confirmation, or one item of a material document. */
export interface Movement {
  readonly material: string
  readonly plant: string
  readonly storageLocation: string
  readonly batch: string
  /** `261` issue to order, `101` receipt from order, `551` scrapping … */
  readonly movementType: string
  readonly order: string
  readonly reservation: string
  readonly reservationItem: string
  readonly reason: string
  readonly quantity: Quantity
  /** What the movement refers to: `F` order, `B` purchase order, empty for nothing; absent where the dialect has no word for it. */
  readonly reference?: string
  /** Cost centre, account or project that it is posted to; absent for none. */
  readonly account?: string
  /** Last day on which the batch may be used, where the sender says it. */
  readonly expiresOn?: Day
  /** How many serial numbers come with it; absent for none. */
  readonly serialNumbers?: number
}

/**
 * One posting: a whole POST, or one member of a change set. Identifiers carry no leading zeros except
 * operations (`"0010"`). What the sender left out is an empty string, or undefined for a quantity.
 */
export interface MessagePart {
  readonly kind: MessageKind
  readonly method: string
  /** Relative to the service: `ProdnOrdConf2`. */
  readonly path: string
  readonly headers: Headers
  /** Byte for byte as it came. */
  readonly body: Buffer
  readonly plant: string
  readonly order: string
  readonly operation: string
  readonly material: string
  readonly workCenter: string
  readonly yield?: Quantity
  readonly scrap?: Quantity
  readonly rework?: Quantity
  /** Work done, by its position in the operation (0 to 5); a position that the sender left out is undefined. Absent for none. */
  readonly activities?: readonly (Quantity | undefined)[]
  /** Whose work it is: personnel number; absent for nobody. */
  readonly personnel?: string
  /** What its order is; absent where the message doesn't tell. */
  readonly orderCategory?: OrderCategory
  /** Reason of scrap or deviation. */
  readonly reason: string
  readonly isFinal: boolean
  readonly isReversal: boolean
  readonly postingDate?: Day
  /** The key that the sender gave this posting for the ERP; empty when it gave none (an all-zero GUID is none). */
  readonly externalKey: string
  readonly movements: readonly Movement[]
  /** The sender forbids goods movements, the ERP's own backflush included; absent for no. */
  readonly hasNoMovements?: boolean
  /** The ERP document that this one takes back: `207/1`, `2026/4900000012`; absent for none. */
  readonly document?: string
}

/** By which value the sender itself tells two messages apart. */
export interface MessageKey {
  readonly kind: 'external' | 'repeatability'
  readonly value: string
}

/** What a sender needs to be let in by the ERP; kept in memory only. */
export interface SenderSession {
  readonly token: string
  readonly cookie: string
}

/** One attempt to make the ERP do something: one POST, or one change set. */
export interface SyncMessage {
  /** User or client id that signed in. */
  readonly sender: string
  /** `API_PROD_ORDER_CONFIRMATION_2_SRV` */
  readonly service: string
  readonly kind: MessageKind
  readonly key?: MessageKey
  readonly request: RawRequest
  /** A change set is posted as one, whatever the number of its parts. */
  readonly isChangeSet: boolean
  readonly parts: readonly MessagePart[]
  readonly session?: SenderSession
}

/**
 * Where a value stands in a part: `yield`, `scrap`, `rework`, `unit`, `postingDate`, `reason`, `operation`, `order`, or of a
 * movement, counted from 0: `movements/2/quantity`, `/unit`, `/material`, `/storageLocation`, `/batch`, `/reason`, `/movementType`,
 * `/reference`, `/account`; or of an activity: `activities/0/quantity`, `/unit`.
 */
export type FieldPath = string

/** What a correction changes, in Countersign's words; the gateway turns it into a JSON Patch on the raw body. */
export type FieldChange =
  | { readonly op: 'set'; readonly part: number; readonly field: FieldPath; readonly from: string; readonly to: string }
  | { readonly op: 'addMovement'; readonly part: number; readonly movement: Movement }
  | { readonly op: 'removeMovement'; readonly part: number; readonly index: number; readonly movement: Movement }

/** RFC 6902, on the JSON body of one part. */
export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove' | 'test'
  readonly path: string
  readonly value?: unknown
}
