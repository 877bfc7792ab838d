import type { ContextSource } from './context.ts'
import type { FieldChange, FieldPath } from './message.ts'

/** What Countersign thinks of a message: findings of the checks, ranked causes, the decision, the proposed correction. */

/** Why a message fails, or would be booked wrongly. Texts are in `db/data`. */
export const CAUSES = [
  'lock',
  'stockDeficit',
  'lateReceipt',
  'wrongStorageLocation',
  'batchMissing',
  'batchExpired',
  'batchBlocked',
  'reservation',
  'unitOfMeasure',
  'setupWaste',
  'scrapUnreported',
  'substitution',
  'entryError',
  'overDelivery',
  'underDelivery',
  'orderStatus',
  'operationSequence',
  'duplicate',
  'period',
  'timeZone',
  'masterData',
  'accountAssignment',
  'qualityHold',
  'physicalInventory',
  'serialNumber',
  'scrapReason',
  'authorisation',
  'interface',
  'overload',
  'resourceStatus',
  'certification',
  'inspectionResult',
  'unknownOutcome',
  'unknown',
] as const
export type Cause = (typeof CAUSES)[number]

/** Who can solve it; `automatic`: waiting and trying again does. Texts and times are in `db/data`. */
export const QUEUES = [
  'automatic',
  'planner',
  'warehouse',
  'quality',
  'masterData',
  'controller',
  'finance',
  'integration',
  'security',
] as const
export type Queue = (typeof QUEUES)[number]

/** A measured fact: `{name: 'required', value: '2.000', unit: 'KG'}`. */
export interface Evidence {
  readonly name: string
  readonly value: string
  readonly unit?: string
}

export interface Finding {
  /** Name of the check, or `erp` for what the ERP itself said. */
  readonly check: string
  /** The ERP message that this would become: `M7/021`; `COUNTERSIGN/…` where the ERP would book it without a word. */
  readonly code: string
  readonly cause: Cause
  /** The code or the evidence alone decides the cause: no model is asked. */
  readonly isDecisive: boolean
  /** `error`: the ERP would refuse, or the books would be wrong. `warning`: worth a note. */
  readonly severity: 'error' | 'warning'
  readonly part: number
  readonly field: FieldPath
  /** One sentence for a planner, with numbers and units. */
  readonly text: string
  readonly evidence: readonly Evidence[]
}

export interface CheckResult {
  readonly check: string
  readonly state: 'passed' | 'failed' | 'notChecked'
  readonly findings: readonly Finding[]
  /** Why it wasn't checked. */
  readonly reason?: string
  /** The source that it would have needed, where that is the reason. */
  readonly lacking?: ContextSource
  /** The error with which the check itself broke, where that is the reason. */
  readonly broke?: Error
}

export interface RankedCause {
  readonly cause: Cause
  /** 0 to 1; all ranked causes of a prediction sum to one. */
  readonly probability: number
}

/** A feature that spoke for the first cause. */
export interface Influence {
  readonly feature: string
  readonly value: string
  readonly unit: string
  /** Share of the prediction that this feature moved; sign says for (+) or against (−). */
  readonly contribution: number
}

/** Probability (0 to 1) that posting as it is fails or books wrongly, and the causes if it does. */
export interface Estimate {
  readonly failure: number
  readonly causes: readonly RankedCause[]
}

export interface Prediction extends Estimate {
  readonly modelVersion: string
  readonly influences: readonly Influence[]
  /** What rules alone say, and what the model alone says; absent where it wasn't asked. */
  readonly rules?: Estimate
  readonly model?: Estimate
  /** The fewest causes that hold the true one, if it fails, with probability `coverage`; absent where that can't be stated. */
  readonly shortlist?: { readonly causes: readonly Cause[]; readonly coverage: number }
  /** May it pass by itself under a threshold certified for a share of failures `atMost`? Absent where nothing is certified. */
  readonly gate?: { readonly mayPass: boolean; readonly atMost: number }
  /** What it was predicted from, to be learnt from later. */
  readonly basis?: PredictionBasis
}

interface PredictionBasis {
  /** SHA-256, hex, of the list of features. */
  readonly featureSchema: string
  /** One number per feature of the list. */
  readonly features: readonly number[]
  /** What its rates of failure were looked up by. */
  readonly keys: Readonly<Record<string, string>>
  /** Causes by the rules as what came of others corrects them: share per cause, in the order of causes. */
  readonly habits: readonly number[]
  /** Number of the last label that these rates knew of. */
  readonly knownLabels: number
}

/** Waiting for a turn is no verdict: the lanes see to it. */
export type Verdict = 'release' | 'releaseWithNote' | 'hold'
export type SignatoryRole = 'planner' | 'controller'
export type Phase = 'monitor' | 'supervise' | 'automate'

export interface Decision {
  readonly verdict: Verdict
  /** One sentence: why not released, or what the note is. */
  readonly reason: string
  readonly requiredRole: SignatoryRole
  /** Held or passed because nobody could tell, not for what was found. */
  readonly isUnjudged?: boolean
  /** Of the policy that decided. */
  readonly policyVersion?: number
}

/** What can be done about a held message. */
export const ACTIONS = [
  'adjustQuantity',
  'convertUnit',
  'setBatch',
  'setStorageLocation',
  'changePostingDate',
  'replaceComponent',
  'mapReason',
  'requestBackflush',
  'markDuplicate',
  'waitAndRetry',
  'postAsIs',
  'reject',
] as const
export type ActionCode = (typeof ACTIONS)[number]

export interface Proposal {
  readonly action: ActionCode
  readonly cause: Cause
  readonly changes: readonly FieldChange[]
  /** Plain words for the planner, with numbers and units. */
  readonly reason: string
  /** 0 to 1. */
  readonly confidence: number
  readonly risk: 'low' | 'medium' | 'high'
  readonly requiredRole: SignatoryRole
}

/** An error in any dialect of the ERP or of DM, in one form. */
export interface ErpError {
  /** `M7/021`, or the HTTP status where nothing better was said; empty where there is no status either. */
  readonly code: string
  readonly class: string
  readonly number: string
  readonly variables: readonly string[]
  readonly text: string
  readonly severity: 'error' | 'warning' | 'info' | 'success'
  /** The answer itself says that waiting may help (its status, its lock flag); what its code means, the catalogue knows. */
  readonly isTransient: boolean
  readonly details: readonly ErpError[]
  readonly raw: string
}
