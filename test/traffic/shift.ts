import { Decimal } from 'decimal.js'
import type { Cause, Queue } from '../../srv/domain/judgement.ts'
import type { S4Admin } from './admin.ts'
import { playFailure } from './catalogue.ts'
import type { V2Client } from './client.ts'
import { bodyOf, CONFIRMATION_SERVICE, CONFIRMATION_SET, type Confirmation } from './confirmation.ts'
import { draft, type Bench } from './draft.ts'
import { Gate, Lanes } from './lanes.ts'
import type { Family, Left, Mistake } from './mistakes/mistake.ts'
import { stockChange } from './mistakes/supply.ts'
import { queueOf } from './queues.ts'
import type { LandscapeFailure } from '../landscape/failures/failure.ts'
import type { Slot } from './plan.ts'
import { Random } from './random.ts'
import { send, type Verdict } from './sender.ts'
import type { World, WorldReader } from './world.ts'

export type Kind = 'healthy' | 'refused' | 'wrong' | 'catalogue' | 'log'

/** A message that was sent, why it is what it is, and what came of it. */
export interface Sent {
  readonly index: number
  readonly kind: Kind
  readonly cause?: Cause
  /** Who can solve it. */
  readonly queue?: Queue
  /** What exactly went wrong, where the cause says too little. */
  readonly name?: string
  readonly family?: Family
  /** What would have been right, field by field as a planner sets it; only where a family has it. */
  readonly values?: readonly { readonly field: string; readonly value: string }[]
  readonly order: string
  readonly key: string
  readonly body: string
  readonly verdict: Verdict
}

export interface Tools {
  readonly world: World
  readonly reader: WorldReader
  readonly admin: S4Admin
  readonly sender: V2Client
  /** The same without patience: what fails isn't sent again. */
  readonly once: V2Client
  /** Number of this shift among all that were played in the same systems. */
  readonly generation: number
  /** User of the S/4 in whose name postings arrive there. */
  readonly s4User: string
  /** Words that all chance of this shift begins with. */
  readonly seed: string
  /** External key of a message by its index. */
  readonly keyOf: (index: number) => string
  /** Midnight of the day that is played, UTC. */
  readonly day: Date
  /** Messages of the shift. */
  readonly messages: number
}

interface Made {
  readonly confirmation: Confirmation
  readonly right: Confirmation
  readonly left: readonly Left[]
}

const SHIFT_MINUTES = 8 * 60
const MISTAKE_TRIES = 40
/** Most scenes that one shift can have. */
const SCENES = 10_000
const PATH = `/sap/opu/odata/sap/${CONFIRMATION_SERVICE}/${CONFIRMATION_SET}`

/** Makes each message when its turn comes, from the order as it then stands, and sends it. Messages of one order go one after another. */
export class Shift {
  readonly #tools: Tools
  readonly #lanes = new Lanes()
  /** Nobody else sends while stock is short for one message. */
  readonly #gate = new Gate()
  /** Healthy confirmations that the ERP took, by order. */
  readonly #posted = new Map<string, Confirmation[]>()
  /** Confirmed scrap by order and operation. */
  readonly #scrapped = new Map<string, Map<string, Decimal>>()

  constructor(tools: Tools) {
    this.#tools = tools
  }

  /**
   * Plays one slot. A mistake that finds no occasion becomes a healthy message.
   * @throws Error when no order of the plant has anything left to confirm
   */
  async play(slot: Slot): Promise<Sent> {
    const { mistake, failure } = slot
    if (failure) return this.#fail(slot.index, failure)
    if (mistake) {
      const orders = mistake.isRepetition ? slot.orders.filter((each) => this.#posted.has(each)) : slot.orders
      for (let tried = 0; tried < Math.min(MISTAKE_TRIES, orders.length * 3); tried++) {
        const sent = await this.#onOrder(slot, orders[tried % orders.length] ?? '', tried)
        if (sent) return sent
      }
    }
    const workable = mistake ? new Random('instead', this.#tools.seed, slot.index).shuffled(this.#workable()) : slot.orders
    for (let tried = 0; tried < workable.length * 2; tried++) {
      const sent = await this.#onOrder({ index: slot.index, orders: workable }, workable[tried % workable.length] ?? '', tried)
      if (sent) return sent
    }
    throw new Error('Nothing is left to confirm in the plant; start the local S/4 afresh')
  }

  async #fail(index: number, failure: LandscapeFailure): Promise<Sent> {
    const { admin, once, day, keyOf, generation } = this.#tools
    const key = keyOf(index)
    const scene = { admin, sender: once, index: generation * SCENES + index, today: day.toISOString().slice(0, 10), key }
    const { cause, queue, name } = failure
    return { index, kind: 'catalogue', cause, queue, name, key, ...(await playFailure(failure, scene)) }
  }

  #workable(): string[] {
    return this.#tools.world.orders.filter((each) => each.isWorkable).map((each) => each.id)
  }

  #onOrder(slot: Slot, order: string, tried: number): Promise<Sent | undefined> {
    const { mistake } = slot
    return this.#lanes.run(order, () =>
      mistake?.shortage
        ? this.#gate.alone(() => this.#attempt(slot, order, tried))
        : this.#gate.shared(() => this.#attempt(slot, order, tried)),
    )
  }

  async #attempt({ index, mistake, materials = [] }: Slot, order: string, tried: number): Promise<Sent | undefined> {
    const { seed, keyOf } = this.#tools
    const key = keyOf(index)
    const bench = await this.#bench(order, new Random('message', seed, index, tried), index)
    const made = await this.#make(mistake, materials, bench, key)
    if (!made) return undefined
    const { confirmation, left, right } = made
    const sent = await this.#withStock(left, async () => {
      if (mistake && (await this.#isAccepted(confirmation, key)) !== (mistake.kind === 'wrong')) return undefined
      const body = bodyOf(confirmation, key)
      return { body, verdict: await send(this.#tools.sender, body) }
    })
    if (!sent) return undefined
    if (sent.verdict.state === 'released') this.#remember(confirmation, mistake === undefined)
    const cause = mistake && { cause: mistake.cause, queue: queueOf(mistake.cause) }
    const family = mistake?.family && { family: mistake.family, values: valuesOf(right, confirmation) }
    return { index, kind: mistake?.kind ?? 'healthy', ...cause, ...family, order, key, ...sent }
  }

  /** A confirmation that is as its kind says; where stock has to be short for that, with what is left. Whether the S/4 agrees is yet to be asked. */
  async #make(mistake: Mistake | undefined, materials: readonly string[], bench: Bench, key: string): Promise<Made | undefined> {
    const right = draft(bench, { ...mistake?.wishes, ...(materials.length > 0 && { consumes: materials }) })
    if (!mistake) return right && (await this.#isAccepted(right, key)) ? { confirmation: right, right, left: [] } : undefined
    if (mistake.isInMessage && !(right && (await this.#isAccepted(right, key)))) return undefined
    const earlier = this.#posted.get(bench.order.id) ?? []
    const unspoiled = mistake.isRepetition ? bench.random.pick(earlier) : right
    const confirmation = unspoiled && mistake.spoil(unspoiled, bench)
    if (!confirmation) return undefined
    const left = mistake.shortage ? mistake.shortage(confirmation, bench) : []
    return left && { confirmation, right: unspoiled, left }
  }

  async #withStock<T>(left: readonly Left[], work: () => Promise<T>): Promise<T> {
    const { admin } = this.#tools
    try {
      await admin.change(left.map(({ stock, quantity }) => stockChange(stock, quantity)))
      return await work()
    } finally {
      await admin.change(left.map(({ stock }) => stockChange(stock, stock.quantity)))
    }
  }

  async #isAccepted(confirmation: Confirmation, key: string): Promise<boolean> {
    return (await this.#tools.admin.simulate(PATH, bodyOf(confirmation, key), this.#tools.s4User)).isAccepted
  }

  async #bench(id: string, random: Random, index: number): Promise<Bench> {
    const { reader, world, day, messages } = this.#tools
    const order = await reader.order(id)
    const materials = [...new Set(order.components.map((each) => each.material))]
    const stock = materials.length > 0 ? (await reader.stock(materials)).filter((each) => each.isUnrestricted) : []
    const now = new Date(day.getTime() + Math.floor((index / messages) * SHIFT_MINUTES) * 60_000)
    return { world, order, stock, scrapped: this.#scrapped.get(id) ?? new Map<string, Decimal>(), now, random }
  }

  #remember(confirmation: Confirmation, isHealthy: boolean): void {
    const { order, operation, scrap } = confirmation
    const scrapped = this.#scrapped.get(order) ?? new Map<string, Decimal>()
    scrapped.set(operation, (scrapped.get(operation) ?? new Decimal(0)).plus(scrap))
    this.#scrapped.set(order, scrapped)
    if (isHealthy) this.#posted.set(order, [...(this.#posted.get(order) ?? []), confirmation])
  }
}

/** What a planner would set in the spoiled message to make it the right one. */
function valuesOf(right: Confirmation, spoiled: Confirmation): { field: string; value: string }[] {
  return spoiled.consumptions.flatMap((each, index) =>
    (['quantity', 'unit', 'material', 'storageLocation', 'batch'] as const).flatMap((field) => {
      const value = right.consumptions[index]?.[field]
      return value === undefined || value === each[field] ? [] : [{ field: `movements/${index}/${field}`, value }]
    }),
  )
}
