import type { Verification } from '../../../srv/audit/verifier.ts'
import type { Judgement } from './judge.ts'

/** What a run with faults showed. */
export interface FaultReport {
  readonly db: 'sqlite' | 'postgres'
  readonly processes: number
  readonly seed: number
  readonly seconds: number
  readonly messages: number
  readonly deliveries: number
  readonly kills: number
  readonly faults: number
  readonly faultsByKind: Readonly<Record<string, number>>
  readonly posted: number
  readonly documents: number
  readonly shouldPost: number
  /** Of what should post, the share that is in the books. */
  readonly share: number
  readonly lost: number
  readonly doubled: number
  readonly outOfOrder: number
  readonly unknown: number
  /** In the books against the record, or against what the sender was told. */
  readonly untrue: number
  /** Acknowledged, yet not fully told by the audit log. */
  readonly unaccounted: number
  /** Never acknowledged, and not on record: their senders know. */
  readonly unreached: number
  readonly states: Readonly<Record<string, number>>
  readonly decisions: number
  readonly tooLate: number
  readonly auditRows: number
  /** Rows of the audit log that seals hold and prove; 0 when anything is wrong with it. */
  readonly auditVerified: number
  /** Rows that were still to be sealed. */
  readonly auditUnsealed: number
  /** Milliseconds that the slowest Countersign took to end when asked to. */
  readonly slowestStop: number
  /** Everything that must not be, one line each. */
  readonly violations: readonly string[]
}

const LEAST_SHARE = 0.9
/** Milliseconds within which a Countersign ends when it is asked to. */
const STOP_WITHIN = 10_000

export type RunFigures = Pick<
  FaultReport,
  'db' | 'processes' | 'seed' | 'seconds' | 'messages' | 'deliveries' | 'kills' | 'faultsByKind' | 'slowestStop' | 'auditRows'
>

/** @param odd what people and processes met that nobody should */
export function reportOf(
  judgement: Judgement,
  figures: RunFigures,
  audit: Pick<Verification, 'isWhole' | 'entries' | 'unsealed' | 'findings'>,
  { decided, tooLate, odd }: { decided: number; tooLate: number; odd: readonly string[] },
): FaultReport {
  const { lost, doubled, outOfOrder, unknown, untrue, unaccounted, shouldPost, postedOfThose } = judgement
  const share = shouldPost === 0 ? 0 : postedOfThose / shouldPost
  const violations = [
    ...[...lost, ...doubled, ...outOfOrder, ...unknown, ...untrue, ...unaccounted, ...odd],
    ...(share < LEAST_SHARE ? [`Only ${(100 * share).toFixed(1)} % of what should post is posted`] : []),
    ...audit.findings.map((each) => `The audit log: ${JSON.stringify(each)}`),
    ...(audit.entries === 0 || audit.entries + audit.unsealed !== figures.auditRows
      ? [`Of ${figures.auditRows} rows of the audit log ${audit.entries} are sealed and ${audit.unsealed} wait for it`]
      : []),
    ...(figures.slowestStop > STOP_WITHIN ? [`Countersign took ${figures.slowestStop} ms to end`] : []),
  ]
  return {
    ...figures,
    faults: Object.values(figures.faultsByKind).reduce((sum, each) => sum + each, 0),
    ...{ posted: judgement.posted, documents: judgement.documents, shouldPost, share },
    ...{ lost: lost.length, doubled: doubled.length, outOfOrder: outOfOrder.length, unknown: unknown.length },
    ...{ untrue: untrue.length, unaccounted: unaccounted.length, unreached: judgement.unreached, states: judgement.states },
    ...{ auditVerified: audit.isWhole ? audit.entries : 0, auditUnsealed: audit.unsealed },
    ...{ decisions: decided, tooLate, violations },
  }
}

const MOST_SHOWN = 20

/** The report as people read it. */
export function table(report: FaultReport): string {
  const { db, processes, faultsByKind, states, share, shouldPost, violations } = report
  const byKind = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([kind, count]) => `${count} ${kind}`)
      .join(', ')
  const rows: [string, string | number][] = [
    ['database', `${db}, ${processes} ${processes === 1 ? 'process' : 'processes'}`],
    ['messages', `${report.messages} in ${report.deliveries} deliveries, ${report.seconds.toFixed(0)} s, seed ${report.seed}`],
    ['kills', report.kills],
    ['faults injected', `${report.faults} (${byKind(faultsByKind)})`],
    ['attempts', byKind(states)],
    [
      'posted',
      `${report.posted} messages, ${report.documents} documents; ${(100 * share).toFixed(1)} % of ${shouldPost} that should (goal ≥ 90 %)`,
    ],
    ['lost', report.lost],
    ['doubled', report.doubled],
    ['out of order', report.outOfOrder],
    ['unknown left for a person', report.unknown],
    ['untrue', report.untrue],
    ['unaccounted for', report.unaccounted],
    ['never reached Countersign', report.unreached],
    ['decisions', `${report.decisions}, ${report.tooLate} came too late and were told so`],
    ['audit', `${report.auditRows} rows, ${report.auditVerified} sealed and verified, ${report.auditUnsealed} still to be sealed`],
    ['slowest end when asked', `${report.slowestStop} ms`],
  ]
  return [
    ...rows.map(([name, value]) => `${name.padEnd(27)}${value}`),
    ...violations.slice(0, MOST_SHOWN).map((each) => `  VIOLATION: ${each}`),
    ...(violations.length > MOST_SHOWN ? [`  … and ${violations.length - MOST_SHOWN} more`] : []),
    violations.length === 0 ? 'all holds' : `${violations.length} violations`,
  ].join('\n')
}
