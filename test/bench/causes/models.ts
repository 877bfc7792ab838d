import { growExact } from '../../../srv/causes/forest/exact.ts'
import type { ExactForest } from '../../../srv/causes/forest/exact-forest.ts'
import type { CaseMatrix, Forest } from '../../../srv/causes/forest/forest.ts'
import { growHistogram } from '../../../srv/causes/forest/histogram.ts'
import { exactParameters, histogramParameters } from './contestants.ts'
import { makeStream } from './generator.ts'
import type { Bench } from './settings.ts'
import { askSklearn } from './sklearn.ts'
import type { SklearnAnswer } from './sklearn.ts'

/** Models that learnt from the same rows of the made stream, and rows that none of them has seen. */
export interface Models {
  readonly exact: ExactForest
  readonly histogram: Forest
  /** Trained, and its answers on the test rows; undefined where scikit-learn is missing. */
  readonly sklearn: SklearnAnswer | undefined
  readonly test: CaseMatrix
}

export async function trainModels({ sizes, noSklearn, say }: Bench): Promise<Models> {
  const { learn, trees, singles } = sizes
  const [train, test] = [makeStream(1, learn), makeStream(2, sizes.test)]
  say(`models of ${learn} rows × ${trees} trees: exact, histogram, sklearn`)
  return {
    exact: growExact(train, exactParameters(trees)),
    histogram: growHistogram(train, histogramParameters(trees)),
    // Two milliseconds a row: a fifth of the rows tells enough.
    sklearn:
      noSklearn === undefined
        ? await askSklearn({ train, test, singles: singles / 5, trees, minLeaf: 3, featuresPerSplit: 8, repeats: 1 })
        : undefined,
    test,
  }
}
