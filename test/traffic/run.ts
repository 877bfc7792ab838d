import { readFile } from 'node:fs/promises'
import { S4Admin, type PostedConfirmation } from './admin.ts'
import { V2Client } from './client.ts'
import { Countersign } from './countersign.ts'
import { inParallel } from './lanes.ts'
import { confirmationsOf, replay } from './log.ts'
import { linesOf } from './log-report.ts'
import { parseLog } from './log-file.ts'
import { createPlant, plantOf } from './log-plant.ts'
import { mistakes } from './mistakes/index.ts'
import { planShift } from './plan.ts'
import { guid } from './random.ts'
import { reportOf, type Report } from './report.ts'
import { send } from './sender.ts'
import { Shift, type Sent } from './shift.ts'
import { WorldReader } from './world.ts'

export interface TrafficOptions {
  readonly messages: number
  readonly seed: number
  /** Messages on their way at the same time. */
  readonly senders: number
  /** Straight into the S/4, freshly seeded; Countersign isn't asked for anything. */
  readonly isDirect: boolean
  /** File of a shop-floor log to replay instead of a made shift. */
  readonly log?: string
  readonly countersignUrl: string
  readonly s4Url: string
  readonly s4AdminUrl: string
  /** Seconds to wait for the model, and in the end for what is still on its way. */
  readonly patience: number
  /** Progress, one line at a time. */
  readonly tell: (line: string) => void
}

interface Stage {
  readonly options: TrafficOptions
  readonly admin: S4Admin
  readonly sender: V2Client
  readonly once: V2Client
  readonly reader: WorldReader
  /** 0 in fresh systems, where the seed alone decides; else what makes this shift another one than those before. */
  readonly generation: number
  readonly day: Date
  readonly count: () => void
}

/**
 * Plays a shift or a log and reports it. Changes of the world that the shift needs are taken back, also when it fails.
 * @throws Error with a text for people when something isn't there or isn't ready
 */
export async function playTraffic(options: TrafficOptions): Promise<Report> {
  const { isDirect, seed, tell } = options
  const log = options.log === undefined ? undefined : parseLog(await readFile(options.log, 'utf8'))
  const admin = new S4Admin(options.s4AdminUrl)
  const countersign = isDirect ? undefined : new Countersign(options.countersignUrl)
  if (countersign) tell(`model ${await countersign.ready(options.patience)} is ready`)
  await admin.ready()
  if (isDirect) await admin.reset()
  const s4 = new V2Client(options.s4Url, 'DM', 'dm')
  const before = (await countersign?.latest()) ?? 0
  const generation = generationOf(await admin.confirmations(), seed, before)
  const today = new Date().toISOString().slice(0, 10)
  const [url, user] = isDirect ? [options.s4Url, 'DM'] : [options.countersignUrl, 'dm']
  const sender = isDirect ? s4 : new V2Client(url, user, 'dm')
  const once = new V2Client(url, user, 'dm', { retries: 0, longestWait: 0 })
  const stage: Stage = { options, admin, sender, once, reader: new WorldReader(s4), generation, day: new Date(today), count: counter(tell) }

  const first = log === undefined ? await playShift(stage) : await playLog(stage, log)
  const sent = await deliverAgain(
    first.sort((a, b) => a.index - b.index),
    sender,
  )
  for (const each of sent.filter(({ verdict }) => verdict.state === 'failed')) tell(`message ${each.index}: ${each.verdict.text}`)
  const attempts = (await countersign?.settled(before, options.patience)) ?? new Map<number, string>()
  const opinions = (await countersign?.opinions(before)) ?? new Map<number, never>()
  const routes = (await countersign?.routes(before)) ?? new Map<number, never>()
  const verdicts = (await countersign?.verdicts(before)) ?? new Map<number, never>()
  const lines = linesOf(log?.rows.slice(0, options.messages) ?? [])
  return reportOf(sent, { attempts, opinions, routes, verdicts, lines, confirmations: await admin.confirmations() })
}

async function playShift({ options, admin, sender, once, reader, generation, day, count }: Stage): Promise<Sent[]> {
  const { messages } = options
  const seed = `${options.seed}/${generation}`
  const world = await reader.all()
  const plan = planShift(world, mistakes, messages, seed)
  const heal = async (): Promise<void> => admin.change(plan.heal(await reader.all()))
  const interrupted = (): void => void heal().finally(() => process.exit(130))
  process.once('SIGINT', interrupted)
  try {
    for (const each of plan.rows) await admin.put(each.set, each.rows)
    await admin.change(plan.before)
    const s4User = options.isDirect ? 'DM' : 'COUNTERSIGN'
    const shift = new Shift({
      world: await reader.all(),
      reader,
      admin,
      sender,
      once,
      generation,
      s4User,
      seed,
      keyOf: keysOf(options.seed, generation),
      day,
      messages,
    })
    const sent: Sent[] = []
    await inParallel(plan.slots, options.senders, async (slot) => {
      sent.push(await shift.play(slot))
      count()
    })
    return sent
  } finally {
    process.off('SIGINT', interrupted)
    await heal()
  }
}

async function playLog(
  { options, admin, sender, generation, day, count }: Stage,
  { rows, skipped }: ReturnType<typeof parseLog>,
): Promise<Sent[]> {
  const played = rows.slice(0, options.messages)
  if (skipped > 0) options.tell(`${skipped} damaged rows skipped`)
  const plant = plantOf(played, generation, day.toISOString().slice(0, 10))
  await createPlant(admin, plant)
  options.tell(`${plant.orders.size} orders and ${plant.materials.size} materials created`)
  return replay(confirmationsOf(played, plant, options.seed), sender, options.senders, keysOf(options.seed, generation), count)
}

/** What got no answer is delivered once more, as a shop floor does at the end of a shift. */
async function deliverAgain(sent: readonly Sent[], sender: V2Client): Promise<Sent[]> {
  const again: Sent[] = []
  for (const each of sent)
    again.push(each.verdict.state === 'pending' && each.kind !== 'catalogue' ? { ...each, verdict: await send(sender, each.body) } : each)
  return again
}

/** External key of each message of a run. */
export function keysOf(seed: number, generation: number): (index: number) => string {
  return (index) => guid('countersign traffic', seed, generation, index)
}

/** Keys must be new to Countersign (which has seen `latest` attempts) and to the ERP; in fresh systems they depend on the seed alone. */
export function generationOf(confirmations: readonly PostedConfirmation[], seed: number, latest: number): number {
  const known = new Set(confirmations.map((each) => each.externalKey.toLowerCase()))
  const isUsed = (generation: number): boolean =>
    Array.from({ length: 50 }, (_, index) => keysOf(seed, generation)(index)).some((each) => known.has(each))
  let generation = latest
  while (isUsed(generation)) generation++
  return generation
}

function counter(tell: (line: string) => void): () => void {
  let count = 0
  return () => {
    if (++count % 50 === 0) tell(`${count} messages sent`)
  }
}
