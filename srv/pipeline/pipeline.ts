import cds from '@sap/cds'
import { Conflicts, Suggestions, SyncAttempts } from '#cds-models/countersign'
import { ITSELF, tell } from '../audit/log.ts'
import { onDisk } from '../database/disk.ts'
import { isPassing } from '../database/passing.ts'
import { releaseLeases } from '../database.ts'
import type { Ranker } from '../causes/index.ts'
import type { Finding } from '../domain/judgement.ts'
import type { RawResponse, SyncMessage } from '../domain/message.ts'
import type { Intake, Outcome } from '../domain/outcome.ts'
import type { DmGateway } from '../dm/types.ts'
import type { ErpGateway, Posting } from '../erp/types.ts'
import { judge, type Means } from './judge.ts'
import { isJudged } from './identity.ts'
import { goAhead, keep, keepUnjudged, type Kept, type Received } from './keep.ts'
import { isHead, lanesWithDocuments, queue } from './lanes.ts'
import { LiveSenders, type Settled } from './live.ts'
import { holdAnswerFor, isAllowed, policyFor } from './policies.ts'
import { JUDGE_WITHIN, record, recordRefused } from './record.ts'
import { answerOf, attemptByID, type AttemptRow, messageOf } from './storage.ts'
import { handBack } from './hand-back.ts'
import { persistently, together } from './together.ts'
import { Resubmitter } from './triage/resubmitter.ts'
import { Worker } from './worker.ts'

const LOG = cds.log('countersign')
const POLL = 500

/**
 * The way of a message: record, judge (enrich, inspect, predict, decide), then post in turn or hold for a person.
 * Doors call `submit`; people's decisions come from the worklist; `worker` posts.
 */
export class Pipeline implements Intake, Means {
  readonly erp: ErpGateway
  readonly dm: DmGateway
  readonly ranker: Ranker
  readonly worker: Worker
  /** Tries again what had failed, once people have put right what was wrong. */
  readonly resubmitter: Resubmitter
  readonly #live = new LiveSenders()

  constructor({ erp, dm, ranker }: Means) {
    this.erp = erp
    this.dm = dm
    this.ranker = ranker
    this.worker = new Worker({
      erp,
      live: this.#live,
      handBack: (attempt, undecidable) => handBack(attempt, this, undecidable),
      tidy: () => this.recover(),
    })
    this.resubmitter = new Resubmitter({ advance: (ID) => this.#takeUp(ID), news: (ID, most) => this.#live.news(ID, most) })
  }

  /** No answer says what a power failure could make us forget. */
  async submit(message: SyncMessage): Promise<Outcome> {
    const outcome = await this.#take(message)
    try {
      await onDisk()
      return outcome
    } catch (error) {
      LOG.error('What was recorded can not be brought to disk', error)
      return UNAVAILABLE
    }
  }

  async #take(message: SyncMessage): Promise<Outcome> {
    const policy = await policyFor(message.kind, message.parts[0]?.plant || '*').catch(() => undefined)
    if (!policy) return UNAVAILABLE
    const recorded = await record(message, policy.duplicateWindow, this.erp).catch((error: unknown) =>
      LOG.error('A message could not be recorded', error),
    )
    if (!recorded) return UNAVAILABLE
    const { attempt, state } = recorded
    if (state === 'keyReused') return { state, number: attempt.number }
    const until = performance.now() + policy.answerWithin * 1000
    if (state === 'known') return await this.#outcome(attempt, until, true)
    this.#live.enter(attempt.ID, { until, ...(message.session ? { session: message.session } : {}) })
    try {
      const { place, posting, earlier } = recorded
      await this.#advance({ attempt, message, place, earlier }, posting)
      return await this.#outcome(attempt, until, false)
    } finally {
      this.#live.leave(attempt.ID)
    }
  }

  /**
   * From `received` to its turn or its place in the lanes, or to a person; a judgement that breaks is the policy's `failMode`, never a message that
   * lies there. What has its turn is on its way when this resolves.
   */
  async #advance(received: Received, posting?: Posting): Promise<void> {
    const kept = await this.#keep(received)
    if (typeof kept === 'string' || !posting) this.worker.kick()
    else void this.worker.carry({ ...received.attempt, status: 'posting' }, posting, kept)
  }

  async #keep(received: Received): Promise<Kept> {
    const { attempt, message } = received
    if (!isJudged(message.kind)) return passOn(received)
    try {
      const judgement = await judge(attempt, message, this, [], received.earlier)
      return await persistently(() => keep({ ...received, judgement }, this.erp))
    } catch (error) {
      // A database that is away is no reason to let anything pass: it is taken up once there is one.
      if (isPassing(error)) throw error
      LOG.error(`Attempt ${attempt.number} can not be judged`, error)
      return persistently(() => keepUnjudged(received, this.erp))
    }
  }

  /**
   * Takes up what was left lying, by an earlier run or a database that was away: judges what was only recorded, and puts before a
   * person what the ERP refused after an approval. What was being posted is found by the worker. Never rejects.
   */
  async recover(): Promise<void> {
    try {
      // Elsewhere leases end by themselves; on SQLite nobody else can have one.
      if (cds.db.kind === 'postgres') await releaseLeases()
      const recorded = await abandoned()
      const refused = await SELECT.from(Suggestions)
        .columns('attempt_ID')
        .where({ status: 'approved', 'attempt.status': 'refused' } as never)
      this.resubmitter.kick()
      for (const ID of [...recorded.map((row) => row.ID), ...refused.map((row) => row.attempt_ID)]) {
        if (!ID || this.#live.of(ID)) continue
        await this.#takeUp(ID).catch((error: unknown) => LOG.error(`Attempt ${ID} can not be taken up`, error))
      }
    } catch (error) {
      LOG.error('What was left lying can not be read', error)
    }
  }

  async #takeUp(ID: string): Promise<void> {
    const attempt = await attemptByID(ID)
    if (attempt.status === 'received') await this.#advance({ attempt, message: await messageOf(attempt) })
    else if (attempt.status === 'refused') await handBack(attempt, this)
  }

  async recordUnreadable(message: SyncMessage, answer: RawResponse, reason: string): Promise<number | undefined> {
    try {
      const number = await recordRefused(message, answer, reason)
      await onDisk()
      return number
    } catch (error) {
      LOG.error('An unreadable message could not be recorded', error)
      return undefined
    }
  }

  /** Puts a refused message before a person, to be corrected. Nothing happens when it has moved on. */
  async takeOver(ID: string): Promise<void> {
    const attempt = await attemptByID(ID)
    if (attempt.status === 'refused' && attempt.keyKind !== 'unread') await handBack(attempt, this)
  }

  isAllowed = isAllowed

  async holdStatus(message: SyncMessage): Promise<409 | 202> {
    return holdAnswerFor(message.sender, message.kind, message.parts[0]?.plant || '*')
  }

  async statusOf(id: string, sender: string) {
    const row = await SELECT.one
      .from(SyncAttempts)
      .columns('number', 'status', 'verdictReason', 'erpText', 'erpDocument')
      .where({ ID: id, sender })
    if (!row) return undefined
    return {
      number: Number(row.number),
      status: row.status ?? '',
      reason: row.erpText ?? row.verdictReason ?? '',
      erpDocument: row.erpDocument ?? '',
    }
  }

  /** Waits until the attempt has an outcome, or `until` (by performance.now(): clocks may jump). */
  async #outcome({ ID, number }: AttemptRow, until: number, isReplay: boolean): Promise<Outcome> {
    for (;;) {
      const settled = this.#live.settled(ID)
      if (settled) return outcomeSaid(settled, number, isReplay)
      const news = this.#live.news(ID, Math.min(POLL, until - performance.now()))
      if (!isReplay && this.worker.isPosting(ID) && performance.now() < until) {
        await news
        continue
      }
      const attempt = await attemptByID(ID)
      if (!UNSETTLED.has(attempt.status) || performance.now() >= until) return outcomeOf(attempt, isReplay, this.#live.heard(ID))
      if (attempt.status === 'unknown' && isReplay) return outcomeOf(attempt, isReplay)
      await news
    }
  }
}

/** What was recorded, and is judged by nobody any more. */
async function abandoned(): Promise<{ ID: string }[]> {
  const [now, never] = [new Date().toISOString(), new Date(Date.now() + 2 * JUDGE_WITHIN).toISOString()]
  return (await SELECT.from('countersign.SyncAttempts as A' as 'countersign.SyncAttempts')
    .columns('ID')
    .where({ status: 'received' })
    .and`not exists (SELECT 1 as one from countersign.Lanes as L where L.attempt_ID = A.ID and L.leaseUntil >= ${now} and L.leaseUntil < ${never})`) as {
    ID: string
  }[]
}

const UNSETTLED: ReadonlySet<string> = new Set(['received', 'waiting', 'posting', 'unknown'])
const UNAVAILABLE: Outcome = { state: 'unavailable', retryAfter: 5 }

/** What is not judged takes its turn like all else. */
async function passOn({ attempt, message, place }: Received): Promise<Kept> {
  return together(async (): Promise<Kept> => {
    const verdict = { verdict: 'release', verdictReason: 'Recorded and passed on, not judged' }
    const isTurn = place !== undefined && (await isHead(place))
    const status = isTurn ? 'posting' : 'waiting'
    const set = { status, ...verdict, ...(isTurn ? { postedAt: new Date().toISOString() } : {}) } as const
    const moved: unknown = await UPDATE(SyncAttempts).set(set).where({ ID: attempt.ID, status: 'received' })
    if (!moved) return 'overtaken'
    await tell({ ...ITSELF, action: 'passedOn', attempt, status: 'waiting', decision: 'release', reason: verdict.verdictReason })
    if (isTurn) return goAhead(attempt, place, attempt.deliveries === 1)
    await queue(attempt.ID, await lanesWithDocuments(message, attempt.ID))
    return 'waiting'
  })
}

function outcomeSaid({ state, response }: Settled, number: number, isReplay: boolean): Outcome {
  return state === 'posted' ? { state, number, response, isReplay } : { state, number, response }
}

async function outcomeOf(attempt: AttemptRow, isReplay: boolean, heard?: RawResponse): Promise<Outcome> {
  const { ID, number, status } = attempt
  const response = status === 'posted' || status === 'refused' ? (heard ?? (await answerOf(ID))) : undefined
  if ((status === 'posted' || status === 'refused') && response) return outcomeSaid({ state: status, response }, number, isReplay)
  if (status === 'held') return { state: 'held', number, id: ID, reason: attempt.verdictReason ?? '', findings: await findingsOf(ID) }
  if (status === 'rejected') return { state: 'rejected', number, reason: await rejectionOf(ID, attempt.verdictReason) }
  if (status === 'unknown')
    return { state: 'pending', number, retryAfter: 30, reason: 'The answer of the ERP was lost; it is being looked up' }
  return { state: 'pending', number, retryAfter: 5, reason: attempt.erpText ?? 'It waits for its turn' }
}

async function findingsOf(ID: string): Promise<Finding[]> {
  const rows = await SELECT.from(Conflicts).where({ attempt_ID: ID, isObsolete: false })
  return rows.map((row) => ({
    check: row.check ?? '',
    code: row.code ?? '',
    cause: (row.cause_code ?? 'unknown') as Finding['cause'],
    isDecisive: row.isDecisive ?? false,
    severity: row.severity === 'warning' ? 'warning' : 'error',
    part: row.position ?? 0,
    field: row.field ?? '',
    text: row.text ?? '',
    evidence: [],
  }))
}

async function rejectionOf(ID: string, reason: string | null | undefined): Promise<string> {
  const row = await SELECT.one
    .from(Suggestions)
    .columns('note')
    .where({ attempt_ID: ID, status: { in: ['rejected', 'approved'] } })
    .orderBy('modifiedAt desc')
  return row?.note ?? reason ?? 'Rejected'
}
