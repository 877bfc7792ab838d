/** How the local S/4 describes what it keeps: entity sets, their properties and rows. */

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
