import { parentPort, workerData } from 'node:worker_threads'
import { ModelError } from '../errors.ts'
import type { FitOptions, LabelledCase } from '../model.ts'
import { libraryForest } from './library.ts'

/** Trains in a thread of its own and answers once. Started by `./train.ts`, never imported. */

export interface TrainingOrder {
  readonly cases: readonly LabelledCase[]
  readonly options: FitOptions
}

export type TrainingAnswer =
  { readonly saved: string } | { readonly code: `COUNTERSIGN/${string}`; readonly text: string; readonly target: string }

function answer({ cases, options }: TrainingOrder): TrainingAnswer {
  try {
    return { saved: libraryForest.fit(cases, options).save() }
  } catch (error) {
    // An error loses its class on the way between threads.
    if (error instanceof ModelError) return { code: error.code, text: error.message, target: error.target }
    throw error
  }
}

parentPort?.postMessage(answer(workerData as TrainingOrder))
