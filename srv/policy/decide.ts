import type { Decision, Estimate, Finding, Verdict } from '../domain/judgement.ts'
import type { Decimal, MessageKind } from '../domain/message.ts'
import { requiredRole } from './impact.ts'
import type { Policy } from './policy.ts'

/** Checks without which a message isn't judged at all; nor is it where any check broke, since nobody knows what that one would have said. */
export const ESSENTIAL_CHECKS: readonly string[] = ['orderStatus', 'materialInPlant', 'stockAvailable']

export interface Judgement {
  readonly kind: MessageKind
  readonly isReversal?: boolean
  readonly findings: readonly Pick<Finding, 'severity' | 'text' | 'cause' | 'code' | 'field'>[]
  /** Names of the checks that couldn't be made. */
  readonly notChecked: readonly string[]
  /** Those of them that broke. */
  readonly broken?: readonly string[]
  /** Absent when no model could be asked. */
  readonly prediction?: Estimate
  /** What a correction would move, in the currency of the plant; absent when not known yet. */
  readonly value?: Decimal
}

/**
 * Release, release with a note, or hold: a pure function of what was found, what is predicted and the policy. In phase *automate*
 * the decision is the same as in *supervise*; what goes on by itself then is a matter of the suggestion.
 */
export function decide(judgement: Judgement, policy: Policy): Decision {
  const { findings, kind, isReversal = false, value = '0' } = judgement
  const role = requiredRole({ kind, isReversal, findings, changes: [], value }, policy)
  const [verdict, reason, isUnjudged] = judge(judgement, policy)
  return { verdict, reason, requiredRole: role, policyVersion: policy.version, ...(isUnjudged ? { isUnjudged } : {}) }
}

function judge(
  { kind, findings, notChecked, broken = [], prediction }: Judgement,
  policy: Policy,
): readonly [Verdict, string, isUnjudged?: boolean] {
  if (kind !== 'confirmation' && kind !== 'materialDocument')
    return ['release', 'Passed on unjudged: nothing is known about messages of this kind.']
  const errors = findings.filter((each) => each.severity === 'error')
  const first = errors[0] ?? findings[0]
  const failure = prediction?.failure ?? 0
  if (policy.phase === 'monitor') return ['release', first === undefined ? 'Monitored.' : `Monitored: ${first.text}`]
  if (errors.length > 0) return ['hold', listed(errors)]
  const unjudged = notChecked.filter((each) => ESSENTIAL_CHECKS.includes(each) || broken.includes(each))
  if (unjudged.length > 0) {
    const why = `Not judged: ${unjudged.join(', ')} couldn't be checked.`
    return [policy.failMode === 'closed' ? 'hold' : 'releaseWithNote', why, true]
  }
  const likely = prediction?.causes[0] === undefined ? '' : `, most likely because of ${prediction.causes[0].cause}`
  const disputed = policy.quantitiesBy === 'erp' ? findings.filter(isAboutQuantity) : []
  if (disputed.length > 0) return ['hold', `${listed(disputed)} The ERP decides about quantities.`]
  const predicted = `Posting fails or books wrongly with ${Math.round(failure * 100)} % probability${likely}.`
  const mayHold = findings.length > 0 || policy.holdOnModelAlone === true
  if (mayHold && failure >= policy.holdFrom) return ['hold', first === undefined ? predicted : `${first.text} ${predicted}`]
  if (first !== undefined) return ['releaseWithNote', listed(findings)]
  if (failure >= policy.noteFrom) return ['releaseWithNote', predicted]
  if (notChecked.length > 0) return ['releaseWithNote', `Not checked: ${notChecked.join(', ')}.`]
  return ['release', 'No objections.']
}

/** What was reported is another quantity than the ERP expects. */
function isAboutQuantity({ field }: Pick<Finding, 'field'>): boolean {
  return /(^|\/)(quantity|yield|scrap|rework)$/.test(field)
}

function listed(findings: readonly Pick<Finding, 'text'>[]): string {
  const more = findings.length - 1
  return `${findings[0]?.text ?? ''}${more > 0 ? ` (and ${more} more)` : ''}`
}
