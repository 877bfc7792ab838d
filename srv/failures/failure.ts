import type { Cause, Queue } from '../domain/judgement.ts'

/** One entry of the failure catalogue: what a message of the ERP or of DM means, who can solve it, and whether waiting helps. */
export interface FailureCode {
  readonly id: string
  /** `M7/021`, an HTTP status `423`, or empty where only the text tells. */
  readonly code: string
  /** Text of the message with `&` for whatever varies; empty for any text. */
  readonly textPattern: string
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
