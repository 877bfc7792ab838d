import type { Context, ContextSource } from '../domain/context.ts'
import type { Finding } from '../domain/judgement.ts'
import type { Decimal, MessageKind, MessagePart } from '../domain/message.ts'

/** What policy says about how strictly checks look. */
export interface CheckSettings {
  /** Percent by which consumption may differ from BOM × confirmed quantity. */
  readonly consumptionTolerance: Decimal
  /** Seconds within which an equal message is a possible duplicate. */
  readonly duplicateWindow: number
  /** The plant lets postings go into the period before the current one. */
  readonly allowPreviousPeriod?: boolean
  /** User statuses that forbid postings, as short names; the usual ones where a plant doesn't tell. */
  readonly blockingUserStatuses?: readonly string[]
  /**
   * Names of checks whose warnings the plant's ERP refuses: sequence, under-delivery, reservation excess and the like are warnings or errors
   * by settings of its order types, which nobody can read.
   */
  readonly strictChecks?: readonly string[]
  /** The ERP finds a cost object by itself where a scrapping names none. */
  readonly hasDefaultAccounts?: boolean
}

/** One part of a message together with everything it is judged by. */
export interface CheckInput {
  readonly part: MessagePart
  /** Position of the part; `parts[index] === part`. */
  readonly index: number
  /** All parts of the message, posted in this order. */
  readonly parts: readonly MessagePart[]
  readonly context: Context
  readonly settings: CheckSettings
}

/** A rule: pure, one file each. */
export interface Check {
  readonly name: string
  /** Codes of the ERP messages that it sees coming; `COUNTERSIGN/…` for what the ERP has no (known) word for. */
  readonly foresees: readonly string[]
  /** What it can't judge without: one of these unread, and it is *not checked*. */
  readonly reads: readonly ContextSource[]
  readonly kinds: readonly MessageKind[]
  readonly run: (input: CheckInput) => Finding[]
  /** What it would need for this part and its sources left out, in one sentence: then it is *not checked*, unless it found something all the same. */
  readonly lacks?: (input: CheckInput) => string | undefined
}

/** Kinds that move quantities. */
export const POSTINGS: readonly MessageKind[] = ['confirmation', 'materialDocument']
