import { requireEqualLength } from '../statistics/distribution.ts'

/** What mistakes cost, in any one currency; both 0 or more, not both 0. What was right costs nothing. */
export interface Costs {
  /** A healthy message that a person had to look at. */
  readonly wrongHold: number
  /** A failure that nobody held. */
  readonly letThrough: number
}

/** What holding by the probability of failure would have cost. */
export interface Cost {
  /** Probability of failure from which holding is the cheaper: wrongHold ÷ (wrongHold + letThrough). */
  readonly holdAt: number
  readonly wrongHolds: number
  readonly lettingThrough: number
  /** Per message, in the currency given; beside it what holding nothing and holding all would have cost. */
  readonly perMessage: number
  readonly holdingNothing: number
  readonly holdingAll: number
}

/**
 * Cost of holding every message whose probability of failure is at least the break-even of the two costs. With calibrated probabilities
 * no other rule of that kind is cheaper; that it's cheaper than holding nothing or all is what has to be shown.
 *
 * @param failure probability of failure, one a message
 * @param failed whether it failed, one a message
 * @throws RangeError when lengths differ, a cost is negative, or both are 0
 * @see C. Elkan, "The Foundations of Cost-Sensitive Learning", IJCAI 2001
 */
export function costOf(failure: ArrayLike<number>, failed: ArrayLike<boolean>, { wrongHold, letThrough }: Costs): Cost {
  requireEqualLength(failure, failed, 'probabilities and outcomes')
  if (!(wrongHold >= 0 && letThrough >= 0 && wrongHold + letThrough > 0)) throw new RangeError(`costs ${wrongHold} and ${letThrough}`)
  const holdAt = wrongHold / (wrongHold + letThrough)
  let [wrongHolds, lettingThrough, failures] = [0, 0, 0]
  for (let at = 0; at < failure.length; at++) {
    const isHeld = (failure[at] ?? 0) >= holdAt
    if (failed[at]) failures++
    if (isHeld && !failed[at]) wrongHolds++
    if (!isHeld && failed[at]) lettingThrough++
  }
  const rows = Math.max(1, failure.length)
  return {
    holdAt,
    wrongHolds,
    lettingThrough,
    perMessage: (wrongHolds * wrongHold + lettingThrough * letThrough) / rows,
    holdingNothing: (failures * letThrough) / rows,
    holdingAll: ((failure.length - failures) * wrongHold) / rows,
  }
}
