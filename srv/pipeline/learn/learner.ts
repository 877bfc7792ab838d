import { setImmediate as turn } from 'node:timers/promises'
import cds from '@sap/cds'
import { ModelVersions } from '#cds-models/countersign'
import {
  type CaseKeys,
  createNeighbours,
  FEATURE_SCHEMA,
  labelOf,
  lossOf,
  type Neighbours,
  type Ranker,
  type Sign,
} from '../../causes/index.ts'
import { drawSpotChecks } from './cases.ts'
import { isOnDuty as onDuty } from '../duties.ts'
import { challenge } from './challenge.ts'
import { DriftWatch, lastAlarm } from './drift.ts'
import {
  BATCH,
  caseOf,
  correctedAfter,
  labelledAfter,
  type LabelledRow,
  labelledUpTo,
  lastLabelled,
  numberLabels,
  type Recalled,
  recalledAfter,
} from './labelled.ts'
import { isCause } from './labels.ts'
import { type Settings, settingsNow } from './learning-settings.ts'
import { type Kept, load, type Trigger } from './registry.ts'
import { Shadow } from './shadow.ts'

/**
 * The loop behind the pipeline: takes labels as they become known, remembers rates, habits and neighbours, watches for drift, has challengers
 * trained, lets them run in the shadow, and puts to work what proved better. All of it between messages: nothing here is waited for by one.
 */

const LOG = cds.log('countersign/learning')
/** Latest cases that a new one is compared with. */
const NEIGHBOURS = 5_000
/** Latest labels that a start takes in whole, should the models at work be older than that. */
const WHOLE = 20_000
/** Who agrees with a correction hardly says what the cause was: it was proposed with it. */
const AGREED = 0.2

export class Learner {
  readonly #ranker: Ranker
  readonly #cancel = new AbortController()
  #neighbours: Neighbours = createNeighbours({ most: NEIGHBOURS })
  #champion: Kept | undefined
  readonly #shadow = new Shadow()
  readonly #drift = new DriftWatch()
  /** Of several processes one writes: numbers labels, watches, trains, promotes. The others learn what it has learnt. */
  #isOnDuty = true
  #seen = 0
  /** Drift up to here was told before this start. */
  #told = 0
  /** Corrections by people are taken in up to here. */
  #corrected = new Date().toISOString()
  #trainedAt = 0
  #fresh = 0
  #turn: Promise<void> = Promise.resolve()
  #training: Promise<void> | undefined

  constructor(ranker: Ranker) {
    this.#ranker = ranker
  }

  /** Takes up what earlier runs left: models, rates, neighbours, the shadow run. */
  async begin(): Promise<void> {
    await this.refresh()
    const latest = await SELECT.one.from(ModelVersions).columns('max(lastNumber) as last').where({ origin: 'recorded' })
    this.#trainedAt = Number((latest as { last?: number | string } | undefined)?.last ?? 0)
    await this.#recall()
    await this.tick()
  }

  /** Rates and habits of what the models at work have learnt from already: nothing else of it is news, and of a million labels the rest would take minutes. */
  async #recall(): Promise<void> {
    this.#told = await lastAlarm()
    const learnt = [this.#champion, this.#shadow.challenger].flatMap((each) => each?.lastNumber ?? [])
    const last = Math.max(learnt.length > 0 ? Math.min(...learnt) : 0, (await lastLabelled()) - WHOLE)
    while (this.#seen < last && !this.#cancel.signal.aborted) {
      const rows = await recalledAfter(this.#seen, last)
      for (const row of rows) {
        this.#ranker.learn(JSON.parse(row.keys) as CaseKeys, row.firstFailed, Number(row.labelNumber))
        this.#learnCause(row)
      }
      this.#seen = rows.length < BATCH ? last : Number(rows.at(-1)?.labelNumber)
      // SQLite would let nobody else get a word in.
      await turn()
    }
    this.#fresh = Math.max(0, this.#seen - this.#trainedAt)
    if (this.#seen > 0) await this.#changed()
  }

  /** Models as the registry has them now: somebody promoted one, or went back. */
  async refresh(): Promise<void> {
    const before = this.#champion?.model.facts.version
    this.#champion = await load('champion')
    this.#shadow.use(await load('challenger'))
    if (this.#champion) this.#ranker.use(this.#champion)
    else if (before !== undefined) this.#ranker.use(undefined)
    if (this.#champion?.model.facts.version !== before) await this.#changed()
  }

  async #refreshIfChanged(): Promise<void> {
    const rows = await SELECT.from(ModelVersions)
      .columns('version', 'status')
      .where({ status: { in: ['champion', 'challenger'] } })
    const has = (status: string, kept: Kept | undefined): boolean => {
      const versions = rows.filter((row) => row.status === status).map((row) => row.version)
      return kept === undefined ? versions.length === 0 : versions.includes(kept.model.facts.version)
    }
    if (!has('champion', this.#champion) || !has('challenger', this.#shadow.challenger)) await this.refresh()
  }

  /** The latest cases as a forest sees them, most alike first; empty without a model. */
  similar(features: readonly number[], count: number, except: string) {
    if (!this.#champion || features.length !== FEATURE_SCHEMA.features.length) return []
    return this.#neighbours.similar(this.#champion.model.leaves(features), count, (past) => past.id !== except)
  }

  /** Looks at what has become known since the last time; one look at a time. Resolves when all of it is taken in, not when a training ends. */
  tick(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#look()).catch((error: unknown) => LOG.error('Learning stumbled and goes on', error))
    return this.#turn
  }

  /** Trains a challenger now. @returns when it is in the shadow */
  async trainNow(trigger: Trigger): Promise<void> {
    await this.#turn
    this.#train(await settingsNow(), trigger)
    await this.#training
  }

  /** Resolves when a training that is under way has come to its end. */
  async settled(): Promise<void> {
    await this.#turn
    await this.#training
  }

  async stop(): Promise<void> {
    this.#cancel.abort()
    await this.#turn
    await this.#training
  }

  async #look(): Promise<void> {
    const settings = await settingsNow()
    drawSpotChecks(settings.spotCheckPercent)
    const isOnDuty = this.#isOnDuty
    this.#isOnDuty = await onDuty('learning')
    // What another process has promoted meanwhile, or was about to.
    if (!this.#isOnDuty || !isOnDuty) await this.#refreshIfChanged()
    let hasDrifted = await this.#correct()
    for (;;) {
      if (this.#cancel.signal.aborted) return
      if (this.#isOnDuty) await numberLabels()
      const rows = await labelledAfter(this.#seen)
      for (const row of rows) hasDrifted = (await this.#take(row)) || hasDrifted
      if (rows.length < BATCH) break
      await turn()
    }
    if (!this.#isOnDuty) return
    if (await this.#shadow.judge(settings)) await this.refresh()
    // Whoever runs in the shadow is given its time, unless the world has changed.
    if (hasDrifted || (this.#fresh >= settings.retrainEvery && !this.#shadow.challenger))
      this.#train(settings, hasDrifted ? 'drift' : 'schedule')
  }

  /** @returns whether it raised an alarm */
  async #take(row: LabelledRow): Promise<boolean> {
    this.#seen = Number(row.labelNumber)
    if (this.#seen > this.#trainedAt) this.#fresh++
    this.#ranker.learn(JSON.parse(row.keys) as CaseKeys, row.firstFailed, this.#seen)
    this.#learnCause(row)
    if (row.featureSchema !== FEATURE_SCHEMA.hash) return false
    const { features, signs = [], habits, cause } = caseOf(row)
    const label = labelOf(cause)
    const ours = lossOf(this.#ranker.say(signs, features, habits), label)
    this.#remember(row, features)
    this.#shadow.hear({ signs, features, ...(habits ? { habits } : {}) }, ours, label, this.#seen)
    if (!this.#isOnDuty || this.#seen <= this.#told) return false
    const isWorse = await this.#drift.hear(ours, features, this.#seen, this.#champion)
    return (await this.#hearCause(row, signs)) || isWorse
  }

  /** Where a finding decides, the cause is no habit. */
  async #hearCause(row: LabelledRow, signs: readonly Sign[]): Promise<boolean> {
    const cause = row.cause_code
    if (!this.#isOnDuty || !row.hasFailed || row.labelSource === 'decision' || !isCause(cause) || cause === 'unknown') return false
    if (signs.some((each) => each.isDecisive)) return false
    const place = (JSON.parse(row.keys) as CaseKeys).WorkCenter
    return this.#drift.hearCause({ place, cause }, this.#seen, this.#champion)
  }

  /** What nobody knows the cause of teaches nothing about causes. */
  #learnCause(row: Recalled): void {
    if (!row.hasFailed || !isCause(row.cause_code) || row.cause_code === 'unknown') return
    const weight = row.labelSource === 'decision' ? AGREED : 1
    this.#ranker.learnCause(JSON.parse(row.findings) as Sign[], JSON.parse(row.keys) as CaseKeys, row.cause_code, weight)
  }

  /** Causes that people named of cases which had been learnt already. @returns whether they show that causes have changed */
  async #correct(): Promise<boolean> {
    const rows = await correctedAfter(this.#corrected, this.#seen)
    let hasDrifted = false
    for (const row of rows) {
      this.#learnCause(row)
      hasDrifted = (await this.#hearCause(row, JSON.parse(row.findings) as Sign[])) || hasDrifted
    }
    this.#corrected = rows.at(-1)?.personAt ?? this.#corrected
    return hasDrifted
  }

  #remember(row: LabelledRow, features: readonly number[]): void {
    if (!this.#champion || (!row.hasFailed && row.verdict === 'release')) return
    this.#neighbours.add(neighbourOf(row, features, this.#champion))
  }

  /** Another champion sees other neighbours. */
  async #changed(): Promise<void> {
    const neighbours = createNeighbours({ most: NEIGHBOURS })
    const champion = this.#champion
    this.#neighbours = neighbours
    this.#drift.restart()
    if (!champion || this.#seen === 0) return
    const latest = await labelledUpTo(this.#seen, NEIGHBOURS, (row) => neighbourOf(row, caseOf(row).features, champion), true)
    for (const each of latest) neighbours.add(each)
  }

  #train(settings: Settings, trigger: Trigger): void {
    if (this.#training || this.#cancel.signal.aborted) return
    this.#trainedAt = this.#seen
    this.#fresh = 0
    const [champion, before] = [this.#champion, this.#shadow.challenger].map((each) => each?.model.facts.version)
    this.#training = challenge({ settings, trigger, last: this.#seen, champion, before }, this.#cancel.signal)
      .then(async (isNew) => {
        if (isNew) await this.refresh()
      })
      .catch((error: unknown) => {
        if (!this.#cancel.signal.aborted) LOG.error('No challenger was trained', error)
      })
      .finally(() => {
        this.#training = undefined
      })
  }
}

function neighbourOf({ attempt_ID, cause_code, labelSource, outcome }: LabelledRow, features: readonly number[], { model }: Kept) {
  return {
    id: attempt_ID,
    leaves: model.leaves(features),
    cause: isCause(cause_code) ? cause_code : null,
    decision: labelSource,
    outcome: outcome ?? '',
  }
}
