import { setTimeout as pause } from 'node:timers/promises'
import cds from '@sap/cds'
import { Conflicts, ResubmissionItems, Resubmissions, Suggestions, SyncAttempts } from '#cds-models/countersign'
import { tell } from '../../audit/log.ts'
import { isOnDuty } from '../duties.ts'
import { isBehindParked } from '../lanes.ts'
import { attemptByID, type AttemptRow } from '../storage.ts'
import { UNKNOWN_OUTCOME } from './conflicts.ts'

/** What the resubmitter needs of the way of a message. */
export interface Way {
  /** Judges what is `received` and releases or holds it. */
  advance(attemptID: string): Promise<void>
  /** Resolves at the next news about an attempt, or after so many milliseconds. */
  news(attemptID: string, most: number): Promise<void>
}

/** Outcome of one message. */
type Came = 'posted' | 'held' | 'refused' | 'waiting' | 'skipped'

const AT_ONCE = 4
const POLL = 1000
/** Milliseconds that a message's outcome is waited for; its order is kept by its lane, not by this. */
const PATIENCE = 60_000
const UNSETTLED: ReadonlySet<string> = new Set(['received', 'waiting', 'posting', 'unknown'])
const LOG = cds.log('countersign/resubmission')

/**
 * Works resubmissions off: every message is judged anew and, if nothing speaks against it any more, posted; messages of one order one after the
 * other in order of receipt, several orders at once, and several resubmissions too. What a crash leaves goes on with the next start.
 */
export class Resubmitter {
  readonly #way: Way
  readonly #stop = new AbortController()
  readonly #working = new Map<string, Promise<void>>()
  #looking: Promise<void> | undefined
  #again = false

  constructor(way: Way) {
    this.#way = way
  }

  /** There may be something to do: looks now. */
  kick(): void {
    if (this.#stop.signal.aborted) return
    this.#again = true
    this.#looking ??= this.#look()
      .catch((error: unknown) => LOG.error('Resubmissions can not be read', error))
      .finally(() => (this.#looking = undefined))
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#looking
    await Promise.all(this.#working.values())
  }

  async #look(): Promise<void> {
    while (this.#again && !this.#stop.signal.aborted) {
      this.#again = false
      // Another process works them off, and this one should it end.
      if (!(await isOnDuty('resubmission'))) return
      const open = await SELECT.from(Resubmissions)
        .columns('ID', 'startedBy', 'role', 'note')
        .where({ finishedAt: null })
        .orderBy('startedAt')
      for (const each of open as Started[]) {
        if (this.#working.has(each.ID)) continue
        const work = this.#workOff(each)
          .catch((error: unknown) => LOG.error('A resubmission can not go on', error))
          .finally(() => this.#working.delete(each.ID))
        this.#working.set(each.ID, work)
      }
    }
  }

  async #workOff(resubmission: Started): Promise<void> {
    const items = (await SELECT.from(ResubmissionItems)
      .columns('position', 'attempt_ID', 'order', 'status')
      .where({ resubmission_ID: resubmission.ID, status: { in: ['pending', 'running'] } })
      .orderBy('position')) as Item[]
    const lanes = [...Map.groupBy(items, (item) => item.order || item.attempt_ID).values()]
    const next = lanes.values()
    const worker = async (): Promise<void> => {
      for (const lane of next) for (const item of lane) if (!this.#stop.signal.aborted) await this.#try(resubmission, item)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    await cds.tx(() => UPDATE(Resubmissions).set({ finishedAt: new Date().toISOString() }).where`ID = ${resubmission.ID} and done = total`)
  }

  async #try(resubmission: Started, item: Item): Promise<void> {
    try {
      if (!(await isOnDuty('resubmission'))) return
      const isOurs = item.status === 'running' || (await begin(resubmission, item))
      if (isOurs && item.status === 'pending') await this.#way.advance(item.attempt_ID)
      const attempt = isOurs ? await this.#settled(item.attempt_ID) : await attemptByID(item.attempt_ID)
      if (attempt) await this.#came(resubmission, item, isOurs ? cameOf(attempt) : 'skipped', attempt)
    } catch (error) {
      LOG.error(`Attempt ${item.attempt_ID} can not be tried again now`, error)
      await pause(POLL, undefined, { signal: this.#stop.signal }).catch(() => undefined)
    }
  }

  /** The attempt once its outcome is known, or it waits for something that takes longer; undefined when we are asked to stop before. */
  async #settled(attemptID: string): Promise<AttemptRow | undefined> {
    const until = performance.now() + PATIENCE
    for (;;) {
      const news = this.#way.news(attemptID, POLL)
      const attempt = await attemptByID(attemptID)
      if (!UNSETTLED.has(attempt.status) || performance.now() >= until) return attempt
      if (attempt.status === 'waiting' && (await isBehindParked(attemptID))) return attempt
      if (this.#stop.signal.aborted) return undefined
      await news
    }
  }

  async #came({ ID }: Started, { position }: Item, came: Came, attempt: AttemptRow): Promise<void> {
    const text =
      came === 'posted' ? (attempt.erpDocument ?? '') : came === 'waiting' ? WAITS : (attempt.erpText ?? attempt.verdictReason ?? '')
    const counter = came === 'waiting' ? 'skipped' : came
    await cds.tx(async () => {
      const moved: unknown = await UPDATE(ResubmissionItems)
        .set({ status: came, text: text.slice(0, 500), at: new Date().toISOString() })
        .where({ resubmission_ID: ID, position, status: { in: ['pending', 'running'] } })
      if (moved) await UPDATE(Resubmissions, ID).set({ done: { '+=': 1 }, [counter]: { '+=': 1 } } as never)
    })
  }
}

interface Started {
  readonly ID: string
  readonly startedBy: string
  readonly role: string
  readonly note: string | null
}

interface Item {
  readonly position: number
  readonly attempt_ID: string
  readonly order: string | null
  readonly status: string
}

/** Takes a held or refused message back to the beginning of its way; false when it has moved on meanwhile. */
async function begin({ ID, startedBy, role, note }: Started, { position, attempt_ID }: Item): Promise<boolean> {
  return await cds.tx(async (): Promise<boolean> => {
    const attempt = await attemptByID(attempt_ID)
    const anew = { verdict: null, verdictReason: null, answerStatus: null, erpCode: null, erpText: null, finishedAt: null }
    // In the order in which deciding takes them, or each would wait for the other.
    await SELECT.from(Suggestions).columns('ID').where({ attempt_ID }).forUpdate()
    // Values that somebody has set, or that wait for a signature, aren't thrown away.
    const edited = await SELECT.one.from(Suggestions).columns('ID')
      .where`attempt_ID = ${attempt_ID} and (status = 'awaitingSignOff' or (status = 'proposed' and adjustedBy is not null))`
    const undecided = await SELECT.one
      .from(Conflicts)
      .columns('ID')
      .where({ attempt_ID, code: UNKNOWN_OUTCOME, isObsolete: false, resolvedAt: null })
    if (edited || undecided) return false
    const moved: unknown = await UPDATE(SyncAttempts)
      .set({ status: 'received', ...anew })
      .where({ ID: attempt_ID, status: { in: ['held', 'refused'] } })
    if (!moved) return false
    await UPDATE(Suggestions)
      .set({ status: 'superseded', modifiedAt: new Date().toISOString() })
      .where({ attempt_ID, status: { in: ['proposed', 'awaitingSignOff', 'approved'] } })
    await UPDATE(ResubmissionItems).set({ status: 'running', at: new Date().toISOString() }).where({ resubmission_ID: ID, position })
    await tell({ actor: startedBy, role, action: 'resubmitted', attempt, status: 'received', reason: note ?? 'Tried again' })
    return true
  })
}

const WAITS = 'It goes on by itself: behind a message of its order that is held, or until the ERP answers'

function cameOf({ status }: AttemptRow): Came {
  if (UNSETTLED.has(status)) return 'waiting'
  return status === 'posted' || status === 'held' || status === 'refused' ? status : 'skipped'
}
