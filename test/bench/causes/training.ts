import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { absent, atLeast, missing, none, plain, sideBySide } from './figures.ts'
import type { Contestant, Figure } from './figures.ts'
import { makeStream } from './generator.ts'
import { median } from './measure.ts'
import { differingNodes } from './same-nodes.ts'
import type { ForestJson } from './same-nodes.ts'
import type { Bench } from './settings.ts'
import { askSklearn } from './sklearn.ts'
import type { TrainingAnswer, TrainingJob } from './train-one.ts'

const SEED = 1
/** Times that the exact trainer has to be as fast as the library. */
const EXACT_GOALS: Readonly<Record<number, number>> = { 1000: 150, 2000: 250, 5000: 500 }

async function trainApart(job: TrainingJob): Promise<TrainingAnswer> {
  const script = join(import.meta.dirname, 'train-one.ts')
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', script, JSON.stringify(job)], { maxBuffer: 2 ** 24 })
  return JSON.parse(stdout) as TrainingAnswer
}

/** What a training took. The library trains once; it runs so long that warming up doesn't count. */
function told(of: Contestant, rows: number, trees: number, { cpu, megabytes }: TrainingAnswer): Figure[] {
  const what = `${rows} rows × ${trees} trees`
  return [
    sideBySide(`training CPU, ${what}`, of, median(cpu), 's'),
    sideBySide(`training CPU of a cold process, ${what}`, of, cpu[0] ?? NaN, 's'),
    sideBySide(`memory to train, ${what}`, of, megabytes, 'MB'),
  ]
}

/** The library against the exact trainer: time, and every node. */
async function againstTheLibrary(rows: number, trees: number, { sizes, say }: Bench, folder: string): Promise<Figure[]> {
  say(`library: ${rows} rows × ${trees} trees`)
  const [theirs, ours] = [join(folder, 'library.json'), join(folder, 'exact.json')]
  const library = await trainApart({ contestant: 'library', seed: SEED, rows, trees, repeats: 1, keep: theirs })
  say(`library: ${rows} rows × ${trees} trees took ${median(library.cpu).toFixed(1)} s of CPU`)
  const exact = await trainApart({ contestant: 'exact', seed: SEED, rows, trees, repeats: sizes.repeats, keep: ours })
  const [a, b] = await Promise.all([theirs, ours].map(async (file) => JSON.parse(await readFile(file, 'utf8')) as ForestJson))
  const { nodes, differing } = a && b ? differingNodes(a, b) : { nodes: 0, differing: 1 }
  const times = median(library.cpu) / median(exact.cpu)
  const goal = EXACT_GOALS[rows]
  const what = `exact trainer, times as fast as the library, ${rows} rows × ${trees} trees`
  return [
    ...told('library', rows, trees, library),
    ...told('exact', rows, trees, exact),
    goal === undefined ? plain(what, times, '×') : atLeast(what, times, '×', goal),
    none(`exact trainer, nodes that differ from the library's, ${rows} rows × ${trees} trees`, differing, `of ${nodes}`),
  ]
}

/** Who trains all trees on any number of rows. */
async function amongUs(rows: number, { sizes, noSklearn, say }: Bench): Promise<Figure[]> {
  const { trees, repeats } = sizes
  const figures: Figure[] = []
  if (!sizes.library.includes(rows)) {
    say(`exact: ${rows} rows × ${trees} trees`)
    figures.push(...told('exact', rows, trees, await trainApart({ contestant: 'exact', seed: SEED, rows, trees, repeats })))
  }
  say(`histogram: ${rows} rows × ${trees} trees`)
  const histogram = await trainApart({ contestant: 'histogram', seed: SEED, rows, trees, repeats })
  figures.push(...told('histogram', rows, trees, histogram))
  const isLargest = rows === sizes.train.at(-1)
  const what = `histogram, times as fast as sklearn (leaf 3, 8 features a split, depth 16), ${rows} rows × ${trees} trees`
  if (noSklearn !== undefined) {
    figures.push(absent(`training CPU, ${rows} rows × ${trees} trees`, 'sklearn', noSklearn, 's'))
    if (isLargest) figures.push(missing(what, noSklearn, '×', '≥ 4'))
    return figures
  }
  say(`sklearn: ${rows} rows × ${trees} trees`)
  const sklearn = await askSklearn({ train: makeStream(SEED, rows), trees, minLeaf: 3, featuresPerSplit: 8, repeats })
  figures.push(...told('sklearn', rows, trees, sklearn))
  const times = median(sklearn.cpu) / median(histogram.cpu)
  figures.push(isLargest ? atLeast(what, times, '×', 4) : plain(what, times, '×'))
  return figures
}

/** Training: CPU, memory, and whether the exact trainer makes the library's forest. */
export async function training(bench: Bench): Promise<Figure[]> {
  const { library, libraryFew, fewTrees, train, trees } = bench.sizes
  const folder = await mkdtemp(join(tmpdir(), 'bench-training-'))
  try {
    const figures: Figure[] = []
    for (const rows of library) figures.push(...(await againstTheLibrary(rows, trees, bench, folder)))
    for (const rows of libraryFew) figures.push(...(await againstTheLibrary(rows, fewTrees, bench, folder)))
    for (const rows of train) figures.push(...(await amongUs(rows, bench)))
    return figures
  } finally {
    await rm(folder, { recursive: true })
  }
}
