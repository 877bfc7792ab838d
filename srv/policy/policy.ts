import type { ActionCode, Phase } from '../domain/judgement.ts'
import type { Decimal } from '../domain/message.ts'

/** Why a controller may have to sign. */
export const CONTROLLER_REASONS = ['closedPeriod', 'value', 'finance', 'reversal', 'reversedBefore'] as const
export type ControllerReason = (typeof CONTROLLER_REASONS)[number]

/** Who is right where shop floor and ERP disagree. */
export type SystemOfRecord = 'shopFloor' | 'erp'

/** Most that one kind of correction may move by itself of one type of material; `*` stands for all. */
export interface Limit {
  readonly action: string
  readonly materialType: string
  /** In the currency of the plant; absent for no limit of its own. */
  readonly mostValue?: Decimal
  readonly mostQuantity?: { readonly value: Decimal; readonly unit: string }
}

/** Percent for one type of order and what it makes; `*` stands for all. */
export interface Tolerance {
  readonly orderType: string
  readonly material: string
  readonly percent: Decimal
}

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
  /** Confidence (0 to 1) from which a correction is proposed; below it people look themselves. */
  readonly suggestFrom: number
  /** Confidence from which a listed action goes by itself in phase `automate`, … */
  readonly actFrom: number
  /** … as long as it moves no more than this, in the currency of the plant. */
  readonly automaticUpTo: Decimal
  /** What may ever go by itself. */
  readonly automaticActions: readonly ActionCode[]
  /** Share (0 to 1) of automatic actions that may turn out wrong. */
  readonly wrongAtMost: number
  readonly controllerFor: readonly ControllerReason[]
  readonly quantitiesBy: SystemOfRecord
  readonly financeBy: SystemOfRecord
  readonly limits: readonly Limit[]
  readonly tolerances: readonly Tolerance[]
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
  suggestFrom: 0,
  actFrom: 0.95,
  automaticUpTo: '500',
  automaticActions: [],
  wrongAtMost: 0.02,
  controllerFor: CONTROLLER_REASONS,
  quantitiesBy: 'shopFloor',
  financeBy: 'erp',
  limits: [],
  tolerances: [],
}

/** The policy as it is for one type of order and what it makes: its most specific tolerance counts, the material before the type. */
export function tolerating(policy: Policy, order: { readonly type: string; readonly material: string } | undefined): Policy {
  if (order === undefined || policy.tolerances.length === 0) return policy
  const fits = (given: string, value: string): boolean => given === '*' || given === value
  const rank = (each: Tolerance): number => (each.material === '*' ? 0 : 2) + (each.orderType === '*' ? 0 : 1)
  const [best] = policy.tolerances
    .filter((each) => fits(each.orderType, order.type) && fits(each.material, order.material))
    .sort((one, other) => rank(other) - rank(one))
  return best === undefined ? policy : { ...policy, consumptionTolerance: best.percent }
}
