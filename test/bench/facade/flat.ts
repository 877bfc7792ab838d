import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { atMost, type Figure, plain } from '../causes/figures.ts'
import { median } from '../causes/measure.ts'
import { type Contestant, countersign, sqliteFile, type Started, stop } from './contestants.ts'
import { type Ground, PACES } from './facade.ts'
import { fill } from './fill.ts'
import { recordedIn } from './recorded.ts'
import { measure, setPace } from './rounds.ts'
import type { Bench } from './settings.ts'

/** Really posted attempts that the others are made of. */
const TEMPLATES = 300

/** Is a message as quick after a million as after a thousand? Two Countersigns, in turn, on SQLite files that differ in nothing but what was recorded before. */
export async function flat({ sizes, folder, say }: Bench, { s4, run, orders, messages }: Ground): Promise<Figure[]> {
  await setPace(s4, PACES.free)
  const database = (name: string): string => join(folder, `${name}.sqlite`)
  const first = await countersign({ name: 'Countersign, first attempts', s4, database: sqliteFile(database('first')) })
  try {
    await measure(first, run, { senders: 10, seconds: 120, warmUp: 0, most: TEMPLATES })
  } finally {
    await stop(first.programs)
  }
  const started: { readonly attempts: number; readonly of: Started }[] = []
  try {
    for (const attempts of sizes.attempts) {
      const file = database(`after-${attempts}`)
      copyOf(database('first'), file)
      fill(file, attempts, orders)
      say(`${recordedIn(file).attempts} attempts and ${recordedIn(file).auditEntries} audit entries written`)
      const of = await countersign({ name: `Countersign after ${attempts} attempts`, s4, database: sqliteFile(file) })
      started.push({ attempts, of })
      const { statuses } = await measure(of, run, { senders: 20, seconds: sizes.first, warmUp: 0, most: messages.length / 2 })
      say(`${of.name} is warm: ${JSON.stringify(statuses)}`)
      if (Object.keys(statuses).some((each) => each !== '201'))
        throw new Error(`${of.name} doesn't post what is healthy: ${JSON.stringify(statuses)}`)
    }
    const speeds = new Map<Contestant, { one: number[]; ten: number[] }>(started.map(({ of }) => [of, { one: [], ten: [] }]))
    for (let round = 0; round < Math.max(3, sizes.rounds); round++) {
      for (const [of, { one, ten }] of speeds) {
        one.push((await measure(of, run, { ...sizes, senders: 1 })).latency.p50)
        ten.push((await measure(of, run, { ...sizes, senders: 10 })).perSecond)
      }
    }
    const [few, many] = started.map(({ of }) => speeds.get(of))
    const middle = (values: readonly number[] | undefined): number => median(values ?? [])
    const [least, most] = sizes.attempts.map((each) => each.toLocaleString('en'))
    return [
      atMost(`messages/s of 10 senders after ${least} attempts, in those after ${most}`, middle(few?.ten) / middle(many?.ten), '×', 1.2),
      atMost(`p50 of one sender after ${most} attempts, in that after ${least}`, middle(many?.one) / middle(few?.one), '×', 1.2),
      ...started.flatMap(({ attempts, of }) => [
        plain(`seconds until the doors are open, after ${attempts.toLocaleString('en')} attempts, indexes made anew`, of.openAfter, 's'),
        plain(`seconds until the forest ranks, after ${attempts.toLocaleString('en')} attempts`, of.ranksAfter, 's'),
      ]),
    ]
  } finally {
    await stop(started.flatMap(({ of }) => of.programs))
  }
}

function copyOf(file: string, to: string): void {
  const db = new DatabaseSync(file)
  try {
    db.prepare('VACUUM INTO ?').run(to)
  } finally {
    db.close()
  }
}
