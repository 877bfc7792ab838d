import { SyncAttempts } from '#cds-models/countersign'
import { ITSELF, tell } from '../audit/log.ts'
import type { Finding, Proposal } from '../domain/judgement.ts'
import { errorSaying, findingOf, nameError } from './catalogue.ts'
import { judge, type Means } from './judge.ts'
import { keep } from './keep.ts'
import { leave } from './lanes.ts'
import { answerOf, type AttemptRow, messageOf } from './storage.ts'
import { suggest } from './suggest.ts'
import { together } from './together.ts'
import { keepConflicts, UNKNOWN_OUTCOME } from './triage/conflicts.ts'
import type { Undecidable } from './look-up.ts'

/** Puts an attempt back before a person: the ERP refused what was approved, or nobody can say whether it has it. */
export async function handBack(attempt: AttemptRow, means: Means, undecidable?: Undecidable): Promise<void> {
  const { erp } = means
  const message = await messageOf(attempt)
  if (!undecidable) {
    const answer = await answerOf(attempt.ID)
    // Where no answer came there is what we wrote down then: a person decides all the same.
    const error = answer ? erp.errorOf(answer) : errorSaying(attempt.erpCode ?? 'COUNTERSIGN/REFUSED', attempt.erpText ?? 'Refused')
    const refusal = findingOf(error, await nameError(error))
    await keep({ attempt, message, judgement: await judge(attempt, message, means, [refusal]), from: 'refused' }, erp)
    return
  }
  const finding = unknownOutcome(undecidable)
  const judgement = await judge(attempt, message, means, [finding])
  await together(async () => {
    const moved: unknown = await UPDATE(SyncAttempts)
      .set({ status: 'held', verdict: 'hold', verdictReason: finding.text.slice(0, 500) })
      .where({ ID: attempt.ID, status: 'unknown' })
    if (!moved) return
    await leave(attempt.ID)
    await keepConflicts(attempt, { findings: [finding], parts: message.parts, isOpen: true })
    await tell({ ...ITSELF, action: 'handedBack', attempt, status: 'held', reason: finding.text })
    await suggest(attempt, message, postAgain(finding), judgement, erp)
  })
}

function unknownOutcome(undecidable: Undecidable): Finding {
  const candidates = undecidable.state === 'ambiguous' ? undecidable.candidates : []
  const why =
    undecidable.state === 'ambiguous'
      ? `several documents look like it: ${candidates.join(', ')}`
      : `it can't be looked up: ${undecidable.reason}`
  const text = `The answer of the ERP was lost, and ${why}`
  const evidence = candidates.map((value) => ({ name: 'document', value }))
  return {
    check: 'lookUp',
    code: UNKNOWN_OUTCOME,
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
  const reason = `${finding.text}. Look in the ERP. Reject it if it is there; approve only to post it once more.`
  return { action: 'postAsIs', cause: 'unknownOutcome', changes: [], reason, confidence: 0.5, risk: 'high', requiredRole: 'controller' }
}
