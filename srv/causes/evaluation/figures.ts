import { assess } from '../assess.ts'
import { failureOf } from '../statistics/distribution.ts'
import {
  byCause,
  causeLogLoss,
  confusion,
  failureMetrics,
  gateMetrics,
  type Judged,
  logLoss,
  type Share,
  shortlistMetrics,
  topCauses,
} from './metrics.ts'
import { alwaysFine, sameAsLast } from './baselines.ts'
import type { Predictor } from './prequential.ts'
import { reliability } from './reliability.ts'
import { fitModel } from '../fit.ts'
import { causeOf, type CauseModel, type FitOptions, labelOf, type LabelledCase, LABELS } from '../model.ts'
import { hear, passing, type Version } from '../version.ts'
import { shortlistOf } from '../statistics/shortlist.ts'

/** One figure of an evaluation, or one point of its curves, ready to be stored: `chart`, `name` and `series` say which. */
export interface Figure {
  readonly chart: 'summary' | 'calibration' | 'confusion' | 'cause' | 'learning'
  readonly name: string
  readonly series?: string
  readonly position?: number
  readonly value: number
  /** 95 % interval, where it is a share of counted messages. */
  readonly low?: number
  readonly high?: number
  readonly count?: number
}

const OPINIONS = ['both', 'model', 'rules'] as const
type Opinion = (typeof OPINIONS)[number]
/** Parts of the past that the learning curve learns from. */
const PARTS = [0.25, 0.5]
const TREES_OF_A_PART = 50

function shared(chart: Figure['chart'], name: string, { share, interval, of }: Share, more: Partial<Figure> = {}): Figure {
  return { chart, name, value: share, low: interval.lower, high: interval.upper, count: of, ...more }
}

/** What rules, model and both would have said of each case, with what it was. */
function judgedBy(version: Version, cases: readonly LabelledCase[]): Readonly<Record<Opinion, Judged[]>> {
  const judged: Record<Opinion, Judged[]> = { both: [], model: [], rules: [] }
  for (const { features, signs = [], habits, cause } of cases) {
    const label = labelOf(cause)
    const { rules, model, raw, both } = hear(version, signs, features, habits)
    const { shortlist } = version.assessment
    const passes = passing(version.assessment, raw)?.mayPass ?? false
    judged.both.push({ proba: both, label, passes, ...(shortlist ? { shortlist: shortlistOf(both, shortlist) } : {}) })
    judged.model.push({ proba: model, label })
    judged.rules.push({ proba: rules, label })
  }
  return judged
}

function summaryOf(series: string, judged: readonly Judged[]): Figure[] {
  const [first, , third] = topCauses(judged)
  const outcome = failureMetrics(judged)
  const figure = (name: string, value: number): Figure => ({ chart: 'summary', name, series, value, count: judged.length })
  return [
    figure(
      'logLoss',
      logLoss(
        judged.map((each) => each.proba),
        judged.map((each) => each.label),
      ),
    ),
    figure('failureLogLoss', outcome.logLoss),
    figure('brier', outcome.brier),
    figure('causeLogLoss', causeLogLoss(judged)),
    figure(
      'ece',
      reliability(
        judged.map((each) => failureOf(each.proba)),
        judged.map((each) => each.label !== 0),
      ).ece,
    ),
    ...(first && third ? [shared('summary', 'firstCause', first, { series }), shared('summary', 'firstThree', third, { series })] : []),
  ]
}

/** What anybody could have said of `cases` without a model, after `before`: each told what came of it before the next. */
function baselines(
  before: readonly LabelledCase[],
  cases: readonly LabelledCase[],
): Readonly<Record<'alwaysFine' | 'sameAsLast', Judged[]>> {
  const play = (predictor: Predictor<LabelledCase>): Judged[] => {
    for (const each of before) void predictor.learn(each, labelOf(each.cause))
    return cases.map((each) => {
      const judged = { ...predictor.predict(each), label: labelOf(each.cause) }
      void predictor.learn(each, judged.label)
      return judged
    })
  }
  return { alwaysFine: play(alwaysFine(LABELS.length)), sameAsLast: play(sameAsLast(LABELS.length, (each) => each.key ?? '')) }
}

/**
 * How a model would have done on its latest cases. Those are halved in order of time: calibrators, shortlist and gate are fitted on the first half, all figures
 * come from the second, which nothing was fitted on. The version that goes to work is fitted on both, so it is as good as told here, or better.
 *
 * @param past what the model learnt from
 * @param latest what came after that
 */
export async function figuresOf(
  model: CauseModel,
  past: readonly LabelledCase[],
  latest: readonly LabelledCase[],
  options: FitOptions,
): Promise<Figure[]> {
  const half = Math.floor(latest.length / 2)
  const [first, second] = [latest.slice(0, half), latest.slice(half)]
  const judged = judgedBy({ model, assessment: assess(model, first) }, second)
  const simple = baselines([...past, ...first], second)
  const { both } = judged
  const shortlist = shortlistMetrics(both)
  const gate = gateMetrics(both)
  return [
    ...OPINIONS.flatMap((series) => summaryOf(series, judged[series])),
    ...(['alwaysFine', 'sameAsLast'] as const).flatMap((series) => summaryOf(series, simple[series])),
    shared('summary', 'shortlistCoverage', shortlist.coverage, { series: 'both' }),
    { chart: 'summary', name: 'shortlistSize', series: 'both', value: shortlist.meanSize, count: shortlist.coverage.of },
    shared('summary', 'gatePasses', gate.passed, { series: 'both' }),
    shared('summary', 'gatePrecision', gate.precision, { series: 'both' }),
    ...calibrationOf(both),
    ...confusionOf(both),
    ...causesOf(both),
    ...(await learningOf(past, first, second, judged.both, options)),
  ]
}

function calibrationOf(judged: readonly Judged[]): Figure[] {
  const { bins } = reliability(
    judged.map((each) => failureOf(each.proba)),
    judged.map((each) => each.label !== 0),
  )
  return bins.map((bin, position) => ({
    chart: 'calibration',
    name: bin.predicted.toFixed(4),
    position,
    value: bin.happened,
    low: bin.interval.lower,
    high: bin.interval.upper,
    count: bin.rows,
  }))
}

function confusionOf(judged: readonly Judged[]): Figure[] {
  return confusion(judged, LABELS.length).flatMap((row, truth) =>
    row.flatMap((count, said): Figure[] =>
      count === 0 ? [] : [{ chart: 'confusion', name: causeOf(truth), series: causeOf(said), value: count, count }],
    ),
  )
}

function causesOf(judged: readonly Judged[]): Figure[] {
  return byCause(judged, LABELS.length)
    .filter((each) => each.recall.of > 0)
    .flatMap(({ label, recall, precision, coverage }) => [
      shared('cause', causeOf(label), recall, { series: 'recall' }),
      shared('cause', causeOf(label), precision, { series: 'precision' }),
      shared('cause', causeOf(label), coverage, { series: 'coverage' }),
    ])
}

/** Log loss of both by how much of the past was learnt from: smaller forests of the latest parts of it, and the model itself. */
async function learningOf(
  past: readonly LabelledCase[],
  first: readonly LabelledCase[],
  second: readonly LabelledCase[],
  whole: readonly Judged[],
  options: FitOptions,
): Promise<Figure[]> {
  const lossOf = (judged: readonly Judged[]): number =>
    logLoss(
      judged.map((each) => each.proba),
      judged.map((each) => each.label),
    )
  const points: Figure[] = []
  for (const [position, part] of PARTS.entries()) {
    const cases = past.slice(Math.floor(past.length * (1 - part)))
    if (cases.length < 100 || new Set(cases.map((each) => each.cause)).size < 2) continue
    const model = await fitModel(cases, { ...options, trees: Math.min(TREES_OF_A_PART, options.trees ?? TREES_OF_A_PART) })
    const { both } = judgedBy({ model, assessment: assess(model, first) }, second)
    points.push({ chart: 'learning', name: String(cases.length), position, value: lossOf(both), count: second.length })
  }
  return [...points, { chart: 'learning', name: String(past.length), position: PARTS.length, value: lossOf(whole), count: second.length }]
}
