import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { ModelError } from '../errors.ts'
import { assertCases } from './case-matrix.ts'
import { concatForests } from './concat.ts'
import type { ExactForest } from './exact-forest.ts'
import type { CaseMatrix, Forest, Progress } from './forest.ts'
import type { GrowAnswer, GrowOrder, Recipe } from './grow-worker.ts'

/** The worker lies beside this file: as `.ts` when run from source, as `.js` when compiled. */
const WORKER = new URL(`./grow-worker${extname(new URL(import.meta.url).pathname)}`, import.meta.url)

/** A thread that hasn't enough to begin with takes the whole process with it. */
const LEAST_HEAP = 64

export interface GrowOptions {
  /** At most one a tree; left out, a core is left to others. */
  readonly threads?: number
  /** Aborting it ends all threads at once. */
  readonly signal?: AbortSignal | undefined
  /** Called once a tree. */
  readonly onProgress?: Progress
  /**
   * Megabytes of heap that each thread may take, 64 at least. Typed arrays, which are most of what is needed, stand outside of it: cases are shared, and a thread needs about as much as
   * they are again, besides its trees.
   */
  readonly heap?: number
}

/** A copy that threads read without another one; what is shared already stays where it is. */
function shared<T extends Float64Array | Uint16Array>(values: T): T {
  if (values.buffer instanceof SharedArrayBuffer) return values
  const Kind = values.constructor as new (buffer: SharedArrayBuffer) => T
  const copy = new Kind(new SharedArrayBuffer(values.byteLength))
  copy.set(values)
  return copy
}

/** One thread: the trees that it grows, and a way to end it. */
function start(
  order: GrowOrder,
  heap: number,
  onTree: () => void,
): { readonly forest: Promise<Forest>; readonly end: () => Promise<unknown> } {
  const worker = new Worker(WORKER, { workerData: order, resourceLimits: { maxOldGenerationSizeMb: Math.max(LEAST_HEAP, heap) } })
  const forest = new Promise<Forest>((resolve, reject) => {
    const fail = (text: string): void => reject(new ModelError('COUNTERSIGN/TRAINING_FAILED', text, 'worker'))
    worker.once('error', (error) => fail(error instanceof Error ? error.message : String(error)))
    worker.once('exit', (code) => fail(`A training thread ended with ${code} and no answer.`))
    worker.on('message', (answer: GrowAnswer) => {
      if ('done' in answer) onTree()
      else if ('forest' in answer) resolve(answer.forest)
      else reject(new ModelError(answer.code, answer.text, answer.target))
    })
  })
  return { forest, end: () => worker.terminate() }
}

/**
 * Grows a forest in threads, each a share of its trees; this thread stays free. The forest is the same for any number of threads. What is promised is settled when the threads are gone,
 * so nothing runs on behind the caller's back.
 *
 * @throws ModelError what the trainer throws, `COUNTERSIGN/TRAINING_CANCELLED`, or `COUNTERSIGN/TRAINING_FAILED` when a thread dies, of too little heap for one
 */
export function growInThreads(set: CaseMatrix, recipe: Recipe & { family: 'exact' }, options?: GrowOptions): Promise<ExactForest>
export function growInThreads(set: CaseMatrix, recipe: Recipe, options?: GrowOptions): Promise<Forest>
export async function growInThreads(set: CaseMatrix, recipe: Recipe, options: GrowOptions = {}): Promise<Forest> {
  const { threads = Math.max(1, availableParallelism() - 1), signal, onProgress, heap = 512 } = options
  const cancelled = new ModelError('COUNTERSIGN/TRAINING_CANCELLED', 'The training was cancelled.', 'signal')
  if (signal?.aborted) throw cancelled
  assertCases(set)
  const trees = recipe.family === 'exact' ? recipe.parameters.nEstimators : recipe.parameters.trees
  const cases: CaseMatrix = {
    ...set,
    rows: shared(set.rows),
    labels: shared(set.labels),
    ...(set.weights && { weights: shared(set.weights) }),
  }
  const shares = Math.max(1, Math.floor(Math.min(threads, trees)) || 1)
  const cut = (share: number): number => Math.floor((share * trees) / shares)
  let done = 0
  const running = Array.from({ length: shares }, (_, share) =>
    start({ set: cases, recipe, from: cut(share), to: cut(share + 1) }, heap, () => onProgress?.(++done, trees)),
  )
  const abort = Promise.withResolvers<never>()
  const cancel = (): void => abort.reject(cancelled)
  signal?.addEventListener('abort', cancel, { once: true })
  try {
    return concatForests(await Promise.race([abort.promise, Promise.all(running.map(({ forest }) => forest))]))
  } finally {
    signal?.removeEventListener('abort', cancel)
    await Promise.all(running.map(({ end }) => end()))
  }
}
