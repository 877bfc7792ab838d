import { requireEqualLength } from '../statistics/distribution.ts'

/**
 * Champion against challenger on the same messages, as running sums: plain data, so a shadow run survives a restart. Differences of log loss
 * in nats, champion − challenger: above 0 the challenger is better.
 */
export interface Duel {
  readonly messages: number
  readonly mean: number
  /** Σ (difference − mean)². */
  readonly squares: number
}

/** Before the first message. */
export const NO_DUEL: Duel = { messages: 0, mean: 0, squares: 0 }

/** The duel after one more message that both have judged before its label was known. */
export function fought({ messages, mean, squares }: Duel, champion: number, challenger: number): Duel {
  const distance = champion - challenger - mean
  const count = messages + 1
  const moved = mean + distance / count
  return { messages: count, mean: moved, squares: squares + distance * (champion - challenger - moved) }
}

export interface PairedGain {
  readonly messages: number
  /** Mean difference of log loss in nats. */
  readonly gain: number
  /** Gain ÷ its standard error. */
  readonly z: number
  readonly verdict: 'wait' | 'promote' | 'drop'
}

/** Fewer shadow-scored messages decide nothing, … */
const LEAST_MESSAGES = 1_000
/** … and after these the challenger has had its chance. */
const MOST_MESSAGES = 3_000
const LEAST_GAIN = 0.005
/** One-sided 1 %, at one look. */
const LEAST_Z = 2.33
/** Standard error of equal differences, so that z stays a number. */
const LEAST_ERROR = 1e-9

/**
 * Promotes a challenger after at least 1,000 messages when its mean gain is above 0.005 nats and more than 2.33 standard errors; drops it
 * when 3,000 haven't shown that. Each look is one test: a challenger that is no better is promoted at 1 % of the first looks, at about 2 %
 * with looks at 1,000, 2,000 and 3,000 messages, and at 4 to 6 % when looked at after every message. So look seldom.
 *
 * @see B. Efron, R. Tibshirani, An Introduction to the Bootstrap (1993), §16 (paired differences); scipy.stats.ttest_rel for z
 */
export function verdictOf({ messages, mean, squares }: Duel, { least = LEAST_MESSAGES, most = MOST_MESSAGES } = {}): PairedGain {
  const error = messages > 1 ? Math.sqrt(squares / (messages - 1) / messages) : 0
  const z = messages > 1 ? mean / Math.max(error, LEAST_ERROR) : 0
  const isBetter = mean > LEAST_GAIN && z > LEAST_Z
  const verdict = messages >= least && isBetter ? 'promote' : messages >= most ? 'drop' : 'wait'
  return { messages, gain: mean, z, verdict }
}

/**
 * The same of stored losses.
 * @param champion log loss of each shadow-scored message, in nats
 * @param challenger the same for the same messages
 * @throws RangeError when lengths differ
 */
export function pairedGain(champion: ArrayLike<number>, challenger: ArrayLike<number>): PairedGain {
  requireEqualLength(champion, challenger, 'losses')
  let duel = NO_DUEL
  for (let at = 0; at < champion.length; at++) duel = fought(duel, champion[at] ?? 0, challenger[at] ?? 0)
  return verdictOf(duel)
}
