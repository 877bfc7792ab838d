import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { ModelError } from '../errors.ts'
import type { CauseModel, FitOptions, LabelledCase } from '../model.ts'
import { libraryForest } from './library.ts'
import type { TrainingAnswer, TrainingOrder } from './worker.ts'

/** The worker lies beside this file: as `.ts` when run from source, as `.js` when compiled. */
const WORKER = new URL(`./worker${extname(new URL(import.meta.url).pathname)}`, import.meta.url)

/**
 * Fits a forest in a thread of its own; this thread stays free. About 3 s for 400 cases.
 *
 * @param signal aborting it ends the thread at once
 * @throws ModelError `COUNTERSIGN/CASES_UNUSABLE` as `fit` does, `COUNTERSIGN/TRAINING_CANCELLED`, or `COUNTERSIGN/TRAINING_FAILED` when the thread dies
 */
export function train(cases: readonly LabelledCase[], options: FitOptions, signal?: AbortSignal): Promise<CauseModel> {
  return new Promise((resolve, reject) => {
    const cancelled = (): ModelError => new ModelError('COUNTERSIGN/TRAINING_CANCELLED', 'The training was cancelled.', 'signal')
    if (signal?.aborted) {
      reject(cancelled())
      return
    }
    const worker = new Worker(WORKER, { workerData: { cases, options } satisfies TrainingOrder })
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
        if ('saved' in answer) resolve(libraryForest.load(answer.saved))
        else reject(new ModelError(answer.code, answer.text, answer.target))
      })
    })
  })
}
