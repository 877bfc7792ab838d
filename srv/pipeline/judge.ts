import cds from '@sap/cds'
import type { Ranker } from '../causes/index.ts'
import { inspect } from '../checks/index.ts'
import { afterChanges, propose } from '../corrections/index.ts'
import type { Context, ContextSource, EarlierAttempt } from '../domain/context.ts'
import type { Decision, Finding, Prediction, Proposal } from '../domain/judgement.ts'
import type { SyncMessage } from '../domain/message.ts'
import type { DmGateway } from '../dm/types.ts'
import type { ErpGateway } from '../erp/types.ts'
import { decide } from '../policy/decide.ts'
import type { Policy } from '../policy/policy.ts'
import { enrich, READ_WITHIN } from './context.ts'
import { policyFor } from './policies.ts'
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
}

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
  return { decision, ...known, proposal: await correct(message, { decision, ...known }, means.erp) }
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
  const context = await enrich(message, attempt, before, means, isLive, earlier)
  const plant = attempt.plant ?? context.orders[0]?.plant ?? '*'
  const policy = plant === attempt.plant ? before : await policyFor(message.kind, plant)
  const results = inspect(message, context, policy)
  const findings = [...fromErp, ...results.flatMap((result) => result.findings)]
  // Where no shop floor is connected, nobody expects it to be asked.
  const isExpected = (lacking: ContextSource | undefined): boolean => lacking !== 'shopFloor' || means.dm.isConnected
  const notChecked = results.filter((result) => result.state === 'notChecked' && isExpected(result.lacking)).map((result) => result.check)
  const broken = results.flatMap(({ check, broke }) => (broke ? [{ check, reason: broke.message }] : []))
  for (const { check, broke } of results) if (broke) LOG.error(`Attempt ${attempt.number}: check ${check} broke`, broke)
  const prediction = means.ranker.rank({ parts: message.parts, context, findings, sender: message.sender })
  const decided = decide(
    {
      ...{ findings, notChecked, prediction, kind: message.kind },
      broken: broken.map((each) => each.check),
      isReversal: message.parts.some((part) => part.isReversal),
    },
    policy,
  )
  const [refusal] = fromErp
  const decision: Decision = refusal ? { ...decided, verdict: 'hold', reason: refusal.text } : decided
  return { context, findings, ...(broken.length > 0 ? { broken } : {}), prediction, decision, policy }
}

/** Where nobody could judge, nothing is known that could be corrected. */
export function lookYourself({ reason, requiredRole }: Pick<Decision, 'reason' | 'requiredRole'>): Proposal {
  return { action: 'postAsIs', cause: 'unknown', changes: [], reason, confidence: 0, risk: 'medium', requiredRole }
}

/** The proposed correction. What it brings in that the message didn't name is read, too, so that it lacks nothing itself. */
async function correct(
  { parts }: SyncMessage,
  { context, findings: all, prediction, policy }: Judgement,
  erp: ErpGateway,
): Promise<Proposal> {
  // What the ERP said without a word that we know is no cause; what the checks see may be its reason.
  const telling = all.filter((finding) => finding.cause !== 'unknown')
  const findings = telling.length > 0 ? telling : all
  const proposal = propose({ parts, context, findings, prediction, policy })
  const known = new Set(context.materials.map((material) => material.id))
  const corrected = afterChanges(parts, proposal.changes)
  if (corrected.flatMap((part) => part.movements).every((movement) => known.has(movement.material))) return proposal
  const { materials, stock, batches } = await erp.readContext({ parts: corrected }, READ_WITHIN)
  const wider = {
    ...context,
    materials: [...context.materials, ...materials.filter((material) => !known.has(material.id))],
    stock: [...context.stock, ...stock.filter((each) => !known.has(each.material))],
    batches: [...context.batches, ...batches.filter((each) => !known.has(each.material))],
  }
  return propose({ parts, context: wider, findings, prediction, policy })
}
