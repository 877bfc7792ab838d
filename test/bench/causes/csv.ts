import { readFileSync } from 'node:fs'
import type { CaseMatrix } from '../../../srv/causes/forest/forest.ts'

/** A table of numbers with what each row is. */
export interface DataSet extends CaseMatrix {
  readonly features: readonly string[]
  /** What each label is called. */
  readonly names: readonly string[]
}

/** Cells of RFC 4180: separated by commas, in quotes where they hold one. */
function cellsOf(line: string): string[] {
  return Array.from(`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, bare]) =>
    (quoted?.replaceAll('""', '"') ?? bare ?? '').trim(),
  )
}

/** Positions of the columns that `label` names: `a`, `a,b,c`, or `last:7`. */
function labelColumns(header: readonly string[], label: string): number[] {
  const last = /^last:(\d+)$/.exec(label)?.[1]
  if (last !== undefined) return [...header.keys()].slice(-Number(last))
  return label.split(',').map((name) => {
    const at = header.indexOf(name.trim())
    if (at < 0) throw new RangeError(`The data have no column ${name.trim()}.`)
    return at
  })
}

/**
 * Reads a CSV with a header line, numeric features, and one label column (any text) or several one-hot columns (exactly one of them 1 in every row).
 *
 * @param text of the file; cells without line breaks
 * @param label column names, separated by commas, or `last:N`; all other columns are features
 * @throws RangeError for an unknown column, a feature that isn't a finite number, a row of another length, or a row with none or several one-hot labels
 */
export function parseData(text: string, label: string): DataSet {
  const [header = [], ...table] = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map(cellsOf)
  const labelled = labelColumns(header, label)
  const columns = [...header.keys()].filter((column) => !labelled.includes(column))
  const fail = (row: number, text: string): never => {
    throw new RangeError(`Row ${row + 1}: ${text}`)
  }
  const rows = new Float64Array(table.length * columns.length)
  const said = table.map((cells, row) => {
    if (cells.length !== header.length) fail(row, `${cells.length} cells, ${header.length} expected.`)
    for (const [at, column] of columns.entries()) {
      const value = cells[column] ?? ''
      if (value === '' || !Number.isFinite(Number(value))) fail(row, `"${value}" in ${header[column] ?? ''} is no number.`)
      rows[row * columns.length + at] = Number(value)
    }
    const [only] = labelled
    if (labelled.length === 1) return cells[only ?? 0] ?? ''
    const hot = labelled.filter((column) => Number(cells[column]) === 1)
    if (hot.length !== 1) fail(row, `${hot.length} of the label columns are 1.`)
    return header[hot[0] ?? 0] ?? ''
  })
  const names = labelled.length === 1 ? [...new Set(said)].sort() : labelled.map((column) => header[column] ?? '')
  return {
    rows,
    width: columns.length,
    labels: Uint16Array.from(said, (name) => names.indexOf(name)),
    classes: names.length,
    features: columns.map((column) => header[column] ?? ''),
    names,
  }
}

/** {@link parseData} of a file. */
export const readData = (file: string, label: string): DataSet => parseData(readFileSync(file, 'utf8'), label)
