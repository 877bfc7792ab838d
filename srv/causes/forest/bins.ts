import type { CaseMatrix } from './forest.ts'

/** Every feature cut into at most 256 bins of about as many cases each. */
export interface Bins {
  /** Bin of each case, feature after feature. */
  readonly codes: Uint8Array
  /** Per feature: bin b holds the values from `edges[b − 1]` to below `edges[b]`; strictly ascending, one fewer than there are bins. */
  readonly edges: readonly Float64Array[]
}

/** Above `low` and at most `high`, so that `low` is below it and `high` isn't, whatever is lost by rounding. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2
  return middle > low ? middle : high
}

/**
 * Quantiles, but a value of very many cases (most features are 0 nearly always) counts as one bin's worth of them: the bins go to the values that are rare, where failures are.
 *
 * @param sorted ascending
 */
function edgesOf(sorted: Float64Array, bins: number): Float64Array {
  const cap = sorted.length / bins
  const ends: number[] = []
  for (let at = 1; at <= sorted.length; at++) if (sorted[at] !== sorted[at - 1]) ends.push(at)
  const worth = (end: number, before: number): number => Math.min(end - before, cap)
  const total = ends.reduce((sum, end, at) => sum + worth(end, ends[at - 1] ?? 0), 0)
  const edges: number[] = []
  let passed = 0
  for (const [at, end] of ends.slice(0, -1).entries()) {
    const before = Math.floor((passed * bins) / total)
    passed += worth(end, ends[at - 1] ?? 0)
    const isEdge = ends.length <= bins || (Math.floor((passed * bins) / total) > before && edges.length < bins - 1)
    if (isEdge) edges.push(between(sorted[end - 1] ?? 0, sorted[end] ?? 0))
  }
  return Float64Array.from(edges)
}

/** Number of `edges` (ascending) that `value` has reached. */
export function rankOf(edges: Float64Array, value: number, from = 0, to = edges.length): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (value < (edges[middle] ?? 0)) high = middle
    else low = middle + 1
  }
  return low - from
}

/** @param bins 2 to 256 */
export function binsOf({ rows, width, labels }: CaseMatrix, bins: number): Bins {
  const cases = labels.length
  const codes = new Uint8Array(width * cases)
  const column = new Float64Array(cases)
  const edges = Array.from({ length: width }, (_, feature) => {
    for (let row = 0; row < cases; row++) column[row] = rows[row * width + feature] ?? 0
    const own = edgesOf(column.toSorted(), bins)
    for (let row = 0; row < cases; row++) codes[feature * cases + row] = rankOf(own, column[row] ?? 0)
    return own
  })
  return { codes, edges }
}
