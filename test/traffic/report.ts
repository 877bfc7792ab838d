import type { Cause } from '../../srv/domain/judgement.ts'
import type { PostedConfirmation } from './admin.ts'
import type { Decided, Opinion, Route } from './countersign.ts'
import { flaggedLines, type FlaggedLine } from './log-report.ts'
import type { LogRow } from './log-file.ts'
import type { Kind, Sent } from './shift.ts'

export interface CauseLine {
  readonly cause: Cause | ''
  readonly class: Kind
  readonly sent: number
  /** The ERP took it at once. */
  readonly released: number
  readonly held: number
  readonly refusedByErp: number
  /** Found in the ERP in the end. */
  readonly posted: number
  /** Held ones whose true cause was ranked first, or among the first three. */
  readonly top1: number
  readonly top3: number
}

export interface Report {
  readonly messages: number
  readonly healthy: { readonly sent: number; readonly released: number; readonly held: number }
  readonly refused: { readonly sent: number; readonly held: number; readonly refusedByErp: number; readonly posted: number }
  readonly wrong: { readonly sent: number; readonly held: number; readonly released: number }
  readonly log: { readonly sent: number; readonly released: number; readonly held: number; readonly refusedByErp: number }
  /** Of a log: what didn't pass without a word. */
  readonly flagged: readonly FlaggedLine[]
  readonly causes: readonly CauseLine[]
  /** Of what failed: how much of it lies in the queue of those who can solve it, how much of it is shown as unknown, and what doesn't. */
  readonly queues: { readonly failed: number; readonly right: number; readonly unknown: number; readonly wrong: readonly string[] }
  /** `expected`: released, or approved and posted since; `found`: of all keys of the shift; `doubled`: keys with more than one. */
  readonly documents: { readonly expected: number; readonly found: number; readonly doubled: number }
  /** Keys where expectation and books differ. */
  readonly differences: readonly string[]
  readonly unanswered: number
}

export interface Aftermath {
  /** Attempt number → status; empty when played straight into the ERP. */
  readonly attempts: ReadonlyMap<number, string>
  readonly opinions: ReadonlyMap<number, Opinion>
  readonly routes: ReadonlyMap<number, Route>
  readonly verdicts: ReadonlyMap<number, Decided>
  /** Lines of the log, as the messages are numbered; empty for a shift. */
  readonly lines: readonly LogRow[]
  readonly confirmations: readonly PostedConfirmation[]
}

/** Counts a shift. Pure. */
export function reportOf(sent: readonly Sent[], aftermath: Aftermath): Report {
  const counts = documentsByKey(aftermath.confirmations)
  const found = (each: Sent): number => counts.get(each.key.toLowerCase()) ?? 0
  const isExpected = (each: Sent): boolean => {
    if (each.verdict.state === 'released') return true
    const attempt = each.verdict.attempt
    return attempt !== undefined && each.verdict.state !== 'refused' && aftermath.attempts.get(attempt) === 'posted'
  }
  const lineOf = (members: readonly Sent[]): CauseLine => {
    const [first] = members
    const ranks = members.filter((each) => each.verdict.state === 'held').map((each) => rankOf(each, aftermath.opinions))
    return {
      cause: first?.cause ?? '',
      class: first?.kind ?? 'healthy',
      sent: members.length,
      released: countOf(members, 'released'),
      held: countOf(members, 'held'),
      refusedByErp: countOf(members, 'refused'),
      posted: members.filter((each) => found(each) > 0).length,
      top1: ranks.filter((each) => each === 1).length,
      top3: ranks.filter((each) => each >= 1 && each <= 3).length,
    }
  }
  const groups = Map.groupBy(sent, (each) => `${ORDER.indexOf(each.kind)} ${each.cause ?? ''}`)
  const causes = [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([, members]) => lineOf(members))
  const sum = (kind: Kind, name: 'sent' | 'released' | 'held' | 'refusedByErp' | 'posted'): number =>
    causes.filter((each) => each.class === kind).reduce((total, each) => total + each[name], 0)
  return {
    messages: sent.length,
    healthy: { sent: sum('healthy', 'sent'), released: sum('healthy', 'released'), held: sum('healthy', 'held') },
    refused: {
      sent: sum('refused', 'sent'),
      held: sum('refused', 'held'),
      refusedByErp: sum('refused', 'refusedByErp'),
      posted: sum('refused', 'posted'),
    },
    wrong: { sent: sum('wrong', 'sent'), held: sum('wrong', 'held'), released: sum('wrong', 'released') },
    log: { sent: sum('log', 'sent'), released: sum('log', 'released'), held: sum('log', 'held'), refusedByErp: sum('log', 'refusedByErp') },
    flagged: flaggedLines(sent, aftermath.lines, aftermath),
    causes,
    queues: queuesOf(sent, aftermath.routes),
    documents: {
      expected: sent.filter(isExpected).length,
      found: sent.filter((each) => found(each) > 0).length,
      doubled: sent.filter((each) => found(each) > 1).length,
    },
    differences: sent
      .filter((each) => found(each) !== (isExpected(each) ? 1 : 0))
      .map(
        (each) =>
          `message ${each.index} (order ${each.order}, key ${each.key}): ${isExpected(each) ? 1 : 0} expected, ${found(each)} found`,
      ),
    unanswered: sent.filter((each) => ['pending', 'failed'].includes(each.verdict.state)).length,
  }
}

const ORDER: readonly Kind[] = ['healthy', 'refused', 'wrong', 'catalogue', 'log']

/** What was held or refused, and should have been. */
function queuesOf(sent: readonly Sent[], routes: Aftermath['routes']): Report['queues'] {
  const failed = sent.flatMap(({ kind, verdict, ...each }) => {
    const isMeant = kind === 'refused' || kind === 'catalogue'
    const route = routes.get(verdict.attempt ?? -1)
    return isMeant && each.queue !== undefined && verdict.state !== 'released' ? [{ ...each, kind, route, said: verdict.text }] : []
  })
  const isRight = ({ queue, route }: (typeof failed)[number]): boolean => route?.queue === queue
  return {
    failed: failed.length,
    right: failed.filter(isRight).length,
    unknown: failed.filter(({ route }) => route?.cause === 'unknown').length,
    wrong: failed
      .filter((each) => !isRight(each))
      .map(({ name, cause, queue, route, said }) => {
        const found = route === undefined ? `nowhere (${said.slice(0, 80)})` : `in ${route.queue} as ${route.cause} (${route.code})`
        return `${name ?? cause}: ${queue} expected, ${found}`
      }),
  }
}

function countOf(members: readonly Sent[], state: Sent['verdict']['state']): number {
  return members.filter((each) => each.verdict.state === state).length
}

/** 1 when the true cause is the likeliest; 0 when it isn't ranked or not known. */
function rankOf(sent: Sent, opinions: Aftermath['opinions']): number {
  const causes = opinions.get(sent.verdict.attempt ?? -1)?.causes ?? []
  return sent.cause === undefined ? 0 : causes.indexOf(sent.cause) + 1
}

function documentsByKey(confirmations: readonly PostedConfirmation[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const each of confirmations) {
    if (each.isReversal) continue
    const key = each.externalKey.toLowerCase()
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}
