import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { ModelError } from './errors.ts'
import type { Figure } from './evaluation/figures.ts'
import { modelFrom } from './fit.ts'
import type { FitOptions, LabelledCase } from './model.ts'
import type { TrainingAnswer, TrainingOrder } from './training-worker.ts'
import type { Version } from './version.ts'

/** The worker lies beside this file: as `.ts` when run from source, as `.js` when compiled. */
const WORKER = new URL(`./training-worker${extname(new URL(import.meta.url).pathname)}`, import.meta.url)
/** Heap of the training thread. Cases of 20,000 messages take about a tenth. */
const MEGABYTES = 1024

export interface Trained extends Version {
  /** The model as text, as `loadModel` reads it. */
  readonly saved: string
  /** How it did on messages that it didn't learn from. */
  readonly figures: readonly Figure[]
}

/**
 * Fits a model on all but the latest cases and assesses it on those, in a thread of its own; this thread stays free.
 * @param cases in order of time
 * @param signal aborting it ends the training at once
 * @throws ModelError `COUNTERSIGN/CASES_UNUSABLE` as `fitModel` does, `COUNTERSIGN/TRAINING_CANCELLED`, or `COUNTERSIGN/TRAINING_FAILED` when the thread dies
 */
export function train(cases: readonly LabelledCase[], options: FitOptions, signal?: AbortSignal): Promise<Trained> {
  return new Promise((resolve, reject) => {
    const cancelled = (): ModelError => new ModelError('COUNTERSIGN/TRAINING_CANCELLED', 'The training was cancelled.', 'signal')
    if (signal?.aborted) {
      reject(cancelled())
      return
    }
    // One core is left to whoever waits for an answer.
    const threads = options.threads ?? Math.max(1, availableParallelism() - 1)
    const order: TrainingOrder = { cases, options: { ...options, threads } }
    const worker = new Worker(WORKER, { workerData: order, resourceLimits: { maxOldGenerationSizeMb: MEGABYTES } })
    let isOver = false
    const end = (settle: () => void): void => {
      if (isOver) return
      isOver = true
      signal?.removeEventListener('abort', cancel)
      // Settled only when the thread is gone, so that nothing runs on behind the caller's back.
      void worker.terminate().finally(settle)
    }
    const cancel = (): void => {
      end(() => {
        reject(cancelled())
      })
    }
    const fail = (text: string): void => {
      end(() => {
        reject(new ModelError('COUNTERSIGN/TRAINING_FAILED', text, 'worker'))
      })
    }
    signal?.addEventListener('abort', cancel, { once: true })
    worker.once('error', (error) => {
      fail(error instanceof Error ? error.message : String(error))
    })
    worker.once('exit', (code) => {
      fail(`The training thread ended with ${code} and no answer.`)
    })
    worker.once('message', (answer: TrainingAnswer) => {
      end(() => {
        if ('code' in answer) {
          reject(new ModelError(answer.code, answer.text, answer.target))
          return
        }
        const { facts, labels, forest, saved, assessment, figures } = answer
        resolve({ model: modelFrom(facts, labels, forest, saved), assessment, saved, figures })
      })
    })
  })
}
