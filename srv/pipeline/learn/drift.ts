import cds from '@sap/cds'
import { DriftEvents } from '#cds-models/countersign'
import { ITSELF, tell } from '../../audit/log.ts'
import { newID } from '../../database/id.ts'
import {
  describePopulation,
  FEATURE_SCHEMA,
  habitShift,
  type NamedFailure,
  type PageHinkley,
  populationShift,
  startPageHinkley,
  watchLoss,
} from '../../causes/index.ts'
import { labelledUpTo } from './labelled.ts'
import type { Kept } from './registry.ts'

const LOG = cds.log('countersign/learning')
/** Messages whose features are held against those that the champion learnt from. */
const POPULATION = 500
/** Population stability index from which on a feature counts as shifted. */
const SHIFTED = 0.25
/** Failures of late whose cause somebody named, those before that they are held against, and how many more are waited for between two looks. */
const LATEST = 75
const EARLIER = 150
const BETWEEN = 25
/** Probability of such causes, had nothing changed, below which something has. */
const UNLIKELY = 0.01

/** Listens to how well the model in use does, and to whether messages are still what they were when it learnt. */
export class DriftWatch {
  #watch: PageHinkley = startPageHinkley()
  #recent: (readonly number[])[] = []
  #named: NamedFailure[] = []
  #since = 0

  /** Another model is in use: the watch begins anew. */
  restart(): void {
    this.#watch = startPageHinkley()
    this.#recent = []
  }

  /** @returns whether predictions have become worse, so that it should be learnt anew */
  async hear(loss: number, features: readonly number[], atNumber: number, champion: Kept | undefined): Promise<boolean> {
    this.#recent.push(features)
    if (this.#recent.length >= POPULATION) await this.#comparePopulation(atNumber, champion)
    this.#watch = watchLoss(this.#watch, loss)
    if (!this.#watch.isDrift) return false
    const { mean } = this.#watch
    const text = `Predictions have become worse: the log loss of the latest messages is above its mean of ${mean.toFixed(3)}`
    await alarm({ kind: 'logLoss', feature: '', value: mean, bound: 0, text }, atNumber, champion)
    return true
  }

  /**
   * A failure whose cause somebody named.
   * @returns whether the causes behind failures are no longer what they were, so that it should be learnt anew
   */
  async hearCause(failure: NamedFailure, atNumber: number, champion: Kept | undefined): Promise<boolean> {
    this.#named = [...this.#named.slice(1 - LATEST - EARLIER), failure]
    if (++this.#since < BETWEEN || this.#named.length < LATEST + EARLIER / 2) return false
    this.#since = 0
    const chance = habitShift(this.#named.slice(-LATEST), this.#named.slice(0, -LATEST))
    if (chance > UNLIKELY) return false
    // What comes next is held against the new ways.
    this.#named = this.#named.slice(-LATEST)
    const text = `Behind the failures of the work centres are other causes than before: the latest ${LATEST} have a chance of ${chance.toFixed(4)} had nothing changed`
    await alarm({ kind: 'habits', feature: '', value: chance, bound: UNLIKELY, text }, atNumber, champion)
    return true
  }

  async #comparePopulation(atNumber: number, champion: Kept | undefined): Promise<void> {
    const recent = this.#recent
    this.#recent = []
    if (!champion || champion.lastNumber === 0) return
    const flat = (all: readonly (readonly number[])[]): Float64Array => Float64Array.from(all.flat())
    const learnt = await labelledUpTo(champion.lastNumber, 4 * POPULATION, (row) => JSON.parse(row.features) as number[])
    const before = describePopulation(flat(learnt), FEATURE_SCHEMA.features.length)
    for (const [at, shift] of populationShift(before, flat(recent)).entries()) {
      const feature = FEATURE_SCHEMA.features[at]
      // Rates and counts of earlier messages move as they are learnt: that is no news.
      if (shift.level !== 'major' || !feature || /^(seen|rateOf)/.test(feature.name)) continue
      const text = `${feature.meaning}: not as it was when the model learnt`
      await alarm({ kind: 'feature', feature: feature.name, value: shift.psi, bound: SHIFTED, text }, atNumber, champion)
    }
  }
}

/** Label at which drift was told last; 0 if it never was. */
export async function lastAlarm(): Promise<number> {
  const row = (await SELECT.one.from(DriftEvents).columns('max(atNumber) as last')) as { last?: number | string | null } | undefined
  return Number(row?.last ?? 0)
}

interface Alarm {
  readonly kind: 'logLoss' | 'feature' | 'habits'
  readonly feature: string
  readonly value: number
  readonly bound: number
  readonly text: string
}

async function alarm(noticed: Alarm, atNumber: number, champion: Kept | undefined): Promise<void> {
  LOG.info(noticed.text)
  const model = champion?.model.facts.version
  await cds.tx({ user: new cds.User(ITSELF.actor) }, async () => {
    const text = noticed.text.slice(0, 500)
    const event = { ID: newID(), at: new Date().toISOString(), ...noticed, text, atNumber, model: model ?? null }
    await INSERT.into(DriftEvents).entries(event)
    if (noticed.kind !== 'feature')
      await tell({ ...ITSELF, action: 'driftNoticed', reason: text, ...(model ? { modelVersion: model } : {}) })
  })
}
