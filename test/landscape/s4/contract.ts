import type { Books } from './books.ts'
import type { EntitySet, Payload, Property, Row } from './entities.ts'

export type { EdmType, EntitySet, Navigation, Payload, Property, Row, Value } from './entities.ts'

/** What a service of the local S/4 is made of; the OData engine serves it, the postings give it life. */

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
