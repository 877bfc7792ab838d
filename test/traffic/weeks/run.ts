import { S4Admin } from '../admin.ts'
import { V2Client, wait } from '../client.ts'
import { Countersign } from '../countersign.ts'
import { type Era, type Groups, groupsOf, mistakesOf, WEEK_SHARES } from '../habits/index.ts'
import { inParallel } from '../lanes.ts'
import { createPlant } from '../log-plant.ts'
import { planShift, type Slot } from '../plan.ts'
import { generationOf, keysOf } from '../run.ts'
import { type Sent, Shift } from '../shift.ts'
import { type World, WorldReader } from '../world.ts'
import { Desk } from './desk.ts'
import type { Played } from './figures.ts'
import { alarms, casesAfter, type LearningPace, setPace, versions } from './learning.ts'
import { Office } from './office.ts'
import { ordersOfDay, plantOfWeek } from './plant.ts'
import { type Change, weeksReport, type WeeksReport } from './report.ts'

export interface WeeksOptions {
  readonly weeks: number
  /** Of each week. */
  readonly messages: number
  readonly seed: number
  /** Messages on their way at the same time. */
  readonly senders: number
  readonly pace: LearningPace
  readonly countersignUrl: string
  readonly s4Url: string
  readonly s4AdminUrl: string
  /** Milliseconds between two days. */
  readonly night?: number
  /** Seconds to wait for the model, and each day for what is still on its way. */
  readonly patience: number
  /** Progress, one line at a time. */
  readonly tell: (line: string) => void
}

const DAYS = 5
/** The office looks at the worklist this often a day, but not for less than this many messages. */
const HOURS = 8
const LEAST_PER_HOUR = 12
/** Week from which on the plant has other habits. */
const CHANGE = 2
/** Milliseconds of a night, unless said otherwise: long enough for the learner to look at the day's labels. */
const NIGHT = 5_000

interface Stage {
  readonly options: WeeksOptions
  readonly admin: S4Admin
  readonly reader: WorldReader
  readonly sender: V2Client
  readonly countersign: Countersign
  readonly office: Office
  /** Numbers of attempts before the first week. */
  readonly before: number
  readonly generation: number
  readonly today: string
  readonly played: Played[]
}

/**
 * The pace for weeks of so many messages: a challenger twice a week, judged from an eighth of a week on and always before the next one takes its
 * place, and old habits forgotten after a week.
 */
export function paceFor(messages: number): LearningPace {
  const part = (share: number, least: number): number => Math.max(least, Math.round(messages * share))
  return {
    retrainEvery: part(0.5, 100),
    shadowLeast: part(0.125, 100),
    shadowMost: part(0.5, 100),
    window: part(1, 600),
    spotCheckPercent: 3,
    reversalDays: 0,
  }
}

/**
 * Plays weeks of five days against a running Countersign, with people who decide, and reports what it has learnt.
 * @throws Error with a text for people when something isn't there or isn't ready
 */
export async function playWeeks(options: WeeksOptions): Promise<WeeksReport> {
  const { countersignUrl, seed, tell, pace } = options
  const began = new Date()
  const countersign = new Countersign(countersignUrl)
  tell(`model ${await countersign.ready(options.patience)} is ready`)
  const admin = new S4Admin(options.s4AdminUrl)
  await admin.ready()
  const [planner, controller, administrator] = ['planner', 'controller', 'admin'].map((user) => new Desk(countersignUrl, user)) as [
    Desk,
    Desk,
    Desk,
  ]
  await setPace(administrator, pace)
  const before = await countersign.latest()
  const sender = new V2Client(countersignUrl, 'dm', 'dm')
  const stage: Stage = {
    ...{ options, admin, sender, countersign, before, played: [] },
    reader: new WorldReader(new V2Client(options.s4Url, 'DM', 'dm')),
    office: new Office({ planner, controller }, sender, String(seed)),
    generation: generationOf(await admin.confirmations(), seed, before),
    today: began.toISOString().slice(0, 10),
  }
  let groups: Groups | undefined
  let change: Change | undefined
  for (let week = 1; week <= options.weeks; week++) {
    if (week === CHANGE) change = { messages: stage.played.length, at: Date.now() }
    groups = await playWeek(stage, week, groups)
  }
  await wait(options.night ?? NIGHT)
  return weeksReport({
    ...{ pace, played: stage.played, office: stage.office.counts, problems: stage.office.problems },
    ...(change && { change }),
    ...(await casesAfter(planner, before)),
    alarms: await alarms(administrator, began),
    versions: await versions(administrator),
    seconds: (Date.now() - began.getTime()) / 1000,
  })
}

async function playWeek(stage: Stage, week: number, known: Groups | undefined): Promise<Groups> {
  const { options, admin, reader, sender, generation, today } = stage
  const { seed, messages } = options
  const plant = plantOfWeek(seed, week, generation * options.weeks + week - 1, today)
  await createPlant(admin, plant)
  const all = await reader.all()
  const world: World = { ...all, orders: all.orders.filter((each) => plant.orders.has(each.id)) }
  const groups = known ?? groupsOf(world, String(seed))
  const shift = new Shift({
    ...{ world, reader, admin, sender, generation, messages: messages * options.weeks, day: new Date(today) },
    once: new V2Client(options.countersignUrl, 'dm', 'dm', { retries: 0, longestWait: 0 }),
    s4User: 'COUNTERSIGN',
    seed: `${seed}/${generation}/${week}`,
    keyOf: keysOf(seed, generation),
  })
  for (let day = 0; day < DAYS; day++) {
    const today = ordersOfDay(plant, day, DAYS)
    await playDay(stage, shift, { ...world, orders: world.orders.filter((each) => today.has(each.id)) }, week, day, groups)
  }
  return groups
}

async function playDay(stage: Stage, shift: Shift, world: World, week: number, day: number, groups: Groups): Promise<void> {
  const { options, admin, countersign, before, generation } = stage
  const era: Era = week < CHANGE ? 'before' : 'after'
  const count = Math.floor(options.messages / DAYS)
  const offset = ((week - 1) * DAYS + day) * count
  const plan = planShift(world, mistakesOf(era, groups), count, `${options.seed}/${generation}/${week}/${day}`, WEEK_SHARES)
  const slots = plan.slots.map((each) => ({ ...each, index: each.index + offset }))
  for (const each of plan.rows) await admin.put(each.set, each.rows)
  await admin.change(plan.before)
  const today: Played[] = []
  try {
    const perHour = Math.max(LEAST_PER_HOUR, Math.ceil(count / HOURS))
    for (let from = 0; from < count; from += perHour) {
      const sent = await playHour(stage, shift, slots.slice(from, from + perHour))
      today.push(...sent.map((each) => ({ ...each, week, era })))
      stage.played.push(...today.slice(-sent.length))
      await stage.office.work((week - 1) * DAYS + day, sent, before)
    }
  } finally {
    await admin.change(plan.heal(world))
  }
  await countersign.settled(before, options.patience)
  await wait(options.night ?? NIGHT)
  const [wrong, held] = [today.filter((each) => each.cause !== undefined), today.filter((each) => each.verdict.state === 'held')]
  options.tell(`week ${week}, day ${day + 1}: ${today.length} messages, ${wrong.length} wrong, ${held.length} held`)
}

async function playHour({ options, countersign }: Stage, shift: Shift, slots: readonly Slot[]): Promise<(Sent & { at: number })[]> {
  const before = await countersign.latest()
  const sent: (Sent & { at: number })[] = []
  await inParallel(slots, options.senders, async (slot) => {
    const each = await shift.play(slot)
    sent.push({ ...each, at: Date.now() })
  })
  await countersign.settled(before, options.patience)
  return sent
}
