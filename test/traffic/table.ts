import { flaggedTable } from './log-report.ts'
import type { CauseLine, Report } from './report.ts'

const HEADINGS = ['class', 'cause', 'sent', 'released', 'held', 'refused by the ERP', 'posted', 'top-1', 'top-3']

/** The report as people read it: the table of causes, the shares with their goals, the documents. `isDirect`: nothing stood between, so there's no goal. */
export function tableOf(report: Report, isDirect: boolean): string {
  const rows = report.causes.map((each) => [
    each.class,
    each.cause || '-',
    ...[each.sent, each.released, each.held, each.refusedByErp, each.posted].map(String),
    ...ranks(each),
  ])
  const widths = HEADINGS.map((heading, column) => Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  const { documents } = report
  return [
    line(HEADINGS),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map(line),
    '',
    ...(isDirect ? [] : shares(report)),
    `documents: ${documents.expected} expected, ${documents.found} found, ${documents.doubled} doubled`,
    ...(report.unanswered > 0 ? [`without a final answer: ${report.unanswered}`] : []),
    ...report.differences.map((each) => `  ${each}`),
  ].join('\n')
}

function shares(report: Report): string[] {
  const goal = (name: string, part: number, whole: number, sign: '≥' | '≤', percent: number): string[] => {
    if (whole === 0) return []
    const share = (100 * part) / whole
    const isMet = sign === '≥' ? share >= percent : share <= percent
    return [`${name}: ${part} of ${whole} held, ${share.toFixed(1)} % (goal ${sign} ${percent} %: ${isMet ? 'met' : 'missed'})`]
  }
  const known = report.causes.filter((each) => each.class === 'refused' || each.class === 'wrong')
  const held = total(known, 'held')
  return [
    ...goal('refused', report.refused.held, report.refused.sent, '≥', 80),
    ...goal('wrong but accepted', report.wrong.held, report.wrong.sent, '≥', 60),
    ...goal('healthy', report.healthy.held, report.healthy.sent, '≤', 2),
    ...queues(report.queues),
    ...(report.log.sent > 0
      ? [
          `log: ${report.log.held} of ${report.log.sent} held, ${report.log.refusedByErp} refused by the ERP`,
          ...flaggedTable(report.flagged, report.log.sent),
        ]
      : []),
    ...(held > 0
      ? [
          `true cause first: ${percent(total(known, 'top1'), held)}, among the first three: ${percent(total(known, 'top3'), held)} of ${held} held`,
        ]
      : []),
  ]
}

function ranks(line: CauseLine): string[] {
  return line.held === 0 || line.cause === '' ? ['', ''] : [`${line.top1}/${line.held}`, `${line.top3}/${line.held}`]
}

function queues({ failed, right, unknown, wrong }: Report['queues']): string[] {
  if (failed === 0) return []
  const share = (100 * right) / failed
  const lines = [...Map.groupBy(wrong, (each) => each)].map(([each, all]) => `  ${all.length > 1 ? `${all.length} × ` : ''}${each}`)
  return [
    `right queue: ${right} of ${failed} that failed, ${share.toFixed(1)} % (goal ≥ 95 %: ${share >= 95 ? 'met' : 'missed'}); ${unknown} shown as unknown`,
    ...lines,
  ]
}

function total(lines: readonly CauseLine[], name: 'held' | 'top1' | 'top3'): number {
  return lines.reduce((sum, each) => sum + each[name], 0)
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`
}
