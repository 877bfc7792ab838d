/** What messages looked like when a model was trained, and how far recent ones are from it, feature by feature. */

/** How a feature was spread: plain data, kept beside a model. */
interface Spread {
  /** Few different values (flags, small counts): each is a bin, all others share a last one. Else upper ends of bins, the last one open. */
  readonly isDiscrete: boolean
  readonly at: readonly number[]
  /** Rows in each bin, one more than `at`. */
  readonly counts: readonly number[]
}

export interface Population {
  readonly rows: number
  /** One a feature. */
  readonly spreads: readonly Spread[]
}

/** How far one feature has moved. */
interface Shift {
  /** Population stability index in nats: 0 for the same spread, no upper bound. */
  readonly psi: number
  /** What two samples of this size from one and the same population would show on average. */
  readonly chance: number
  /** By `psi` − `chance`: below 0.1, below 0.25, above. */
  readonly level: 'stable' | 'moderate' | 'major'
}

const BINS = 10
/** Rows added to each bin, so that an empty one has a finite distance. */
const HALF = 0.5

function binOf({ isDiscrete, at }: Pick<Spread, 'isDiscrete' | 'at'>, value: number): number {
  const bin = isDiscrete ? at.indexOf(value) : at.findIndex((end) => value <= end)
  return bin < 0 ? at.length : bin
}

function countsOf(bins: Pick<Spread, 'isDiscrete' | 'at'>, values: Float64Array): number[] {
  const counts = Array.from({ length: bins.at.length + 1 }, () => 0)
  for (const value of values) {
    const bin = binOf(bins, value)
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts
}

function columnsOf(rows: Float64Array, width: number): Float64Array[] {
  if (!Number.isInteger(width) || width < 1 || rows.length % width !== 0) throw new RangeError(`${rows.length} numbers in rows of ${width}`)
  return Array.from({ length: width }, (_, column) =>
    Float64Array.from({ length: rows.length / width }, (_, row) => rows[row * width + column] ?? 0),
  )
}

function spreadOf(values: Float64Array): Spread {
  const sorted = values.toSorted()
  const distinct = [...new Set(sorted)]
  const isDiscrete = distinct.length <= BINS
  const quantiles = Array.from({ length: BINS - 1 }, (_, at) => sorted[Math.ceil(((at + 1) * sorted.length) / BINS) - 1] ?? 0)
  const bins = { isDiscrete, at: isDiscrete ? distinct : [...new Set(quantiles)] }
  return { ...bins, counts: countsOf(bins, values) }
}

/**
 * How each feature is spread over the rows that a model learns from: ten bins of equal weight, or one a value where there are ten or fewer.
 * @param rows row after row, `width` finite numbers each
 * @throws RangeError when `rows` isn't made of rows of `width`
 */
export function describePopulation(rows: Float64Array, width: number): Population {
  return { rows: rows.length / width, spreads: columnsOf(rows, width).map(spreadOf) }
}

/**
 * How far each feature of recent rows has moved from the reference: Σ (recent − reference) · ln(recent ÷ reference) over the shares of the
 * reference's bins. Without recent rows nothing has moved.
 *
 * @param recent row after row, as wide as the reference
 * @returns one a feature
 * @throws RangeError when `recent` isn't made of rows of that width
 * @see S. Kullback, Information Theory and Statistics (1959), J-divergence; B. Yurdakul, "Statistical Properties of Population Stability
 *   Index" (2018), for what chance alone makes of it
 */
export function populationShift(reference: Population, recent: Float64Array): Shift[] {
  const width = reference.spreads.length
  return columnsOf(recent, width).map((values, at) => {
    const spread = reference.spreads[at]
    if (spread === undefined || values.length === 0) return { psi: 0, chance: 0, level: 'stable' }
    const counts = countsOf(spread, values)
    const used = counts.map((count, bin) => ({ now: count, then: spread.counts[bin] ?? 0 })).filter(({ now, then }) => now + then > 0)
    const share = (count: number, rows: number): number => (count + HALF) / (rows + HALF * used.length)
    const psi = used.reduce((sum, { now, then }) => {
      const [after, before] = [share(now, values.length), share(then, reference.rows)]
      return sum + (after - before) * Math.log(after / before)
    }, 0)
    const chance = (used.length - 1) * (1 / reference.rows + 1 / values.length)
    const moved = psi - chance
    return { psi, chance, level: moved < 0.1 ? 'stable' : moved < 0.25 ? 'moderate' : 'major' }
  })
}
