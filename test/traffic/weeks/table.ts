import type { WeekLine } from './figures.ts'
import { HABITS } from './planner.ts'
import type { WeeksReport } from './report.ts'

const FAMILIES = { overConsumption: 'over-consumption', deficit: 'deficit', all: 'both families' } as const

/** The report as people read it. */
export function weeksTable(report: WeeksReport): string {
  const { pace, drift, office } = report
  return [
    `Simulated weeks; days are labels only, all of it took ${(report.seconds / 60).toFixed(1)} minutes.`,
    `Learning: a challenger every ${pace.retrainEvery} labels, ${pace.shadowLeast} to ${pace.shadowMost} messages in the shadow, window ${pace.window}, ${pace.spotCheckPercent} % spot checks.`,
    `Planner: ${percent(HABITS.silent)} silent, ${percent(HABITS.wrong)} wrong, ${percent(HABITS.late)} a day or two late; ${percent(HABITS.takenBack)} of what was booked wrongly is taken back.`,
    '',
    ...grid(
      ['week', 'opinion', 'messages', 'failures held', 'healthy held', 'top-1', 'top-3', 'could pass', 'of which failed'],
      [
        ...report.weeks.map((each) => weekRow(each)),
        ...report.inFact.map((each) => [
          ...[
            String(each.week),
            'in fact',
            String(each.sent),
            share(each.failuresHeld, each.failures),
            share(each.healthyHeld, each.sent - each.failures),
          ],
          ...['', '', '', ''],
        ]),
      ].sort((a, b) => (a[0] ?? '').localeCompare(b[0] ?? '')),
    ),
    'Held from 50 % on. Could pass: rules and model up to 2 %; both: what is certified.',
    '',
    ...grid(
      ['week', 'no rule decides', 'messages', 'rules top-1', 'model top-1', 'both top-1', 'gain', 'rules top-3', 'both top-3'],
      report.families.map(({ week, family, messages, first, firstThree, gain }) => [
        ...[
          String(week),
          FAMILIES[family],
          String(messages),
          share(first.rules, messages),
          share(first.model, messages),
          share(first.both, messages),
        ],
        ...[`${gain >= 0 ? '+' : ''}${gain.toFixed(1)}`, share(firstThree.rules, messages), share(firstThree.both, messages)],
      ]),
    ),
    '',
    ...grid(
      ['week', 'family', 'cause', 'messages', 'decided', 'rules', 'model', 'both'],
      report.causes.map(({ week, family, cause, messages, decided, first }) => [
        ...[String(week), FAMILIES[family], cause, String(messages), String(decided)],
        ...[String(first.rules), String(first.model), String(first.both)],
      ]),
    ),
    '',
    ...grid(
      ['label by', 'cases', 'true'],
      report.labels.map((each) => [each.source, String(each.cases), share(each.right, each.cases)]),
    ),
    '',
    ...grid(
      ['model', 'family', 'cases', 'because of', 'state', 'trained at message', 'put to work'],
      report.champions.map((each) => [
        ...[each.version, each.family, String(each.cases), each.trigger ?? '', each.status, String(each.trainedAtMessage)],
        each.promotedAtMessage === null ? '' : String(each.promotedAtMessage),
      ]),
    ),
    '',
    `alarms: ${report.alarms.map((each) => `${each.feature || each.kind} (${each.message})`).join(', ') || 'none'}`,
    ...(drift
      ? [
          `habits changed after message ${drift.changedAfter}; noticed ${after(drift.noticedAfter)}, by a feature ${after(drift.featureAfter)}; new champion ${after(drift.newChampionAfter)}; ${drift.falseAlarms} alarms before`,
        ]
      : []),
    `office: ${Object.entries(office)
      .map(([name, count]) => `${name} ${String(count)}`)
      .join(', ')}`,
    ...report.problems.map((each) => `  ${each}`),
    ...report.goals.map(
      ({ name, value, target, holds }) =>
        `${name}: ${value === null ? '-' : value.toFixed(1)} (goal ${target}: ${holds ? 'met' : 'missed'})`,
    ),
  ].join('\n')
}

function weekRow(line: WeekLine): string[] {
  const healthy = line.messages - line.failures
  return [
    ...[String(line.week), line.opinion, String(line.messages), share(line.failuresHeld, line.failures), share(line.healthyHeld, healthy)],
    ...[
      share(line.first, line.failures),
      share(line.firstThree, line.failures),
      share(line.passes, line.messages),
      share(line.passedWrongly, line.passes),
    ],
  ]
}

function grid(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = headings.map((heading, column) => Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)))
  const isText = widths.map((_, column) => rows.every((row) => !/^[+-]?\d/.test(row[column] ?? '')))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (isText[column] ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd()
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)]
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`
}

function percent(part: number): string {
  return `${Math.round(100 * part)} %`
}

function after(messages: number | null): string {
  return messages === null ? 'never' : `${messages} messages later`
}
