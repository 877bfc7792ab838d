import { basename } from 'node:path'
import { likeliest } from '../../../srv/causes/statistics/distribution.ts'
import { logLoss } from '../../../srv/causes/evaluation/metrics.ts'
import type { Judged } from '../../../srv/causes/evaluation/metrics.ts'
import { growExact } from '../../../srv/causes/forest/exact.ts'
import type { CaseMatrix } from '../../../srv/causes/forest/forest.ts'
import { growHistogram } from '../../../srv/causes/forest/histogram.ts'
import { createScorer } from '../../../srv/causes/forest/scorer.ts'
import { randomOf } from '../../landscape/history/random.ts'
import { exactParameters, histogramParameters, subset } from './contestants.ts'
import type { DataSet } from './csv.ts'
import { absent, atLeast, missing, sideBySide } from './figures.ts'
import type { Contestant, Figure } from './figures.ts'
import { mean } from './measure.ts'
import { judgedOf } from './quality.ts'
import type { Bench } from './settings.ts'
import { askSklearn } from './sklearn.ts'

const FOLDS = 5
const SEED = 7
/** On data of any kind leaves may be single cases, as in sklearn unless told otherwise. */
const LEAF = 1

/** Fold of each row, by a fixed seed; every label is spread evenly over the folds. */
export function foldsOf(labels: Uint16Array, folds: number): Uint8Array {
  const random = randomOf(SEED)
  const shuffled = Array.from(labels, (label, row) => ({ label, row, at: random() })).sort((a, b) => a.label - b.label || a.at - b.at)
  const fold = new Uint8Array(labels.length)
  for (const [at, { row }] of shuffled.entries()) fold[row] = at % folds
  return fold
}

/** Mean over the labels of the harmonic mean of precision and recall (sklearn.metrics.f1_score, macro); labels that never occur don't count. */
function macroF1(judged: readonly Judged[], classes: number): number {
  const scores = Array.from({ length: classes }, (_, label) => {
    const [said, was] = [judged.filter(({ proba }) => likeliest(proba) === label), judged.filter((each) => each.label === label)]
    const hits = was.filter(({ proba }) => likeliest(proba) === label).length
    return said.length + was.length === 0 ? undefined : (2 * hits) / (said.length + was.length)
  })
  return mean(scores.filter((score) => score !== undefined))
}

function accuracyOf(judged: readonly Judged[]): number {
  return judged.filter(({ proba, label }) => likeliest(proba) === label).length / judged.length
}

/** What each contestant says of the rows of one fold, having learnt from the others. */
async function fold(train: CaseMatrix, test: CaseMatrix, { sizes, noSklearn }: Bench): Promise<Map<Contestant, Judged[]>> {
  const { trees } = sizes
  const features = Math.max(1, Math.round(Math.sqrt(train.width)))
  const by = (forest: Parameters<typeof createScorer>[0]): Judged[] =>
    judgedOf(createScorer(forest).batch(test.rows, test.labels.length), test)
  const said = new Map<Contestant, Judged[]>([
    ['exact', by(growExact(train, { ...exactParameters(trees), minNumSamples: 3 }))],
    ['histogram', by(growHistogram(train, histogramParameters(trees, LEAF, features)))],
  ])
  if (noSklearn === undefined) {
    const { proba } = await askSklearn({ train, test, trees, minLeaf: LEAF, featuresPerSplit: features, repeats: 1 })
    said.set('sklearn', judgedOf(proba, test))
  }
  return said
}

/** Any data, five folds: exact with the library's own least node of 3 cases, histogram and sklearn with leaves of 1 and √features a split. */
export async function anyData(bench: Bench, data: DataSet, file: string): Promise<Figure[]> {
  const { noSklearn, say } = bench
  const folds = foldsOf(data.labels, FOLDS)
  const said = new Map<Contestant, Judged[]>()
  for (let at = 0; at < FOLDS; at++) {
    say(`${basename(file)}: fold ${at + 1} of ${FOLDS}`)
    const pick = (isTest: boolean): CaseMatrix =>
      subset(
        data,
        Array.from(folds.keys()).filter((row) => (folds[row] === at) === isTest),
      )
    for (const [who, judged] of await fold(pick(false), pick(true), bench)) said.set(who, [...(said.get(who) ?? []), ...judged])
  }
  const what = `${basename(file)}, ${data.labels.length} rows, ${data.width} features, ${data.classes} labels, ${FOLDS} folds`
  const figures = [...said].flatMap(([who, judged]) => [
    sideBySide(`${what}: accuracy`, who, accuracyOf(judged), ''),
    sideBySide(`${what}: macro-F1`, who, macroF1(judged, data.classes), ''),
    sideBySide(
      `${what}: log loss`,
      who,
      logLoss(
        judged.map(({ proba }) => proba),
        judged.map(({ label }) => label),
      ),
      'nats',
    ),
  ])
  const theirs = said.get('sklearn')
  if (theirs === undefined) figures.push(absent(`${what}: accuracy`, 'sklearn', noSklearn ?? '', ''))
  for (const who of ['exact', 'histogram'] as const) {
    const ratio = `${who}, ${basename(file)}, accuracy ÷ sklearn`
    const judged = said.get(who) ?? []
    figures.push(theirs ? atLeast(ratio, accuracyOf(judged) / accuracyOf(theirs), '', 0.98) : missing(ratio, noSklearn ?? '', '', '≥ 0.98'))
  }
  return figures
}
