import type { ActionCode, Finding, Prediction, Proposal, SignatoryRole } from '../domain/judgement.ts'
import type { FieldChange, MessagePart } from '../domain/message.ts'
import { filled } from '../checks/facts/filled.ts'
import { correctionValue, requiredRole } from '../policy/impact.ts'
import { adjustQuantity } from './adjustQuantity.ts'
import { changePostingDate } from './changePostingDate.ts'
import { convertUnit } from './convertUnit.ts'
import type { Correction, CorrectionInput, Draft } from './correction.ts'
import { afterChanges, inOrder, readField } from './fields.ts'
import { mapReason } from './mapReason.ts'
import { markDuplicate } from './markDuplicate.ts'
import { deviationValue, postAsIs } from './postAsIs.ts'
import { reject } from './reject.ts'
import { replaceComponent } from './replaceComponent.ts'
import { requestBackflush } from './requestBackflush.ts'
import { setBatch } from './setBatch.ts'
import { setStorageLocation } from './setStorageLocation.ts'
import { waitAndRetry } from './waitAndRetry.ts'

export { adjustable, AdjustmentError, applyAdjustment } from './adjustment.ts'
export type { CorrectionInput } from './correction.ts'
export { afterChanges } from './fields.ts'

/** All kinds of correction, one for each action. */
const CORRECTIONS: readonly Correction[] = [
  adjustQuantity,
  convertUnit,
  setBatch,
  setStorageLocation,
  changePostingDate,
  replaceComponent,
  mapReason,
  requestBackflush,
  markDuplicate,
  waitAndRetry,
  postAsIs,
  reject,
]

interface Candidate {
  readonly correction: Correction
  readonly draft: Draft
  readonly confidence: number
}

/**
 * The one proposal for a held message: the action with the best confidence (probability of the cause × how exactly the evidence
 * fits) for its worst finding, together with the changes that cure its other findings. As soon as one finding's best cure ends the
 * message, that is the proposal; as soon as one has to wait, all wait. Changes come sets first, then removals from the last to the
 * first, then additions. Pure; never fails: where nothing fits it is *reject* or *post as is* with low confidence.
 */
export function propose(sent: CorrectionInput): Proposal {
  const input = { ...sent, parts: filled(sent.parts, sent.context) }
  const blocking = input.findings.filter((each) => each.severity === 'error')
  const findings = blocking.length > 0 ? blocking : input.findings
  const candidates = CORRECTIONS.flatMap((correction) =>
    correction
      .offer({ ...input, findings })
      .map((draft) => ({ correction, draft, confidence: probabilityOf(draft, input.prediction) * draft.fit })),
  ).sort((one, other) => other.confidence - one.confidence)
  const best = findings.length === 0 ? candidates.slice(0, 1) : bestPerFinding(findings, candidates)
  const whole = best.find((each) => each.correction.isWhole)
  const waiting = best.find((each) => each.correction.action === 'waitAndRetry')
  const chosen = whole === undefined ? combined(waiting === undefined ? best : [waiting, ...best]) : [whole]
  const main = chosen[0]
  if (main === undefined) return nothingFits(input)
  const { action } = main.correction
  const changes = inOrder(chosen.flatMap((each) => each.draft.changes))
  const role = whole === undefined ? signatoryOf(input, findings, changes, action) : 'planner'
  return {
    action,
    cause: main.draft.cause,
    changes: changes.map((each) => asSent(each, sent.parts)),
    reason: reasonOf(chosen),
    confidence: Math.round(Math.min(...chosen.map((each) => each.confidence)) * 10_000) / 10_000,
    risk: role === 'controller' ? 'high' : main.correction.risk,
    requiredRole: role,
  }
}

/** Judged is what the ERP will read, but what is shown and patched is what was sent. */
function asSent(change: FieldChange, parts: readonly MessagePart[]): FieldChange {
  const part = parts[change.part]
  if (part === undefined || change.op === 'addMovement') return change
  return change.op === 'set'
    ? { ...change, from: readField(part, change.field) ?? '' }
    : { ...change, movement: part.movements[change.index] ?? change.movement }
}

/** Who signs what is posted in the end; a message that ends here moves no value. */
function signatoryOf(
  input: CorrectionInput,
  findings: readonly Finding[],
  changes: readonly FieldChange[],
  action: ActionCode,
): SignatoryRole {
  const { parts, context, policy } = input
  const value = action === 'postAsIs' ? deviationValue(input) : correctionValue(parts, afterChanges(parts, changes), context)
  return requiredRole(
    { kind: parts[0]?.kind ?? 'other', isReversal: parts.some((each) => each.isReversal), findings, changes, value },
    policy,
  )
}

/** What a finding decides is as good as certain; else the prediction's word counts, else the finding's own guess. */
function probabilityOf({ finding, cause }: Draft, prediction: Prediction | undefined): number {
  const predicted = prediction?.causes.find((each) => each.cause === cause)?.probability ?? 0
  if (finding === undefined) return prediction === undefined ? 0.5 : predicted
  if (finding.isDecisive) return finding.cause === cause ? Math.max(0.95, predicted) : 0.05
  if (prediction === undefined) return finding.cause === cause ? 0.6 : 0.2
  return predicted
}

/** Worst findings first: decisive before others, then as confident as their best cure is. */
function bestPerFinding(findings: readonly Finding[], candidates: readonly Candidate[]): Candidate[] {
  const found = findings.flatMap((finding) => candidates.find((each) => each.draft.finding === finding) ?? [])
  return found.sort(
    (one, other) => Number(other.draft.finding?.isDecisive) - Number(one.draft.finding?.isDecisive) || other.confidence - one.confidence,
  )
}

/** The cures that don't get in each other's way; the first one that touches a field or a movement has it. */
function combined(best: readonly Candidate[]): Candidate[] {
  const taken = new Set<string>()
  return best.filter((each, position) => {
    const touched = each.draft.changes.map(placeOf)
    const isFree = touched.every(
      (place) => ![...taken].some((other) => place === other || place.startsWith(`${other}/`) || other.startsWith(`${place}/`)),
    )
    if (!isFree || (position > 0 && touched.length === 0)) return false
    for (const place of touched) taken.add(place)
    return true
  })
}

/** Additions never collide; two drafts may add as many movements as they like. */
function placeOf(change: FieldChange): string {
  if (change.op === 'set') return `${change.part}/${change.field}`
  return change.op === 'removeMovement'
    ? `${change.part}/movements/${change.index}`
    : `${change.part}/added/${change.movement.material}/${change.movement.reservationItem}`
}

function reasonOf(chosen: readonly Candidate[]): string {
  const sentences = chosen.flatMap(({ draft }) => (draft.finding === undefined ? [draft.advice] : [draft.finding.text, draft.advice]))
  return [...new Set(sentences)].join(' ')
}

function nothingFits({ prediction }: CorrectionInput): Proposal {
  const reason = 'Nothing is known that would cure it: reject it, and send it again once it is right.'
  return {
    action: 'reject',
    cause: prediction?.causes[0]?.cause ?? 'unknown',
    changes: [],
    reason,
    confidence: 0.05,
    risk: 'low',
    requiredRole: 'planner',
  }
}
