import { calibrate, fitCalibrator } from '../../../srv/causes/statistics/calibration.ts'
import { failureOf } from '../../../srv/causes/statistics/distribution.ts'
import { gateMetrics, logLoss, shortlistMetrics } from '../../../srv/causes/evaluation/metrics.ts'
import type { Judged } from '../../../srv/causes/evaluation/metrics.ts'
import { reliability } from '../../../srv/causes/evaluation/reliability.ts'
import type { Forest } from '../../../srv/causes/forest/forest.ts'
import { createScorer } from '../../../srv/causes/forest/scorer.ts'
import { certifyGate, passesGate } from '../../../srv/causes/statistics/gate.ts'
import { fitShortlist, shortlistOf } from '../../../srv/causes/statistics/shortlist.ts'
import { atLeast, atMost, missing, plain, within } from './figures.ts'
import type { Figure } from './figures.ts'
import { makeStream, posterior } from './generator.ts'
import { mean } from './measure.ts'
import type { Models } from './models.ts'
import { judgedOf } from './quality.ts'
import type { Bench } from './settings.ts'

/** What was promised after fitting on one draw of rows, held against the test rows. */
interface Kept {
  readonly ece: number
  readonly logLoss: number
  readonly coverage: number
  readonly size: number
  readonly isCertified: boolean
  /** Of the certified gate: share of failures among what passed, and share that passed; 0 without a gate. */
  readonly failing: number
  readonly passing: number
}

const AT_MOST = 0.02

function scored(forest: Forest, seed: number, count: number): Judged[] {
  const set = makeStream(seed, count)
  return judgedOf(createScorer(forest).batch(set.rows, count), set)
}

/** Calibrator, shortlist and gate of one draw, none of whose rows was learnt from. */
function keptBy(known: readonly Judged[], test: readonly Judged[]): Kept {
  const [probas, labels] = [known.map(({ proba }) => proba), known.map(({ label }) => label)]
  const calibrator = fitCalibrator(probas, labels)
  const calibrated = probas.map((proba) => calibrate(calibrator, proba))
  const shortlist = fitShortlist(calibrated, labels, 0.9)
  const gate = certifyGate(
    probas.map(failureOf),
    labels.map((label) => label > 0),
    { atMost: AT_MOST, confidence: 0.95 },
  )
  const judged = test.map(({ proba, label }) => {
    const honest = calibrate(calibrator, proba)
    return { proba: honest, label, shortlist: shortlistOf(honest, shortlist), passes: passesGate(gate, failureOf(proba)) }
  })
  const said = judged.map(({ proba }) => proba)
  const happened = judged.map(({ label }) => label)
  const { coverage, meanSize } = shortlistMetrics(judged)
  const { passed, precision } = gateMetrics(judged)
  return {
    ece: reliability(
      said.map(failureOf),
      happened.map((label) => label > 0),
    ).ece,
    logLoss: logLoss(said, happened),
    coverage: coverage.share,
    size: meanSize,
    isCertified: gate !== undefined,
    failing: gate === undefined ? 0 : 1 - precision.share,
    passing: passed.share,
  }
}

/**
 * Calibration, shortlist and gate of the histogram forest on the generator. Each is fitted anew on several draws of fresh rows and tested on the same rows; means over the draws, as one
 * draw of a thousand rows is as lucky as its seed.
 */
export function promises({ sizes, say }: Bench, { histogram, test }: Models): Figure[] {
  const { draws, calibrate: rows } = sizes
  const tested = judgedOf(createScorer(histogram).batch(test.rows, test.labels.length), test)
  const { width, labels } = test
  const best = logLoss(
    Array.from(labels, (_, row) => posterior(test.rows.subarray(row * width, (row + 1) * width))),
    labels,
  )
  return rows.flatMap((count, index) => {
    say(`calibrating on ${draws} draws of ${count} rows`)
    const kept = Array.from({ length: draws }, (_, draw) => keptBy(scored(histogram, 100 + draw, count), tested))
    const what = (promise: string): string => `histogram, ${count} calibration rows (mean of ${draws} draws): ${promise}`
    const isMore = index === 1
    const certified = kept.filter(({ isCertified }) => isCertified)
    const loss = mean(kept.map((each) => each.logLoss))
    const figures = [
      atMost(what('ECE of failure'), mean(kept.map(({ ece }) => ece)), '', isMore ? 0.01 : 0.03),
      isMore ? atMost(what('log loss ÷ Bayes'), loss / best, '', 1.6) : plain(what('log loss ÷ Bayes'), loss / best, ''),
    ]
    const [coverage, size] = [mean(kept.map((each) => each.coverage)), mean(kept.map((each) => each.size))]
    if (!isMore) {
      return [
        ...figures,
        plain(what('shortlist at 90 %, coverage of failures'), coverage, ''),
        plain(what('shortlist at 90 %, causes on it'), size, ''),
        plain(what(`draws that certify a gate at ${AT_MOST}`), certified.length, `of ${draws}`),
      ]
    }
    const promised = what(`gate certified at ${AT_MOST}, failures among what passes`)
    const failing =
      certified.length > 0
        ? atMost(promised, mean(certified.map((each) => each.failing)), '', AT_MOST)
        : missing(promised, 'no draw certifies one', '', `≤ ${AT_MOST}`)
    const broken = certified.filter((each) => each.failing > AT_MOST).length
    return [
      ...figures,
      within(what('shortlist at 90 %, coverage of failures'), coverage, '', 0.88, 0.92),
      atMost(what('shortlist at 90 %, causes on it'), size, '', 2),
      plain(what(`draws that certify a gate at ${AT_MOST}`), certified.length, `of ${draws}`),
      failing,
      plain(what(`gate certified at ${AT_MOST}, draws where more than that fail`), broken, `of ${certified.length}`),
      atLeast(what(`gate certified at ${AT_MOST}, messages that pass`), mean(kept.map(({ passing }) => passing)), '', 0.55),
    ]
  })
}
