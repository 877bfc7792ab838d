import type { Decimal } from 'decimal.js'
import type { Cause } from '../../../srv/domain/judgement.ts'
import type { RowChange } from '../admin.ts'
import type { Confirmation, Consumption } from '../confirmation.ts'
import type { Bench, Wishes } from '../draft.ts'
import type { Random } from '../random.ts'
import type { Stock, World, WorldOrder } from '../world.ts'

/** How a mistake changes the world before the shift begins. */
export interface SetUp {
  readonly before: readonly RowChange[]
  /** How it's taken back when the shift is over. */
  heal?(now: World): readonly RowChange[]
  /** Rows that come first, and stay. */
  readonly rows?: { readonly set: string; readonly rows: readonly Readonly<Record<string, string>>[] }
  /** Materials that the change touches; healthy confirmations and other mistakes keep away from them. */
  readonly materials: readonly string[]
}

/** What several causes look alike in: no single rule tells which of them it is. */
export type Family = 'overConsumption' | 'deficit'

/** A row of stock, and what the books keep of it. */
export interface Left {
  readonly stock: Stock
  readonly quantity: Decimal
}

/** One way to go wrong, with a known cause. */
export interface Mistake {
  readonly cause: Cause
  /** `refused`: the S/4 would refuse it; `wrong`: it would book it. */
  readonly kind: 'refused' | 'wrong'
  /** How often it happens, relative to the others of its kind. */
  readonly weight: number
  /** What the confirmation has to be like before it's spoiled. */
  readonly wishes: Wishes
  /** Lies in the message alone: the S/4 would take the same message unspoiled. */
  readonly isInMessage: boolean
  /** Needs an earlier message of the same order to go wrong with. */
  readonly isRepetition?: boolean
  /** Orders on which it can happen at all. */
  isPossible(order: WorldOrder, world: World, materials: readonly string[]): boolean
  setUp?(world: World, random: Random, taken: ReadonlySet<string>): SetUp
  readonly family?: Family
  /** Stock as the books have it while this message is on its way, and not before or after; undefined where there's no occasion. */
  shortage?(confirmation: Confirmation, bench: Bench): readonly Left[] | undefined
  /** The confirmation with the mistake in it; undefined where there's no occasion for it. A repetition gets an earlier one that the ERP took. */
  spoil(confirmation: Confirmation, bench: Bench): Confirmation | undefined
}

/** Replaces one consumption. */
export function withConsumption(confirmation: Confirmation, index: number, values: Partial<Consumption>): Confirmation {
  return { ...confirmation, consumptions: confirmation.consumptions.map((each, at) => (at === index ? { ...each, ...values } : each)) }
}

/** One consumption that fulfils a condition, with its index; undefined when there's none. */
export function pickConsumption(
  confirmation: Confirmation,
  random: Random,
  condition: (consumption: Consumption) => boolean = () => true,
): { consumption: Consumption; index: number } | undefined {
  const fitting = confirmation.consumptions
    .map((consumption, index) => ({ consumption, index }))
    .filter(({ consumption }) => condition(consumption))
  return random.pick(fitting)
}

/** A workable order that consumes something. */
export function consumesSomething(order: WorldOrder): boolean {
  return order.isWorkable && order.components.some((each) => each.isOpen)
}

/** A workable order that consumes one of the materials. */
export function consumesOneOf(order: WorldOrder, materials: readonly string[]): boolean {
  return order.isWorkable && order.components.some((each) => each.isOpen && materials.includes(each.material))
}
