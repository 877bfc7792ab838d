import { integer, MersenneTwister19937 } from 'random-js'

/** What one tree of the library's forest learns from. */
export interface Bag {
  /** Row of the cases drawn at each position, with replacement, as many as there are cases; overwritten by the next bag. */
  readonly rows: Int32Array
  /** Columns that the tree sees, in the order in which they were drawn. */
  readonly columns: readonly number[]
}

export interface BagParameters {
  /** Share of the columns that a tree sees, above 0 to 1; rounded down to whole columns. */
  readonly maxFeatures: number
  /** Whether a tree may see a column twice. */
  readonly replacement?: boolean
  /** 32-bit integer. */
  readonly seed: number
}

/** Number of columns that each tree sees. */
export const columnsPerTree = (width: number, { maxFeatures }: BagParameters): number => Math.floor(width * maxFeatures)

/**
 * The bags that `ml-random-forest` 2.1.0 draws for trees `from` up to `to`: Mersenne twisters, each seeded by the next number of the one before, so the bags of earlier trees are
 * drawn too; that takes a thousandth of what growing them would.
 */
export function* bagsOf(cases: number, width: number, parameters: BagParameters, from: number, to: number): Generator<Bag, void> {
  const rows = new Int32Array(cases)
  const drawRow = integer(0, cases - 1)
  const drawColumn = integer(0, width - 1)
  const wanted = columnsPerTree(width, parameters)
  let { seed } = parameters
  for (let tree = 0; tree < to; tree++) {
    const rowEngine = MersenneTwister19937.seed(seed)
    for (let at = 0; at < cases; at++) rows[at] = drawRow(rowEngine)
    const columnEngine = MersenneTwister19937.seed(rowEngine.next())
    const columns: number[] = []
    while (columns.length < wanted) {
      const column = drawColumn(columnEngine)
      if (parameters.replacement === true || !columns.includes(column)) columns.push(column)
    }
    seed = columnEngine.next()
    if (tree >= from) yield { rows, columns }
  }
}
