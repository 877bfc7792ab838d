import { parentPort, workerData } from 'node:worker_threads'
import { ModelError } from '../errors.ts'
import { growExact } from './exact.ts'
import type { ExactParameters } from './exact.ts'
import type { CaseMatrix, Forest } from './forest.ts'
import { growHistogram } from './histogram.ts'
import type { HistogramParameters } from './histogram.ts'

/** Grows a share of a forest's trees in a thread of its own. Started by `./grow-in-threads.ts`, never imported. */

/** Which trainer, and what it is told. */
export type Recipe =
  | { readonly family: 'exact'; readonly parameters: ExactParameters }
  | { readonly family: 'histogram'; readonly parameters: HistogramParameters }

/** Trees `from` to `to` − 1. The cases' memory is shared. */
export interface GrowOrder {
  readonly set: CaseMatrix
  readonly recipe: Recipe
  readonly from: number
  readonly to: number
}

/** One `done` a tree, then a single one of the others. */
export type GrowAnswer =
  | { readonly done: number }
  | { readonly forest: Forest }
  | { readonly code: `COUNTERSIGN/${string}`; readonly text: string; readonly target: string }

function answer(message: GrowAnswer, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer)
}

function work({ set, recipe, from, to }: GrowOrder): void {
  const onTree = (done: number): void => answer({ done })
  try {
    const forest =
      recipe.family === 'exact'
        ? growExact(set, recipe.parameters, from, to, onTree)
        : growHistogram(set, recipe.parameters, from, to, onTree)
    const parts: unknown[] = Object.values(forest)
    answer(
      { forest },
      parts.flatMap((each) => (ArrayBuffer.isView(each) && each.buffer instanceof ArrayBuffer ? [each.buffer] : [])),
    )
  } catch (error) {
    // An error loses its class on the way between threads.
    if (!(error instanceof ModelError)) throw error
    answer({ code: error.code, text: error.message, target: error.target })
  }
}

work(workerData as GrowOrder)
