import type { Books } from './books.ts'

/** What a service of the local S/4 is made of; the OData engine serves it, the postings give it life. */

/**
 * Stored form: text for strings, decimals (`"10.000"`), GUIDs, times (`PT15H51M04S`) and datetimes (ISO 8601, UTC);
 * numbers for integers; 0/1 → boolean at the border. Identifiers are stored unpadded, as the real one answers them.
 */
export type Value = string | number | boolean | null
export type Row = Record<string, Value>
/** A create payload after parsing: scalars in stored form, deep-inserted children by navigation name. */
export interface Payload {
  readonly values: Row
  readonly children: Readonly<Record<string, readonly Payload[]>>
}

export type EdmType =
  | 'Edm.String'
  | 'Edm.Decimal'
  | 'Edm.DateTime'
  | 'Edm.DateTimeOffset'
  | 'Edm.Time'
  | 'Edm.Boolean'
  | 'Edm.Guid'
  | 'Edm.Int16'
  | 'Edm.Int32'
  | 'Edm.Byte'

export interface Property {
  readonly name: string
  readonly type: EdmType
  readonly maxLength?: number
  readonly precision?: number
  readonly scale?: number
  /**
   * Numeric identifier with leading zeros inside the ERP: an all-digit value loses them on the way in (payload, key, filter, parameter),
   * so that `000001000510` and `1000510` are the same; a value with a letter is left alone. Set it for OrderID, ManufacturingOrder, Material, Product,
   * Reservation, ConfirmationGroup, ConfirmationCount, MaterialDocument and the like; not for OrderOperation (`0010`), items, plants, reason codes.
   */
  readonly alpha?: boolean
}

export interface Navigation {
  readonly name: string
  /** Name of the entity set that it leads to. */
  readonly target: string
  readonly isMany: boolean
  /** own property → property of the target */
  readonly on: Readonly<Record<string, string>>
}

export interface EntitySet {
  readonly name: string
  readonly type: string
  readonly keys: readonly string[]
  readonly properties: readonly Property[]
  readonly navigations: readonly Navigation[]
  /** Property whose value makes the ETag; PATCH then needs If-Match (428 without, 412 when stale). The update handler must give it a new value. */
  readonly etag?: string
}

export interface CallContext {
  readonly books: Books
  readonly user: string
  readonly now: Date
  /** Becomes the `sap-message` header of a success (severity `info` unless the message says otherwise). */
  readonly success: (message: Message) => void
}

/** A T100 message: `{class: 'M7', number: '021', text, variables}`. */
export interface Message {
  readonly class: string
  readonly number: string
  readonly text: string
  readonly variables?: readonly string[]
  readonly severity?: 'error' | 'warning' | 'info'
  readonly target?: string
}

/** Thrown by a posting; the engine makes the V2 error body of it: generic outer code, class/number in errordetails. */
export class BusinessError extends Error {
  readonly status: number
  /** Generic outer code; the engine's default is `/IWBEP/CX_MGW_BUSI_EXCEPTION` with the text of the first message. */
  readonly outer: { readonly code: string; readonly text: string } | undefined
  readonly details: readonly Message[]
  constructor(details: readonly Message[], status = 400, outer?: { code: string; text: string }) {
    super(details.map((each) => each.text).join('; '))
    this.details = details
    this.status = status
    this.outer = outer
  }
}

export interface FunctionImport {
  readonly name: string
  readonly method: 'GET' | 'POST'
  /** In the query string; absent optional ones are absent in `run`'s parameters too. Present ones come in stored form. */
  readonly parameters: readonly (Property & { readonly isRequired: boolean })[]
  /** Entity set or complex type that it answers. */
  readonly returns: {
    readonly set?: string
    readonly complex?: { readonly name: string; readonly properties: readonly Property[] }
    readonly isMany: boolean
  }
  readonly run: (context: CallContext, parameters: Row) => Row | readonly Row[]
}

export interface Service {
  readonly name: string
  readonly namespace: string
  readonly sets: readonly EntitySet[]
  readonly functions: readonly FunctionImport[]
  /**
   * POST on a set: posts within the open transaction of `books` and answers the created row. `children` are shown in the 201 exactly as given
   * (an empty list as `{results: []}`); a navigation without an entry is deferred.
   */
  readonly create: Readonly<
    Record<string, (context: CallContext, payload: Payload) => { row: Row; children?: Record<string, readonly Row[]> }>
  >
  /** PATCH/MERGE on a set; the engine has found the row and compared the ETag. `values` holds only what the client sent, without keys. */
  readonly update: Readonly<Record<string, (context: CallContext, key: Row, values: Row) => void>>
}
