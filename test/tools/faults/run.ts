import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { inParallel } from '../../traffic/lanes.ts'
import { verifyAudit } from './audit.ts'
import { type FaultDatabase, postgres, sqlite } from './database.ts'
import { judge, type SentMessage } from './judge.ts'
import { Killer } from './killer.ts'
import { makeMessages } from './messages.ts'
import { makeOrders } from './orders.ts'
import { Office, onTheWay } from './people.ts'
import { type FaultReport, reportOf } from './report.ts'
import { FaultSender } from './sender.ts'
import { FaultStand } from './stand.ts'
import { weatherOf } from './weather.ts'

export interface FaultOptions {
  readonly messages: number
  readonly seed: number
  readonly db: 'sqlite' | 'postgres'
  readonly processes: number
  readonly senders: number
  readonly orders: number
  /** Milliseconds between two kills. */
  readonly killEvery: number
  /** Milliseconds of one kind of weather in the S/4. */
  readonly weatherEvery: number
  /** Seconds after which an ERP that doesn't know a message won't have it any more. */
  readonly quietTime: number
  /** Seconds that a sender is kept waiting at most. */
  readonly answerWithin: number
  /** Also faults that last as long as Countersign waits for an answer at all. */
  readonly isLong: boolean
  /** Seconds for everything to come to rest in the end. */
  readonly patience: number
  readonly tell: (line: string) => void
}

/**
 * Sends messages through Countersign while the ERP misbehaves, processes are killed and people decide; lets everything come to rest; and judges
 * what is in the ERP's books.
 * @throws Error when something doesn't start at all
 */
export async function runWithFaults(options: FaultOptions): Promise<FaultReport> {
  const { seed, orders: count, tell } = options
  const data = await mkdtemp(join(tmpdir(), 'countersign-faults-'))
  const database = await openDatabase(options, data)
  let stand: FaultStand | undefined
  try {
    stand = await FaultStand.start({ ...options, data, database })
    const { orders, rows } = makeOrders(count, new Date().toISOString().slice(0, 10))
    await stand.write(rows)
    const killer = new Killer({ ...options, actors: stand.actors, database, every: options.killEvery })
    const office = new Office(stand.urls, seed)
    const over = new AbortController()
    const began = Date.now()
    const climate = { seed, orders, latest: Math.min(options.quietTime * 300, 3000), isLong: options.isLong }
    const weather = blow(stand, (index) => weatherOf(index, climate), options.weatherEvery, over.signal)
    const working = office.work()
    killer.begin()
    const sent = await sendAll(stand, orders, options)
    tell(`all ${sent.length} messages have an answer, or none for good`)
    over.abort()
    await Promise.all([weather, killer.end()])
    await stand.weather({})
    office.close()
    await working
    await rest(stand, office, options)
    const seconds = (Date.now() - began) / 1000
    const faultsByKind = await stand.happened()
    const books = await stand.books()
    const slowestStop = Math.max(killer.slowestStop, await stand.stop())
    const [attempts, audit] = [await database.attempts(), await database.audit()]
    const figures = {
      ...{
        db: options.db,
        processes: options.processes,
        seed,
        seconds,
        messages: sent.length,
        kills: killer.count,
        faultsByKind,
        slowestStop,
      },
      ...{ deliveries: sent.reduce((sum, each) => sum + each.deliveries.length, 0), auditRows: audit.length },
    }
    const { decided, tooLate, odd } = office.decisions
    return reportOf(judge({ sent, attempts, audit, books }), figures, await verifyAudit(database.env), {
      decided,
      tooLate,
      odd: [...odd, ...killer.odd],
    })
  } finally {
    await stand?.stop('SIGKILL')
    await database.close()
    await rm(data, { recursive: true, force: true })
  }
}

async function openDatabase({ db, processes }: FaultOptions, data: string): Promise<FaultDatabase> {
  if (db === 'sqlite' && processes !== 1) throw new Error('SQLite is for one process')
  return db === 'sqlite' ? sqlite(data) : postgres()
}

/** One kind of weather after the other until it's over. */
async function blow(
  stand: FaultStand,
  plan: (index: number) => Parameters<FaultStand['weather']>[0],
  every: number,
  signal: AbortSignal,
): Promise<void> {
  for (let index = 0; !signal.aborted; index++) {
    await stand.weather(plan(index))
    await pause(every, undefined, { signal }).catch(() => undefined)
  }
}

async function sendAll(
  { urls }: FaultStand,
  orders: Parameters<typeof makeMessages>[1],
  { messages, seed, senders, tell }: FaultOptions,
): Promise<SentMessage[]> {
  const idle = Array.from({ length: senders }, (_, index) => new FaultSender({ urls, pause: 1000, seed: `${seed}/${index}` }))
  const sent: SentMessage[] = []
  await inParallel(makeMessages(messages, orders, seed), senders, async (message) => {
    const sender = idle.pop()
    if (!sender) throw new Error('More messages on their way than senders')
    const deliveries = await sender.deliver(message)
    idle.push(sender)
    const { key, inBooks, order, isRight } = message
    sent.push({ key, inBooks, order, isRight, deliveries })
    if (sent.length % 100 === 0) tell(`${sent.length} messages sent`)
  })
  return sent
}

/** People decide what is left, and nothing is on its way any more, or the patience is over. */
async function rest({ urls }: FaultStand, office: Office, { patience, tell }: FaultOptions): Promise<void> {
  const until = Date.now() + patience * 1000
  let last = ''
  for (;;) {
    const open = await office.round().catch(() => 1)
    const moving = await onTheWay(urls[0] ?? '').catch(() => undefined)
    if (open === 0 && moving?.length === 0) return
    const states = [...Map.groupBy(moving ?? [], (each) => each.status)].map(([status, all]) => `${all.length} ${status}`).join(', ')
    if (states !== last) tell(`at rest in a while: ${open} to decide; ${states || 'nothing on its way'}`)
    last = states
    if (Date.now() > until) {
      tell(`not at rest within ${patience} s`)
      return
    }
    await pause(300)
  }
}
