import type { FacadeReport } from './facade.ts'
import type { NormaliserReport } from './normaliser.ts'

/** What was sent and answered, for people. */

const COLUMNS: readonly (readonly [title: string, test: (key: string) => boolean])[] = [
  ['2xx', (key) => key.startsWith('2')],
  ['held', (key) => key === '409 COUNTERSIGN/HELD'],
  ['400', (key) => key.startsWith('400')],
  ['403', (key) => key.startsWith('403')],
  ['404', (key) => key.startsWith('404')],
  ['other 4xx', (key) => /^4(?!00|03|04|09 COUNTERSIGN\/HELD)/.test(key)],
  ['503 wait', (key) => key === '503 COUNTERSIGN/PENDING'],
  // What its own services don't have, in its own words.
  ['501 of ERP', (key) => key === '501 /IWBEP/CM_MGW_RT/021'],
  ['other 5xx', (key) => /^5(?!03 COUNTERSIGN.PENDING|01 .IWBEP.CM_MGW_RT.021)/.test(key)],
  ['none', (key) => key === 'none'],
]
const MOST_COMPLAINTS = 20

export function table(normaliser: NormaliserReport, facades: readonly FacadeReport[]): string {
  const answers = new Map<string, Map<string, number>>()
  for (const [label, row] of facades.flatMap((each) => Object.entries(each.answers))) {
    const sums = answers.get(label) ?? new Map<string, number>()
    for (const [key, count] of Object.entries(row)) sums.set(key, (sums.get(key) ?? 0) + count)
    answers.set(label, sums)
  }
  const rows = [...answers].map(([label, row]) => [
    label,
    ...[() => true, ...COLUMNS.map(([, test]) => test)].map((test) => sumOf(row, test)),
  ])
  const totals = rows[0]?.slice(1).map((_, column) => rows.reduce((sum, row) => sum + Number(row[column + 1]), 0)) ?? []
  const lines = [['sent', 'answers', ...COLUMNS.map(([title]) => title)], ...rows, ['all', ...totals]].map(lineOf)
  const seconds = Math.max(...facades.map((each) => each.seconds))
  const sent = sum(facades.map((each) => each.sent))
  const states = new Map<string, number>()
  for (const [state, count] of facades.flatMap((each) => Object.entries(each.books.states)))
    states.set(state, (states.get(state) ?? 0) + count)
  return [
    `normaliser: ${normaliser.bodies} answers in ${normaliser.seconds.toFixed(1)} s, ${normaliser.failure === undefined ? 'no failure' : 'FAILED'}`,
    ...(normaliser.failure === undefined ? [] : [normaliser.failure]),
    `facade: ${sent} requests in ${seconds.toFixed(0)} s, ${(sent / seconds).toFixed(0)} a second`,
    '',
    ...lines,
    '',
    `on record: ${sum(facades.map((each) => each.books.kept))} attempts (${[...states].map(([state, count]) => `${count} ${state}`).join(', ')}); ${sum(facades.map((each) => each.books.documents))} documents in the ERP`,
    ...facades.flatMap((each) => each.books.complaints.slice(0, MOST_COMPLAINTS).map((text) => `BOOKS: ${text}`)),
    ...facades.flatMap((each) =>
      each.failures.map(
        ({ label, complaint, seed, position, example }) =>
          `FAILURE (${label}): ${complaint}\n  again: --seed ${seed} --count 500 --products 1, request ${position}\n${indented(example)}`,
      ),
    ),
    `${sum(facades.map((each) => each.failures.length + each.books.complaints.length))} failures`,
  ].join('\n')
}

function sumOf(row: ReadonlyMap<string, number>, test: (key: string) => boolean): number {
  return sum([...row].flatMap(([key, count]) => (test(key) ? [count] : [])))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0)
}

function lineOf(cells: readonly (string | number)[]): string {
  return cells.map((each, index) => (index === 0 ? String(each).padEnd(16) : String(each).padStart(11))).join('')
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ')
}
