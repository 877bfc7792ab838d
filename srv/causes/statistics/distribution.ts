/**
 * What the statistics of this room share: probabilities over labels, one row per message. Label 0 is *healthy*, 1 and up are causes; a row
 * sums to one. Rows may be plain arrays or views on a batch of the scorer.
 */
export type Distribution = ArrayLike<number>

/** No probability is taken for less: what was never seen isn't impossible, and one surprise must not outweigh a thousand messages. */
export const LEAST = 1e-4

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** Probability of log odds. */
export const logistic = (odds: number): number => 1 / (1 + Math.exp(-odds))

/** Probability (0 to 1) that posting fails: all that isn't healthy. */
export const failureOf = (distribution: Distribution): number => clamp(1 - (distribution[0] ?? 0), 0, 1)

/**
 * The causes alone: label 0 becomes 0, the rest sums to one and keeps its labels. All causes alike, where none has any probability.
 * @param distribution one probability a label
 * @returns as long as `distribution`
 */
export function causesOf(distribution: Distribution): Float64Array {
  const causes = Float64Array.from(distribution)
  causes[0] = 0
  return normalise(causes, 1)
}

/** Divides `weights[from…]` by their sum, in place; shares them evenly where that is 0. */
export function normalise(weights: Float64Array, from = 0): Float64Array {
  let total = 0
  for (let at = from; at < weights.length; at++) total += weights[at] ?? 0
  for (let at = from; at < weights.length; at++) weights[at] = total > 0 ? (weights[at] ?? 0) / total : 1 / (weights.length - from)
  return weights
}

/** Probabilities proportional to e^logs, from label `from` on; 0 before. Safe for any finite logs. */
export function softmax(logs: Float64Array, from = 0): Float64Array {
  let top = -Infinity
  for (let at = from; at < logs.length; at++) top = Math.max(top, logs[at] ?? -Infinity)
  return normalise(
    logs.map((log, at) => (at < from ? 0 : Math.exp(log - top))),
    from,
  )
}

/** Label with the highest probability from label `from` on, the lowest of equals; −1 without any. */
export function likeliest(distribution: Distribution, from = 0): number {
  let best = from < distribution.length ? from : -1
  for (let label = from + 1; label < distribution.length; label++) {
    if ((distribution[label] ?? 0) > (distribution[best] ?? 0)) best = label
  }
  return best
}

/** −ln of the probability given to what happened, at least {@link LEAST}: 0 (certain and right) to 9.2. */
export const lossOf = (distribution: Distribution, label: number): number => -Math.log(clamp(distribution[label] ?? 0, LEAST, 1))

/** @throws RangeError unless both have the same length */
export function requireEqualLength(a: ArrayLike<unknown>, b: ArrayLike<unknown>, what: string): void {
  if (a.length !== b.length) throw new RangeError(`${what}: ${a.length} against ${b.length}`)
}
