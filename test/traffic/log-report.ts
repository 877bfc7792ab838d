import type { Decided, Opinion, Route } from './countersign.ts'
import type { LogRow } from './log-file.ts'
import type { Sent } from './shift.ts'

/** A line of the log that Countersign didn't let pass without a word, and why. */
export interface FlaggedLine {
  /** In the file, its heading is line 1. */
  readonly line: number
  readonly case: string
  readonly activity: string
  readonly ordered: number
  readonly completed: number
  readonly rejected: number
  /** `held`, `refused` by the ERP, or released with a `note`. */
  readonly verdict: 'held' | 'refused' | 'note'
  /** Likeliest first. */
  readonly causes: readonly string[]
  /** `COUNTERSIGN/OVER_DELIVERY`; empty where nothing was found. */
  readonly code: string
  readonly reason: string
}

/** What a line shows of itself, in the order in which the messages are numbered: case by case. */
export function linesOf(rows: readonly LogRow[]): LogRow[] {
  return [...Map.groupBy(rows, (each) => each.case).values()].flat()
}

/** Everything that was flagged, in the order of the file. Pure. */
export function flaggedLines(
  sent: readonly Sent[],
  lines: readonly LogRow[],
  found: {
    readonly verdicts: ReadonlyMap<number, Decided>
    readonly opinions: ReadonlyMap<number, Opinion>
    readonly routes: ReadonlyMap<number, Route>
  },
): FlaggedLine[] {
  return sent
    .flatMap((each): FlaggedLine[] => {
      const row = lines[each.index]
      const number = each.verdict.attempt ?? -1
      const decided = found.verdicts.get(number)
      const route = found.routes.get(number)
      const verdict = verdictOf(each, decided)
      if (!row || verdict === undefined) return []
      const causes = found.opinions.get(number)?.causes ?? [route?.cause ?? decided?.cause ?? ''].filter(Boolean)
      const { line, case: name, activity, orderQuantity: ordered, completed, rejected } = row
      const reason = (verdict === 'refused' ? each.verdict.text : decided?.reason) || each.verdict.text
      return [
        {
          ...{ line, case: name, activity, ordered, completed, rejected, verdict },
          causes,
          code: route?.code ?? decided?.code ?? '',
          reason,
        },
      ]
    })
    .sort((a, b) => a.line - b.line)
}

function verdictOf({ verdict }: Sent, decided: Decided | undefined): FlaggedLine['verdict'] | undefined {
  if (verdict.state === 'held') return 'held'
  if (verdict.state === 'refused') return 'refused'
  return decided?.verdict === 'releaseWithNote' ? 'note' : undefined
}

const EXAMPLES = 3

/** What was flagged by verdict, cause and code, most frequent first, with some lines of each; all of them are in the JSON. */
export function flaggedTable(flagged: readonly FlaggedLine[], messages: number): string[] {
  const groups = [...Map.groupBy(flagged, (each) => `${each.verdict}, ${each.causes[0] ?? 'no cause'}${each.code && ` (${each.code})`}`)]
  return [
    `flagged: ${flagged.length} of ${messages} lines`,
    ...groups
      .sort(([, a], [, b]) => b.length - a.length)
      .flatMap(([name, own]) => [
        `  ${own.length} × ${name}`,
        ...own.slice(0, EXAMPLES).map(({ line, completed, rejected, ordered, reason, causes }) => {
          const others = causes.slice(1, 3).join(' or ')
          return `      line ${line}: ${completed} + ${rejected} rejected of ${ordered}: ${reason}${others && ` Else ${others}.`}`
        }),
      ]),
  ]
}
