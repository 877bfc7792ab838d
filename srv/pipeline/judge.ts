import cds from '@sap/cds'
import type { Ranker } from '../causes/index.ts'
import { inspect } from '../checks/index.ts'
import { afterChanges, propose } from '../corrections/index.ts'
import { type Context, type ContextSource, type EarlierAttempt, NO_SHOP_FLOOR } from '../domain/context.ts'
import type { Decision, Finding, Prediction, Proposal, Verdict } from '../domain/judgement.ts'
import type { SyncMessage } from '../domain/message.ts'
import type { DmGateway } from '../dm/types.ts'
import type { ErpGateway } from '../erp/types.ts'
import { type Candidate, mayActAlone, type Permission } from '../policy/automatic.ts'
import { decide } from '../policy/decide.ts'
import { statusReasons } from '../policy/impact.ts'
import { movedBy } from '../policy/moved.ts'
import { type Policy, tolerating } from '../policy/policy.ts'
import { enrich, READ_WITHIN } from './context.ts'
import { wasReversed } from './phases/actions.ts'
import { policyFor, stoppedBecause } from './policies.ts'
import type { AttemptRow } from './storage.ts'

const LOG = cds.log('countersign')

export interface Judgement {
  readonly context: Context
  readonly findings: readonly Finding[]
  /** Checks that broke, and what they broke with. */
  readonly broken?: readonly { readonly check: string; readonly reason: string }[]
  readonly prediction: Prediction
  readonly decision: Decision
  readonly policy: Policy
  /** What is proposed when it is held. */
  readonly proposal?: Proposal
  /** Checks that couldn't be made. */
  readonly notChecked?: readonly string[]
  /** What rules alone would have decided. */
  readonly rulesVerdict?: Verdict
  /** The proposal as policy weighs it, and whether it may go by itself. */
  readonly candidate?: Candidate
  readonly permission?: Permission
}

/** Where nothing was read. */
export const NOTHING_KNOWN: Context = {
  ...{ readAt: '', today: '', orders: [], materials: [], stock: [], batches: [], workCenters: [], expected: [] },
  ...{ shopFloor: NO_SHOP_FLOOR, earlier: [], reasons: [], unread: [] },
}
export const NOTHING_PREDICTED: Prediction = { modelVersion: 'none', failure: 0, causes: [], influences: [] }

/** What a judgement is made with. */
export interface Means {
  readonly erp: ErpGateway
  readonly dm: DmGateway
  readonly ranker: Ranker
}

/**
 * Enrich, inspect, predict, decide: reads only, and with no transaction open. A copy of what changes slowly may let a message pass, never hold
 * one: before that it is read anew.
 */
export async function judge(
  attempt: AttemptRow,
  message: SyncMessage,
  means: Means,
  fromErp: readonly Finding[] = [],
  earlier?: readonly EarlierAttempt[],
): Promise<Judgement> {
  const judgement = await look(attempt, message, means, fromErp, fromErp.length > 0, earlier)
  const isByCopy = judgement.decision.verdict === 'hold' && (judgement.context.replicas ?? []).length > 0
  const { decision, ...known } = isByCopy ? await look(attempt, message, means, fromErp, true) : judgement
  if (decision.verdict !== 'hold') return { decision, ...known }
  if (decision.isUnjudged && known.findings.length === 0) return { decision, ...known, proposal: lookYourself(decision) }
  return { decision, ...known, ...(await proposed(attempt, message, { decision, ...known }, means.erp)) }
}

async function look(
  attempt: AttemptRow,
  message: SyncMessage,
  means: Means,
  fromErp: readonly Finding[],
  isLive: boolean,
  earlier?: readonly EarlierAttempt[],
): Promise<Judgement> {
  const before = await policyFor(message.kind, attempt.plant ?? '*')
  // What is held stays held, and what the ERP has refused is for people: only what is new passes.
  const isNew = fromErp.length === 0 && attempt.verdict !== 'hold'
  const stopped = isNew ? await stoppedBecause(attempt.plant ?? undefined) : undefined
  if (stopped !== undefined) return passed(before, stopped)
  const context = await enrich(message, attempt, before, means, isLive, earlier)
  const plant = attempt.plant ?? context.orders[0]?.plant ?? '*'
  const stoppedThere = isNew && plant !== attempt.plant ? await stoppedBecause(plant) : undefined
  if (stoppedThere !== undefined) return passed(before, stoppedThere)
  const policy = tolerating(plant === attempt.plant ? before : await policyFor(message.kind, plant), context.orders[0])
  const results = inspect(message, context, policy)
  const findings = [...fromErp, ...results.flatMap((result) => result.findings)]
  // Where no shop floor is connected, nobody expects it to be asked.
  const isExpected = (lacking: ContextSource | undefined): boolean => lacking !== 'shopFloor' || means.dm.isConnected
  const notChecked = results.filter((result) => result.state === 'notChecked' && isExpected(result.lacking)).map((result) => result.check)
  const broken = results.flatMap(({ check, broke }) => (broke ? [{ check, reason: broke.message }] : []))
  for (const { check, broke } of results) if (broke) LOG.error(`Attempt ${attempt.number}: check ${check} broke`, broke)
  const prediction = means.ranker.rank({ parts: message.parts, context, findings, sender: message.sender })
  const judged = {
    ...{ findings, notChecked, kind: message.kind },
    broken: broken.map((each) => each.check),
    isReversal: message.parts.some((part) => part.isReversal),
  }
  const decided = decide({ ...judged, prediction }, policy)
  const [refusal] = fromErp
  const decision: Decision = refusal ? { ...decided, verdict: 'hold', reason: refusal.text } : decided
  const rulesVerdict = refusal || !prediction.rules ? decision.verdict : decide({ ...judged, prediction: prediction.rules }, policy).verdict
  return { context, findings, ...(broken.length > 0 ? { broken } : {}), notChecked, prediction, decision, rulesVerdict, policy }
}

/** Judging is switched off: recorded, and let through. */
function passed(policy: Policy, why: string): Judgement {
  const reason = `Passed on unjudged: judging is switched off ${why}`
  const decision: Decision = {
    verdict: 'releaseWithNote',
    reason,
    requiredRole: 'planner',
    isUnjudged: true,
    policyVersion: policy.version,
  }
  return { context: NOTHING_KNOWN, findings: [], prediction: NOTHING_PREDICTED, decision, policy }
}

/** Where nobody could judge, nothing is known that could be corrected. */
export function lookYourself({ reason, requiredRole }: Pick<Decision, 'reason' | 'requiredRole'>): Proposal {
  return { action: 'postAsIs', cause: 'unknown', changes: [], reason, confidence: 0, risk: 'medium', requiredRole }
}

/** What is proposed, as policy weighs it: too unsure, and people look themselves; taken back before, and a controller signs. */
async function proposed(
  attempt: AttemptRow,
  message: SyncMessage,
  judgement: Judgement,
  erp: ErpGateway,
): Promise<Pick<Judgement, 'proposal' | 'candidate' | 'permission'>> {
  const { policy, findings } = judgement
  const { proposal, context } = await correct(message, judgement, erp)
  if (proposal.confidence < policy.suggestFrom) {
    const reason = `${judgement.decision.reason} Nothing that would cure it is sure enough to be proposed: look yourself.`
    return { proposal: { ...lookYourself({ reason, requiredRole: proposal.requiredRole }), cause: proposal.cause } }
  }
  const { action, changes, confidence } = proposal
  const material = attempt.material ?? context.orders[0]?.material ?? ''
  const wasReversedBefore = await wasReversed(action, material)
  const isReversal = message.parts.some((part) => part.isReversal)
  const reasons = statusReasons({ kind: message.kind, isReversal, findings, changes, value: '0', wasReversedBefore })
  const set = changes.filter((change) => change.op === 'set')
  const moved = movedBy(message.parts, afterChanges(message.parts, set), changes, context)
  const candidate = { action, confidence, reasons, moved }
  const permission = mayActAlone(candidate, policy)
  if (!wasReversedBefore || !policy.controllerFor.includes('reversedBefore')) return { proposal, candidate, permission }
  const reason = `${proposal.reason} The same went by itself for material ${material} before and was taken back: a controller signs.`
  return { proposal: { ...proposal, requiredRole: 'controller', risk: 'high', reason }, candidate, permission }
}

/** The proposed correction. What it brings in that the message didn't name is read, too, so that it lacks nothing itself. */
async function correct(
  { parts }: SyncMessage,
  { context, findings: all, prediction, policy }: Judgement,
  erp: ErpGateway,
): Promise<{ proposal: Proposal; context: Context }> {
  // What the ERP said without a word that we know is no cause; what the checks see may be its reason.
  const telling = all.filter((finding) => finding.cause !== 'unknown')
  const findings = telling.length > 0 ? telling : all
  const proposal = propose({ parts, context, findings, prediction, policy })
  const known = new Set(context.materials.map((material) => material.id))
  const corrected = afterChanges(parts, proposal.changes)
  if (corrected.flatMap((part) => part.movements).every((movement) => known.has(movement.material))) return { proposal, context }
  const { materials, stock, batches } = await erp.readContext({ parts: corrected }, READ_WITHIN)
  const wider = {
    ...context,
    materials: [...context.materials, ...materials.filter((material) => !known.has(material.id))],
    stock: [...context.stock, ...stock.filter((each) => !known.has(each.material))],
    batches: [...context.batches, ...batches.filter((each) => !known.has(each.material))],
  }
  return { proposal: propose({ parts, context: wider, findings, prediction, policy }), context: wider }
}
