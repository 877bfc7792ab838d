import type { Cause, ErpError, Queue } from '../domain/judgement.ts'

/** One entry of the failure catalogue: what a message of the ERP or of DM means, who can solve it, and whether waiting helps. */
export interface FailureCode {
  readonly id: string
  /** `M7/021`, an HTTP status `423`, or empty where only the text tells. */
  readonly code: string
  /** Text of the message with `&` for whatever varies; empty for any text. */
  readonly textPattern: string
  /** The same text in other languages. */
  readonly translations?: readonly string[]
  readonly cause: Cause
  /** The message alone decides the cause: no model is asked. */
  readonly isDecisive: boolean
  /** Waiting may help. */
  readonly isTransient: boolean
  readonly queue: Queue
  /** Usual fix, one sentence. */
  readonly fix: string
  /** `delivered` with the product, `own` of the customer, `seen` once and not named yet. */
  readonly origin: 'delivered' | 'own' | 'seen'
}

/** What the catalogue makes of an error. */
export interface Named {
  /** The entry that fits best; undefined where nobody knows the error. */
  readonly failure?: FailureCode
  /** The message that the entry fits: the error itself, or one of its details. */
  readonly said: ErpError
  readonly cause: Cause
  readonly isDecisive: boolean
  /** The catalogue or the answer itself says that waiting may help. */
  readonly isTransient: boolean
  readonly queue: Queue
  /** Usual fix, one sentence; empty where nobody knows one. */
  readonly fix: string
}
