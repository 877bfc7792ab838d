import { likeliest } from '../../../srv/causes/statistics/distribution.ts'
import { createExplainer, totalOf } from '../../../srv/causes/explain/explain.ts'
import type { Forest } from '../../../srv/causes/forest/forest.ts'
import { createScorer } from '../../../srv/causes/forest/scorer.ts'
import { always, atMost } from './figures.ts'
import type { Figure } from './figures.ts'
import { cpuOf } from './measure.ts'
import type { Models } from './models.ts'
import type { Bench } from './settings.ts'

function explained(of: string, forest: Forest, rows: Float64Array, count: number): Figure[] {
  const { width } = forest
  const scorer = createScorer(forest)
  const explainer = createExplainer(forest)
  const asked = Array.from({ length: count }, (_, at) => {
    const row = rows.subarray(at * width, (at + 1) * width)
    const shares = scorer.distribution(row)
    return { row, shares, cause: likeliest(shares, 1) }
  })
  // Every label in turn for the sum, the likeliest cause for the time: that is what people are shown.
  const gaps = asked.map(({ row, shares }, at) => {
    const label = at % forest.classes
    return Math.abs(totalOf(explainer.explain(row, label)) - (shares[label] ?? 0))
  })
  const explainAll = (): void => asked.forEach(({ row, cause }) => explainer.explain(row, cause))
  explainAll()
  const { seconds } = cpuOf(explainAll)
  return [
    always(atMost(`attribution, ${of}: base + contributions − prediction, worst of ${count} rows`, Math.max(...gaps), '', 1e-9)),
    atMost(`attribution, ${of}: CPU of one row, mean`, (seconds / count) * 1e6, 'µs', 100),
  ]
}

/** Attribution of both families' forests: whether it adds up, and what it takes. */
export function attribution({ sizes, say }: Bench, { exact, histogram, test }: Models): Figure[] {
  say('explaining row by row')
  return [...explained('exact', exact, test.rows, sizes.singles), ...explained('histogram', histogram, test.rows, sizes.singles)]
}
