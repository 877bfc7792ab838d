/** What the bench says, and what is asked of it. */

/** Who was measured; shown side by side. `bayes` knows how the stream was made. */
export const CONTESTANTS = ['library', 'exact', 'histogram', 'sklearn', 'bayes'] as const
export type Contestant = (typeof CONTESTANTS)[number]

/** One row of the JSON. */
export interface Row {
  readonly name: string
  /** Null where it couldn't be measured; the name says why. */
  readonly value: number | null
  readonly unit: string
  /** Such as `≥ 150`; null where nothing is asked. */
  readonly target: string | null
  /** Whether the target is reached; what isn't asked holds, what couldn't be measured doesn't. Null where these sizes decide nothing; the name says so. */
  readonly holds: boolean | null
}

/** A row with what it tells, apart from whom. */
export interface Figure extends Row {
  readonly measure: string
  readonly of?: Contestant
  /** What is asked must be reached with however few rows. */
  readonly isOfAnySize?: true
}

/** What one contestant did; rows of the same measure stand side by side. */
export function sideBySide(measure: string, of: Contestant, value: number, unit: string): Figure {
  return { name: `${measure}: ${of}`, measure, of, value, unit, target: null, holds: true }
}

/** What stands by itself and isn't judged. */
export function plain(measure: string, value: number, unit: string): Figure {
  return { name: measure, measure, value, unit, target: null, holds: true }
}

const goal = (measure: string, value: number, unit: string, target: string, holds: boolean): Figure => ({
  name: measure,
  measure,
  value,
  unit,
  target,
  holds,
})
export const atLeast = (measure: string, value: number, unit: string, least: number): Figure =>
  goal(measure, value, unit, `≥ ${least}`, value >= least)
export const atMost = (measure: string, value: number, unit: string, most: number): Figure =>
  goal(measure, value, unit, `≤ ${most}`, value <= most)
export const within = (measure: string, value: number, unit: string, least: number, most: number): Figure =>
  goal(measure, value, unit, `${least} to ${most}`, value >= least && value <= most)

/** What must be reached with however few rows: it decides under `--quick` as well. */
export function always(figure: Figure): Figure {
  return { ...figure, isOfAnySize: true }
}

/** What must not occur at all. */
export const none = (measure: string, value: number, unit: string): Figure => always(atMost(measure, value, unit, 0))

/** A figure of small sizes: what is asked of the full ones neither holds nor fails. */
export function undecided(figure: Figure): Figure {
  if (figure.isOfAnySize || (figure.target === null && figure.holds)) return figure
  return { ...figure, name: `${figure.name} (full size decides)`, holds: null }
}

/** What couldn't be measured, and why. */
export function missing(measure: string, why: string, unit: string, target: string): Figure {
  return { name: `${measure} (${why})`, measure, value: null, unit, target, holds: false }
}
/** The same of one contestant. */
export function absent(measure: string, of: Contestant, why: string, unit: string): Figure {
  return { name: `${measure}: ${of} (${why})`, measure, of, value: null, unit, target: null, holds: false }
}

export function rowOf({ name, value, unit, target, holds }: Figure): Row {
  return { name, value, unit, target, holds }
}

/** Four digits that count. */
function written(value: number | null): string {
  if (value === null) return '–'
  if (value === 0 || Math.abs(value) < 1e-4) return value === 0 ? '0' : value.toExponential(1)
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(4)))
}

function lined(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')
  const [head = [], ...body] = rows
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...body.map(line)].join('\n')
}

/** Two tables: contestants side by side, then what is asked and what else was measured. */
export function tableOf(figures: readonly Figure[]): string {
  const compared = [
    ...Map.groupBy(
      figures.filter(({ of }) => of !== undefined),
      ({ measure }) => measure,
    ),
  ]
  const sides = compared.map(([measure, some]) => {
    const cell = (who: Contestant): string => {
      const found = some.find(({ of }) => of === who)
      return found === undefined ? '' : written(found.value)
    }
    return [measure, ...CONTESTANTS.map(cell), some[0]?.unit ?? '']
  })
  const alone = figures.filter(({ of }) => of === undefined)
  const verdict = ({ target, holds }: Figure): string =>
    holds === null || (target === null && holds) ? '' : holds ? 'holds' : 'DOES NOT HOLD'
  return [
    lined([['', ...CONTESTANTS, ''], ...sides]),
    lined([
      ['', '', '', 'asked', ''],
      ...alone.map((each) => [each.name, written(each.value), each.unit, each.target ?? '', verdict(each)]),
    ]),
  ].join('\n\n')
}
