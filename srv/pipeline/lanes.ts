import { AttemptItems, Lanes, SyncAttempts } from '#cds-models/countersign'
import { nextNumber, nextNumbers } from '../audit/numbers.ts'
import { newLease } from '../database/instance.ts'
import { insertion } from '../database/insertion.ts'
import { change, query } from '../database/statement.ts'
import type { SyncMessage } from '../domain/message.ts'
import { lanesOf } from './identity.ts'

/** One lane per production order: postings of one order never overlap and go in order of their turn. */

/** Milliseconds that a posting may take; a lease outlives it. */
export const POST_WITHIN = 30_000
const LEASE = 2 * POST_WITHIN
/** Nobody waits so long (ms) for a next try, nor leases a place: such a moment is of a clock that has jumped back since. */
const NEVER = 600_000

/** Places that are looked at in one go; more than can be posted at once. */
const MOST_HEADS = 200

/** Times that a posting of ours is tried again before a person hears of it: over some minutes, as long as locks and maintenance usually last. */
export const MOST_TRIES = 12

/** Numbers left free between two places, for what has to go ahead. */
const GAP = 1000

const insertPlaces = insertion('countersign.Lanes')
const ahead = query<'lane' | 'seq', { seq: number }>(({ lane, seq }) =>
  SELECT.from(Lanes)
    .columns('seq')
    .where({ lane, seq: { '<': seq as never } })
    .limit(1),
)
const openPlaces = change<'attemptID' | 'lease' | 'leaseUntil'>(({ attemptID, lease, leaseUntil }) =>
  UPDATE(Lanes).set({ state: 'open', leaseUntil }).where({ attempt_ID: attemptID, lease, state: 'judging' }),
)
const endTurn = change<'attemptID' | 'lease'>(({ attemptID, lease }) => DELETE.from(Lanes).where({ attempt_ID: attemptID, lease }))

/** Places whose lane has no older one. */
const firstInLane = query<'now' | 'never', { attempt_ID: string }>(({ now, never }) =>
  SELECT.from('countersign.Lanes as L' as 'countersign.Lanes').columns('attempt_ID')
    .where`state = 'open' and (nextAt is null or nextAt <= ${now} or nextAt > ${never})`
    .and`(leaseUntil is null or leaseUntil < ${now} or leaseUntil > ${never})`
    .and`not exists (SELECT 1 as one from countersign.Lanes as B where B.lane = L.lane and B.seq < L.seq)`
    .orderBy('seq')
    .limit(MOST_HEADS),
)
const behindOthers = query<'attemptID', { lane: string }>(({ attemptID }) =>
  SELECT.from('countersign.Lanes as L' as 'countersign.Lanes')
    .columns('lane')
    .where({ attempt_ID: attemptID })
    .and`exists (SELECT 1 as one from countersign.Lanes as B where B.lane = L.lane and B.seq < L.seq)`.limit(1),
)

/** A posting's right to run, until somebody else's lease replaces it. */
export interface Turn {
  readonly attemptID: string
  readonly lease: string
  /** It has just come and been judged, and nothing was found: there is nothing to close for people. */
  readonly isClean?: boolean
}

/** A place in the lanes, with the right to judge who has it. */
export interface Place extends Turn {
  readonly lanes: readonly string[]
  readonly seq: number
}

/**
 * Waits for its turn: in the place that it has had since it came or was held, else at the tail of every lane, all at once, so that no two
 * attempts wait for each other; ahead of held messages that keep their place and came later, which would wait for it in vain. `parked` keeps the
 * place of a held message: followers wait behind it. Within the open transaction.
 */
export async function queue(attemptID: string, lanes: readonly string[], state: 'open' | 'parked' = 'open'): Promise<void> {
  const had: unknown = await UPDATE(Lanes)
    .set({ state, nextAt: null, lease: null, leaseUntil: null, tries: 0 })
    .where({ attempt_ID: attemptID, state: { in: ['parked', 'judging'] } })
  if (had) return
  const seq = (await placeAhead(attemptID, lanes)) ?? GAP * (await nextNumber('lane'))
  await DELETE.from(Lanes).where({ attempt_ID: attemptID })
  await INSERT.into(Lanes).entries(lanes.map((lane) => ({ attempt_ID: attemptID, lane, seq, state })))
}

/** A place ahead of what is parked in these lanes and came later; undefined where there is none such. */
async function placeAhead(attemptID: string, lanes: readonly string[]): Promise<number | undefined> {
  const parked = (await SELECT.from(Lanes)
    .columns('seq', 'attempt.number as number')
    .where({ lane: { in: [...lanes] }, state: 'parked' })
    .orderBy('seq')) as unknown as { seq: number | string; number: number | string }[]
  if (parked.length === 0) return undefined
  const own = await SELECT.one.from(SyncAttempts).columns('number').where({ ID: attemptID })
  const next = parked.find((each) => Number(each.number) > Number(own?.number))
  if (!next) return undefined
  const [before] = (await SELECT.from(Lanes)
    .columns('seq')
    .where({ seq: { '<': Number(next.seq) } })
    .orderBy('seq desc')
    .limit(1)) as unknown as { seq: number | string }[]
  return Math.max(Number(before?.seq ?? 0) + 1, Number(next.seq) - GAP + 1)
}

/** Does it wait for a person who decides about another message of its order? */
export async function isBehindParked(attemptID: string): Promise<boolean> {
  const own = await SELECT.from(Lanes).columns('lane', 'seq').where({ attempt_ID: attemptID })
  const [seq] = own.map((place) => Number(place.seq))
  if (seq === undefined) return false
  const ahead = await SELECT.one
    .from(Lanes)
    .columns('lane')
    .where({ lane: { in: own.map((place) => place.lane ?? '') }, state: 'parked', seq: { '<': seq } })
  return ahead != null
}

/** The lanes of a message; what takes a document back goes with the order that the document was posted for, where that is on record. */
export async function lanesWithDocuments(message: Pick<SyncMessage, 'parts'>, attemptID: string): Promise<string[]> {
  const named = message.parts.filter((part) => part.order === '').flatMap((part) => part.document ?? [])
  if (named.length === 0) return lanesOf(message, attemptID)
  const posted = await SELECT.from(AttemptItems)
    .columns('erpDocument', 'order')
    .where({ erpDocument: { in: named } })
  const orders = named.map((document) => posted.find((each) => each.erpDocument === document)?.order ?? `document:${document}`)
  const own = message.parts.map((part) => part.order).filter((order) => order !== '')
  return [...new Set([...own, ...orders])].sort()
}

/** Gives up every place of an attempt that will not post. Within the open transaction. */
export async function leave(attemptID: string): Promise<void> {
  await DELETE.from(Lanes).where({ attempt_ID: attemptID })
}

/** Where an attempt wants to post. */
export interface Wanted {
  readonly attemptID: string
  readonly lanes: readonly string[]
}

/**
 * Takes places at the tail of every lane when messages arrive, before anybody knows whether they may post: who came later waits until that is
 * known. Within the open transaction.
 * @param leaseFor milliseconds that judging may take
 */
export async function enter(wanted: readonly Wanted[], leaseFor: number): Promise<Place[]> {
  const first = await nextNumbers('lane', wanted.length)
  const leaseUntil = new Date(Date.now() + leaseFor).toISOString()
  const places = wanted.map((each, at) => ({ ...each, lease: newLease(), seq: GAP * (first + at) }))
  await insertPlaces(
    places.flatMap(({ attemptID, lanes, lease, seq }) =>
      lanes.map((lane) => ({ attempt_ID: attemptID, lane, seq, state: 'judging', lease, leaseUntil })),
    ),
  )
  return places
}

/** Is nobody before it in any of its lanes? Within the open transaction. */
export async function isHead({ lanes, seq }: Pick<Place, 'lanes' | 'seq'>): Promise<boolean> {
  for (const lane of lanes) if ((await ahead({ lane, seq })).length > 0) return false
  return true
}

/** From judging to posting, without a wait in between: the place becomes a turn. Within the open transaction. @throws when it isn't ours any more */
export async function takeTurn({ attemptID, lease }: Turn): Promise<void> {
  const leaseUntil = new Date(Date.now() + LEASE).toISOString()
  if ((await openPlaces({ attemptID, lease, leaseUntil })) === 0) throw new Error(`Attempt ${attemptID} has lost its place`)
}

/** Attempts whose turn it is in all their lanes and whose waiting time is over, oldest first. */
export async function heads(limit: number): Promise<string[]> {
  const now = new Date().toISOString()
  const rows = await firstInLane({ now, never: new Date(Date.now() + NEVER).toISOString() })
  const ready: string[] = []
  for (const attemptID of new Set(rows.map((each) => each.attempt_ID))) {
    if (ready.length >= limit) break
    if ((await behindOthers({ attemptID })).length === 0) ready.push(attemptID)
  }
  return ready
}

type Claimable = 'waiting' | 'posting' | 'unknown'

/** Takes the turn and moves the attempt from `from` to `to`; undefined when somebody else was faster. */
export async function claim(attemptID: string, from: Claimable, to: Claimable): Promise<Turn | undefined> {
  const now = new Date()
  const turn = { attemptID, lease: newLease() }
  const set = to === 'posting' ? { status: to, postedAt: now.toISOString() } : { status: to }
  const moved: unknown = await UPDATE(SyncAttempts).set(set).where({ ID: attemptID, status: from })
  if (!moved) return undefined
  const taken: unknown = await UPDATE(Lanes).set({ lease: turn.lease, leaseUntil: new Date(now.getTime() + LEASE).toISOString() })
    .where`attempt_ID = ${attemptID} and state = 'open'`
    .and`(leaseUntil is null or leaseUntil < ${now.toISOString()} or leaseUntil > ${new Date(now.getTime() + NEVER).toISOString()})`
  if (!taken) throw new Error(`Attempt ${attemptID} has no free place in its lanes`)
  return turn
}

/** Ends a turn that is still ours; false when the lease was lost, and with it the right to say anything. */
export async function finish(turn: Turn): Promise<boolean> {
  return (await endTurn({ attemptID: turn.attemptID, lease: turn.lease })) > 0
}

/** Gives the turn back, to be taken again after `delay` milliseconds; false when the lease was lost. */
export async function postpone(turn: Turn, delay: number, isTried = true): Promise<boolean> {
  const nextAt = new Date(Date.now() + delay).toISOString()
  return (
    (await UPDATE(Lanes)
      .set({ lease: null, leaseUntil: null, nextAt, tries: { '+=': isTried ? 1 : 0 } } as never)
      .where({ attempt_ID: turn.attemptID, lease: turn.lease })) > 0
  )
}

/**
 * Nobody has its turn, and nobody takes it before `delay` milliseconds have passed: something broke here before anything left. False where
 * somebody has it, or it waits for none. Within the open transaction.
 */
export async function putOff(attemptID: string, delay: number): Promise<boolean> {
  const now = Date.now()
  const nextAt = new Date(now + delay).toISOString()
  const put: unknown = await UPDATE(Lanes).set({ nextAt }).where`attempt_ID = ${attemptID} and state = 'open'`
    .and`(leaseUntil is null or leaseUntil < ${new Date(now).toISOString()} or leaseUntil > ${new Date(now + NEVER).toISOString()})`
  return Boolean(put)
}

export async function triesOf(attemptID: string): Promise<number> {
  const row = await SELECT.one.from(Lanes).columns('tries').where({ attempt_ID: attemptID })
  return row?.tries ?? 0
}

/** Milliseconds: doubling from half a second to a minute, in the end to five, with jitter so that lanes don't knock at once. */
export function backOff(tries: number): number {
  const most = Math.min(500 * 2 ** tries, tries < MOST_TRIES ? 60_000 : 300_000)
  return most / 2 + Math.random() * (most / 2)
}
