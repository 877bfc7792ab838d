import assert from 'node:assert/strict'
import { randomOf } from '../../landscape/history/random.ts'

/** Fails unless both numbers are within `tolerance`. */
export function assertClose(actual: number | undefined, expected: number | undefined, tolerance = 1e-9): void {
  const isClose = actual !== undefined && expected !== undefined && Math.abs(actual - expected) <= tolerance
  assert.ok(isClose, `${String(actual)} instead of ${String(expected)}`)
}

export const sumOf = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0)

/** A standard normal number (Box, Muller). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** What is known of a made message: the truth, what a model says of it, and what happened. */
export interface MadeMessage {
  readonly truth: readonly number[]
  readonly said: readonly number[]
  readonly label: number
}

/** Probabilities with the same order that are bolder (above 1) or more cautious than they should be. */
function bent(truth: readonly number[], power: number): number[] {
  const weights = truth.map((share) => share ** power)
  return weights.map((weight) => weight / sumOf(weights))
}

/**
 * Exchangeable messages of which a tenth fails, with six causes. Which ones fail can mostly be seen: log odds of failing are −5 or, for one
 * in eight, +1.5, both ± 1. The model is `power` times as bold as it may be.
 */
export function makeMessages(count: number, seed: number, power = 1.5): MadeMessage[] {
  const random = randomOf(seed)
  return Array.from({ length: count }, () => {
    const failure = 1 / (1 + Math.exp(-((random() < 0.125 ? 1.5 : -5) + normal(random))))
    const weights = Array.from({ length: 6 }, () => Math.exp(2.8 * normal(random)))
    const truth = [1 - failure, ...weights.map((weight) => (failure * weight) / sumOf(weights))]
    let [draw, label] = [random(), 0]
    while (label < 6 && draw >= (truth[label] ?? 0)) draw -= truth[label++] ?? 0
    return { truth, said: bent(truth, power), label }
  })
}
