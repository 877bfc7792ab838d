import { RandomForestClassifier } from 'ml-random-forest'
import type { CaseMatrix } from '../../../srv/causes/forest/forest.ts'
import type { ExactParameters } from '../../../srv/causes/forest/exact.ts'
import type { HistogramParameters } from '../../../srv/causes/forest/histogram.ts'

/** Parameters that everybody is measured with, so that equal names mean equal work. */

const SEED = 42

/** The exact model and the library: `gainThreshold` 0, or rare causes are switched off; leaves are read as shares, so they may be mixed. */
export const exactParameters = (nEstimators: number): ExactParameters => ({
  nEstimators,
  maxFeatures: 1,
  seed: SEED,
  minNumSamples: 20,
  maxDepth: 16,
  gainThreshold: 0,
})

/** The histogram forest, and with the same leaf, features a split and depth the forest of sklearn. */
export const histogramParameters = (trees: number, minLeaf = 3, featuresPerSplit = 8): HistogramParameters => ({
  trees,
  seed: SEED,
  bins: 255,
  featuresPerSplit,
  minLeaf,
  maxDepth: 16,
  bootstrap: true,
})

/** The library as it comes from npm, untrained. */
export function libraryOf({
  nEstimators,
  maxFeatures,
  seed,
  minNumSamples,
  maxDepth,
  gainThreshold,
}: ExactParameters): RandomForestClassifier {
  const treeOptions = { minNumSamples, maxDepth, gainThreshold }
  return new RandomForestClassifier({
    nEstimators,
    maxFeatures,
    replacement: false,
    noOOB: true,
    useSampleBagging: true,
    seed,
    treeOptions,
  })
}

/** Rows as the library takes them. */
export function plainRows({ rows, width, labels }: CaseMatrix): number[][] {
  return Array.from(labels, (_, row) => [...rows.subarray(row * width, (row + 1) * width)])
}

/** Some of the rows, copied. */
export function subset(set: CaseMatrix, picked: ArrayLike<number>): CaseMatrix {
  const { width, classes } = set
  const rows = new Float64Array(picked.length * width)
  for (let at = 0; at < picked.length; at++)
    rows.set(set.rows.subarray((picked[at] ?? 0) * width, ((picked[at] ?? 0) + 1) * width), at * width)
  return { rows, width, labels: Uint16Array.from(picked, (row) => set.labels[row] ?? 0), classes }
}

/** Rows `from` up to `to`, not copied. */
export function slice({ rows, width, labels, classes }: CaseMatrix, from: number, to: number): CaseMatrix {
  return { rows: rows.subarray(from * width, to * width), width, labels: labels.subarray(from, to), classes }
}
