import { CAUSES, type ActionCode, type Cause } from '../../domain/judgement.ts'

/**
 * What a case teaches, by who says so. A person's word about the cause outweighs everything; then what a person decided, what was taken back in
 * the ERP, the ERP's refusal, and last, silence. None of them is the truth: refusals name what stopped the posting and not why it was wrong, approvals
 * agree with what was proposed, silence may still end. So each counts for something else in training (`weight`), and silence counts half until
 * nobody can take the posting back any more.
 */

export type CaseOutcome = 'posted' | 'corrected' | 'refused' | 'rejected' | 'reversed' | 'retried'
type LabelSource = 'person' | 'decision' | 'reversal' | 'erp' | 'posted'

export interface Known {
  readonly outcome?: CaseOutcome | undefined
  /** It was held, and a person let it go. */
  readonly wasHeld: boolean
  /** The correction that a person agreed to. */
  readonly action?: ActionCode | undefined
  /** Its cause. */
  readonly proposedCause?: Cause | undefined
  readonly erpCause?: Cause | undefined
  /** `none`: nothing was wrong. */
  readonly personCause?: Cause | 'none' | undefined
}

export interface Label {
  readonly hasFailed: boolean
  /** Undefined where nothing was wrong; `unknown` where something was, and nobody knows what. */
  readonly cause: Cause | undefined
  readonly source: LabelSource
  readonly weight: number
}

const WEIGHTS: Readonly<Record<LabelSource, number>> = { person: 3, decision: 0.5, reversal: 1, erp: 1, posted: 1 }
/** Silence before anybody has had time to speak. */
export const EARLY = 0.5

function label(source: LabelSource, cause: Cause | undefined): Label {
  return { hasFailed: cause !== undefined, cause, source, weight: WEIGHTS[source] }
}

/** Undefined as long as nothing is known. */
export function labelOf({
  outcome,
  wasHeld,
  action,
  proposedCause = 'unknown',
  erpCause = 'unknown',
  personCause,
}: Known): Label | undefined {
  if (personCause !== undefined) return label('person', personCause === 'none' ? undefined : personCause)
  switch (outcome) {
    case undefined:
      return undefined
    case 'corrected':
    case 'rejected':
    case 'retried':
      return label('decision', proposedCause)
    case 'reversed':
      // What it had been held for is the likeliest reason, whether people corrected it or let it pass.
      return label('reversal', proposedCause)
    case 'refused':
      return label('erp', erpCause)
    case 'posted':
      if (!wasHeld) return label('posted', undefined)
      // Waiting or booking by itself was the correction; posting it unchanged says that holding it was wrong.
      return label('decision', action === 'waitAndRetry' || action === 'requestBackflush' ? proposedCause : undefined)
  }
}

export function isCause(text: string | null | undefined): text is Cause {
  return CAUSES.some((each) => each === text)
}
