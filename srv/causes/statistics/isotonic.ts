import { clamp, requireEqualLength } from './distribution.ts'

/** A curve that never falls: straight lines between points, level before the first and after the last. Plain data. */
export interface Isotonic {
  readonly kind: 'isotonic'
  /** Probabilities before, ascending. */
  readonly at: readonly number[]
  /** Probabilities after, one for each of `at`, never falling. */
  readonly value: readonly number[]
}

/** Neighbouring probabilities whose rows share one value: `weight` rows from `from` up to `to`. */
interface Block {
  readonly from: number
  readonly to: number
  readonly mean: number
  readonly weight: number
}

/** Equal probabilities are one block from the start, so that the order of rows makes no difference. */
function blocksOf(predicted: ArrayLike<number>, happened: ArrayLike<boolean>): Block[] {
  const order = Uint32Array.from(predicted, (_, at) => at).sort((a, b) => (predicted[a] ?? 0) - (predicted[b] ?? 0))
  const blocks: Block[] = []
  for (const row of order) {
    const at = predicted[row] ?? 0
    const single = { from: at, to: at, mean: happened[row] ? 1 : 0, weight: 1 }
    const last = blocks.at(-1)
    if (last?.to === at) blocks[blocks.length - 1] = merged(last, single)
    else blocks.push(single)
  }
  return blocks
}

function merged(a: Block, b: Block): Block {
  const weight = a.weight + b.weight
  return { from: a.from, to: b.to, mean: (a.mean * a.weight + b.mean * b.weight) / weight, weight }
}

/**
 * Never-falling curve from predicted probability to the share that really happened, closest in least squares, by pooling adjacent violators.
 * Values keep half a row's distance from 0 and 1: n rows can't show that something never happens.
 *
 * @param predicted probabilities 0 to 1, one a row
 * @param happened one a row
 * @throws RangeError when lengths differ or there are no rows
 * @see M. Ayer et al., Ann. Math. Statist. 26 (1955); B. Zadrozny, C. Elkan, KDD 2002; sklearn.isotonic.IsotonicRegression(y_min, y_max,
 *   out_of_bounds='clip')
 */
export function fitIsotonic(predicted: ArrayLike<number>, happened: ArrayLike<boolean>): Isotonic {
  requireEqualLength(predicted, happened, 'probabilities and outcomes')
  if (predicted.length === 0) throw new RangeError('no rows to fit a curve to')
  const pooled: Block[] = []
  for (const block of blocksOf(predicted, happened)) {
    let last = block
    for (let before = pooled.at(-1); before !== undefined && before.mean >= last.mean; before = pooled.at(-1)) {
      last = merged(before, last)
      pooled.pop()
    }
    pooled.push(last)
  }
  const least = 0.5 / predicted.length
  const points = pooled.flatMap(({ from, to, mean }) => {
    const value = clamp(mean, least, 1 - least)
    return from === to
      ? [{ at: from, value }]
      : [
          { at: from, value },
          { at: to, value },
        ]
  })
  return { kind: 'isotonic', at: points.map((each) => each.at), value: points.map((each) => each.value) }
}

/** Value of the curve at `probability`; between two points, on the line that joins them. */
export function isotonicAt({ at, value }: Isotonic, probability: number): number {
  let [low, high] = [0, at.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((at[middle] ?? 0) < probability) low = middle + 1
    else high = middle
  }
  const upper = value[Math.min(low, value.length - 1)] ?? probability
  const [left, right] = [at[low - 1], at[low]]
  if (left === undefined || right === undefined) return upper
  const lower = value[low - 1] ?? upper
  return lower + (upper - lower) * ((probability - left) / (right - left))
}
