import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import cds from '@sap/cds'
import { ModelVersions } from '#cds-models/countersign'
import { type LabelledCase, type Ranker, train } from '../../causes/index.ts'
import { ITSELF } from '../../audit/log.ts'
import type { ErpGateway } from '../../erp/types.ts'
import { isOnDuty } from '../duties.ts'
import { Learner } from './learner.ts'
import { settingsNow } from './learning-settings.ts'
import { register } from './registry.ts'
import { ReversalWatch } from './reversals.ts'

const LOG = cds.log('countersign/learning')
const SEED = 7
const MADE_CASES = 400
const MADE_TREES = 60
/** Labels are looked at this often, in milliseconds; nobody waits for it. */
const EVERY = 2_000
/** The ERP's books are asked this often which postings were taken back. */
const BOOKS_EVERY = 60_000

/** The learning of this process. */
export interface Learning {
  readonly learner: Learner
  /** Where a first model of made history is wanted, whether it has been trained, well or badly. */
  isReady(): boolean
  begin(): Promise<void>
  end(): Promise<void>
}

let current: Learner | undefined

/** Of this process; undefined before it was started. */
export function learner(): Learner | undefined {
  return current
}

/**
 * Begins to learn. Where `history` names a module of made cases, which only the development profile does, and nothing was learnt before, a first
 * model is trained on those; until then, and wherever it fails, the ranker goes by the rules.
 */
export function startLearning(ranker: Ranker, history: string | undefined, erp: ErpGateway): Learning {
  const cancel = new AbortController()
  const learner = new Learner(ranker)
  let isReady = history === undefined
  const watch = new ReversalWatch(erp)
  const timers: NodeJS.Timeout[] = []
  current = learner
  return {
    learner,
    isReady: () => isReady,
    async begin() {
      try {
        await learner.begin()
        if (history !== undefined && !(await hasChampion())) await learnMade(history, cancel.signal)
        await learner.refresh()
      } catch (error) {
        if (!cancel.signal.aborted) LOG.error('No model was trained: causes are ranked by rules', error)
      } finally {
        isReady = true
      }
      if (cancel.signal.aborted) return
      const look = async (): Promise<unknown> => (await isOnDuty('learning')) && watch.look((await settingsNow()).reversalDays)
      timers.push(
        setInterval(() => void learner.tick(), EVERY).unref(),
        setInterval(() => void look().catch(() => undefined), BOOKS_EVERY).unref(),
      )
    },
    async end() {
      cancel.abort()
      for (const timer of timers) clearInterval(timer)
      await watch.settled()
      await learner.stop()
    },
  }
}

async function hasChampion(): Promise<boolean> {
  return (await SELECT.one.from(ModelVersions).columns('version').where({ status: 'champion' })) != null
}

async function learnMade(history: string, signal: AbortSignal): Promise<void> {
  const { makeHistory } = (await import(pathToFileURL(resolve(cds.root, history)).href)) as {
    makeHistory: (seed: number, n: number) => LabelledCase[]
  }
  const made = await train(makeHistory(SEED, MADE_CASES), { family: 'exact', seed: SEED, origin: 'made', trees: MADE_TREES }, signal)
  await cds.tx({ user: new cds.User(ITSELF.actor) }, () => register(made, 'champion', 'start'))
  LOG.info(`Model ${made.model.facts.version} ranks causes; it learnt from ${made.model.facts.cases} made cases`)
}
