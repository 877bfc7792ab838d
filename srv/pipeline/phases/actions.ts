import { AutomaticActions, Policies } from '#cds-models/countersign'
import { newID } from '../../database/id.ts'
import type { ActionCode } from '../../domain/judgement.ts'
import { type Candidate, valueOf } from '../../policy/automatic.ts'
import { EVIDENCE_DAYS, isTooWrong, shareOf } from '../../policy/evidence.ts'
import { governing } from '../policies.ts'
import type { AttemptRow } from '../storage.ts'
import { fallBack } from './phase.ts'

/** What went by itself, and what came of it. Each but the look-ups within the open transaction. */

const DAY = 86_400_000

/** What came of it; all but `posted` say that it was wrong to act. */
export type ActionOutcome = 'posted' | 'refused' | 'rejected' | 'reversed'

/** Did the same kind of correction go by itself for this material before, and was taken back? */
export async function wasReversed(action: ActionCode, material: string): Promise<boolean> {
  if (material === '') return false
  const found = await SELECT.one.from(AutomaticActions).columns('ID').where({ action_code: action, material, outcome: 'reversed' })
  return found != null
}

/** Did anything go by itself for this attempt? Then a person decides what comes next. */
export async function hasActed(attemptID: string): Promise<boolean> {
  return (await SELECT.one.from(AutomaticActions).columns('ID').where({ attempt_ID: attemptID })) != null
}

/** @param policyVersion of the policy that let it go */
export async function keepAction(attempt: AttemptRow, suggestionID: string, candidate: Candidate, policyVersion: number): Promise<void> {
  const { action, confidence, moved } = candidate
  await INSERT.into(AutomaticActions).entries({
    ID: newID(),
    attempt_ID: attempt.ID,
    suggestion_ID: suggestionID,
    at: new Date().toISOString(),
    kind: attempt.kind ?? null,
    plant: attempt.plant ?? null,
    material: attempt.material ?? null,
    action_code: action,
    confidence: confidence.toFixed(4),
    value: valueOf(moved)?.toFixed(2) ?? null,
    policyVersion,
  } as never)
}

/** What came of an automatic action; where too many turned out wrong, its phase falls back. Nothing happens where nothing went by itself. */
export async function concludeAction(attemptID: string, outcome: ActionOutcome): Promise<void> {
  const isWrong = outcome !== 'posted'
  // What was wrong once stays wrong, however a person put it right.
  const change = UPDATE(AutomaticActions).set({ outcome, outcomeAt: new Date().toISOString(), isWrong })
  const concluded: unknown = await change.where`attempt_ID = ${attemptID} and (isWrong is null or isWrong = ${false})`
  if (!concluded || !isWrong) return
  const [action] = await SELECT.from(AutomaticActions).columns('kind', 'plant').where({ attempt_ID: attemptID })
  if (action) await fallBackIfWrong(action.kind ?? '*', action.plant ?? '*')
}

async function fallBackIfWrong(kind: string, plant: string): Promise<void> {
  const rows = await SELECT.from(Policies).columns('kind', 'plant', 'phase', 'wrongAtMost')
  const policy = governing(rows, kind, plant)
  if (policy?.phase !== 'automate') return
  const all = (await actionsSince(new Date(Date.now() - EVIDENCE_DAYS * DAY))).filter(
    (each) => governing(rows, each.kind ?? '*', each.plant ?? '*') === policy,
  )
  const acted = all.reduce((sum, each) => sum + each.count, 0)
  const wrong = all.reduce((sum, each) => sum + (each.isWrong ? each.count : 0), 0)
  const wrongAtMost = Number((policy.wrongAtMost as unknown) ?? 0)
  if (!isTooWrong(wrong, acted, wrongAtMost)) return
  const { lower } = shareOf(wrong, acted)
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
  const reason = `${wrong} of ${acted} automatic actions of the last ${EVIDENCE_DAYS} days were wrong: surely more than ${percent(lower)}, and ${percent(wrongAtMost)} are allowed.`
  await fallBack(policy.kind ?? '*', policy.plant ?? '*', reason, { wrong, acted, atLeast: Number(lower.toFixed(4)), allowed: wrongAtMost })
}

/** Automatic actions that came to their end, counted by what they were and whether they were wrong. */
export async function actionsSince(
  since: Date,
): Promise<{ readonly kind: string | null; readonly plant: string | null; readonly isWrong: boolean; readonly count: number }[]> {
  const rows = (await SELECT.from(AutomaticActions)
    .columns('kind', 'plant', 'isWrong', 'count(*) as messages')
    .where({ at: { '>=': since.toISOString() }, isWrong: { '!=': null } } as never)
    .groupBy('kind', 'plant', 'isWrong')) as unknown as { kind: string | null; plant: string | null; isWrong: boolean; messages: unknown }[]
  return rows.map(({ messages, ...row }) => ({ ...row, count: Number(messages) }))
}
