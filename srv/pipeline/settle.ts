import { AttemptItems, SyncAttempts } from '#cds-models/countersign'
import { ITSELF, tell } from '../audit/log.ts'
import { change } from '../database/statement.ts'
import type { ErpError, Finding } from '../domain/judgement.ts'
import type { RawResponse } from '../domain/message.ts'
import type { ErpDocument } from '../erp/types.ts'
import { findingOf, keepUnknown, type Named } from './catalogue.ts'
import { approvedSuggestion } from './posting.ts'
import { claim, finish, postpone, type Turn } from './lanes.ts'
import { keepPosted, keepRefused, keepReversed } from './learn/cases.ts'
import { answered, answeredRaw, type AttemptRow, partsOf } from './storage.ts'
import { persistently, together } from './together.ts'
import { type Found, keepConflicts, resolveConflict } from './triage/conflicts.ts'

const setPosted = change<'ID' | 'erpDocument' | 'at' | 'answerStatus' | 'answerHeaders' | 'answerBody'>(
  ({ ID, erpDocument, at, answerStatus, answerHeaders, answerBody }) =>
    UPDATE(SyncAttempts)
      .set({
        status: 'posted',
        ...{ erpDocument, finishedAt: at, erpCode: null, erpText: null, nextTryAt: null },
        ...({ answerStatus, answerHeaders, answerBody } as object),
      })
      .where({ ID, status: { in: ['posting', 'unknown'] } }),
)
const setDocument = change<'ID' | 'number' | 'part'>(({ ID, number, part }) =>
  UPDATE(AttemptItems)
    .set({ erpDocument: number })
    .where({ attempt_ID: ID, position: part as never }),
)

/** What became of a posting, written together with its audit line, and only while the turn is still ours. */

/** The ERP has it; `undone` is what it put aside all the same, for people to see to. */
export async function settlePosted(
  turn: Turn,
  attempt: AttemptRow,
  documents: readonly ErpDocument[],
  response: RawResponse,
  how: string,
  undone: readonly Finding[] = [],
): Promise<void> {
  const suggestion = attempt.verdict === 'hold' ? (await approvedSuggestion(attempt.ID))?.ID : undefined
  const parts = undone.length > 0 ? await partsOf(attempt.ID) : []
  const erpDocument = documents
    .map((document) => document.number)
    .join(', ')
    .slice(0, 40)
  await inTurn(turn, async () => {
    const moved = await setPosted({ ID: attempt.ID, erpDocument, at: new Date().toISOString(), ...answeredRaw(response) })
    if (moved === 0) throw movedOn(attempt, ['posting', 'unknown'])
    if (!turn.isClean) await resolveConflict(attempt.ID, 'posted')
    await keepPosted(attempt.ID, attempt.verdict === 'hold')
    // What is cancelled and posted anew comes in one change set, which is named after what is judged.
    if (attempt.kind === 'cancellation' || attempt.isChangeSet)
      await keepReversed((await partsOf(attempt.ID)).flatMap((part) => part.document ?? []))
    if (undone.length > 0) await keepConflicts(attempt, { findings: undone, parts, isOpen: true })
    for (const { number, part } of documents) await setDocument({ ID: attempt.ID, number, part })
    await tell({
      ...ITSELF,
      action: 'posted',
      attempt,
      status: 'posted',
      erpDocument,
      reason: [how, ...undone.map((each) => `${each.code} ${each.text}`)].join('; '),
      suggestion,
    })
  })
}

/** The ERP refused it, or could not be reached in time: `response` is what the sender gets. */
export async function settleRefused(
  turn: Turn,
  attempt: AttemptRow,
  error: ErpError,
  named: Named,
  response?: RawResponse,
  isConflict = true,
): Promise<void> {
  const parts = await partsOf(attempt.ID)
  await inTurn(turn, async () => {
    if (isConflict) await keepRefused(attempt.ID, named.cause)
    if (isConflict) await keepUnknown(error)
    await refuse(attempt, error, isConflict ? { findings: [findingOf(error, named)], parts } : undefined, response)
  })
}

type Conflict = Pick<Found, 'findings' | 'parts'>

async function refuse(attempt: AttemptRow, error: ErpError, conflict?: Conflict, response?: RawResponse): Promise<void> {
  const erp = { erpCode: error.code.slice(0, 60), erpText: error.text.slice(0, 500) }
  await move(attempt, ['posting'], {
    status: 'refused',
    finishedAt: new Date().toISOString(),
    nextTryAt: null,
    ...erp,
    ...(response ? answered(response) : {}),
  })
  if (conflict) await keepConflicts(attempt, { ...conflict, isOpen: true })
  await tell({ ...ITSELF, action: 'refused', attempt, status: 'refused', reason: `${error.code} ${error.text}` })
}

/**
 * Nothing of it ever leaves, however often it is tried: told like a refusal, for a person to see to; nothing is learnt from what broke here. False
 * where somebody else was faster.
 */
export async function settleBroken(attempt: AttemptRow, error: ErpError, named: Named): Promise<boolean> {
  // What it consists of may be what can't be read.
  const parts = await partsOf(attempt.ID).catch(() => [])
  return together(async () => {
    const turn = await claim(attempt.ID, 'waiting', 'posting')
    if (!turn || !(await finish(turn))) return false
    await refuse(attempt, error, { findings: [findingOf(error, named)], parts })
    return true
  })
}

/** No answer came: the ERP may have it, or may still take it. The turn stays ours, so that the order's next posting waits. */
export async function settleUnknown(turn: Turn, attempt: AttemptRow, reason: string, lookAgainIn: number): Promise<void> {
  await surely(async () => {
    if (!(await postpone(turn, lookAgainIn))) return
    await move(attempt, ['posting', 'unknown'], { status: 'unknown' })
    if (attempt.status !== 'unknown') await tell({ ...ITSELF, action: 'answerLost', attempt, status: 'unknown', reason })
  })
}

/** When it is tried again. */
export interface Later {
  /** Milliseconds. */
  readonly delay: number
  /** Which try comes next, of how many; left out where nobody counts. */
  readonly count?: { readonly next: number; readonly most: number }
  /** It was really tried, so that pauses grow. */
  readonly isTried?: boolean
}

/** Nothing has happened in the ERP; it is tried again. */
export async function settleLater(turn: Turn, attempt: AttemptRow, reason: string, { delay, count, isTried = true }: Later): Promise<void> {
  const visible = count && { tries: count.next, mostTries: count.most, nextTryAt: new Date(Date.now() + delay).toISOString() }
  await surely(async () => {
    if (!(await postpone(turn, delay, isTried))) return
    await move(attempt, ['posting', 'unknown'], { status: 'waiting', erpText: reason.slice(0, 500), ...visible })
    await tell({ ...ITSELF, action: 'postponed', attempt, status: 'waiting', reason })
  })
}

/** Keys under which the ERP will know each part: committed before the request leaves. Within the open transaction. */
export async function keepKeys(attemptID: string, keys: readonly string[]): Promise<void> {
  for (const [position, erpKey] of keys.entries()) await UPDATE(AttemptItems).set({ erpKey }).where({ attempt_ID: attemptID, position })
}

/** Within one transaction: ends the turn, then does `work`; nothing when the turn was lost. */
async function inTurn(turn: Turn, work: () => Promise<void>): Promise<void> {
  await surely(async () => {
    if (await finish(turn)) await work()
  })
}

/** An outcome that is known must not get lost to a database that is busy for a moment. */
function surely(work: () => Promise<void>): Promise<void> {
  return persistently(
    () => together(work),
    () => true,
  )
}

async function move(attempt: AttemptRow, from: readonly string[], values: Record<string, unknown>): Promise<void> {
  const moved: unknown = await UPDATE(SyncAttempts)
    .set(values)
    .where({ ID: attempt.ID, status: { in: [...from] } })
  if (!moved) throw movedOn(attempt, from)
}

function movedOn(attempt: AttemptRow, from: readonly string[]): Error {
  return new Error(`Attempt ${attempt.ID} is none of ${from.join(', ')} any more`)
}
