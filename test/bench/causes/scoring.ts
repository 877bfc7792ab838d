import { RandomForestClassifier } from 'ml-random-forest'
import type { Forest } from '../../../srv/causes/forest/forest.ts'
import { toLibraryJson } from '../../../srv/causes/forest/library-json.ts'
import type { LibraryJson } from '../../../srv/causes/forest/library-json.ts'
import { packForest, unpackForest } from '../../../srv/causes/forest/pack.ts'
import { createScorer } from '../../../srv/causes/forest/scorer.ts'
import { exactParameters, plainRows, slice } from './contestants.ts'
import { absent, atLeast, atMost, none, sideBySide } from './figures.ts'
import type { Contestant, Figure } from './figures.ts'
import { cpuOf, median, megabytesHeld, microsecondsEach, quantile } from './measure.ts'
import type { Models } from './models.ts'
import type { Bench } from './settings.ts'

/** Votes of the library and of the scorer, tree by tree. */
function differingVotes(library: RandomForestClassifier, rows: readonly number[][], forest: Forest): number {
  const theirs = library.predictionValues([...rows])
  const scorer = createScorer(forest)
  let sum = 0
  for (const [at, row] of rows.entries()) scorer.votes(row).forEach((vote, tree) => (sum += Number(vote !== theirs.get(at, tree))))
  return sum
}

/** Rows whose answer isn't the same to the last bit after packing and unpacking. */
function differingRows(forest: Forest, unpacked: Forest, rows: Float64Array, count: number): number {
  const [before, after] = [createScorer(forest).batch(rows, count), createScorer(unpacked).batch(rows, count)]
  const isDifferent = (row: number): boolean => {
    const [from, to] = [row * forest.classes, (row + 1) * forest.classes]
    return Buffer.compare(Buffer.from(before.slice(from, to).buffer), Buffer.from(after.slice(from, to).buffer)) !== 0
  }
  return Array.from({ length: count }, (_, row) => row).filter(isDifferent).length
}

interface Speed {
  readonly p50: number
  readonly rowsPerSecond: number
}

/** Scores all at once, fifteen times after one to warm up, as single rows were; the quickest counts, as others on the machine only ever slow one down. */
function speedOf(of: Contestant, one: Float64Array, count: number, all: () => unknown, figures: Figure[]): Speed {
  all()
  const rowsPerSecond = Math.max(...Array.from({ length: 15 }, () => count / cpuOf(all).seconds))
  return told(of, one, rowsPerSecond, figures)
}

function told(of: Contestant, one: ArrayLike<number>, rowsPerSecond: number, figures: Figure[]): Speed {
  figures.push(
    sideBySide('one row, p50', of, median(one), 'µs'),
    sideBySide('one row, p99', of, quantile(one, 0.99), 'µs'),
    sideBySide('batch', of, rowsPerSecond, 'rows/s'),
  )
  return { p50: median(one), rowsPerSecond }
}

function scorerSpeed(of: Contestant, forest: Forest, rows: Float64Array, count: number, figures: Figure[]): Speed {
  const scorer = createScorer(forest)
  const out = new Float64Array(forest.classes)
  const { width } = forest
  const single = Array.from({ length: count }, (_, row) => rows.subarray(row * width, (row + 1) * width))
  const one = microsecondsEach(count, (row) => scorer.distribution(single[row] ?? [], out))
  return speedOf(of, one, count, () => scorer.batch(rows, count), figures)
}

/** Scoring: the exact forest by the library that loads its JSON and by the scorer; the histogram forest; sklearn. Depth 16 all of them. */
export function scoring({ sizes, noSklearn, say }: Bench, { exact, histogram, sklearn, test }: Models): Figure[] {
  say('scoring row by row and in batches')
  const { singles, trees } = sizes
  const { rows, labels } = slice(test, 0, singles)
  const count = labels.length
  const plain = plainRows(slice(test, 0, count))
  const json = JSON.stringify(toLibraryJson(exact, exactParameters(trees)))
  const library = RandomForestClassifier.load(JSON.parse(json) as LibraryJson)
  const figures: Figure[] = []

  const theirs = speedOf(
    'library',
    microsecondsEach(count, (row) => library.predict([plain[row] ?? []])),
    count,
    () => library.predict(plain),
    figures,
  )
  const ours = scorerSpeed('exact', exact, rows, count, figures)
  const other = scorerSpeed('histogram', histogram, rows, count, figures)
  if (sklearn?.single && sklearn.rowsPerSecond !== undefined) told('sklearn', sklearn.single, sklearn.rowsPerSecond, figures)
  else figures.push(absent('one row, p50', 'sklearn', noSklearn ?? 'not scored', 'µs'))

  say('sizes of models')
  const [packed, packedToo] = [packForest(exact), packForest(histogram)]
  figures.push(
    sideBySide('model to be stored', 'library', json.length / 1e6, 'MB'),
    sideBySide('model to be stored', 'exact', packed.length / 1e6, 'MB'),
    sideBySide('model to be stored', 'histogram', packedToo.length / 1e6, 'MB'),
    ...(sklearn?.bytes === undefined ? [] : [sideBySide('model to be stored', 'sklearn', sklearn.bytes / 1e6, 'MB')]),
    sideBySide(
      'memory of a loaded model',
      'library',
      megabytesHeld(() => RandomForestClassifier.load(JSON.parse(json) as LibraryJson)),
      'MB',
    ),
    sideBySide(
      'memory of a loaded model',
      'exact',
      megabytesHeld(() => createScorer(unpackForest(packed))),
      'MB',
    ),
    sideBySide(
      'memory of a loaded model',
      'histogram',
      megabytesHeld(() => createScorer(unpackForest(packedToo))),
      'MB',
    ),
    atLeast('one row, same trees of depth 16, times as fast as the library', theirs.p50 / ours.p50, '×', 8),
    atMost('one row, depth 16, exact', ours.p50, 'µs', 10),
    atMost('one row, depth 16, histogram', other.p50, 'µs', 10),
    atLeast('batch, same trees, times as fast as the library', ours.rowsPerSecond / theirs.rowsPerSecond, '×', 5),
    none(
      `votes that differ from the library's, ${count} rows × ${trees} trees`,
      differingVotes(library, plain, exact),
      `of ${count * trees}`,
    ),
    atMost('packed model ÷ JSON of the library, same trees', packed.length / json.length, '', 0.05),
    none('rows scored otherwise after packing, exact', differingRows(exact, unpackForest(packed), rows, count), `of ${count}`),
    none('rows scored otherwise after packing, histogram', differingRows(histogram, unpackForest(packedToo), rows, count), `of ${count}`),
  )
  return figures
}
