import { atLeast, atMost, type Figure, missing, plain } from '../causes/figures.ts'
import { type FacadeResults, PACES } from './facade.ts'
import type { Result } from './rounds.ts'
import type { Bench } from './settings.ts'

/** What is asked of the facade. */
export function facadeFigures({ results, recorded, noPostgres }: FacadeResults, { sizes, databases }: Bench): Figure[] {
  const ours = [...new Set(results.map((each) => each.contestant))].filter((each) => each.startsWith('Countersign'))
  const most = Math.max(...sizes.senders)
  const figures = ours.flatMap((who) => {
    // PostgreSQL stands beside, its commits cross a socket and a process: the goals are those of the embedded default.
    const isAsked = who.includes('SQLite') || !databases.includes('sqlite')
    return [...ratios(results, who, most, isAsked), ...added(results, who, isAsked)]
  })
  const facts = recorded.flatMap(({ attempts, released, posted, scored, auditEntries }) => [
    atLeast(
      'share of the messages that were recorded, released without objections, scored by a forest and posted',
      Math.min(released, posted, scored) / attempts,
      '',
      0.999,
    ),
    plain('audit entries a message', auditEntries / attempts, ''),
  ])
  const failed = results.filter((each) => ours.includes(each.contestant)).reduce((sum, each) => sum + each.failed, 0)
  // Nothing is asked of it.
  const lacking =
    noPostgres === undefined ? [] : [{ ...missing('messages/s on PostgreSQL', noPostgres, '1/s', ''), target: null, holds: true }]
  return [...figures, ...facts, atMost('answers of Countersign other than 201', failed, '', 0), ...lacking]
}

function ratios(results: readonly Result[], who: string, senders: number, isAsked: boolean): Figure[] {
  const speed = (contestant: string, pace: string): number => find(results, contestant, pace, senders)?.perSecond ?? NaN
  const ratio = (to: string, pace: string, least: number | undefined): Figure => {
    const measure = `${who}: messages/s with ${senders} senders, ${pace}, in those of ${to}`
    const value = speed(who, pace) / speed(to, pace)
    return isAsked && least !== undefined ? atLeast(measure, value, '×', least) : plain(measure, value, '×')
  }
  const { free, slow, slower } = PACES
  return [
    ratio('bare proxy', free.name, 0.12),
    ratio("CAP's OData POST of one row", free.name, 3),
    ratio("CAP's remote service", free.name, 10),
    ratio("CAP's remote service, no CSRF token", free.name, undefined),
    ratio('bare proxy', slow.name, 0.8),
    ratio('bare proxy', slower.name, undefined),
  ]
}

/** To the way straight to the S/4, for one sender. */
function added(results: readonly Result[], who: string, isAsked: boolean): Figure[] {
  const direct = find(results, 'straight to the S/4', PACES.free.name, 1)
  const own = find(results, who, PACES.free.name, 1)
  if (!direct || !own) return []
  const shares = [
    ['p50', 3],
    ['p99', 15],
  ] as const
  return shares.flatMap(([share, most]) => {
    const measure = `${who}: added latency of one sender, ${share}`
    const value = own.latency[share] - direct.latency[share]
    const without = own.withoutReads && own.withoutReads[share] - direct.latency[share]
    return [
      isAsked ? atMost(measure, value, 'ms', most) : plain(measure, value, 'ms'),
      ...(without === undefined ? [] : [plain(`${measure}, without waiting for the reads`, without, 'ms')]),
    ]
  })
}

function find(results: readonly Result[], contestant: string, pace: string, senders: number): Result | undefined {
  return results.find((each) => each.contestant === contestant && each.pace === pace && each.senders === senders)
}

/** What stands in the tables, one by one. */
export function measuredFigures(results: readonly Result[]): Figure[] {
  return results.flatMap(all)
}

function all({ contestant, pace, senders, perSecond, latency, cpuMs }: Result): Figure[] {
  const of = `${pace}, ${senders} sender${senders > 1 ? 's' : ''}, ${contestant}`
  return [
    plain(`${of}: messages/s`, perSecond, '1/s'),
    plain(`${of}: p50`, latency.p50, 'ms'),
    plain(`${of}: p99`, latency.p99, 'ms'),
    ...(cpuMs === undefined ? [] : [plain(`${of}: CPU a message`, cpuMs, 'ms')]),
  ]
}
