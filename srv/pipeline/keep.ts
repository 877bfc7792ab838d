import cds from '@sap/cds'
import { SyncAttempts } from '#cds-models/countersign'
import { ITSELF, tell } from '../audit/log.ts'
import { type Context, NO_SHOP_FLOOR } from '../domain/context.ts'
import type { Decision, Finding, Proposal } from '../domain/judgement.ts'
import type { SyncMessage } from '../domain/message.ts'
import type { ErpGateway } from '../erp/types.ts'
import { lanesOf } from './identity.ts'
import type { Judgement } from './judge.ts'
import { queue } from './lanes.ts'
import { policyFor } from './policies.ts'
import type { AttemptRow } from './storage.ts'
import { keepCase } from './learn/cases.ts'
import { suggest } from './suggest.ts'
import { keepConflicts } from './triage/conflicts.ts'

/**
 * Keeps a judgement: conflicts and verdict; then the place in the lanes, or the suggestion for a person.
 * Answers the state that the attempt is in; what it was before decides whether this judgement still counts.
 */
export async function keep(
  attempt: AttemptRow,
  message: SyncMessage,
  judgement: Judgement,
  erp: ErpGateway,
  from = 'received',
): Promise<'waiting' | 'held' | 'overtaken'> {
  const { context, decision, findings, policy, prediction, proposal } = judgement
  const order = context.orders[0]
  const status = proposal ? 'held' : 'waiting'
  return await cds.tx(async (): Promise<'waiting' | 'held' | 'overtaken'> => {
    const known = {
      plant: attempt.plant ?? (message.parts.length === 1 || context.orders.length === 1 ? (order?.plant ?? null) : null),
      material: attempt.material ?? order?.material ?? null,
    }
    const verdict = {
      verdict: decision.verdict,
      verdictReason: decision.reason.slice(0, 500),
      policyVersion: policy.version,
      modelVersion: prediction.modelVersion,
    }
    const moved: unknown = await UPDATE(SyncAttempts)
      .set({ status, ...known, ...verdict })
      .where({ ID: attempt.ID, status: from })
    if (!moved) return 'overtaken'
    await keepConflicts(
      { ...attempt, ...known },
      {
        findings: proposal && findings.length === 0 ? [unfounded(decision, proposal)] : findings,
        parts: message.parts,
        isOpen: proposal !== undefined,
        ...(proposal ? { cause: prediction.causes[0]?.cause ?? proposal.cause } : {}),
      },
    )
    const step = {
      ...ITSELF,
      attempt: { ...attempt, ...known },
      status,
      decision: decision.verdict,
      reason: decision.reason,
      modelVersion: prediction.modelVersion,
      policyVersion: policy.version,
    }
    const codes = findings.map(({ check, code, cause, severity, text }) => ({ check, code, cause, severity, text }))
    await tell({
      ...step,
      action: 'judged',
      details: { failure: prediction.failure, causes: prediction.causes.slice(0, 3), conflicts: codes, unread: context.unread },
    })
    await keepCase({ ...attempt, ...known }, message, judgement)
    if (proposal) {
      await suggest(attempt, message, proposal, judgement, erp)
      const keepsPlace = policy.keepOrder || message.parts.some((part) => part.isFinal || part.isReversal)
      if (keepsPlace) await queue(attempt.ID, lanesOf(message, attempt.ID), 'parked')
    } else {
      await queue(attempt.ID, lanesOf(message, attempt.ID))
    }
    return status
  })
}

/** What happens when judging is impossible: released as *not judged*, or held, as the policy says. */
export async function keepUnjudged(attempt: AttemptRow, message: SyncMessage, problem: unknown, erp: ErpGateway): Promise<void> {
  const policy = await policyFor(message.kind, attempt.plant ?? '*')
  const reason = `Not judged: ${problem instanceof Error ? problem.message : String(problem)}`
  const isHeld = policy.failMode === 'closed'
  const proposal: Proposal = {
    action: 'postAsIs',
    cause: 'unknown',
    changes: [],
    reason,
    confidence: 0,
    risk: 'medium',
    requiredRole: 'planner',
  }
  const nothing: Context = {
    ...{ readAt: '', today: '', orders: [], materials: [], stock: [], batches: [], workCenters: [], expected: [] },
    ...{ shopFloor: NO_SHOP_FLOOR, earlier: [], reasons: [], unread: [] },
  }
  const decision: Decision = { verdict: isHeld ? 'hold' : 'releaseWithNote', reason, requiredRole: 'planner' }
  const prediction = { modelVersion: 'none', failure: 0, causes: [], influences: [] }
  await keep(attempt, message, { context: nothing, findings: [], prediction, decision, policy, ...(isHeld ? { proposal } : {}) }, erp)
}

/** Held without any finding: on the word of the model, or because nobody could judge. */
function unfounded({ reason }: Decision, { cause }: Proposal): Finding {
  const code = cause === 'unknown' ? 'COUNTERSIGN/NOT_JUDGED' : 'COUNTERSIGN/PREDICTED'
  return { check: 'judgement', code, cause, isDecisive: false, severity: 'error', part: 0, field: '', text: reason, evidence: [] }
}
