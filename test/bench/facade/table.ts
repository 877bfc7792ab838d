import type { Figure } from '../causes/figures.ts'
import type { Result } from './rounds.ts'

/** What was measured side by side: one table a pace of the S/4, a line a contestant, for each number of senders messages/s, p50, p99 and CPU. */
export function tablesOf(results: readonly Result[]): string {
  const senders = [...new Set(results.map((each) => each.senders))]
  const head = senders.flatMap((many) => [`${many} sender${many > 1 ? 's' : ''}: /s`, 'p50 ms', 'p99 ms', 'CPU ms'])
  const tables = [...Map.groupBy(results, ({ pace }) => pace)].map(([pace, some]) => {
    const lines = [...Map.groupBy(some, ({ contestant }) => contestant)].map(([contestant, own]) => [
      contestant,
      ...senders.flatMap((many) => {
        const one = own.find((each) => each.senders === many)
        return one ? [one.perSecond, one.latency.p50, one.latency.p99, one.cpuMs ?? null].map(written) : ['', '', '', '']
      }),
    ])
    return aligned([[pace, ...head], ...lines])
  })
  return tables.join('\n\n')
}

/** What is asked, and whether it holds. */
export function goalsTable(figures: readonly Figure[]): string {
  const verdict = ({ target, holds }: Figure): string => (target === null && holds ? '' : holds ? 'holds' : 'DOES NOT HOLD')
  return aligned([
    ['', '', '', 'asked', ''],
    ...figures.map((each) => [each.name, written(each.value), each.unit, each.target ?? '', verdict(each)]),
  ])
}

/** Four digits that count. */
function written(value: number | null): string {
  if (value === null || Number.isNaN(value)) return '–'
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(4)))
}

/** First row is the head; first column to the left, all others to the right. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')
  const [head = [], ...body] = rows
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...body.map(line)].join('\n')
}
