import { SuggestionCauses, SuggestionChanges, SuggestionInfluences, SuggestionNeighbours, Suggestions } from '#cds-models/countersign'
import { ITSELF, tell } from '../audit/log.ts'
import { newID } from '../database/id.ts'
import type { Proposal } from '../domain/judgement.ts'
import type { FieldChange, MessagePart, PatchOperation, SyncMessage } from '../domain/message.ts'
import type { ErpGateway } from '../erp/types.ts'
import { wordsOf } from '../causes/index.ts'
import type { Judgement } from './judge.ts'
import { learner } from './learn/learning.ts'
import type { AttemptRow } from './storage.ts'

/** Past cases that are shown beside it. */
const ALIKE = 5

/** Writes the suggestion of a held attempt; an open one of an earlier judgement is superseded. Within the open transaction. */
export async function suggest(
  attempt: AttemptRow,
  message: SyncMessage,
  wanted: Proposal,
  judgement: Judgement,
  erp: ErpGateway,
): Promise<string> {
  const ID = newID()
  const at = new Date().toISOString()
  const { context, findings, prediction, policy } = judgement
  const { proposal, patch } = fitting(wanted, message, erp)
  await UPDATE(Suggestions)
    .set({ status: 'superseded', modifiedAt: at })
    .where({ attempt_ID: attempt.ID, status: { in: ['proposed', 'awaitingSignOff', 'approved'] } })
  const { requiredRole } = proposal
  await INSERT.into(Suggestions).entries({
    ID,
    attempt_ID: attempt.ID,
    createdAt: at,
    modifiedAt: at,
    status: 'proposed',
    action_code: proposal.action,
    cause_code: proposal.cause,
    reason: proposal.reason.slice(0, 1000),
    confidence: proposal.confidence.toFixed(4),
    failure: prediction.failure.toFixed(4),
    rulesFailure: prediction.rules?.failure.toFixed(4) ?? null,
    modelFailure: prediction.model?.failure.toFixed(4) ?? null,
    coverage: prediction.shortlist?.coverage.toFixed(4) ?? null,
    risk: proposal.risk,
    requiredRole,
    modelVersion: prediction.modelVersion,
    policyVersion: policy.version,
    patch: JSON.stringify(patch),
    basis: JSON.stringify({ orders: context.orders, materials: context.materials, findings }),
  } as never)
  await keepChanges(ID, proposal.changes)
  if (prediction.causes.length > 0) {
    const causes = prediction.causes.map((each, index) => ({
      suggestion_ID: ID,
      rank: index + 1,
      cause_code: each.cause,
      probability: each.probability.toFixed(4),
      isListed: prediction.shortlist?.causes.includes(each.cause) ?? false,
    }))
    await INSERT.into(SuggestionCauses).entries(causes as never)
  }
  if (prediction.influences.length > 0) {
    const evidenced = { parts: message.parts, context, findings }
    const influences = prediction.influences.map((influence, index) => ({
      suggestion_ID: ID,
      rank: index + 1,
      ...influence,
      contribution: influence.contribution.toFixed(6),
      text: wordsOf(influence, evidenced, 'en').slice(0, 500),
      texts: [{ locale: 'de', text: wordsOf(influence, evidenced, 'de').slice(0, 500) }],
    }))
    await INSERT.into(SuggestionInfluences).entries(influences as never)
  }
  const alike = learner()?.similar(prediction.basis?.features ?? [], ALIKE, attempt.ID) ?? []
  if (alike.length > 0)
    await INSERT.into(SuggestionNeighbours).entries(
      alike.map(({ id, proximity }, index) => ({
        suggestion_ID: ID,
        rank: index + 1,
        attempt_ID: id,
        proximity: proximity.toFixed(4),
      })) as never,
    )
  await tell({
    ...ITSELF,
    action: 'proposed',
    attempt,
    status: 'proposed',
    suggestion: ID,
    decision: proposal.action,
    reason: proposal.reason,
    modelVersion: prediction.modelVersion,
    policyVersion: policy.version,
    details: { changes: proposal.changes, confidence: proposal.confidence, requiredRole },
  })
  return ID
}

/** Is there a place in the body for all that is proposed? */
export function hasPlace(proposal: Proposal, message: SyncMessage, erp: ErpGateway): boolean {
  return fitting(proposal, message, erp).proposal === proposal
}

/** The proposal with its patch, or without its changes where the body has no place for them. */
function fitting(proposal: Proposal, message: SyncMessage, erp: ErpGateway): { proposal: Proposal; patch: PatchOperation[][] } {
  try {
    return { proposal, patch: patchesOf(message.parts, proposal.changes, erp) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const reason = `${proposal.reason} It can't be corrected here (${why}): reject it, and send it again once it is right.`
    return { proposal: { ...proposal, action: 'reject', changes: [], reason }, patch: [] }
  }
}

/** RFC 6902 per part, in the order of the parts. */
export function patchesOf(parts: readonly MessagePart[], changes: readonly FieldChange[], erp: ErpGateway): PatchOperation[][] {
  return parts.map((part, index) =>
    erp.patchOf(
      part,
      changes.filter((change) => change.part === index),
    ),
  )
}

/** Before and after for people. Within the open transaction. */
export async function keepChanges(suggestionID: string, changes: readonly FieldChange[]): Promise<void> {
  await DELETE.from(SuggestionChanges).where({ suggestion_ID: suggestionID })
  if (changes.length === 0) return
  await INSERT.into(SuggestionChanges).entries(
    changes.map((change, position) => ({
      suggestion_ID: suggestionID,
      position,
      part: change.part,
      ...words(change),
      content: JSON.stringify(change),
    })),
  )
}

function words(change: FieldChange): { field: string; sent: string; proposed: string } {
  if (change.op === 'set')
    return { field: change.part === 0 ? change.field : `parts/${change.part}/${change.field}`, sent: change.from, proposed: change.to }
  const { material, movementType, quantity, storageLocation, batch } = change.movement
  const text = [movementType, material, `${quantity.value} ${quantity.unit}`, storageLocation, batch]
    .filter((each) => each.trim() !== '')
    .join(' · ')
  return change.op === 'addMovement' ? { field: 'movement', sent: '', proposed: text } : { field: 'movement', sent: text, proposed: '' }
}
