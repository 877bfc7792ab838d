/**
 * # Whether the causes behind failures are no longer what they were
 *
 * A ranking that adapts as it goes hides that a plant has changed its ways: its losses hardly rise. So the causes themselves are compared, place
 * by place: those that people named lately against those before. Counts are small, so the likelihood-ratio statistic G is not looked up in a table but
 * held against itself: how often would it be as great if latest and earlier failures of a place were shuffled?
 *
 * @see R. Sokal, F. Rohlf, Biometry (1995), §17 (G-test); P. Good, Permutation, Parametric and Bootstrap Tests of Hypotheses (2005), §3
 */

/** One failure: where it happened, and what was behind it. */
export interface NamedFailure {
  readonly place: string
  readonly cause: string
}

const SHUFFLES = 400
/** The same failures give the same answer, everywhere. */
const SEED = 1

/** Failures as numbers: which place, and which cause at which place. */
interface Table {
  readonly places: Uint16Array
  readonly cells: Uint16Array
  /** Place of each cell. */
  readonly placeOf: readonly number[]
  readonly perPlace: Float64Array
  readonly perCell: Float64Array
}

function tableOf(failures: readonly NamedFailure[]): Table {
  const numbers = (names: readonly string[]): Uint16Array => {
    const known = [...new Set(names)]
    return Uint16Array.from(names, (name) => known.indexOf(name))
  }
  const places = numbers(failures.map((each) => each.place))
  const cells = numbers(failures.map((each) => `${each.place} ${each.cause}`))
  const count = (of: Uint16Array): Float64Array => {
    const counts = new Float64Array(Math.max(...of) + 1)
    for (const each of of) counts[each] = (counts[each] ?? 0) + 1
    return counts
  }
  const placeOf: number[] = []
  for (const [at, cell] of cells.entries()) placeOf[cell] = places[at] ?? 0
  return { places, cells, placeOf, perPlace: count(places), perCell: count(cells) }
}

/** Σ over places and causes of 2 · count · ln(count ÷ expected count), with each place's own share of latest failures. */
function statisticOf({ places, cells, placeOf, perPlace, perCell }: Table, isLatest: Uint8Array): number {
  const latestPerPlace = new Float64Array(perPlace.length)
  const latestPerCell = new Float64Array(perCell.length)
  for (let at = 0; at < cells.length; at++) {
    if (isLatest[at] !== 1) continue
    latestPerPlace[places[at] ?? 0] = (latestPerPlace[places[at] ?? 0] ?? 0) + 1
    latestPerCell[cells[at] ?? 0] = (latestPerCell[cells[at] ?? 0] ?? 0) + 1
  }
  const part = (count: number, ofCell: number, side: number, ofPlace: number): number =>
    count > 0 ? 2 * count * Math.log((count * ofPlace) / (ofCell * side)) : 0
  let sum = 0
  for (let cell = 0; cell < perCell.length; cell++) {
    const place = placeOf[cell] ?? 0
    const [latest, all, ofPlace] = [latestPerCell[cell] ?? 0, perCell[cell] ?? 0, perPlace[place] ?? 0]
    const side = latestPerPlace[place] ?? 0
    sum += part(latest, all, side, ofPlace) + part(all - latest, all, ofPlace - side, ofPlace)
  }
  return sum
}

/**
 * Probability (0 to 1) of causes as different as these, place by place, had nothing changed.
 * @param latest failures of late
 * @param earlier those before
 * @returns at least 1 / 401; 1 without failures on both sides
 */
export function habitShift(latest: readonly NamedFailure[], earlier: readonly NamedFailure[]): number {
  if (latest.length === 0 || earlier.length === 0) return 1
  const failures = [...latest, ...earlier]
  const table = tableOf(failures)
  const sides = Uint8Array.from(failures, (_, at) => (at < latest.length ? 1 : 0))
  const seen = statisticOf(table, sides)
  const byPlace = [...Map.groupBy(failures.keys(), (at) => failures[at]?.place).values()]
  let state = SEED
  const below = (most: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 0x1_0000_0000) * most)
  }
  let asGreat = 0
  for (let shuffle = 0; shuffle < SHUFFLES; shuffle++) {
    for (const rows of byPlace)
      for (let last = rows.length - 1; last > 0; last--) {
        const [a, b] = [rows[last] ?? 0, rows[below(last + 1)] ?? 0]
        ;[sides[a], sides[b]] = [sides[b] ?? 0, sides[a] ?? 0]
      }
    if (statisticOf(table, sides) >= seen - 1e-9) asGreat++
  }
  return (asGreat + 1) / (SHUFFLES + 1)
}
