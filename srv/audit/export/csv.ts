import { Readable } from 'node:stream'
import type { Values } from './rows.ts'

/** What spreadsheets take for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/

/** RFC 4180 in UTF-8 with a mark, so that spreadsheets know; no cell is ever a formula. */
export function csvOf(titles: readonly string[], pages: AsyncIterable<readonly Values[]>): Readable {
  return Readable.from(linesOf(titles, pages))
}

async function* linesOf(titles: readonly string[], pages: AsyncIterable<readonly Values[]>): AsyncGenerator<Buffer> {
  yield Buffer.from(`\uFEFF${lineOf(titles)}`)
  for await (const page of pages) yield Buffer.from(page.map(lineOf).join(''))
}

function lineOf(values: Values): string {
  return `${values.map(cellOf).join(',')}\r\n`
}

function cellOf(value: string | number | null): string {
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value ?? '') ? `'${value ?? ''}` : (value ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
