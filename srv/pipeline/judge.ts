import type { Ranker } from '../causes/index.ts'
import { inspect } from '../checks/index.ts'
import { afterChanges, propose } from '../corrections/index.ts'
import type { Context } from '../domain/context.ts'
import type { Decision, Finding, Prediction, Proposal } from '../domain/judgement.ts'
import type { SyncMessage } from '../domain/message.ts'
import type { ErpGateway } from '../erp/types.ts'
import { decide } from '../policy/decide.ts'
import type { Policy } from '../policy/policy.ts'
import { enrich, READ_WITHIN } from './context.ts'
import { policyFor } from './policies.ts'
import type { AttemptRow } from './storage.ts'

export interface Judgement {
  readonly context: Context
  readonly findings: readonly Finding[]
  readonly prediction: Prediction
  readonly decision: Decision
  readonly policy: Policy
  /** What is proposed when it is held. */
  readonly proposal?: Proposal
}

/** Enrich, inspect, predict, decide: reads only, and with no transaction open. */
export async function judge(
  attempt: AttemptRow,
  message: SyncMessage,
  erp: ErpGateway,
  ranker: Ranker,
  fromErp: readonly Finding[] = [],
): Promise<Judgement> {
  const before = await policyFor(message.kind, attempt.plant ?? '*')
  const context = await enrich(message, attempt, before.duplicateWindow, erp)
  const plant = attempt.plant ?? context.orders[0]?.plant ?? '*'
  const policy = plant === attempt.plant ? before : await policyFor(message.kind, plant)
  const results = inspect(message, context, policy)
  const findings = [...fromErp, ...results.flatMap((result) => result.findings)]
  const notChecked = results.filter((result) => result.state === 'notChecked').map((result) => result.check)
  const prediction = ranker.rank({ parts: message.parts, context, findings })
  const decided = decide(
    { findings, notChecked, prediction, kind: message.kind, isReversal: message.parts.some((part) => part.isReversal) },
    policy,
  )
  const [refusal] = fromErp
  const decision: Decision = refusal ? { ...decided, verdict: 'hold', reason: refusal.text } : decided
  const judgement = { context, findings, prediction, decision, policy }
  return decision.verdict === 'hold' ? { ...judgement, proposal: await correct(message, judgement, erp) } : judgement
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
  const { materials, stock } = await erp.readContext({ parts: corrected }, READ_WITHIN)
  const wider = {
    ...context,
    materials: [...context.materials, ...materials.filter((material) => !known.has(material.id))],
    stock: [...context.stock, ...stock.filter((each) => !known.has(each.material))],
  }
  return propose({ parts, context: wider, findings, prediction, policy })
}
