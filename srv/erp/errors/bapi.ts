import { isObject } from '../json.ts'
import { codeOf, severityOf, variablesIn } from './dialect.ts'
import type { Dialect, Message } from './dialect.ts'
import { found, rowsOf, textOf, writtenOf } from './tree.ts'
import type { Row } from './tree.ts'

const TABLES: ReadonlySet<string> = new Set(['RETURN', 'ES_RETURN', 'ET_RETURN'])
const DETAIL_TABLES: ReadonlySet<string> = new Set(['ET_DETAIL_RETURN', 'DETAIL_RETURN'])
const COLUMNS = ['ID', 'NUMBER', 'MESSAGE']

/**
 * Return tables of BAPIs in XML or JSON, by name or bare. Where there's a detail table, the return table only sums it up: "2 of 3
 * confirmations are incorrect". Which row, confirmation and field a detail is about, is in its `raw`.
 */
export const bapi: Dialect = ({ tree, text, status }) => {
  const tables = found(tree, (name) => TABLES.has(name))
  const details = found(tree, (name) => DETAIL_TABLES.has(name)).flatMap(rowsOf)
  const isNamed = tables.length > 0 || details.length > 0
  const rows = isNamed ? tables.flatMap(rowsOf) : rowsOf(tree)
  const said = read(details)
  const sums = read(rows.filter((each) => 'TYPE' in each && COLUMNS.some((name) => name in each)))
  const all = [...said, ...sums]
  if (all.length === 0) return isNamed && status < 400 && tables.every(isEmpty) ? nothingWrong(text) : undefined
  const sum = sums.find((each) => each.severity === 'error')
  if (sum && said.length > 0) return { frame: sum, details: all.filter((each) => each !== sum) }
  const best = sum ?? all.find((each) => each.severity === 'success' || each.severity === 'info') ?? all[0]
  return best && { frame: best, details: all }
}

/** A row of blanks is how a BAPI says nothing. */
function read(rows: readonly Row[]): Message[] {
  return rows.filter((each) => ['TYPE', 'ID', 'MESSAGE'].some((name) => textOf(each[name]) !== '')).map(messageOf)
}

function messageOf(row: Row): Message {
  const code = codeOf(textOf(row.ID), textOf(row.NUMBER))
  return {
    code,
    text: textOf(row.MESSAGE),
    severity: severityOf(textOf(row.TYPE), code),
    variables: variablesIn([row.MESSAGE_V1, row.MESSAGE_V2, row.MESSAGE_V3, row.MESSAGE_V4].map((each) => textOf(each))),
    isLocked: textOf(row.FLG_LOCKED) !== '',
    raw: writtenOf(row),
  }
}

function isEmpty(table: unknown): boolean {
  return textOf(table) === '' && (!isObject(table) || rowsOf(table).every((row) => 'TYPE' in row || Object.keys(row).length === 0))
}

/** An empty table means success. */
function nothingWrong(raw: string): ReturnType<Dialect> {
  return { frame: { code: '', text: '', severity: 'success', variables: [], raw }, details: [] }
}
