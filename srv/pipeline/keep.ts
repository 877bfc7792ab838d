import { SyncAttempts } from '#cds-models/countersign'
import { ITSELF, tell } from '../audit/log.ts'
import { change } from '../database/statement.ts'
import type { Context, EarlierAttempt } from '../domain/context.ts'
import type { Decision, Finding, Proposal } from '../domain/judgement.ts'
import type { SyncMessage } from '../domain/message.ts'
import type { ErpGateway } from '../erp/types.ts'
import { requiredRole } from '../policy/impact.ts'
import { lanesOf } from './identity.ts'
import { approveAutomatically } from './decisions.ts'
import { type Judgement, lookYourself, NOTHING_KNOWN, NOTHING_PREDICTED } from './judge.ts'
import { isHead, leave, type Place, queue, takeTurn, type Turn } from './lanes.ts'
import { policyFor } from './policies.ts'
import type { AttemptRow } from './storage.ts'
import { beginCases, keepCase } from './learn/cases.ts'
import { hasActed } from './phases/actions.ts'
import { hasPlace, suggest } from './suggest.ts'
import { inStep, together } from './together.ts'
import { keepConflicts } from './triage/conflicts.ts'

/** What becomes of a message that was judged: it is its turn already, it waits for it, it waits for a person, or somebody was faster. */
export type Kept = Turn | 'waiting' | 'held' | 'overtaken'

export interface Received {
  readonly attempt: AttemptRow
  readonly message: SyncMessage
  /** Its place since it came: it goes ahead where nobody is before it. */
  readonly place?: Place | undefined
  /** What was there before it, where that was read when it came. */
  readonly earlier?: readonly EarlierAttempt[] | undefined
}

/** What has just come, and nothing was found: most of what there is. */
type Clean = Judged & { readonly place: Place }

async function letGo(all: readonly Clean[]): Promise<Kept[]> {
  const kept: Kept[] = []
  const moved: Judged[] = []
  for (const { attempt, message, judgement, place } of all) {
    const { context, decision, policy, prediction } = judgement
    const isTurn = await isHead(place)
    const known = knownOf(attempt, message, context)
    const now = new Date().toISOString()
    const values = {
      ID: attempt.ID,
      status: isTurn ? 'posting' : 'waiting',
      postedAt: isTurn ? now : null,
      ...known,
      ...verdictOf(judgement),
    }
    if ((await release(values)) === 0) {
      kept.push('overtaken')
      continue
    }
    const told = { ...attempt, ...known }
    moved.push({ attempt: told, message, judgement })
    await tell({
      ...ITSELF,
      action: 'judged',
      attempt: told,
      status: 'waiting',
      decision: decision.verdict,
      reason: decision.reason,
      modelVersion: prediction.modelVersion,
      policyVersion: policy.version,
      details: judgedOf(judgement),
    })
    if (isTurn) kept.push(await goAhead(told, place, true))
    else {
      await queue(attempt.ID, place.lanes)
      kept.push('waiting')
    }
  }
  await beginCases(moved)
  return kept
}

const release = change<'ID' | 'status' | 'postedAt' | 'plant' | 'material' | keyof ReturnType<typeof verdictOf>>(
  ({ ID, status, postedAt, plant, material, verdict, verdictReason, policyVersion, modelVersion }) =>
    UPDATE(SyncAttempts)
      .set({ status, postedAt, plant, material, verdict, verdictReason, policyVersion, modelVersion } as never)
      .where({ ID, status: 'received' }),
)

function knownOf(attempt: AttemptRow, message: SyncMessage, { orders }: Context) {
  const [order] = orders
  return {
    plant: attempt.plant ?? (message.parts.length === 1 || orders.length === 1 ? (order?.plant ?? null) : null),
    material: attempt.material ?? order?.material ?? null,
  }
}

function verdictOf({ decision, policy, prediction }: Judgement) {
  return {
    verdict: decision.verdict,
    verdictReason: decision.reason.slice(0, 500),
    policyVersion: policy.version,
    modelVersion: prediction.modelVersion,
  }
}

/** What the audit log says of a judgement beside its verdict. */
function judgedOf({ findings, broken, prediction, context }: Judgement) {
  const conflicts = findings.map(({ check, code, cause, severity, text }) => ({ check, code, cause, severity, text }))
  return { failure: prediction.failure, causes: prediction.causes.slice(0, 3), conflicts, unread: context.unread, broken }
}

export interface Judged extends Received {
  readonly judgement: Judgement
  /** Status before; it decides whether this judgement still counts. */
  readonly from?: 'received' | 'refused'
}

/** Keeps a judgement: conflicts and verdict; then the turn or the place in the lanes, or the suggestion for a person. */
export async function keep(judged: Judged, erp: ErpGateway): Promise<Kept> {
  const { attempt, message, judgement, place, from = 'received' } = judged
  if (place && judgement.findings.length === 0 && !judgement.proposal && attempt.deliveries === 1)
    return inStep(letGo, { ...judged, place })
  const { context, decision, findings, policy, prediction, proposal } = judgement
  return await together(async (): Promise<Kept> => {
    const isAlone = proposal !== undefined && (await actsAlone(judged, erp))
    const isTurn = proposal === undefined && place !== undefined && (await isHead(place))
    const status = proposal ? 'held' : isTurn ? 'posting' : 'waiting'
    const known = knownOf(attempt, message, context)
    const moved: unknown = await UPDATE(SyncAttempts)
      .set({ status, ...known, ...verdictOf(judgement), ...(isTurn ? { postedAt: new Date().toISOString() } : {}) })
      .where({ ID: attempt.ID, status: from })
    if (!moved) return 'overtaken'
    await keepConflicts(
      { ...attempt, ...known },
      {
        findings: proposal && findings.length === 0 ? [unfounded(decision, proposal)] : findings,
        parts: message.parts,
        // What is put right by itself is nobody's to solve.
        isOpen: proposal !== undefined && !isAlone,
        ...(proposal ? { cause: decision.isUnjudged ? proposal.cause : (prediction.causes[0]?.cause ?? proposal.cause) } : {}),
      },
    )
    const step = {
      ...ITSELF,
      attempt: { ...attempt, ...known },
      status: isTurn ? 'waiting' : status,
      decision: decision.verdict,
      reason: decision.reason,
      modelVersion: prediction.modelVersion,
      policyVersion: policy.version,
    }
    await tell({ ...step, action: 'judged', details: judgedOf(judgement) })
    await keepCase({ ...attempt, ...known }, message, judgement, isAlone)
    if (proposal) {
      const suggestionID = await suggest(attempt, message, proposal, judgement, erp)
      if (isAlone && judgement.candidate && judgement.permission) {
        await approveAutomatically(suggestionID, judgement.candidate, judgement.permission.why)
        return 'waiting'
      }
      const keepsPlace = policy.keepOrder || message.parts.some((part) => part.isFinal || part.isReversal)
      if (keepsPlace) await queue(attempt.ID, lanesOf(message, attempt.ID), 'parked')
      else await leave(attempt.ID)
      return 'held'
    }
    if (!isTurn) {
      await queue(attempt.ID, lanesOf(message, attempt.ID))
      return 'waiting'
    }
    return goAhead({ ...attempt, ...known }, place, findings.length === 0 && attempt.deliveries === 1)
  })
}

/**
 * Does the proposal go by itself? Only once for an attempt, so that what the ERP refused, or a person sent back to be judged anew, is decided by
 * people; never where a controller has to sign, or where the body has no place for it.
 */
async function actsAlone({ attempt, message, judgement, from = 'received' }: Judged, erp: ErpGateway): Promise<boolean> {
  const { proposal, permission } = judgement
  if (!proposal || permission?.isAllowed !== true || from !== 'received' || proposal.requiredRole !== 'planner') return false
  return attempt.verdict !== 'hold' && hasPlace(proposal, message, erp) && !(await hasActed(attempt.ID))
}

/** What happens when judging breaks down: released as *not judged*, or held, as the policy says. What broke is for the log: senders and planners get a sentence. */
export async function keepUnjudged({ attempt, message, place }: Received, erp: ErpGateway): Promise<Kept> {
  const policy = await policyFor(message.kind, attempt.plant ?? '*')
  const isHeld = policy.failMode === 'closed' && policy.phase !== 'monitor'
  const isReversal = message.parts.some((part) => part.isReversal)
  const decision: Decision = {
    verdict: isHeld ? 'hold' : 'releaseWithNote',
    reason: 'Not judged: something broke here, and the log says what.',
    requiredRole: requiredRole({ kind: message.kind, isReversal, findings: [], changes: [], value: '0' }, policy),
    isUnjudged: true,
  }
  const judgement = {
    context: NOTHING_KNOWN,
    findings: [],
    prediction: NOTHING_PREDICTED,
    decision,
    policy,
    ...(isHeld ? { proposal: lookYourself(decision) } : {}),
  }
  return keep({ attempt, message, judgement, place }, erp)
}

/** Whoever is the first in all its lanes is posted at once. Within the open transaction, which has moved the attempt to `posting`. */
export async function goAhead(attempt: AttemptRow, place: Place, isClean: boolean): Promise<Turn> {
  await takeTurn(place)
  await tell({ ...ITSELF, action: 'posting', attempt, status: 'posting' })
  return { attemptID: place.attemptID, lease: place.lease, isClean }
}

/** Held without any finding: on the word of the model, or because nobody could judge. */
function unfounded({ reason }: Decision, { cause }: Proposal): Finding {
  const code = cause === 'unknown' ? 'COUNTERSIGN/NOT_JUDGED' : 'COUNTERSIGN/PREDICTED'
  return { check: 'judgement', code, cause, isDecisive: false, severity: 'error', part: 0, field: '', text: reason, evidence: [] }
}
