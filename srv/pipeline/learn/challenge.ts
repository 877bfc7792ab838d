import { monitorEventLoopDelay } from 'node:perf_hooks'
import cds from '@sap/cds'
import { ITSELF, tell } from '../../audit/log.ts'
import { FAMILIES, train, type Trained } from '../../causes/index.ts'
import { caseOf, type LabelledRow, labelledUpTo } from './labelled.ts'
import type { Settings } from './learning-settings.ts'
import { drop, keepFigures, register, type Trigger } from './registry.ts'

const LOG = cds.log('countersign/learning')
const SEED = 7
const LEAST_FAILURES = 100
const LEAST_CASES = 500
const COUNTERSIGN = { id: ITSELF.actor, role: ITSELF.role }

/** What a challenger is made from, and against whom it stands. */
export interface Challenge {
  readonly settings: Settings
  readonly trigger: Trigger
  /** Number of the last label that is learnt. */
  readonly last: number
  readonly champion: string | undefined
  /** In the shadow now; makes room. */
  readonly before: string | undefined
}

/**
 * Both families learn from the same cases; what did better on the latest ones goes into the shadow.
 * @returns whether there is a challenger now that wasn't there before
 */
export async function challenge({ settings, trigger, last, champion, before }: Challenge, signal: AbortSignal): Promise<boolean> {
  const latest = await labelledUpTo(last, settings.window, (row) => ({
    number: Number(row.labelNumber),
    isTelling: isTelling(row),
    case: caseOf(row, settings.reversalDays),
  }))
  const telling = latest.filter((each) => each.isTelling)
  const cases = telling.map((each) => each.case)
  const failures = cases.filter((each) => each.cause !== null).length
  if (cases.length < LEAST_CASES || failures < LEAST_FAILURES) {
    LOG.debug(`Too little to learn from: ${cases.length} cases, ${failures} failures`)
    return false
  }
  const trained: Trained[] = []
  const delay = monitorEventLoopDelay()
  delay.enable()
  const begun = Date.now()
  for (const family of FAMILIES) trained.push(await train(cases, { family, seed: SEED, origin: 'recorded' }, signal))
  delay.disable()
  const [best, ...others] = trained.sort((a, b) => lossOn(a) - lossOn(b))
  if (!best || best.model.facts.version === champion) return false
  const span = { first: telling[0]?.number ?? 0, last }
  const { version } = best.model.facts
  await cds.tx({ user: new cds.User(ITSELF.actor) }, async () => {
    if (before !== undefined && before !== version) await drop(before, COUNTERSIGN, `A newer one took its place: ${version}`)
    await register(best, 'challenger', trigger, span)
    // How long others had to wait for a turn while two forests grew, in milliseconds.
    await keepFigures(version, [
      { chart: 'training', name: 'seconds', value: (Date.now() - begun) / 1000, count: cases.length },
      { chart: 'training', name: 'eventLoopDelay99', value: delay.percentile(99) / 1e6, count: cases.length },
    ])
    for (const other of others.filter((each) => each.model.facts.version !== champion)) {
      const why = `Log loss ${lossOn(other).toFixed(4)} on the latest cases; ${version} had ${lossOn(best).toFixed(4)}`
      await register(other, 'challenger', trigger, span)
      await drop(other.model.facts.version, COUNTERSIGN, why)
    }
    const reason = `${cases.length} cases, ${failures} failures; because of ${trigger}`
    await tell({ ...ITSELF, action: 'modelTrained', modelVersion: version, reason })
  })
  LOG.info(`Model ${version} runs in the shadow; it learnt from ${cases.length} cases`)
  return true
}

/** Of what a person put right without saying what was wrong, the cause isn't known, and that is no cause of its own. */
function isTelling({ labelSource, hasFailed, cause_code }: LabelledRow): boolean {
  return !(labelSource === 'decision' && hasFailed && cause_code === 'unknown')
}

/** Of both voices, on the cases that nothing was fitted on. */
function lossOn({ figures }: Trained): number {
  return figures.find((each) => each.chart === 'summary' && each.name === 'logLoss' && each.series === 'both')?.value ?? Infinity
}
