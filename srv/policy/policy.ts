import type { Phase } from '../domain/judgement.ts'
import type { Decimal } from '../domain/message.ts'

/** How strict we are with one kind of message in one plant; the row of `Policies` that decided, by its version. */
export interface Policy {
  readonly version: number
  readonly phase: Phase
  /** When judging is impossible: `open` releases as not judged, `closed` holds. */
  readonly failMode: 'open' | 'closed'
  /** Probability of failure (0 to 1) from which a message is held without an error of a check. */
  readonly holdFrom: number
  /** Probability of failure from which it is released with a note. */
  readonly noteFrom: number
  /** A prediction may hold what no check remarked on; absent means no. */
  readonly holdOnModelAlone?: boolean
  /** Percent by which consumption may differ from BOM × confirmed quantity. */
  readonly consumptionTolerance: Decimal
  /** The plant lets postings go into the period before the current one; absent means no. */
  readonly allowPreviousPeriod?: boolean
  /** Value of a correction, in the currency of the plant, from which a controller signs. */
  readonly controllerFrom: Decimal
  /** Seconds. */
  readonly answerWithin: number
  readonly quietTime: number
  readonly duplicateWindow: number
  /** Answer to a held message: 409, or 202 with Location. */
  readonly holdAnswer: 409 | 202
  readonly keepOrder: boolean
  /** Checks whose warnings the plant's ERP refuses. */
  readonly strictChecks?: readonly string[]
  /** User statuses that forbid postings; the usual ones if absent. */
  readonly blockingUserStatuses?: readonly string[]
  readonly hasDefaultAccounts?: boolean
  /** IANA name; UTC if absent. */
  readonly timeZone?: string
}

/** What holds where nobody has decided otherwise; the same values as the defaults of `Policies`. */
export const DEFAULT_POLICY: Policy = {
  version: 1,
  phase: 'supervise',
  failMode: 'open',
  holdFrom: 0.9,
  noteFrom: 0.5,
  consumptionTolerance: '20',
  controllerFrom: '10000',
  answerWithin: 20,
  quietTime: 600,
  duplicateWindow: 86400,
  holdAnswer: 409,
  keepOrder: false,
}
