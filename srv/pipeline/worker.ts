import { setTimeout as pause } from 'node:timers/promises'
import cds from '@sap/cds'
import { SyncAttempts } from '#cds-models/countersign'
import { ITSELF, tell } from '../audit/log.ts'
import { onDisk } from '../database/disk.ts'
import type { ErpError, Finding } from '../domain/judgement.ts'
import type { ErpGateway, LookUp, Posting } from '../erp/types.ts'
import type { CircuitState } from '../line/lane.ts'
import { errorSaying, findingOf, nameError } from './catalogue.ts'
import { claim, heads, POST_WITHIN, triesOf, type Turn } from './lanes.ts'
import type { LiveSenders } from './live.ts'
import { policyFor } from './policies.ts'
import { approvedSuggestion, compose } from './posting.ts'
import { keepKeys, settleLater, settlePosted, settleRefused, settleUnknown } from './settle.ts'
import { attemptByID, type AttemptRow } from './storage.ts'
import { together } from './together.ts'

export interface WorkerOptions {
  readonly erp: ErpGateway
  readonly live: LiveSenders
  /** The ERP refused what a person had approved, or its outcome can't be found out: a person decides again. */
  readonly handBack: (attempt: AttemptRow, undecidable?: Undecidable) => Promise<void>
  /** Takes up what was left lying; called now and then. */
  readonly tidy: () => Promise<void>
}
/** Why nobody can say whether the ERP has it. */
export type Undecidable = Extract<LookUp, { state: 'ambiguous' | 'impossible' }>

/** Postings that the worker takes up by itself at a time; those of senders that wait come on top. */
const AT_ONCE = 8
const IDLE = 1000
/** Every so many idle rounds what was left lying is taken up. */
const TIDY_EVERY = 30
/** Graceful stop waits so long for what is under way; the next start finds out what became of it. */
const STOP_WITHIN = 5000
/** Kinds of message whose document can be looked up. */
const CAN_BE_FOUND: ReadonlySet<string> = new Set(['confirmation', 'materialDocument'])
/** Quiet times after which an ERP that can't be asked is a matter for a person. */
const PATIENCE = 6
/** Milliseconds that a try for a sender that waits may begin late. */
const SLACK = 100
/** Times that a posting of ours is tried again before a person hears of it: over some minutes, as long as locks and maintenance usually last. */
const MOST_TRIES = 12
/** While the ERP can't be reached at all: over a night, so that nobody has to see to each. */
const MOST_CALLS = 200
const LOG = cds.log('countersign/worker')

/** Posts whatever has its turn, one at a time per order, and looks up what was lost. */
export class Worker {
  readonly #options: WorkerOptions
  readonly #running = new Map<string, Promise<void>>()
  #timer: NodeJS.Timeout | undefined
  #pumping: Promise<void> | undefined
  #again = false
  /** Somebody may wait behind what is being posted. */
  #hasFollowers = true
  /** The interval has come round since it was looked for work last. */
  #isDue = true
  /** Attempt whose posting finds out whether the ERP is back. */
  #probe = ''
  /** Postings that the worker took up by itself. */
  #taken = 0
  #stopped = true

  constructor(options: WorkerOptions) {
    this.#options = options
  }

  start(): void {
    this.#stopped = false
    let rounds = 0
    this.#timer = setInterval(() => {
      this.#isDue = true
      this.kick()
      if (++rounds % TIDY_EVERY === 0) void this.#options.tidy()
    }, IDLE)
    this.kick()
  }

  /** Takes no new work and waits a while for what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    await this.#pumping
    await Promise.race([Promise.all(this.#running.values()), pause(STOP_WITHIN, undefined, { ref: false })])
  }

  /** There may be work: looks now, and whenever a posting has ended. */
  kick(): void {
    if (this.#stopped) return
    this.#again = true
    this.#hasFollowers = true
    this.#pumping ??= this.#pump().finally(() => (this.#pumping = undefined))
  }

  /** Posts what has its turn already; resolves when that is settled, one way or the other. Never rejects. */
  carry(attempt: AttemptRow, posting: Posting, turn: Turn): Promise<void> {
    return this.#track(attempt.ID, this.#send(attempt, posting, turn))
  }

  isPosting(attemptID: string): boolean {
    return this.#running.has(attemptID)
  }

  async #pump(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false
      const free = AT_ONCE - this.#taken
      const line = this.#options.erp.postingState()
      if (free <= 0 || (line !== 'closed' && !this.#isDue)) return
      this.#isDue = false
      const looked = line === 'closed' ? heads(free) : this.#despite(line, free)
      const ready = await looked.catch((error: unknown) => (LOG.error('Lanes can not be read', error), []))
      for (const attemptID of ready.filter((each) => !this.#running.has(each))) {
        this.#taken++
        void this.#track(attemptID, this.#run(attemptID)).finally(() => {
          this.#taken--
          this.kick()
        })
      }
      if (line === 'closed' && ready.length === 0 && this.#running.size === 0) this.#hasFollowers = false
    }
  }

  /**
   * Of what has its turn, what goes on while the ERP can't be reached: what is only looked up, and what a sender here waits for, whose retry it
   * becomes in time; and of all else one, when one may try.
   */
  async #despite(line: CircuitState, most: number): Promise<string[]> {
    const ready = await heads(Infinity)
    if (ready.length === 0) return ready
    const rows = await SELECT.from(SyncAttempts)
      .columns('ID')
      .where({ ID: { in: ready }, status: 'waiting' })
    const patient = new Set(rows.map((row) => row.ID ?? '').filter((each) => !this.#options.live.of(each)))
    const [first] = ready.filter((each) => patient.has(each))
    if (first && line === 'halfOpen' && !this.#running.has(this.#probe)) {
      this.#probe = first
      patient.delete(first)
    }
    return ready.filter((each) => !patient.has(each)).slice(0, most)
  }

  #track(attemptID: string, work: Promise<void>): Promise<void> {
    const run = work
      .catch((error: unknown) => LOG.error(`Attempt ${attemptID}`, error))
      .finally(() => {
        this.#running.delete(attemptID)
        this.#options.live.announce(attemptID)
        if (this.#hasFollowers) this.kick()
      })
    this.#running.set(attemptID, run)
    return run
  }

  async #run(attemptID: string): Promise<void> {
    const { erp } = this.#options
    const attempt = await attemptByID(attemptID)
    const posting = await compose(attempt, erp)
    if (attempt.status === 'waiting') await this.#post(attempt, posting)
    else if (attempt.status === 'unknown') await this.#lookUp(attempt, posting)
    else if (attempt.status === 'posting') await this.#recover(attempt)
  }

  async #post(attempt: AttemptRow, posting: Posting): Promise<void> {
    const turn = await intend(attempt, posting)
    if (turn) await this.#send(attempt, posting, turn)
  }

  async #send(attempt: AttemptRow, posting: Posting, turn: Turn): Promise<void> {
    const { erp, live } = this.#options
    const sender = live.of(attempt.ID)
    // Nothing leaves that a power failure could make us forget.
    await onDisk()
    const answer = await erp.post(posting, sender?.session, POST_WITHIN)
    if (answer.state === 'lost') return settleUnknown(turn, attempt, answer.reason, IDLE)
    if (answer.state === 'answered') live.hear(attempt.ID, answer.response)
    if (answer.state === 'answered' && answer.isSuccess) {
      await settlePosted(turn, attempt, answer.documents, answer.response, 'Answered by the ERP', await leftUndone(answer.remarks))
      live.settle(attempt.ID, 'posted')
      return
    }
    const error =
      answer.state === 'notSent'
        ? errorSaying('COUNTERSIGN/ERP_UNREACHABLE', answer.reason)
        : (answer.error ?? erp.errorOf(answer.response))
    const named = await nameError(error)
    const tries = await triesOf(attempt.ID)
    // A sender that waits is served as long as it does; then the retry is its own. What people approved is ours to bring home.
    const isOurs = sender === undefined
    // While the line is closed nothing is even tried, and so not counted.
    const closedFor = answer.state === 'notSent' && answer.retryAfter !== undefined ? answer.retryAfter * 1000 : undefined
    const delay = closedFor ?? backOff(tries)
    const most = answer.state === 'notSent' ? MOST_CALLS : MOST_TRIES
    const goesOn = isOurs ? closedFor !== undefined || tries < most : performance.now() + delay + SLACK < sender.until
    // A stale token is a matter of the sender's session: only the sender can fetch another one.
    const isSessions = answer.state === 'answered' && answer.isCsrfFailure
    if (named.isTransient && goesOn && !isSessions) {
      const count = isOurs && closedFor === undefined ? { next: tries + 2, most: most + 1 } : undefined
      await settleLater(turn, attempt, `${error.code} ${error.text}`, {
        delay,
        ...(count ? { count } : {}),
        isTried: closedFor === undefined,
      })
      // Its sender would be gone by the next round.
      if (!isOurs) setTimeout(() => this.kick(), delay).unref()
      return
    }
    const response = answer.state === 'answered' ? answer.response : undefined
    await settleRefused(turn, attempt, error, named, response, !isSessions)
    if (response && attempt.verdict !== 'hold') live.settle(attempt.ID, 'refused')
    if (attempt.verdict === 'hold') await this.#options.handBack(attempt)
  }

  async #lookUp(attempt: AttemptRow, posting: Posting): Promise<void> {
    const turn = await together(() => claim(attempt.ID, 'unknown', 'unknown'))
    if (!turn) return
    const since = await postedAtOf(attempt)
    const found = await this.#options.erp.lookUp(posting, since)
    if (found.state === 'found') return settlePosted(turn, attempt, found.documents, found.response, 'Answer lost, found in the ERP')
    const { quietTime } = await policyFor(attempt.kind ?? '*', attempt.plant ?? '*')
    const quiet = (Date.now() - since.getTime()) / 1000 / quietTime
    if (found.state === 'notFound' && quiet > 1)
      return settleLater(turn, attempt, `Not found in the ERP ${quietTime} s after the lost answer: posted again`, { delay: 0 })
    // An ERP that can't be asked may be back soon; what can't be looked up at all waits for a person after the quiet time.
    const isOver =
      found.state === 'ambiguous' || (found.state === 'impossible' && (!CAN_BE_FOUND.has(attempt.kind ?? '') || quiet > PATIENCE))
    if (isOver && quiet > 1) return this.#options.handBack(attempt, found)
    const reason = found.state === 'impossible' ? `Look-up impossible: ${found.reason}` : 'Not found yet'
    await settleUnknown(turn, attempt, reason, backOff(await triesOf(attempt.ID)))
  }

  /** Its process ended while the request was under way: whether the ERP has it is unknown. */
  async #recover(attempt: AttemptRow): Promise<void> {
    const turn = await together(() => claim(attempt.ID, 'posting', 'unknown'))
    if (turn) await settleUnknown(turn, attempt, 'Countersign ended while the request was under way', 0)
  }
}

/** When it was sent last; a clock that has jumped back since begins anew, so that nobody waits for it to come round. */
async function postedAtOf(attempt: AttemptRow): Promise<Date> {
  const now = new Date()
  const since = new Date(attempt.postedAt ?? attempt.receivedAt ?? 0)
  if (since <= now) return since
  await UPDATE(SyncAttempts).set({ postedAt: now.toISOString() }).where({ ID: attempt.ID, status: 'unknown' })
  return now
}

/** Commits the intent to post, with the keys to find it by, before the request leaves. */
async function intend(attempt: AttemptRow, posting: Posting): Promise<Turn | undefined> {
  return await together(async (): Promise<Turn | undefined> => {
    const turn = await claim(attempt.ID, 'waiting', 'posting')
    if (!turn) return undefined
    await keepKeys(
      attempt.ID,
      posting.parts.map((part) => part.key),
    )
    const suggestion = attempt.verdict === 'hold' ? (await approvedSuggestion(attempt.ID))?.ID : undefined
    await tell({ ...ITSELF, action: 'posting', attempt, status: 'posting', suggestion })
    return turn
  })
}

/** Of what the ERP said beside a success, what the catalogue knows as a failure, or what is an error by its own word: somebody has to see to it. */
async function leftUndone(remarks: readonly ErpError[] = []): Promise<Finding[]> {
  const named = await Promise.all(remarks.map(async (each) => ({ each, named: await nameError(each) })))
  return named
    .filter(({ each, named }) => named.failure !== undefined || each.severity === 'error')
    .map(({ each, named }) => findingOf(each, named))
}

/** Milliseconds: doubling from half a second to a minute, in the end to five, with jitter so that lanes don't knock at once. */
function backOff(tries: number): number {
  const most = Math.min(500 * 2 ** tries, tries < MOST_TRIES ? 60_000 : 300_000)
  return most / 2 + Math.random() * (most / 2)
}
