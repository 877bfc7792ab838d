import type { Context } from '../domain/context.ts'
import type { ActionCode, Cause, Finding, Prediction, Proposal } from '../domain/judgement.ts'
import type { FieldChange, MessagePart } from '../domain/message.ts'
import type { Policy } from '../policy/policy.ts'

/** What a proposal is made from. */
export interface CorrectionInput {
  readonly parts: readonly MessagePart[]
  readonly context: Context
  readonly findings: readonly Finding[]
  readonly prediction?: Prediction
  readonly policy: Policy
}

/** One way to deal with one finding (or with a prediction alone). */
export interface Draft {
  readonly finding?: Finding
  /** The cause under which this is the right thing to do. */
  readonly cause: Cause
  readonly changes: readonly FieldChange[]
  /** What to do, in one sentence; the finding's own text stands before it. */
  readonly advice: string
  /** 0 to 1: how exactly the evidence fits, given the cause. */
  readonly fit: number
}

/** One kind of action: pure, one file each. */
export interface Correction {
  readonly action: ActionCode
  readonly risk: Proposal['risk']
  /** It ends the message, so nothing goes to the ERP and it can't be combined. */
  readonly isWhole: boolean
  readonly offer: (input: CorrectionInput) => Draft[]
}

/** The part that a finding is about, with the position of its movement where it names one. */
export function placeOf(
  finding: Finding,
  parts: readonly MessagePart[],
): { readonly part: MessagePart; readonly index: number; readonly movement: number | undefined } | undefined {
  const part = parts[finding.part]
  const match = /^movements\/(\d+)(\/|$)/.exec(finding.field)
  return part === undefined ? undefined : { part, index: finding.part, movement: match === null ? undefined : Number(match[1]) }
}

/** Value of a piece of evidence; undefined when the finding has none of that name. */
export function evidenceOf(finding: Finding, name: string): string | undefined {
  return finding.evidence.find((each) => each.name === name)?.value
}
