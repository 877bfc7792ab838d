import type { Context } from '../../domain/context.ts'
import type { MessagePart } from '../../domain/message.ts'
import type { FeatureName, FeatureValues } from './schema.ts'

/**
 * Who and what a message belongs to, as failure rates. Plants, materials and senders never reach a model by name: each is told as the share of
 * its earlier messages that failed, drawn towards the share of all where little is known. Only what was labelled before counts ("ordered target
 * statistics", L. Prokhorenkova et al., CatBoost, arXiv:1706.09516); so what is learnt from is what was known at the time.
 */

export const KEYS = ['Plant', 'WorkCenter', 'Material', 'Unit', 'MovementType', 'Sender'] as const
type KeyName = (typeof KEYS)[number]

/** Values of a message; empty where it has none. */
export type CaseKeys = Readonly<Record<KeyName, string>>

/** Messages of all that one key's own rate must outweigh. */
const SHRINK = 20

/** What is remembered of one key: messages whose end is known, and how many of them failed or were booked wrongly. */
type Tally = readonly [seen: number, failed: number]
const NOTHING: Tally = [0, 0]

/** Remembers how often what failed. One per process; deterministic in the order of what it learns. */
export interface Encoder {
  /** `rateOf…` 0 to 1, `seen…` log10(1 + messages); of a key that was never met, the rate of all and 0. */
  encode(keys: CaseKeys): FeatureValues
  learn(keys: CaseKeys, hasFailed: boolean): void
  /** Forgets all, to learn anew from the beginning. */
  clear(): void
}

/** Keys of a message: of its first part, with what its order says. */
export function keysOf(parts: readonly MessagePart[], context: Context, sender: string): CaseKeys {
  const part = parts[0]
  const order = context.orders.find((each) => each.id === part?.order)
  const operation = order?.operations.find((each) => each.id === part?.operation)
  const movement = part?.movements[0]
  return {
    Plant: part?.plant || (order?.plant ?? ''),
    WorkCenter: operation?.workCenter ?? '',
    Material: order?.material || part?.material || (movement?.material ?? ''),
    Unit: part?.yield?.unit || (movement?.quantity.unit ?? ''),
    MovementType: movement?.movementType ?? '',
    Sender: sender,
  }
}

export function createEncoder(): Encoder {
  const tallies = new Map<string, Tally>()
  let all: Tally = NOTHING
  const nameOf = (key: KeyName, value: string): string => `${key}/${value}`
  const more = ([seen, failed]: Tally, hasFailed: boolean): Tally => [seen + 1, failed + Number(hasFailed)]
  return {
    encode(keys) {
      const common = all[0] === 0 ? 0 : all[1] / all[0]
      const values: Partial<Record<FeatureName, number>> = {}
      for (const key of KEYS) {
        const [seen, failed] = tallies.get(nameOf(key, keys[key])) ?? NOTHING
        values[`rateOf${key}`] = (failed + SHRINK * common) / (seen + SHRINK)
        values[`seen${key}`] = Math.log10(1 + seen)
      }
      return values
    },
    learn(keys, hasFailed) {
      all = more(all, hasFailed)
      for (const key of KEYS) {
        const name = nameOf(key, keys[key])
        if (keys[key] !== '') tallies.set(name, more(tallies.get(name) ?? NOTHING, hasFailed))
      }
    },
    clear() {
      tallies.clear()
      all = NOTHING
    },
  }
}
