import { accuracy, logLoss, topCauses } from '../../../srv/causes/evaluation/metrics.ts'
import type { Judged } from '../../../srv/causes/evaluation/metrics.ts'
import { reliability } from '../../../srv/causes/evaluation/reliability.ts'
import { failureOf } from '../../../srv/causes/statistics/distribution.ts'
import type { CaseMatrix } from '../../../srv/causes/forest/forest.ts'
import { createScorer } from '../../../srv/causes/forest/scorer.ts'
import type { Scorer } from '../../../srv/causes/forest/scorer.ts'
import { absent, atLeast, atMost, missing, plain, sideBySide } from './figures.ts'
import type { Contestant, Figure } from './figures.ts'
import { posterior } from './generator.ts'
import type { Models } from './models.ts'
import type { Bench } from './settings.ts'

/** Shares row by row with what really was, from shares one after the other. */
export function judgedOf(proba: Float64Array, { labels, classes }: CaseMatrix): Judged[] {
  return Array.from(labels, (label, row) => ({ proba: proba.subarray(row * classes, (row + 1) * classes), label }))
}

/** Shares of the trees that vote for a label: all that the library tells. */
function voteShares(scorer: Scorer, { rows, width, labels, classes }: CaseMatrix): Float64Array {
  const shares = new Float64Array(labels.length * classes)
  for (let row = 0; row < labels.length; row++) {
    const votes = scorer.votes(rows.subarray(row * width, (row + 1) * width))
    for (const vote of votes) shares[row * classes + vote] = (shares[row * classes + vote] ?? 0) + 1 / votes.length
  }
  return shares
}

interface Quality {
  readonly logLoss: number
  readonly top1: number
}

function qualityOf(of: Contestant, judged: readonly Judged[], learnt: number, figures: Figure[]): Quality {
  const loss = logLoss(
    judged.map(({ proba }) => proba),
    judged.map(({ label }) => label),
  )
  const top = topCauses(judged, 3).map(({ share }) => share)
  const { ece } = reliability(
    judged.map(({ proba }) => failureOf(proba)),
    judged.map(({ label }) => label > 0),
  )
  const what = `generator, ${learnt} rows learnt`
  figures.push(
    sideBySide(`${what}, log loss`, of, loss, 'nats'),
    sideBySide(`${what}, top-1 cause of failures`, of, top[0] ?? 0, ''),
    sideBySide(`${what}, top-3 causes of failures`, of, top[2] ?? 0, ''),
    sideBySide(`${what}, likeliest label right`, of, accuracy(judged), ''),
    sideBySide(`${what}, ECE of failure, not calibrated`, of, ece, ''),
  )
  return { logLoss: loss, top1: top[0] ?? 0 }
}

/**
 * Models on the generator, against the best that is possible. As the models say it, nothing calibrated. The library can't be trained on so many rows; its figures are those of its
 * votes out of the identical forest.
 */
export function quality({ sizes, noSklearn, say }: Bench, { exact, histogram, sklearn, test }: Models): Figure[] {
  say('log loss and causes, against Bayes')
  const { rows, width, labels } = test
  const figures: Figure[] = []
  const { learn } = sizes
  const bayes = Array.from(labels, (label, row) => ({ proba: posterior(rows.subarray(row * width, (row + 1) * width)), label }))
  const exactScorer = createScorer(exact)
  qualityOf('library', judgedOf(voteShares(exactScorer, test), test), learn, figures)
  qualityOf('exact', judgedOf(exactScorer.batch(rows, labels.length), test), learn, figures)
  const ours = qualityOf('histogram', judgedOf(createScorer(histogram).batch(rows, labels.length), test), learn, figures)
  const best = qualityOf('bayes', bayes, learn, figures)

  const ratio = `histogram, log loss ÷ sklearn (both leaf 3, 8 features a split, depth 16), ${learn} rows`
  if (sklearn === undefined) {
    figures.push(
      absent(`generator, ${learn} rows learnt, log loss`, 'sklearn', noSklearn ?? '', 'nats'),
      missing(ratio, noSklearn ?? '', '', '≤ 1.05'),
    )
  } else {
    const theirs = qualityOf('sklearn', judgedOf(sklearn.proba, test), learn, figures)
    figures.push(atMost(ratio, ours.logLoss / theirs.logLoss, '', 1.05))
  }
  figures.push(
    plain(`histogram, log loss ÷ Bayes, ${learn} rows, not calibrated`, ours.logLoss / best.logLoss, ''),
    atLeast(`histogram, top-1 cause ÷ Bayes, ${learn} rows`, ours.top1 / best.top1, '', 0.85),
  )
  return figures
}
