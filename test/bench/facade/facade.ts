import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Program, startProgram } from '../../landscape/processes.ts'
import { type Contestant, bareProxy, capItself, countersign, sqliteFile, stop, straight } from './contestants.ts'
import { type Generator, startGenerator } from './load.ts'
import { type Message, makeMessages } from './messages.ts'
import { onPostgres, type Postgres } from './postgres.ts'
import { type RecordedFacts, recordedIn } from './recorded.ts'
import { measure, type Pace, type Result, runRounds } from './rounds.ts'
import type { Bench } from './settings.ts'

/** An S/4 that costs nothing; one that takes as long as a quick one; one whose reads take long, too. */
export const PACES = {
  free: { name: 'free S/4', postMs: 0, readMs: 0 },
  slow: { name: '20 ms S/4', postMs: 20, readMs: 0 },
  slower: { name: '20 ms S/4, reads 10 ms', postMs: 20, readMs: 10 },
} as const satisfies Readonly<Record<string, Pace>>

export interface FacadeResults {
  readonly results: readonly Result[]
  readonly recorded: readonly RecordedFacts[]
  /** Why PostgreSQL wasn't measured. */
  readonly noPostgres: string | undefined
}

/** What all parts need: the S/4 and who sends. */
export interface Ground {
  readonly s4: Program
  readonly run: Generator
  readonly orders: readonly string[]
  readonly messages: readonly Message[]
}

/** Starts the S/4's stand-in and the sender for `work`; both end with it. */
export async function onGround<T>(
  { sizes, folder, say }: Pick<Bench, 'sizes' | 'folder' | 'say'>,
  work: (ground: Ground) => Promise<T>,
): Promise<T> {
  const s4 = await startProgram([resolve(import.meta.dirname, 'stand-in.ts')])
  try {
    const { orders, messages } = await makeMessages(String(s4.ready.s4Url), String(s4.ready.s4AdminUrl), sizes.orders)
    say(`${messages.length} different messages of ${orders.length} orders`)
    const file = join(folder, 'messages.json')
    await writeFile(file, JSON.stringify(messages))
    const sending = await startGenerator(file)
    try {
      return await work({ s4, run: sending.run, orders, messages })
    } finally {
      await sending.stop()
    }
  } finally {
    await s4.stop()
  }
}

/** The facade beside everything that does less: one after the other, in turn, on the same machine. */
export async function measureFacade(bench: Bench, { s4, run, messages }: Ground): Promise<FacadeResults> {
  const { say, folder, databases } = bench
  const started: Contestant[] = []
  const start = async (starting: Promise<Contestant>): Promise<Contestant> => {
    const one = await starting
    started.push(one)
    return one
  }
  const allStarted = async (cluster: Postgres, processes: readonly number[]): Promise<Contestant[]> => {
    const all: Contestant[] = []
    for (const many of processes) {
      const name = `Countersign, PostgreSQL, ${many} process${many > 1 ? 'es' : ''}`
      all.push(await start(countersign({ name, s4, processes: many, database: await cluster.newDatabase() })))
    }
    return all
  }
  let postgres: Postgres | string | undefined
  try {
    const direct = straight(s4)
    const proxy = await start(bareProxy(s4))
    const cap = await capItself(s4, folder)
    started.push(cap.pass)
    const ours: Contestant[] = []
    const file = join(folder, 'countersign.sqlite')
    if (databases.includes('sqlite'))
      ours.push(await start(countersign({ name: 'Countersign, SQLite file', s4, database: sqliteFile(file) })))
    if (databases.includes('postgres')) postgres = await onPostgres()
    if (typeof postgres === 'string') say(`PostgreSQL is not measured: ${postgres}`)
    if (typeof postgres === 'object') ours.push(...(await allStarted(postgres, [1, 3])))
    for (const each of ours) await warmUp(each, run, { seconds: bench.sizes.first, most: messages.length }, say)
    const results = await runRounds(
      [
        { pace: PACES.free, contestants: [direct, proxy, cap.pass, cap.untokened, cap.row, ...ours] },
        { pace: PACES.slow, contestants: [direct, proxy, ...ours] },
        { pace: PACES.slower, contestants: [proxy, ...ours] },
      ],
      bench.sizes,
      { s4, run, say },
    )
    const recorded = databases.includes('sqlite') ? [recordedIn(file)] : []
    return { results, recorded, noPostgres: typeof postgres === 'string' ? postgres : undefined }
  } finally {
    await stop(started.flatMap((each) => each.programs))
    if (typeof postgres === 'object') await postgres.stop()
  }
}

/** Every message once, so that copies are kept, code is compiled, and the S/4 has answered every question before. */
async function warmUp(contestant: Contestant, run: Generator, until: { seconds: number; most: number }, say: Bench['say']): Promise<void> {
  const { statuses, perSecond } = await measure(contestant, run, { senders: 20, warmUp: 0, ...until })
  say(`${contestant.name} is warm: ${JSON.stringify(statuses)}, ${perSecond.toFixed(0)}/s`)
}
