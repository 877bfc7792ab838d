import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import cds from '@sap/cds'
import { SyncAttempts } from '#cds-models/countersign'
import { ITSELF, tell } from '../audit/log.ts'
import { onDisk } from '../database/disk.ts'
import type { ErpError, Finding } from '../domain/judgement.ts'
import type { Headers } from '../domain/message.ts'
import type { ErpGateway, Posting } from '../erp/types.ts'
import type { CircuitState } from '../line/lane.ts'
import { errorSaying, findingOf, nameError } from './catalogue.ts'
import { backOff, claim, heads, MOST_TRIES, POST_WITHIN, putOff, triesOf, type Turn } from './lanes.ts'
import type { LiveSenders } from './live.ts'
import { type HandBack, lookUp, lose } from './look-up.ts'
import { approvedSuggestion, compose } from './posting.ts'
import { Setbacks } from './setbacks.ts'
import { keepKeys, settleLater, settlePosted, settleRefused, settleUnknown } from './settle.ts'
import { attemptByID, type AttemptRow } from './storage.ts'
import { together } from './together.ts'

export interface WorkerOptions {
  readonly erp: ErpGateway
  readonly live: LiveSenders
  /** The ERP refused what a person had approved, or its outcome can't be found out: a person decides again. */
  readonly handBack: HandBack
  /** Takes up what was left lying; called now and then. */
  readonly tidy: () => Promise<void>
}

/** Postings that the worker takes up by itself at a time; those of senders that wait come on top. */
const AT_ONCE = 8
const IDLE = 1000
/** Every so many idle rounds what was left lying is taken up. */
const TIDY_EVERY = 30
/** Graceful stop waits so long for what is under way; the next start finds out what became of it. */
const STOP_WITHIN = 5000
/** Milliseconds that a try for a sender that waits may begin late. */
const SLACK = 100
/** While the ERP can't be reached at all: over a night, so that nobody has to see to each. */
const MOST_CALLS = 200
const LOG = cds.log('countersign/worker')

/** Whoever says that there is work, the work is somebody else's. */
const apart = AsyncLocalStorage.snapshot()

/** Posts whatever has its turn, one at a time per order, and looks up what was lost. */
export class Worker {
  readonly #options: WorkerOptions
  readonly #setbacks: Setbacks
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
    this.#setbacks = new Setbacks(options.handBack)
  }

  start(): void {
    this.#stopped = false
    this.#setbacks.start()
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
    this.#setbacks.stop()
    await Promise.race([this.#settled(), pause(STOP_WITHIN, undefined, { ref: false })])
  }

  async #settled(): Promise<void> {
    await this.#pumping
    await Promise.all(this.#running.values())
  }

  /** There may be work: looks now, and whenever a posting has ended. */
  kick(): void {
    if (this.#stopped) return
    this.#again = true
    this.#hasFollowers = true
    this.#pumping ??= apart(() => this.#pump()).finally(() => (this.#pumping = undefined))
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
        const run = this.#run(attemptID).catch((error: unknown) => this.#setbacks.putOff(attemptID, error))
        void this.#track(attemptID, run).finally(() => {
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
    // What the log says from here on is of this message.
    const { 'x-correlation-id': id } = JSON.parse(attempt.headers ?? '{}') as Headers
    if (id) cds.context = { id } as never
    if (attempt.status === 'waiting') await this.#post(attempt, await compose(attempt, erp))
    else if (attempt.status === 'unknown') await lookUp(attempt, await compose(attempt, erp), this.#options)
    else if (attempt.status === 'posting') await lose(attempt)
    // It may have moved on just now, and its place is gone; else nobody would ever end this.
    else if (await together(() => putOff(attemptID, backOff(MOST_TRIES))))
      LOG.error(`Attempt ${attemptID} has its turn, and is ${attempt.status}`)
    this.#setbacks.over(attemptID)
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
