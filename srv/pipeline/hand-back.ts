import cds from '@sap/cds'
import { SyncAttempts } from '#cds-models/countersign'
import { ITSELF, tell } from '../audit/log.ts'
import type { Ranker } from '../causes/index.ts'
import type { Finding, Proposal } from '../domain/judgement.ts'
import type { ErpGateway } from '../erp/types.ts'
import { findingOf } from './erp-finding.ts'
import { judge, keep, keepConflicts } from './judge.ts'
import { leave } from './lanes.ts'
import { type AttemptRow, messageOf } from './storage.ts'
import { suggest } from './suggest.ts'
import type { HandBack } from './worker.ts'

/** Puts an attempt back before a person: the ERP refused what was approved, or nobody can say whether it has it. */
export async function handBack(attempt: AttemptRow, problem: HandBack, by: { erp: ErpGateway; ranker: Ranker }): Promise<void> {
  const { erp, ranker } = by
  const message = await messageOf(attempt)
  if (problem.kind === 'refused') {
    const finding = findingOf(problem.answer.error ?? erp.errorOf(problem.answer.response))
    await keep(attempt, message, await judge(attempt, message, erp, ranker, [finding]), erp, 'refused')
    return
  }
  const finding = ambiguous(problem.candidates)
  const judgement = await judge(attempt, message, erp, ranker, [finding])
  await cds.tx(async () => {
    await leave(attempt.ID)
    if (
      (await UPDATE(SyncAttempts)
        .set({ status: 'held', verdict: 'hold', verdictReason: finding.text })
        .where({ ID: attempt.ID, status: 'unknown' })) === 0
    )
      return
    await keepConflicts(attempt.ID, [finding])
    await tell({ ...ITSELF, action: 'handedBack', attempt, status: 'held', reason: finding.text })
    await suggest(attempt, message, postAgain(finding), judgement, erp)
  })
}

function ambiguous(candidates: readonly string[]): Finding {
  const text = `The answer of the ERP was lost, and several documents look like it: ${candidates.join(', ')}`
  const evidence = candidates.map((value) => ({ name: 'document', value }))
  return {
    check: 'lookUp',
    code: 'COUNTERSIGN/UNKNOWN_OUTCOME',
    cause: 'unknownOutcome',
    isDecisive: true,
    severity: 'error',
    part: 0,
    field: '',
    text,
    evidence,
  }
}

function postAgain(finding: Finding): Proposal {
  const reason = `${finding.text}. Reject if one of them is this message; approve only to post it once more.`
  return { action: 'postAsIs', cause: 'unknownOutcome', changes: [], reason, confidence: 0.5, risk: 'high', requiredRole: 'controller' }
}
