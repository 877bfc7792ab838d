import { parentPort, workerData } from 'node:worker_threads'
import { assess } from './assess.ts'
import { calibrationSlice } from './statistics/calibration.ts'
import { ModelError } from './errors.ts'
import { type Figure, figuresOf } from './evaluation/figures.ts'
import { fitModel } from './fit.ts'
import type { Forest } from './forest/forest.ts'
import type { FitOptions, LabelledCase, ModelFacts } from './model.ts'
import type { Assessment } from './version.ts'

/** Trains and assesses in a thread of its own and answers once. Started by `./train.ts`, never imported. */

export interface TrainingOrder {
  readonly cases: readonly LabelledCase[]
  readonly options: FitOptions
}

export type TrainingAnswer =
  | {
      readonly facts: ModelFacts
      readonly labels: readonly number[]
      readonly forest: Forest
      readonly saved: string
      readonly assessment: Assessment
      readonly figures: readonly Figure[]
    }
  | { readonly code: `COUNTERSIGN/${string}`; readonly text: string; readonly target: string }

async function answer({ cases, options }: TrainingOrder): Promise<TrainingAnswer> {
  try {
    // Of made history nothing is held back: there is no share of failures in it to assess.
    const { from } = options.origin === 'made' ? { from: cases.length } : calibrationSlice(cases.length, 0.22)
    const [past, latest] = [cases.slice(0, from), cases.slice(from)]
    const model = await fitModel(past, options)
    const assessment = assess(model, latest)
    const { facts, labels, forest, save } = model
    const figures = options.origin === 'made' ? [] : await figuresOf(model, past, latest, options)
    return { facts, labels, forest, saved: save(), assessment, figures }
  } catch (error) {
    // An error loses its class on the way between threads.
    if (error instanceof ModelError) return { code: error.code, text: error.message, target: error.target }
    throw error
  }
}

void answer(workerData as TrainingOrder).then((each) => parentPort?.postMessage(each))
