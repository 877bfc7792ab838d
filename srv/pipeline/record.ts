import { Suggestions, SyncAttempts } from '#cds-models/countersign'
import { tell } from '../audit/log.ts'
import { hold, nextNumber, nextNumbers } from '../audit/numbers.ts'
import { newID } from '../database/id.ts'
import type { EarlierAttempt } from '../domain/context.ts'
import type { Finding } from '../domain/judgement.ts'
import type { RawResponse, SyncMessage } from '../domain/message.ts'
import type { ErpGateway, Posting } from '../erp/types.ts'
import { arrivalOf, writeArrivals } from './arrivals.ts'
import { earlierAttempts } from './earlier.ts'
import { bodyHash, isJudged, lanesOf } from './identity.ts'
import { enter, lanesWithDocuments, type Place, type Wanted } from './lanes.ts'
import { composeNew } from './posting.ts'
import { keepConflicts, resolveConflict } from './triage/conflicts.ts'
import { type Delivered, findRepeated, identityOf } from './repeated.ts'
import { answeredRaw, type AttemptRow } from './storage.ts'
import { inStep, together } from './together.ts'

/** Milliseconds that judging may take; then somebody else takes the message up. */
export const JUDGE_WITHIN = 60_000

/** What the record says about a message that just arrived. */
export type Recorded =
  /** Judge it: it is new, or the ERP refused it before and the world may have changed. */
  | ToJudge
  /** Its outcome is known, or somebody is working on it. */
  | { readonly state: 'known'; readonly attempt: AttemptRow }
  | { readonly state: 'keyReused'; readonly attempt: AttemptRow }

interface ToJudge {
  readonly state: 'judge'
  readonly attempt: AttemptRow
  /** Its place in the lanes since it came. */
  readonly place: Place
  /** What will leave if nobody changes it. */
  readonly posting: Posting
  /** What was there before it; left out where it wasn't read. */
  readonly earlier?: readonly EarlierAttempt[]
}

/** A message at the door. */
interface Arrival extends Delivered {
  readonly message: SyncMessage
  readonly erp: ErpGateway
}

/**
 * Commits a message before anything leaves, or finds the attempt that it repeats.
 * Identity is sender + service + key; without a key the same bytes of the same sender within `window` seconds are the same
 * attempt, unless the first was answered well: then it is a new attempt that a check will call a possible duplicate.
 */
export function record(message: SyncMessage, window: number, erp: ErpGateway): Promise<Recorded> {
  return inStep(recordAll, { message, hash: bodyHash(message), window, erp })
}

async function recordAll(arrivals: readonly Arrival[]): Promise<Recorded[]> {
  // Of two equal messages in two processes the second waits here until the first is recorded.
  await hold('attempt')
  const known = await findRepeated(arrivals)
  const fresh = new Map<string, Arrival>()
  for (const arrival of arrivals) {
    const identity = identityOf(arrival)
    if (!known.has(identity) && !fresh.has(identity)) fresh.set(identity, arrival)
  }
  const isFresh = new Set(fresh.values())
  const inserted = new Map(zip([...isFresh], await insert([...isFresh])))
  const results: Recorded[] = []
  for (const arrival of arrivals) {
    const recorded = inserted.get(arrival)
    if (recorded) results.push(recorded)
    else results.push(await again(arrival, (await findRepeated([arrival])).get(identityOf(arrival))))
  }
  return results
}

/** A message that is there already; what is known of it is read at this moment, since the one before may have changed it. */
async function again(arrival: Arrival, earlier: AttemptRow | undefined): Promise<Recorded> {
  const { message, hash, erp } = arrival
  if (!earlier) return onlyOne(await insert([arrival]))
  if (earlier.status === 'refused' && earlier.bodyHash !== hash) return supersede(earlier, arrival)
  if (earlier.bodyHash !== hash) {
    await tell({ ...told(message, earlier), action: 'keyReused', reason: 'The same key came with another body', inputHash: hash })
    return { state: 'keyReused', attempt: earlier }
  }
  const deliveries = (earlier.deliveries ?? 1) + 1
  await UPDATE(SyncAttempts, earlier.ID).set({ deliveries })
  if (earlier.status !== 'refused' || !(await reopen(earlier))) {
    await tell({ ...told(message, earlier), action: 'repeated' })
    return { state: 'known', attempt: earlier }
  }
  await tell({ ...told(message, earlier), action: 'repeated', status: 'received', reason: 'The ERP had refused it: judged anew' })
  const attempt = { ...earlier, deliveries, status: 'received' }
  const place = onlyOne(await enter([await laneOf(attempt.ID, message)], JUDGE_WITHIN))
  return { state: 'judge', attempt, place, posting: composeNew(attempt.ID, message, erp) }
}

/** Records a message that nobody can judge, with the answer that its sender gets: done with as soon as it is there, and never posted. */
export async function recordRefused(message: SyncMessage, response: RawResponse, reason: string): Promise<number> {
  return await together(async (): Promise<number> => {
    const attempt = arrivalOf(message, bodyHash(message), newID(), await nextNumber('attempt'))
    const outcome = { status: 'refused', keyKind: 'unread', keyValue: null, finishedAt: new Date().toISOString() }
    const refused = { ...attempt, ...outcome, erpText: reason.slice(0, 500) }
    await writeArrivals([{ message, attempt: { ...refused, ...answeredRaw(response) } }])
    await tell({ ...told(message, refused), action: 'unreadable', reason })
    await keepConflicts(refused, { findings: [unreadable(reason)], parts: message.parts, isOpen: true })
    return refused.number
  })
}

/** Records what is new, with its place in the lanes: whoever comes later for the same order waits until it is known what becomes of it. */
async function insert(arrivals: readonly Arrival[]): Promise<ToJudge[]> {
  if (arrivals.length === 0) return []
  const first = await nextNumbers('attempt', arrivals.length)
  const made = arrivals.map(({ message, hash, window, erp }, at) => {
    const attempt = arrivalOf(message, hash, newID(), first + at)
    return { message, attempt, window, posting: composeNew(attempt.ID, message, erp) }
  })
  await writeArrivals(made.map(({ message, attempt, posting }) => ({ message, attempt, keys: posting.parts.map((part) => part.key) })))
  for (const { message, attempt } of made) await tell({ ...told(message, attempt), action: 'received' })
  const lanes: Wanted[] = []
  for (const { message, attempt } of made) lanes.push(await laneOf(attempt.ID, message))
  const places = await enter(lanes, JUDGE_WITHIN)
  const recorded: ToJudge[] = []
  for (const [{ message, attempt, window, posting }, place] of zip(made, places)) {
    const earlier = isJudged(message.kind) ? { earlier: await earlierAttempts(message, attempt, window) } : {}
    recorded.push({ state: 'judge', attempt, place, posting, ...earlier })
  }
  return recorded
}

async function laneOf(attemptID: string, message: SyncMessage): Promise<Wanted> {
  return { attemptID, lanes: isJudged(message.kind) ? lanesOf(message, attemptID) : await lanesWithDocuments(message, attemptID) }
}

/** A correction after a refusal takes the place of what was refused. */
async function supersede(earlier: AttemptRow, arrival: Arrival): Promise<ToJudge> {
  const recorded = onlyOne(await insert([arrival]))
  const { attempt } = recorded
  const moved: unknown = await UPDATE(SyncAttempts)
    .set({ status: 'superseded', supersededBy_ID: attempt.ID })
    .where({ ID: earlier.ID, status: 'refused' })
  if (!moved) throw new Error(`Attempt ${earlier.ID} is not refused any more`)
  await closeSuggestions(earlier.ID)
  await resolveConflict(earlier.ID, 'superseded')
  const reason = `Corrected by attempt ${attempt.number}`
  await tell({ ...told(arrival.message, earlier), action: 'superseded', status: 'superseded', reason })
  return recorded
}

async function reopen(attempt: AttemptRow): Promise<boolean> {
  const anew = { verdict: null, verdictReason: null, answerStatus: null, erpCode: null, erpText: null, finishedAt: null }
  const moved: unknown = await UPDATE(SyncAttempts)
    .set({ status: 'received', ...anew })
    .where({ ID: attempt.ID, status: 'refused' })
  if (moved) await closeSuggestions(attempt.ID)
  return Boolean(moved)
}

/** What was agreed for an earlier try doesn't hold for a new one. */
async function closeSuggestions(attemptID: string): Promise<void> {
  await UPDATE(Suggestions)
    .set({ status: 'superseded', modifiedAt: new Date().toISOString() })
    .where({ attempt_ID: attemptID, status: { in: ['proposed', 'awaitingSignOff', 'approved'] } })
}

function told(message: SyncMessage, attempt: AttemptRow) {
  return {
    actor: message.sender,
    role: 'sender',
    attempt,
    status: attempt.status,
  }
}

function zip<A, B>(some: readonly A[], others: readonly B[]): [A, B][] {
  return some.map((each, at) => [each, others[at] as B])
}

function onlyOne<T>([only]: readonly T[]): T {
  return only as T
}

function unreadable(text: string): Finding {
  const code = 'COUNTERSIGN/UNREADABLE'
  return { check: 'intake', code, cause: 'interface', isDecisive: true, severity: 'error', part: 0, field: '', text, evidence: [] }
}
