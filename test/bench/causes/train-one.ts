import { writeFileSync } from 'node:fs'
import { growExact } from '../../../srv/causes/forest/exact.ts'
import { growHistogram } from '../../../srv/causes/forest/histogram.ts'
import { toLibraryJson } from '../../../srv/causes/forest/library-json.ts'
import { exactParameters, histogramParameters, libraryOf, plainRows } from './contestants.ts'
import { makeStream } from './generator.ts'
import { cpuOf, peakMegabytes } from './measure.ts'

/** A process that trains one contestant on the made stream, so that nobody's memory or warmth counts for another. Job: JSON argument; answer: JSON. */

export interface TrainingJob {
  readonly contestant: 'library' | 'exact' | 'histogram'
  readonly seed: number
  readonly rows: number
  readonly trees: number
  readonly repeats: number
  /** File that gets the forest as the library writes it; not for the histogram forest. */
  readonly keep?: string
}
export interface TrainingAnswer {
  /** Seconds of CPU, one a training. */
  readonly cpu: readonly number[]
  /** Peak while training for the first time, above what the process had before. */
  readonly megabytes: number
}

function train({ contestant, seed, rows, trees, repeats, keep }: TrainingJob): TrainingAnswer {
  const set = makeStream(seed, rows)
  const exact = exactParameters(trees)
  const data = contestant === 'library' ? plainRows(set) : []
  const labels = [...set.labels]
  /** Answers what writes the forest, which isn't part of the training. */
  const run: () => () => unknown = {
    library: () => {
      const library = libraryOf(exact)
      library.train(data, labels)
      return () => library
    },
    exact: () => {
      const forest = growExact(set, exact)
      return () => toLibraryJson(forest, exact)
    },
    histogram: () => {
      growHistogram(set, histogramParameters(trees))
      return () => undefined
    },
  }[contestant]
  const before = process.memoryUsage.rss() / 2 ** 20
  const first = cpuOf(run)
  const megabytes = peakMegabytes() - before
  if (keep !== undefined) writeFileSync(keep, JSON.stringify(first.result()))
  const others = Array.from({ length: repeats - 1 }, () => cpuOf(run).seconds)
  return { cpu: [first.seconds, ...others], megabytes }
}

process.stdout.write(JSON.stringify(train(JSON.parse(process.argv[2] ?? '') as TrainingJob)))
