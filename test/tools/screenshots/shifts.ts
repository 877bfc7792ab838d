import type { Product } from '../../flow/product.ts'
import { S4Admin } from '../../traffic/admin.ts'
import { V2Client } from '../../traffic/client.ts'
import { Countersign } from '../../traffic/countersign.ts'
import { inParallel } from '../../traffic/lanes.ts'
import { mistakes } from '../../traffic/mistakes/index.ts'
import { planShift, type Slot } from '../../traffic/plan.ts'
import { Random } from '../../traffic/random.ts'
import { keysOf } from '../../traffic/run.ts'
import { type Sent, Shift } from '../../traffic/shift.ts'
import { Desk } from '../../traffic/weeks/desk.ts'
import { Office } from '../../traffic/weeks/office.ts'
import { WorldReader } from '../../traffic/world.ts'

/** Day and late: the second begins when the first ends. */
const SHIFTS = 2
const HOURS = 8
const HOUR = 3_600_000
/** How long both shifts take, in milliseconds. */
export const SPAN = SHIFTS * HOURS * HOUR
/** The clock goes on so many times an hour. */
const STEPS = 20
/** The office leaves what came in the last hours, and of the rest every third. */
const UNSEEN = 2
const LEFT = 3

export interface ShiftsOptions {
  /** Of both shifts. */
  readonly messages: number
  readonly seed: number
  /** What else people do in an hour, from 0. */
  readonly meanwhile: (hour: number) => Promise<void>
  /** Progress, one line at a time. */
  readonly tell: (line: string) => void
}

/**
 * Plays two shifts that end now, against a product whose clock stands `SPAN` back (`clock.ts`): the clock goes on by some minutes whenever
 * what came in has come to rest. A scripted planner and controller work off a part, hour by hour.
 * @throws Error with a text for people when something isn't ready in time
 */
export async function playShifts(product: Product, { messages, seed, meanwhile, tell }: ShiftsOptions): Promise<void> {
  const admin = new S4Admin(product.s4AdminUrl)
  const reader = new WorldReader(new V2Client(product.s4Url, 'DM', 'dm'))
  const countersign = new Countersign(product.url)
  const sender = new V2Client(product.url, 'dm', 'dm')
  const [planner, controller] = [new Desk(product.url, 'planner'), new Desk(product.url, 'controller')]
  const office = new Office({ planner, controller }, sender, String(seed))
  const perShift = Math.ceil(messages / SHIFTS)
  await countersign.ready(180)
  const shift = new Shift({
    ...{ world: await reader.all(), reader, admin, sender, generation: 0, s4User: 'COUNTERSIGN', seed: String(seed) },
    ...{ once: new V2Client(product.url, 'dm', 'dm', { retries: 0, longestWait: 0 }), keyOf: keysOf(seed, 0) },
    // What is reported was done a step before.
    ...{ day: new Date(Date.now() - SPAN - HOUR / STEPS), messages: perShift },
  })
  for (let half = 0; half < SHIFTS; half++) {
    const plan = planShift(await reader.all(), mistakes, perShift, `${String(seed)}/${String(half)}`)
    for (const each of plan.rows) await admin.put(each.set, each.rows)
    await admin.change(plan.before)
    const slots = plan.slots.map((each) => ({ ...each, index: each.index + half * perShift }))
    try {
      for (let turn = 0; turn < HOURS; turn++) {
        const hour = half * HOURS + turn
        const sent = await playHour(partOf(slots, turn, HOURS), hour)
        if (hour < SHIFTS * HOURS - UNSEEN)
          await office.work(
            hour,
            sent.filter((each) => each.index % LEFT > 0),
            0,
          )
        await meanwhile(hour)
        await countersign.settled(0, 120)
        const held = sent.filter(({ verdict }) => verdict.state === 'held').length
        tell(`hour ${String(hour + 1)}: ${String(sent.length)} messages, ${String(held)} held`)
      }
    } finally {
      await admin.change(plan.heal(await reader.all()))
    }
  }
  setClock(product, 0)
  for (const each of office.problems) tell(each)

  async function playHour(slots: readonly Slot[], hour: number): Promise<Sent[]> {
    const random = new Random('steps', seed, hour)
    const sent: Sent[] = []
    for (let step = 0; step < STEPS; step++) {
      const passed = Math.round((hour + (step + random.next() * 0.8) / STEPS) * HOUR)
      setClock(product, passed - SPAN)
      await inParallel(partOf(slots, step, STEPS), 3, async (slot) => void sent.push(await shift.play(slot)))
      await countersign.settled(0, 120)
    }
    return sent
  }
}

/** The part of a list, from 0, of so many of about the same size. */
function partOf<T>(list: readonly T[], part: number, parts: number): T[] {
  return list.filter((_, index) => Math.floor((index / list.length) * parts) === part)
}

/** @param milliseconds from the true time */
function setClock(product: Product, milliseconds: number): void {
  product.countersign.child.send({ clock: milliseconds })
}
