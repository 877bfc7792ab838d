import { CAUSES, type Cause } from '../../../srv/domain/judgement.ts'
import { Random } from '../random.ts'
import type { Sent } from '../shift.ts'

/** What the scripted planner does with what is held: most often right, sometimes silent, sometimes wrong, often late. */
export const HABITS = {
  /** Doesn't say what it was. */
  silent: 0.3,
  /** Says something else than what it was. */
  wrong: 0.1,
  /** Says it a day or two after deciding. */
  late: 0.3,
  /** Of wrong messages that were booked, so many are found out and taken back, one to three days later. */
  takenBack: 0.6,
} as const

export type Said = Cause | 'none'

export interface Held {
  readonly cause: string
  readonly action: string
}

export interface Deed {
  readonly deed: 'approve' | 'adjust' | 'postAsSent' | 'rejectSuggestion'
  /** Undefined: silent. */
  readonly said?: Said
  /** Days after the decision that it is said. */
  readonly after: number
}

/** Ends the message instead of posting it. */
const ENDING = new Set(['markDuplicate', 'reject'])
/** What people take for one another. */
const LOOKALIKES: readonly (readonly Cause[])[] = [
  ['setupWaste', 'scrapUnreported', 'entryError', 'substitution', 'unitOfMeasure'],
  ['lateReceipt', 'stockDeficit', 'wrongStorageLocation', 'unitOfMeasure'],
]

/** A decision about a held message whose truth is known. The same seed and attempt give the same. Pure. */
export function decisionOf(sent: Pick<Sent, 'cause' | 'values' | 'index'>, held: Held, seed: string): Deed {
  const random = new Random('planner', seed, sent.index)
  return { ...sayingOf(sent.cause, random), deed: deedOf(sent, held) }
}

/** What is said of a message that was drawn to be looked at: it is looked at at once, and answered as often as others. Pure. */
export function spotCheckOf(sent: Pick<Sent, 'cause' | 'index'>, seed: string): Said | undefined {
  return sayingOf(sent.cause, new Random('spot check', seed, sent.index)).said
}

/** Days until it is found out that this one was booked wrongly; undefined: never. Pure. */
export function foundOutAfter(sent: Pick<Sent, 'index'>, seed: string): number | undefined {
  const random = new Random('found out', seed, sent.index)
  return random.chance(HABITS.takenBack) ? random.int(1, 3) : undefined
}

/** Right messages are posted, proposals of the right cause approved, values that are known set, and what remains is sent back to the shop floor. */
function deedOf({ cause, values = [] }: Pick<Sent, 'cause' | 'values'>, held: Held): Deed['deed'] {
  if (cause === undefined) return 'postAsSent'
  if (held.cause === cause) return 'approve'
  return values.length > 0 && !ENDING.has(held.action) ? 'adjust' : 'rejectSuggestion'
}

function sayingOf(cause: Cause | undefined, random: Random): Pick<Deed, 'said' | 'after'> {
  const truth = cause ?? 'none'
  const [mood, delay] = [random.next(), random.chance(HABITS.late) ? random.int(1, 2) : 0]
  if (mood < HABITS.silent) return { after: 0 }
  return { said: mood < HABITS.silent + HABITS.wrong ? mistaken(truth, random) : truth, after: delay }
}

function mistaken(truth: Said, random: Random): Said {
  const alike = LOOKALIKES.find((each) => each.some((one) => one === truth)) ?? CAUSES
  return random.pick(alike.filter((each) => each !== truth)) ?? 'unknown'
}
