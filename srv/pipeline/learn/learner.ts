import { monitorEventLoopDelay } from 'node:perf_hooks'
import cds from '@sap/cds'
import { Cases, DriftEvents, LearningSettings, ModelVersions } from '#cds-models/countersign'
import {
  type CaseKeys,
  createNeighbours,
  describePopulation,
  FAMILIES,
  FEATURE_SCHEMA,
  fought,
  hear,
  type LabelledCase,
  labelOf,
  lossOf,
  type Neighbours,
  NO_DUEL,
  type PageHinkley,
  populationShift,
  type Ranker,
  rulesOf,
  type Sign,
  startPageHinkley,
  train,
  type Trained,
  verdictOf,
  watchLoss,
} from '../../causes/index.ts'
import { type Cause, CAUSES } from '../../domain/judgement.ts'
import { nextNumber } from '../../audit/numbers.ts'
import { ITSELF, tell } from '../../audit/log.ts'
import { drawSpotChecks } from './cases.ts'
import { EARLY, isCause } from './labels.ts'
import { drop, keepFigures, type Kept, load, promote, register, type Trigger } from './registry.ts'

/**
 * The loop behind the pipeline: takes labels as they become known, remembers rates and neighbours, watches for drift, trains challengers, lets
 * them run in the shadow, and puts to work what proved better. All of it between messages: nothing here is waited for by one.
 */

const LOG = cds.log('countersign/learning')
const SEED = 7
const BATCH = 500
/** Latest cases that a new one is compared with. */
const NEIGHBOURS = 5_000
/** Messages whose features are held against those that the champion learnt from. */
const POPULATION = 500
const COUNTERSIGN = { id: ITSELF.actor, role: ITSELF.role }
const LEAST_FAILURES = 100
const LEAST_CASES = 500
const DAY = 86_400_000
/** Who agrees with a correction hardly says what the cause was: it was proposed with it. */
const AGREED = 0.2

/** A labelled case as it is read back. */
interface Row {
  readonly attempt_ID: string
  /** Text on some databases. */
  readonly labelNumber: number | string
  readonly featureSchema: string
  readonly features: string
  readonly keys: string
  readonly findings: string
  readonly firstFailed: boolean
  readonly hasFailed: boolean
  readonly cause_code: string | null
  readonly labelSource: string
  readonly weight: unknown
  readonly outcome: string | null
  readonly outcomeAt: string | null
  readonly verdict: string
  readonly judgedAt: string
  readonly habits: string | null
  readonly personAt: string | null
}

const COLUMNS = [
  ...(['attempt_ID', 'labelNumber', 'featureSchema', 'features', 'keys', 'findings', 'firstFailed', 'hasFailed', 'cause_code'] as const),
  ...(['labelSource', 'weight', 'outcome', 'outcomeAt', 'verdict', 'judgedAt', 'habits', 'personAt'] as const),
]

type Settings = Awaited<ReturnType<typeof settingsNow>>

/** Days in which a posting may still be taken back. */
export async function reversalDays(): Promise<number> {
  return (await settingsNow()).reversalDays
}

async function settingsNow() {
  const row = await SELECT.one.from(LearningSettings).where({ ID: '1' })
  return {
    isAutomatic: row?.isAutomatic ?? true,
    retrainEvery: row?.retrainEvery ?? 1000,
    window: row?.window ?? 20_000,
    shadowLeast: row?.shadowLeast ?? 1000,
    shadowMost: row?.shadowMost ?? 3000,
    reversalDays: row?.reversalDays ?? 14,
    spotCheckPercent: Number((row?.spotCheckPercent as unknown) ?? 1),
  }
}

export class Learner {
  readonly #ranker: Ranker
  readonly #cancel = new AbortController()
  #neighbours: Neighbours = createNeighbours({ most: NEIGHBOURS })
  #champion: Kept | undefined
  #challenger: Kept | undefined
  #duel = NO_DUEL
  #looks = 0
  #watch: PageHinkley = startPageHinkley()
  #seen = 0
  /** Corrections by people are taken in up to here. */
  #corrected = new Date().toISOString()
  #trainedAt = 0
  #fresh = 0
  #recent: number[][] = []
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
    await this.tick()
  }

  /** Models as the registry has them now: somebody promoted one, or went back. */
  async refresh(): Promise<void> {
    const before = this.#champion?.model.facts.version
    this.#champion = await load('champion')
    const challenger = await load('challenger')
    if (challenger?.model.facts.version !== this.#challenger?.model.facts.version) {
      this.#duel = NO_DUEL
      this.#looks = 0
    }
    this.#challenger = challenger
    if (this.#champion) this.#ranker.use(this.#champion)
    else if (before !== undefined) this.#ranker.use(undefined)
    if (this.#champion?.model.facts.version !== before) await this.#changed()
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
    let hasDrifted = false
    await this.#correct()
    for (;;) {
      if (this.#cancel.signal.aborted) return
      await numberLabels()
      const rows = await this.#next()
      for (const row of rows) hasDrifted = (await this.#take(row)) || hasDrifted
      if (rows.length < BATCH) break
    }
    await this.#judgeShadow(settings)
    // Whoever runs in the shadow is given its time, unless the world has changed.
    if (hasDrifted || (this.#fresh >= settings.retrainEvery && !this.#challenger)) this.#train(settings, hasDrifted ? 'drift' : 'schedule')
  }

  async #next(): Promise<Row[]> {
    return (await SELECT.from(Cases)
      .columns(...COLUMNS)
      .where({ labelNumber: { '>': this.#seen } })
      .orderBy('labelNumber')
      .limit(BATCH)) as unknown as Row[]
  }

  /** @returns whether it raised an alarm */
  async #take(row: Row): Promise<boolean> {
    this.#seen = Number(row.labelNumber)
    if (this.#seen > this.#trainedAt) this.#fresh++
    this.#ranker.learn(JSON.parse(row.keys) as CaseKeys, row.firstFailed, this.#seen)
    this.#learnCause(row)
    if (row.featureSchema !== FEATURE_SCHEMA.hash) return false
    const { features, signs = [], habits, cause } = caseOf(row)
    const label = labelOf(cause)
    const champion = this.#champion
    const ours = lossOf(champion ? hear(champion, signs, features, habits).both : rulesOf(signs), label)
    if (champion) this.#remember(row, features)
    if (this.#challenger && this.#seen > this.#challenger.lastNumber)
      this.#duel = fought(this.#duel, ours, lossOf(hear(this.#challenger, signs, features, habits).both, label))
    this.#recent.push([...features])
    if (this.#recent.length >= POPULATION) await this.#comparePopulation()
    this.#watch = watchLoss(this.#watch, ours)
    if (!this.#watch.isDrift) return false
    const { mean } = this.#watch
    await this.#alarm(
      'logLoss',
      '',
      mean,
      0,
      `Predictions have become worse: the log loss of the latest messages is above its mean of ${mean.toFixed(3)}`,
    )
    return true
  }

  /** What nobody knows the cause of teaches nothing about causes. */
  #learnCause(row: Row): void {
    if (!row.hasFailed || !isCause(row.cause_code) || row.cause_code === 'unknown') return
    const weight = row.labelSource === 'decision' ? AGREED : 1
    this.#ranker.learnCause(JSON.parse(row.findings) as Sign[], JSON.parse(row.keys) as CaseKeys, row.cause_code, weight)
  }

  /** Causes that people named of cases which had been learnt already. */
  async #correct(): Promise<void> {
    const rows = (await SELECT.from(Cases)
      .columns(...COLUMNS)
      .where({ personAt: { '>': this.#corrected }, labelNumber: { '<=': this.#seen } })
      .orderBy('personAt')) as unknown as Row[]
    for (const row of rows) this.#learnCause(row)
    this.#corrected = rows.at(-1)?.personAt ?? this.#corrected
  }

  #remember(row: Row, features: readonly number[]): void {
    if (!this.#champion || (!row.hasFailed && row.verdict === 'release')) return
    this.#neighbours.add({
      id: row.attempt_ID,
      leaves: this.#champion.model.leaves(features),
      cause: isCause(row.cause_code) ? row.cause_code : null,
      decision: row.labelSource,
      outcome: row.outcome ?? '',
    })
  }

  /** Another champion sees other neighbours. */
  async #changed(): Promise<void> {
    this.#neighbours = createNeighbours({ most: NEIGHBOURS })
    this.#watch = startPageHinkley()
    this.#recent = []
    if (!this.#champion || this.#seen === 0) return
    const rows = (await SELECT.from(Cases)
      .columns(...COLUMNS)
      .where({ labelNumber: { '<=': this.#seen }, featureSchema: FEATURE_SCHEMA.hash, verdict: { '!=': 'release' } })
      .orderBy('labelNumber desc')
      .limit(NEIGHBOURS)) as unknown as Row[]
    for (const row of rows.reverse()) this.#remember(row, caseOf(row).features)
  }

  async #comparePopulation(): Promise<void> {
    const recent = this.#recent
    this.#recent = []
    if (!this.#champion || this.#champion.lastNumber === 0) return
    const width = FEATURE_SCHEMA.features.length
    const rows = (await SELECT.from(Cases)
      .columns('features')
      .where({ labelNumber: { '<=': this.#champion.lastNumber }, featureSchema: FEATURE_SCHEMA.hash })
      .orderBy('labelNumber desc')
      .limit(4 * POPULATION)) as unknown as { features: string }[]
    const flat = (all: readonly (readonly number[])[]): Float64Array => Float64Array.from(all.flat())
    const reference = describePopulation(flat(rows.map((row) => JSON.parse(row.features) as number[])), width)
    for (const [at, shift] of populationShift(reference, flat(recent)).entries()) {
      const feature = FEATURE_SCHEMA.features[at]
      // Rates and counts of earlier messages move as they are learnt: that is no news.
      if (shift.level !== 'major' || !feature || /^(seen|rateOf)/.test(feature.name)) continue
      await this.#alarm('feature', feature.name, shift.psi, 0.25, `${feature.meaning}: not as it was when the model learnt`)
    }
  }

  async #alarm(kind: string, feature: string, value: number, bound: number, text: string): Promise<void> {
    LOG.info(text)
    const at = new Date().toISOString()
    const model = this.#champion?.model.facts.version ?? null
    await cds.tx({ user: new cds.User(ITSELF.actor) }, async () => {
      await INSERT.into(DriftEvents).entries({
        ID: cds.utils.uuid(),
        at,
        kind,
        feature,
        value,
        bound,
        atNumber: this.#seen,
        model,
        text: text.slice(0, 500),
      })
      if (kind === 'logLoss') await tell({ ...ITSELF, action: 'driftNoticed', reason: text, ...(model ? { modelVersion: model } : {}) })
    })
  }

  /** What runs in the shadow is promoted once it proved better, and dropped when it had its chance. */
  async #judgeShadow({ isAutomatic, shadowLeast, shadowMost }: Settings): Promise<void> {
    if (!this.#challenger) return
    const { version } = this.#challenger.model.facts
    const { messages, gain, z, verdict } = verdictOf(this.#duel, { least: shadowLeast, most: shadowMost })
    // Whoever looks after every message sees what chance does: one look each time that as many more have come.
    const look = Math.floor(messages / shadowLeast)
    if (look === this.#looks) return
    this.#looks = look
    const reason = `${messages} messages in the shadow: log loss ${gain.toFixed(4)} better than what was at work (z = ${z.toFixed(2)})`
    if (verdict === 'wait' || (verdict === 'promote' && !isAutomatic)) {
      if (messages > 0) await this.#keepShadow(version, messages, gain, z)
      return
    }
    await cds.tx({ user: new cds.User(ITSELF.actor) }, async () => {
      await keepShadow(version, messages, gain, z)
      if (verdict === 'promote') await promote(version, COUNTERSIGN, reason)
      else await drop(version, COUNTERSIGN, `Not proven better. ${reason}`)
    })
    LOG.info(`Model ${version}: ${verdict}. ${reason}`)
    await this.refresh()
  }

  async #keepShadow(version: string, messages: number, gain: number, z: number): Promise<void> {
    await cds.tx({ user: new cds.User(ITSELF.actor) }, () => keepShadow(version, messages, gain, z))
  }

  #train(settings: Settings, trigger: Trigger): void {
    if (this.#training || this.#cancel.signal.aborted) return
    this.#trainedAt = this.#seen
    this.#fresh = 0
    this.#training = this.#challenge(settings, trigger)
      .catch((error: unknown) => {
        if (!this.#cancel.signal.aborted) LOG.error('No challenger was trained', error)
      })
      .finally(() => {
        this.#training = undefined
      })
  }

  /** Both families learn from the same cases; what did better on the latest ones goes into the shadow. */
  async #challenge({ window, reversalDays }: Settings, trigger: Trigger): Promise<void> {
    const last = this.#seen
    const rows = (await SELECT.from(Cases)
      .columns(...COLUMNS)
      .where({ labelNumber: { '<=': last }, featureSchema: FEATURE_SCHEMA.hash })
      .orderBy('labelNumber desc')
      .limit(window)) as unknown as Row[]
    // Of what a person put right without saying what was wrong, the cause isn't known, and it isn't one of its own.
    const isTelling = (row: Row): boolean => !(row.labelSource === 'decision' && row.hasFailed && row.cause_code === 'unknown')
    const cases = rows
      .reverse()
      .filter(isTelling)
      .map((row) => caseOf(row, reversalDays))
    const failures = cases.filter((each) => each.cause !== null).length
    if (cases.length < LEAST_CASES || failures < LEAST_FAILURES) {
      LOG.debug(`Too little to learn from: ${cases.length} cases, ${failures} failures`)
      return
    }
    const trained: Trained[] = []
    const delay = monitorEventLoopDelay()
    delay.enable()
    const begun = Date.now()
    for (const family of FAMILIES) trained.push(await train(cases, { family, seed: SEED, origin: 'recorded' }, this.#cancel.signal))
    delay.disable()
    const [best, ...others] = trained.sort((a, b) => lossOn(a) - lossOn(b))
    if (!best) return
    const span = { first: Number(rows[0]?.labelNumber ?? 0), last }
    const { version } = best.model.facts
    await cds.tx({ user: new cds.User(ITSELF.actor) }, async () => {
      const before = this.#challenger?.model.facts.version
      if (before !== undefined && before !== version) await drop(before, COUNTERSIGN, `A newer one took its place: ${version}`)
      if (version === this.#champion?.model.facts.version) return
      await register(best, 'challenger', trigger, span)
      // How long others had to wait for a turn while two forests grew, in milliseconds.
      await keepFigures(version, [
        { chart: 'training', name: 'seconds', value: (Date.now() - begun) / 1000, count: cases.length },
        { chart: 'training', name: 'eventLoopDelay99', value: delay.percentile(99) / 1e6, count: cases.length },
      ])
      for (const other of others) {
        await register(other, 'challenger', trigger, span)
        await drop(
          other.model.facts.version,
          COUNTERSIGN,
          `Log loss ${lossOn(other).toFixed(4)} on the latest cases; ${version} had ${lossOn(best).toFixed(4)}`,
        )
      }
      await tell({
        ...ITSELF,
        action: 'modelTrained',
        modelVersion: version,
        reason: `${cases.length} cases, ${failures} failures; because of ${trigger}`,
      })
    })
    LOG.info(`Model ${version} runs in the shadow; it learnt from ${cases.length} cases`)
    await this.refresh()
  }
}

async function keepShadow(version: string, messages: number, gain: number, z: number): Promise<void> {
  await DELETE.from('countersign.ModelFigures').where({ model_version: version, chart: 'shadow' })
  await keepFigures(version, [
    { chart: 'shadow', name: 'gain', value: gain, count: messages },
    { chart: 'shadow', name: 'z', value: z, count: messages },
  ])
}

/** Of both voices, on the cases that nothing was fitted on. */
function lossOn({ figures }: Trained): number {
  return figures.find((each) => each.chart === 'summary' && each.name === 'logLoss' && each.series === 'both')?.value ?? Infinity
}

function habitsIn(text: string): Float64Array {
  const habits = new Float64Array(CAUSES.length + 1)
  for (const [cause, share] of JSON.parse(text) as [Cause, number][]) habits[labelOf(cause)] = share
  return habits
}

function caseOf(row: Row, reversalDays = 0): LabelledCase {
  const isEarly = row.labelSource === 'posted' && Date.parse(row.outcomeAt ?? '') > Date.now() - reversalDays * DAY
  return {
    features: JSON.parse(row.features) as number[],
    cause: row.hasFailed ? (isCause(row.cause_code) ? row.cause_code : 'unknown') : null,
    signs: JSON.parse(row.findings) as Sign[],
    ...(row.habits === null ? {} : { habits: habitsIn(row.habits) }),
    isAgreed: row.labelSource === 'decision',
    key: (JSON.parse(row.keys) as CaseKeys).Material,
    weight: isEarly ? EARLY : Number(row.weight ?? 1),
  }
}

/** Gives labels that became known their numbers: one order for all that learn. */
async function numberLabels(): Promise<void> {
  await cds.tx({ user: new cds.User(ITSELF.actor) }, async () => {
    const rows = await SELECT.from(Cases)
      .columns('ID', 'hasFailed')
      .where({ hasFailed: { '!=': null }, labelNumber: null })
      .orderBy('labelledAt', 'number')
      .limit(BATCH)
    for (const { ID, hasFailed } of rows)
      await UPDATE(Cases)
        .set({ labelNumber: await nextNumber('label'), firstFailed: hasFailed ?? null } as never)
        .where({ ID, labelNumber: null } as never)
  })
}
