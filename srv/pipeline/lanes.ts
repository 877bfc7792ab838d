import cds from '@sap/cds'
import { AttemptItems, Lanes, SyncAttempts } from '#cds-models/countersign'
import { nextNumber } from '../audit/numbers.ts'
import type { SyncMessage } from '../domain/message.ts'
import { lanesOf } from './identity.ts'

/** One lane per production order: postings of one order never overlap and go in order of their turn. */

/** Numbers left free between two places, for what has to go ahead. */
const GAP = 1000

/** A posting's right to run, until somebody else's lease replaces it. */
export interface Turn {
  readonly attemptID: string
  readonly lease: string
}

/**
 * Takes a place at the tail of every lane, all at once, so that no two attempts wait for each other; ahead of held messages that keep their
 * place and came later, which would wait for it in vain. `parked` keeps the place of a held message: followers wait behind it. Within the
 * open transaction.
 */
export async function queue(attemptID: string, lanes: readonly string[], state: 'open' | 'parked' = 'open'): Promise<void> {
  const parked: unknown = await UPDATE(Lanes)
    .set({ state, nextAt: null, lease: null, leaseUntil: null, tries: 0 })
    .where({ attempt_ID: attemptID, state: 'parked' })
  if (parked) return
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

/** Attempts whose turn it is in all their lanes and whose waiting time is over, oldest first. */
export async function heads(limit: number): Promise<string[]> {
  const rows = await SELECT.from(Lanes).columns('attempt_ID', 'lane', 'state', 'nextAt', 'leaseUntil').orderBy('seq', 'lane')
  const now = new Date().toISOString()
  const taken = new Set<string>()
  const byAttempt = Map.groupBy(rows, (row) => row.attempt_ID ?? '')
  const ready: string[] = []
  for (const [attemptID, places] of byAttempt) {
    const isHead = places.every((place) => !taken.has(place.lane ?? ''))
    const isDue = places.every((place) => place.state === 'open' && (place.nextAt ?? '') <= now && (place.leaseUntil ?? '') < now)
    for (const place of places) taken.add(place.lane ?? '')
    if (isHead && isDue) ready.push(attemptID)
    if (ready.length >= limit) break
  }
  return ready
}

/**
 * Takes the turn and moves the attempt from `from` to `to`; undefined when somebody else was faster.
 * @param leaseFor milliseconds
 */
export async function claim(attemptID: string, from: string, to: string, leaseFor: number): Promise<Turn | undefined> {
  const now = new Date()
  const turn = { attemptID, lease: cds.utils.uuid() }
  const set = to === 'posting' ? { status: to, postedAt: now.toISOString() } : { status: to }
  const moved: unknown = await UPDATE(SyncAttempts).set(set).where({ ID: attemptID, status: from })
  if (!moved) return undefined
  const taken: unknown = await UPDATE(Lanes).set({ lease: turn.lease, leaseUntil: new Date(now.getTime() + leaseFor).toISOString() })
    .where`attempt_ID = ${attemptID} and state = 'open' and (leaseUntil is null or leaseUntil < ${now.toISOString()})`
  if (!taken) throw new Error(`Attempt ${attemptID} has no free place in its lanes`)
  return turn
}

/** Ends a turn that is still ours; false when the lease was lost, and with it the right to say anything. */
export async function finish(turn: Turn): Promise<boolean> {
  const ended: unknown = await DELETE.from(Lanes).where({ attempt_ID: turn.attemptID, lease: turn.lease })
  return Boolean(ended)
}

/** Gives the turn back, to be taken again after `delay` milliseconds; false when the lease was lost. */
export async function postpone(turn: Turn, delay: number): Promise<boolean> {
  const nextAt = new Date(Date.now() + delay).toISOString()
  return (
    (await UPDATE(Lanes)
      .set({ lease: null, leaseUntil: null, nextAt, tries: { '+=': 1 } } as never)
      .where({ attempt_ID: turn.attemptID, lease: turn.lease })) > 0
  )
}

export async function triesOf(attemptID: string): Promise<number> {
  const row = await SELECT.one.from(Lanes).columns('tries').where({ attempt_ID: attemptID })
  return row?.tries ?? 0
}
