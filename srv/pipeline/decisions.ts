import { AuditLog, Cases, SuggestionChanges, Suggestions, SyncAttempts } from '#cds-models/countersign'
import { ITSELF, tell } from '../audit/log.ts'
import { adjustable, afterChanges, applyAdjustment } from '../corrections/index.ts'
import type { Context } from '../domain/context.ts'
import type { Finding } from '../domain/judgement.ts'
import type { FieldChange, MessagePart } from '../domain/message.ts'
import type { ErpGateway } from '../erp/types.ts'
import { correctionValue, messageValue, requiredRole } from '../policy/impact.ts'
import { type Candidate, valueOf } from '../policy/automatic.ts'
import type { Policy } from '../policy/policy.ts'
import { lanesOf } from './identity.ts'
import { leave, queue } from './lanes.ts'
import { keepPersonCause, keepRejected } from './learn/cases.ts'
import { isCause } from './learn/labels.ts'
import { concludeAction, keepAction } from './phases/actions.ts'
import { policyFor } from './policies.ts'
import { DecisionError, type Person } from '../domain/person.ts'
import { keepChanges, patchesOf } from './suggest.ts'
import { attemptByID, type AttemptRow, messageOf } from './storage.ts'
import { resolveConflict } from './triage/conflicts.ts'

export { AdjustmentError } from '../corrections/index.ts'
export { DecisionError, type Person } from '../domain/person.ts'

/** What people decide. Each runs within the open transaction of its request; who may do it, and when, the service says. */

/** Corrections whose approval ends the message instead of posting it. */
const ENDING: ReadonlySet<string> = new Set(['markDuplicate', 'reject'])

/** Agrees with the proposal. Posts it, ends the message, or passes it on to the controller who has to sign. */
export async function approve(suggestionID: string, person: Person, note: string): Promise<void> {
  const { suggestion, attempt } = await open(suggestionID)
  // Who has nothing to add leaves what was said when the values were set.
  const decided = { decidedBy: person.id, decidedAt: now(), ...(note ? { note } : {}) }
  if (suggestion.requiredRole === 'controller') {
    await sign(suggestionID, 'proposed', { status: 'awaitingSignOff', ...decided })
    await told('approved', 'awaitingSignOff', attempt, suggestionID, person, note, suggestion.action_code)
    return
  }
  await sign(suggestionID, 'proposed', { status: 'approved', ...decided })
  await carryOut(attempt, suggestionID, suggestion.action_code ?? '', person, 'approved', note)
}

/** The same by Countersign itself, where the policy lets it: the message takes its turn, and what made it sure enough is told. */
export async function approveAutomatically(suggestionID: string, candidate: Candidate, why: string): Promise<void> {
  const { suggestion, attempt } = await open(suggestionID)
  const itself = { id: ITSELF.actor, role: ITSELF.role }
  const version = attempt.policyVersion ?? 0
  await sign(suggestionID, 'proposed', { status: 'approved', decidedBy: itself.id, decidedAt: now(), note: why })
  await keepAction(attempt, suggestionID, candidate, version)
  const figures = { confidence: candidate.confidence, value: valueOf(candidate.moved)?.toFixed(2), moved: candidate.moved }
  await carryOut(attempt, suggestionID, suggestion.action_code ?? '', itself, 'approvedAutomatically', why, figures)
}

/** Posts the message as it was sent, whatever was proposed: it is no duplicate, or it is right after all. Needs the same signatures. */
export async function postAsSent(suggestionID: string, person: Person, note: string): Promise<void> {
  const { suggestion, attempt } = await open(suggestionID)
  const message = await messageOf(attempt)
  const role = roleFor(message.parts, [], suggestion, await policyOf(attempt))
  const reason = `${foundIn(suggestion)} ${person.id} posts it as it was sent: ${note}`.slice(0, 1000)
  await sign(suggestionID, 'proposed', { action_code: 'postAsIs', patch: '[]', reason, confidence: null, ...role })
  await keepChanges(suggestionID, [])
  await approve(suggestionID, person, note)
}

/** The controller's signature under what a planner approved. Nobody signs twice. */
export async function signOff(suggestionID: string, person: Person, note: string): Promise<void> {
  const { suggestion, attempt } = await open(suggestionID)
  const hands = await SELECT.from(AuditLog)
    .columns('actor')
    .where({ suggestion_ID: suggestionID, action: { in: ['adjusted', 'approved'] } })
  if (hands.some((each) => each.actor === person.id))
    throw new DecisionError(403, 'COUNTERSIGN/FOUR_EYES', 'You approved or adjusted this yourself: somebody else has to sign it')
  await sign(suggestionID, 'awaitingSignOff', { status: 'approved', signedOffBy: person.id, signedOffAt: now() })
  await carryOut(attempt, suggestionID, suggestion.action_code ?? '', person, 'signedOff', note)
}

/** The controller doesn't sign: the planner decides again. */
export async function returnToPlanner(suggestionID: string, person: Person, reason: string): Promise<void> {
  const { attempt } = await open(suggestionID)
  await sign(suggestionID, 'awaitingSignOff', { status: 'proposed', note: reason, decidedBy: null, decidedAt: null })
  await told('returned', 'proposed', attempt, suggestionID, person, reason)
}

/** The message will not be posted; its sender is told so when it asks again. */
export async function rejectSuggestion(suggestionID: string, person: Person, reason: string): Promise<void> {
  const { suggestion, attempt } = await open(suggestionID)
  await sign(suggestionID, suggestion.status ?? 'proposed', { status: 'rejected', decidedBy: person.id, decidedAt: now(), note: reason })
  await end(attempt, suggestionID, person, 'rejected', reason)
}

/**
 * Puts the planner's own values in place of the proposed ones; the suggestion stays open. Who has to sign is asked again for what is
 * proposed now, and never becomes less. A proposal to end the message becomes one to post it.
 */
export async function adjust(
  suggestionID: string,
  values: readonly { field: string; value: string }[],
  person: Person,
  note: string,
  erp: ErpGateway,
): Promise<void> {
  const { suggestion, attempt } = await open(suggestionID)
  const { parts } = await messageOf(attempt)
  const before = await changesOf(suggestionID)
  const after = applyAdjustment(parts, before, values)
  const role = roleFor(parts, after, suggestion, await policyOf(attempt))
  const action = ENDING.has(suggestion.action_code ?? '') ? { action_code: 'postAsIs' } : {}
  const reason = `${foundIn(suggestion)} Values set by ${person.id}${note ? `: ${note}` : '.'}`.slice(0, 1000)
  await sign(suggestionID, 'proposed', {
    adjustedBy: person.id,
    note,
    reason,
    confidence: null,
    patch: patchText(parts, after, erp),
    ...role,
    ...action,
  })
  await keepChanges(suggestionID, after)
  await told('adjusted', 'proposed', attempt, suggestionID, person, note, undefined, { before, after })
}

/** What really was wrong, in a person's word; models learn from it before anything else. `none`: nothing was. */
export async function setCause(suggestionID: string, cause: string, person: Person): Promise<void> {
  const { attempt } = await open(suggestionID)
  await nameCause(attempt, cause, person)
  await UPDATE(Suggestions).set({ personCause: cause, personCauseBy: person.id, modifiedAt: now() }).where({ ID: suggestionID })
}

/** The same of a message that was drawn to be looked at. */
export async function setCaseCause(caseID: string, cause: string, person: Person): Promise<void> {
  const drawn = await SELECT.one.from(Cases).columns('attempt_ID').where({ ID: caseID, isCurrent: true })
  if (!drawn?.attempt_ID) throw new DecisionError(404, 'COUNTERSIGN/NOT_FOUND', 'There is no such case any more: refresh')
  await nameCause(await attemptByID(drawn.attempt_ID), cause, person)
}

async function nameCause(attempt: AttemptRow, cause: string, person: Person): Promise<void> {
  if (cause !== 'none' && !isCause(cause)) throw new DecisionError(400, 'COUNTERSIGN/CAUSE_UNKNOWN', `There is no cause ${cause}`)
  if (!(await keepPersonCause(attempt.ID, cause, person.id)))
    throw new DecisionError(409, 'COUNTERSIGN/NOTHING_TO_LEARN', 'Nothing is learnt from this message: it was never judged')
  await tell({
    actor: person.id,
    role: person.role,
    action: 'causeSet',
    attempt,
    status: attempt.status,
    reason: cause,
    details: { cause },
  })
}

/** What a planner may set in a message, with the value that was sent and the one that is proposed. */
export async function adjustableFields(suggestionID: string): Promise<{ field: string; sent: string; proposed: string }[]> {
  const { attempt } = await open(suggestionID)
  const { parts } = await messageOf(attempt)
  const changes = await changesOf(suggestionID)
  return adjustable(parts).map(({ field, value }) => {
    const change = changes.find((each) => each.op === 'set' && nameOf(each.part, each.field) === field)
    return { field, sent: value, proposed: change?.op === 'set' ? change.to : value }
  })
}

/** Fields of the parts behind the first name their part. */
function nameOf(part: number, field: string): string {
  return part === 0 ? field : `parts/${part}/${field}`
}

function patchText(parts: readonly MessagePart[], changes: readonly FieldChange[], erp: ErpGateway): string {
  try {
    return JSON.stringify(patchesOf(parts, changes, erp))
  } catch (error) {
    throw new DecisionError(400, 'COUNTERSIGN/FIELD_NOT_IN_MESSAGE', error instanceof Error ? error.message : String(error))
  }
}

type Open = Awaited<ReturnType<typeof open>>['suggestion']

/** Who has to sign these changes, by what was known when the message was judged; never less than before. */
function roleFor(
  parts: readonly MessagePart[],
  changes: readonly FieldChange[],
  { basis, requiredRole: before, risk }: Open,
  policy: Policy,
) {
  const { findings, ...known } = JSON.parse(basis ?? '{"orders":[],"materials":[],"findings":[]}') as Pick<
    Context,
    'orders' | 'materials'
  > & { findings: Finding[] }
  const value = changes.length > 0 ? correctionValue(parts, afterChanges(parts, changes), known) : messageValue(parts, known)
  const impact = { kind: parts[0]?.kind ?? 'other', isReversal: parts.some((part) => part.isReversal), findings, changes, value }
  const needsController = before === 'controller' || requiredRole(impact, policy) === 'controller'
  return needsController ? { requiredRole: 'controller', risk: 'high' } : { requiredRole: before, risk }
}

/** What was found, in the words of the checks; a proposal that people have left behind is not part of it. */
function foundIn({ basis }: Open): string {
  const { findings } = JSON.parse(basis ?? '{"findings":[]}') as { findings: Finding[] }
  return findings.map((finding) => finding.text).join(' ')
}

async function policyOf(attempt: AttemptRow): Promise<Policy> {
  return policyFor(attempt.kind ?? '*', attempt.plant ?? '*')
}

async function open(suggestionID: string) {
  const suggestion = await SELECT.one
    .from(Suggestions)
    .columns('ID', 'status', 'attempt_ID', 'requiredRole', 'risk', 'action_code', 'basis')
    .where({ ID: suggestionID })
  if (!suggestion?.attempt_ID) throw new DecisionError(404, 'COUNTERSIGN/NOT_FOUND', 'There is no such suggestion')
  return { suggestion, attempt: await attemptByID(suggestion.attempt_ID) }
}

/** Moves the suggestion on, if nobody was faster. */
async function sign(ID: string, from: string, values: Record<string, unknown>): Promise<void> {
  const moved: unknown = await UPDATE(Suggestions)
    .set({ ...values, modifiedAt: now() })
    .where({ ID, status: from as never })
  if (!moved) throw new DecisionError(409, 'COUNTERSIGN/DECIDED_ALREADY', 'Somebody else has just decided this: refresh to see what')
}

async function carryOut(
  attempt: AttemptRow,
  suggestionID: string,
  action: string,
  person: Person,
  step: string,
  note: string,
  figures: object = {},
): Promise<void> {
  if (ENDING.has(action)) return end(attempt, suggestionID, person, step, note, action)
  const moved: unknown = await UPDATE(SyncAttempts).set({ status: 'waiting' }).where({ ID: attempt.ID, status: 'held' })
  if (!moved) throw new DecisionError(409, 'COUNTERSIGN/NOT_HELD', 'The message is not held any more: refresh to see what became of it')
  await queue(attempt.ID, lanesOf(await messageOf(attempt), attempt.ID))
  await told(step, 'waiting', attempt, suggestionID, person, note, action, {
    changes: await changesOf(suggestionID),
    ...figures,
  })
}

async function end(
  attempt: AttemptRow,
  suggestionID: string,
  person: Person,
  step: string,
  reason: string,
  action?: string,
): Promise<void> {
  const moved: unknown = await UPDATE(SyncAttempts).set({ status: 'rejected', finishedAt: now() }).where({ ID: attempt.ID, status: 'held' })
  if (!moved) throw new DecisionError(409, 'COUNTERSIGN/NOT_HELD', 'The message is not held any more: refresh to see what became of it')
  await leave(attempt.ID)
  await resolveConflict(attempt.ID, 'rejected')
  await keepRejected(attempt.ID)
  await concludeAction(attempt.ID, 'rejected')
  await told(step, 'rejected', attempt, suggestionID, person, reason, action)
}

async function changesOf(suggestionID: string): Promise<FieldChange[]> {
  const rows = await SELECT.from(SuggestionChanges).columns('content').where({ suggestion_ID: suggestionID }).orderBy('position')
  return rows.map((row) => JSON.parse(row.content ?? '{}') as FieldChange)
}

async function told(
  action: string,
  status: string,
  attempt: AttemptRow,
  suggestion: string,
  person: Person,
  reason: string,
  decision?: string | null,
  details?: unknown,
): Promise<void> {
  const optional = { ...(decision ? { decision } : {}), ...(details === undefined ? {} : { details }) }
  await tell({ actor: person.id, role: person.role, action, attempt, status, suggestion, reason, ...optional })
}

function now(): string {
  return new Date().toISOString()
}
