import type { LandscapeFailure } from '../landscape/failures/failure.ts'
import type { RowChange } from './admin.ts'
import { drawFailures } from './catalogue.ts'
import type { Mistake, SetUp } from './mistakes/mistake.ts'
import { Random } from './random.ts'
import type { World } from './world.ts'

/** What a message of the shift is meant to be; what exactly it says is decided when its turn comes. */
export interface Slot {
  /** From 0; makes the external key. */
  readonly index: number
  /** Undefined: healthy. */
  readonly mistake?: Mistake
  /** One of the catalogue, in a scene of its own. */
  readonly failure?: LandscapeFailure
  /** Materials that the mistake's set-up touched. */
  readonly materials?: readonly string[]
  /** Orders to try, best first. */
  readonly orders: readonly string[]
}

export interface Plan {
  readonly slots: readonly Slot[]
  /** Changes of the world before the shift, and those that take them back. */
  readonly before: readonly RowChange[]
  heal(now: World): RowChange[]
  readonly rows: readonly { readonly set: string; readonly rows: readonly Readonly<Record<string, string>>[] }[]
}

/** Of all messages. */
export interface Shares {
  readonly refused: number
  readonly wrong: number
  readonly catalogue: number
}

const SHARES: Shares = { refused: 0.12, wrong: 0.08, catalogue: 0.05 }

/**
 * A shift of `messages` messages: how many of each kind, in which order, on which production orders. The same seed and the same
 * world give the same plan. A mistake that the world gives no occasion for is left to the others of its kind.
 */
export function planShift(world: World, mistakes: readonly Mistake[], messages: number, seed: string, shares = SHARES): Plan {
  const random = new Random('shift', seed)
  const setUps = new Map<Mistake, readonly string[]>()
  const before: RowChange[] = []
  const rows: Plan['rows'][number][] = []
  const made: SetUp[] = []
  const taken = new Set<string>()
  const possible: Mistake[] = []
  for (const mistake of mistakes) {
    const setUp = mistake.setUp?.(world, random, taken)
    const materials = setUp?.materials ?? []
    if (!world.orders.some((each) => mistake.isPossible(each, world, materials))) continue
    possible.push(mistake)
    setUps.set(mistake, materials)
    for (const each of materials) taken.add(each)
    if (setUp) made.push(setUp)
    before.push(...(setUp?.before ?? []))
    if (setUp?.rows) rows.push(setUp.rows)
  }
  const kinds = (['refused', 'wrong'] as const).flatMap((kind) =>
    spread(
      possible.filter((each) => each.kind === kind),
      Math.round(messages * shares[kind]),
      random,
    ),
  )
  const failures = drawFailures(Math.round(messages * shares.catalogue), random)
  const healthy = Array.from({ length: Math.max(messages - kinds.length - failures.length, 0) }, () => undefined)
  const drawn = lateDuplicates(random.shuffled([...kinds, ...failures, ...healthy]).slice(0, messages))
  const workable = world.orders.filter((each) => each.isWorkable).map((each) => each.id)
  const slots = drawn.map((mistake, index): Slot => {
    if (mistake && 'arrange' in mistake) return { index, failure: mistake, orders: [] }
    if (!mistake) return { index, orders: random.shuffled(workable) }
    const materials = setUps.get(mistake) ?? []
    const orders = world.orders.filter((each) => mistake.isPossible(each, world, materials)).map((each) => each.id)
    return { index, mistake, materials, orders: random.shuffled(orders) }
  })
  return { slots, before, rows, heal: (now) => made.flatMap((each) => each.heal?.(now) ?? []) }
}

/** `count` of them, each as often as its weight says, every one at least once where there's room. */
function spread(mistakes: readonly Mistake[], count: number, random: Random): Mistake[] {
  const total = mistakes.reduce((sum, each) => sum + each.weight, 0)
  const certain = mistakes.flatMap((each) => Array.from({ length: Math.floor((each.weight / total) * count) }, () => each))
  const rest = random.shuffled(mistakes).slice(0, Math.max(count - certain.length, 0))
  return [...certain, ...rest].slice(0, count)
}

type Drawn = Mistake | LandscapeFailure | undefined

/** Nothing can be repeated before something was done: duplicates of the first third change places with later messages. */
function lateDuplicates(drawn: readonly Drawn[]): Drawn[] {
  const result = [...drawn]
  const third = Math.floor(result.length / 3)
  let later = third
  for (let index = 0; index < third; index++) {
    if (!isRepetition(result[index])) continue
    while (later < result.length && result[later] !== undefined) later++
    if (later >= result.length) break
    result[later] = result[index]
    result[index] = undefined
    later++
  }
  return result
}

function isRepetition(drawn: Drawn): boolean {
  return drawn !== undefined && !('arrange' in drawn) && drawn.isRepetition === true
}
