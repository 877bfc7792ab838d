import cds from '@sap/cds'
import { Conflicts, Suggestions, SyncAttempts } from '#cds-models/countersign'
import { ITSELF, tell } from '../audit/log.ts'
import type { Ranker } from '../causes/index.ts'
import type { Finding } from '../domain/judgement.ts'
import type { RawResponse, SyncMessage } from '../domain/message.ts'
import type { Intake, Outcome } from '../domain/outcome.ts'
import type { ErpGateway } from '../erp/types.ts'
import { lanesOf } from './identity.ts'
import { judge, keep } from './judge.ts'
import { queue } from './lanes.ts'
import { LiveSenders } from './live.ts'
import { isAllowed, policyFor } from './policies.ts'
import { record } from './record.ts'
import { answerOf, attemptByID, type AttemptRow, binary, messageOf } from './storage.ts'
import { handBack } from './hand-back.ts'
import { Worker } from './worker.ts'

const LOG = cds.log('countersign')
/** Kinds that are judged; everything else is recorded and passed on in its turn. */
const JUDGED: ReadonlySet<string> = new Set(['confirmation', 'materialDocument'])
const POLL = 500

/**
 * The way of a message: record, judge (enrich, inspect, predict, decide), then post in turn or hold for a person.
 * Doors call `submit`; people's decisions come from the worklist; `worker` posts.
 */
export class Pipeline implements Intake {
  readonly erp: ErpGateway
  readonly ranker: Ranker
  readonly worker: Worker
  readonly #live = new LiveSenders()

  constructor(erp: ErpGateway, ranker: Ranker) {
    this.erp = erp
    this.ranker = ranker
    this.worker = new Worker({ erp, live: this.#live, handBack: (attempt, problem) => handBack(attempt, problem, this) })
  }

  async submit(message: SyncMessage): Promise<Outcome> {
    const policy = await policyFor(message.kind, message.parts[0]?.plant || '*').catch(() => undefined)
    if (!policy) return UNAVAILABLE
    const recorded = await record(message, policy.duplicateWindow).catch((error: unknown) =>
      LOG.error('A message could not be recorded', error),
    )
    if (!recorded) return UNAVAILABLE
    const { attempt, state } = recorded
    if (state === 'keyReused') return { state, number: attempt.number }
    const until = Date.now() + policy.answerWithin * 1000
    if (state === 'judge') {
      this.#live.enter(attempt.ID, { until, ...(message.session ? { session: message.session } : {}) })
      await this.advance(attempt, message)
    }
    try {
      return await this.#outcome(attempt.ID, until, state === 'known')
    } finally {
      if (state === 'judge') this.#live.leave(attempt.ID)
    }
  }

  /** From `received` to its place in the lanes, or to a person. */
  async advance(attempt: AttemptRow, message: SyncMessage): Promise<void> {
    if (JUDGED.has(message.kind)) await keep(attempt, message, await judge(attempt, message, this.erp, this.ranker), this.erp)
    else await passOn(attempt, message)
    this.worker.kick()
  }

  /** Takes up what an earlier run left: judges what was only recorded. What was being posted is found by the worker. */
  async recover(): Promise<void> {
    const left = await SELECT.from(SyncAttempts).columns('ID').where({ status: 'received' })
    for (const { ID } of left) {
      const attempt = await attemptByID(ID ?? '')
      await this.advance(attempt, await messageOf(attempt))
    }
  }

  async recordUnreadable(message: SyncMessage, answer: RawResponse, reason: string): Promise<number | undefined> {
    try {
      const { duplicateWindow } = await policyFor(message.kind, '*')
      const { attempt, state } = await record(message, duplicateWindow)
      if (state !== 'judge') return attempt.number
      await cds.tx(async () => {
        const kept = { status: 'refused', finishedAt: new Date().toISOString(), erpText: reason.slice(0, 500) }
        const answered = { answerStatus: answer.status, answerHeaders: JSON.stringify(answer.headers), answerBody: binary(answer.body) }
        await UPDATE(SyncAttempts, attempt.ID).set({ ...kept, ...answered } as never)
        await tell({ ...ITSELF, action: 'unreadable', attempt, status: 'refused', reason })
      })
      return attempt.number
    } catch (error) {
      LOG.error('An unreadable message could not be recorded', error)
      return undefined
    }
  }

  isAllowed = isAllowed

  async holdStatus(message: SyncMessage): Promise<409 | 202> {
    return (await policyFor(message.kind, message.parts[0]?.plant || '*')).holdAnswer
  }

  /** Waits until the attempt has an outcome, or `until` (ms since epoch). */
  async #outcome(ID: string, until: number, isReplay: boolean): Promise<Outcome> {
    for (;;) {
      const news = this.#live.news(ID, Math.min(POLL, until - Date.now()))
      const attempt = await attemptByID(ID)
      if (!UNSETTLED.has(attempt.status) || Date.now() >= until) return outcomeOf(attempt, isReplay)
      if (attempt.status === 'unknown' && isReplay) return outcomeOf(attempt, isReplay)
      await news
    }
  }
}

const UNSETTLED: ReadonlySet<string> = new Set(['received', 'waiting', 'posting', 'unknown'])
const UNAVAILABLE: Outcome = { state: 'unavailable', retryAfter: 5 }

/** What is not judged takes its turn like all else. */
async function passOn(attempt: AttemptRow, message: SyncMessage): Promise<void> {
  await cds.tx(async () => {
    const verdict = { verdict: 'release', verdictReason: 'Recorded and passed on, not judged' }
    if (
      (await UPDATE(SyncAttempts)
        .set({ status: 'waiting', ...verdict })
        .where({ ID: attempt.ID, status: 'received' })) === 0
    )
      return
    await queue(attempt.ID, lanesOf(message, attempt.ID))
    await tell({ ...ITSELF, action: 'passedOn', attempt, status: 'waiting', decision: 'release', reason: verdict.verdictReason })
  })
}

async function outcomeOf(attempt: AttemptRow, isReplay: boolean): Promise<Outcome> {
  const { ID, number, status } = attempt
  const response = status === 'posted' || status === 'refused' ? await answerOf(ID) : undefined
  if (status === 'posted' && response) return { state: 'posted', number, response, isReplay }
  if (status === 'refused' && response) return { state: 'refused', number, response }
  if (status === 'held') return { state: 'held', number, id: ID, reason: attempt.verdictReason ?? '', findings: await findingsOf(ID) }
  if (status === 'rejected') return { state: 'rejected', number, reason: await rejectionOf(ID) }
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

async function rejectionOf(ID: string): Promise<string> {
  const row = await SELECT.one
    .from(Suggestions)
    .columns('note')
    .where({ attempt_ID: ID, status: { in: ['rejected', 'approved'] } })
    .orderBy('modifiedAt desc')
  return row?.note ?? 'Rejected'
}
