import { execFile, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import type { CaseMatrix } from '../../../srv/causes/forest/forest.ts'

/** Debian's Python: the first one on the path may lack scikit-learn. */
const PYTHON = '/usr/bin/python3'
const SCRIPT = join(import.meta.dirname, 'sklearn.py')

export interface SklearnJob {
  readonly train: CaseMatrix
  /** Rows that are scored after training. */
  readonly test?: CaseMatrix
  /** How many of them one by one. */
  readonly singles?: number
  readonly trees: number
  readonly minLeaf: number
  readonly featuresPerSplit: number
  readonly repeats: number
}

export interface SklearnAnswer {
  /** Seconds of CPU, one a training. */
  readonly cpu: readonly number[]
  /** Peak while training, above what it had before. */
  readonly megabytes: number
  /** Of the test rows, one after the other: shares of all classes. Empty without any. */
  readonly proba: Float64Array
  readonly rowsPerSecond?: number
  /** Microseconds, one a row. */
  readonly single?: readonly number[]
  /** The forest as a pickle. */
  readonly bytes?: number
}

/** Why scikit-learn can't be asked; undefined where it can. */
export async function whyNoSklearn(): Promise<string | undefined> {
  try {
    await promisify(execFile)(PYTHON, ['-c', 'import sklearn'])
    return undefined
  } catch {
    return `scikit-learn is missing: ${PYTHON} of Debian with python3-sklearn`
  }
}

/**
 * Trains scikit-learn's random forest on one core, in a process of its own.
 * @throws Error with what Python said, when it fails
 */
export async function askSklearn({
  train,
  test,
  singles = 0,
  trees,
  minLeaf,
  featuresPerSplit,
  repeats,
}: SklearnJob): Promise<SklearnAnswer> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-sklearn-'))
  try {
    const written = async (set: CaseMatrix, name: string): Promise<{ rows: string; labels: string }> => {
      const files = { rows: join(folder, `${name}-rows`), labels: join(folder, `${name}-labels`) }
      await Promise.all([writeFile(files.rows, set.rows), writeFile(files.labels, set.labels)])
      return files
    }
    const parameters = { n_estimators: trees, min_samples_leaf: minLeaf, max_features: featuresPerSplit, max_depth: 16, random_state: 42 }
    const proba = join(folder, 'proba')
    const { width, classes } = train
    const files = { train: await written(train, 'train'), test: test === undefined ? null : await written(test, 'test') }
    const answer = await python(JSON.stringify({ width, classes, ...files, parameters, repeats, singles, proba }))
    const shares = test === undefined ? new Float64Array() : new Float64Array(new Uint8Array(await readFile(proba)).buffer)
    return { ...(JSON.parse(answer) as Omit<SklearnAnswer, 'proba'>), proba: shares }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function python(job: string): Promise<string> {
  // Isolated, or the script's own folder would stand in for the package of its name.
  const child = spawn(PYTHON, ['-I', SCRIPT], { env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' } })
  child.stdin.end(job)
  const ended = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject))
  const [said, complaint, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  if (code !== 0) throw new Error(`${SCRIPT} ended with ${code}: ${complaint}`)
  return said
}
