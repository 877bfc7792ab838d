import { once } from 'node:events'
import type { Profiler } from 'node:inspector'
import { join, resolve } from 'node:path'
import { countersign, sqliteFile, stop } from './contestants.ts'
import { type Ground, PACES } from './facade.ts'
import type { Statement } from './probe.ts'
import { functionsOf, roomsOf, type Share } from './rooms.ts'
import { measure, setPace } from './rounds.ts'
import type { Bench } from './settings.ts'
import { aligned } from './table.ts'

/** Where the time goes under load. */
interface Inside {
  readonly rooms: readonly Share[]
  readonly functions: readonly Share[]
  readonly statements: readonly Statement[]
  readonly perSecond: number
  readonly messages: number
  /** CPU milliseconds a message, the probe's own included. */
  readonly cpuMs: number | undefined
}

/** Looks into a Countersign on a SQLite file, with as many senders as there are, against the S/4 that costs nothing. */
export async function lookInside({ sizes, folder, say }: Bench, { s4, run, messages }: Ground): Promise<Inside> {
  const flags = ['--import', resolve(import.meta.dirname, 'probe.ts')]
  const of = await countersign({
    name: 'Countersign, looked into',
    s4,
    flags,
    database: sqliteFile(join(folder, 'inside.sqlite')),
  })
  const [program] = of.programs
  if (!program) throw new Error('Countersign has no process')
  try {
    await setPace(s4, PACES.free)
    const senders = Math.max(...sizes.senders)
    await measure(of, run, { senders, seconds: sizes.first, warmUp: 0, most: messages.length })
    program.child.send({ probe: 'start' })
    await once(program.child, 'message')
    const { perSecond, statuses, cpuMs } = await measure(of, run, { senders, seconds: Math.max(5, sizes.seconds), warmUp: 0 })
    const told = once(program.child, 'message') as Promise<[{ profile: Profiler.Profile; statements: Statement[] }]>
    program.child.send({ probe: 'stop' })
    const [{ profile, statements }] = await told
    const answered = Object.values(statuses).reduce((sum, each) => sum + each, 0)
    say(`looked into ${answered} messages`)
    return {
      rooms: roomsOf(profile),
      functions: functionsOf(profile),
      statements: statements.toSorted((a, b) => b[2] - a[2]),
      perSecond,
      messages: answered,
      cpuMs,
    }
  } finally {
    await stop(of.programs)
  }
}

export function insideText({ rooms, functions, statements, perSecond, messages, cpuMs }: Inside): string {
  const percent = ({ name, share }: Share): string[] => [
    name,
    `${(share * 100).toFixed(1)} %`,
    cpuMs === undefined ? '' : (share * cpuMs).toFixed(3),
  ]
  const [first] = rooms
  const kinds = [...Map.groupBy(statements, ([sql]) => /^\w+/.exec(sql.trim())?.[0].toUpperCase() ?? '')]
  return [
    `Where the time goes: ${perSecond.toFixed(0)} messages/s under the probe, ${cpuMs?.toFixed(2) ?? '–'} ms CPU a message`,
    aligned([['room', 'share', 'ms a message'], ...rooms.map(percent)]),
    aligned([['function, by its own time', 'share', 'ms a message'], ...functions.slice(0, 30).map(percent)]),
    `Statements: ${(sum(statements, 2) / messages).toFixed(3)} ms a message, ${(sum(statements, 1) / messages).toFixed(1)} of them`,
    aligned([
      ['statements by kind', 'a message', 'ms a message'],
      ...kinds.map(([kind, all]) => [kind, (sum(all, 1) / messages).toFixed(1), (sum(all, 2) / messages).toFixed(3)]),
    ]),
    aligned([
      ['statement', 'a message', 'ms each', 'ms a message'],
      ...statements
        .slice(0, 25)
        .map(([sql, count, ms]) => [
          sql.replace(/\s+/g, ' ').slice(0, 150),
          (count / messages).toFixed(2),
          (ms / count).toFixed(4),
          (ms / messages).toFixed(4),
        ]),
    ]),
    `The next limit: ${first?.name ?? '–'}, ${((first?.share ?? 0) * 100).toFixed(0)} % of one core's time; without it ${(perSecond / (1 - (first?.share ?? 0))).toFixed(0)} messages/s at most.`,
  ].join('\n\n')
}

function sum(statements: readonly Statement[], of: 1 | 2): number {
  return statements.reduce((total, each) => total + each[of], 0)
}
