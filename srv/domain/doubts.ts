import type { OperationContext } from './context.ts'
import type { MessagePart } from './message.ts'
import { amount, parseDecimal, physicalFactor } from './quantity.ts'

/** Up to so many times what a whole operation is planned to take, work may be set-up, which is done once and not by the piece. */
export const SETUP = 1.5

/** What of an operation tells whether a report on it is ordinary; what isn't known gives no reason to doubt the yield. */
export type OperationPlan = Pick<OperationContext, 'activities'> &
  Partial<Pick<OperationContext, 'plannedQuantity' | 'confirmedYield' | 'unit'>>

/** What of a part the plan of its operation can't explain: reason to ask the ERP what it would fill in itself. */
export interface Doubts {
  /** Positions (0 to 5) of work that nobody planned, in a unit of another kind, or beyond what the whole operation takes. */
  readonly activities: readonly number[]
  /** More yield than is open, in the operation's unit. */
  readonly yield: boolean
}

const NONE: Doubts = { activities: [], yield: false }

/**
 * What to ask the ERP about: nothing for an ordinary report, for what isn't one (reversals, work alone), for an operation that isn't
 * there, or where a quantity is no number, which is told otherwise and which the ERP couldn't be asked with.
 * @param operation of the part; undefined when its order hasn't got it or wasn't read
 */
export function doubtsOf(part: MessagePart, operation: OperationPlan | undefined): Doubts {
  if (part.kind !== 'confirmation' || part.isReversal || part.order === '' || part.operation === '' || operation === undefined) return NONE
  const quantities = [part.yield, part.scrap, part.rework].flatMap((each) => (each === undefined ? [] : [parseDecimal(each.value)]))
  if (quantities.some((each) => each === undefined) || !quantities.some((each) => each?.gt(0))) return NONE
  return {
    activities: (part.activities ?? []).flatMap((_, position) => (isDoubtful(part, position, operation) ? [position] : [])),
    yield: isBeyondOpen(part, operation),
  }
}

function isDoubtful({ activities }: MessagePart, position: number, { activities: plan }: OperationPlan): boolean {
  const sent = activities?.[position]
  const value = sent && parseDecimal(sent.value)
  const planned = plan?.[position]
  if (sent === undefined || value === undefined || value.lte(0)) return false
  if (!planned) return true
  const factor = sent.unit === '' || sent.unit === planned.unit ? amount('1') : physicalFactor(sent.unit, planned.unit)
  return factor === undefined || value.mul(factor).gt(amount(planned.value).mul(SETUP))
}

function isBeyondOpen({ yield: sent }: MessagePart, { plannedQuantity, confirmedYield, unit }: OperationPlan): boolean {
  if (sent === undefined || plannedQuantity === undefined || confirmedYield === undefined) return false
  if (sent.unit !== '' && sent.unit !== unit) return false
  return amount(sent.value).gt(0) && amount(sent.value).gt(amount(plannedQuantity).sub(amount(confirmedYield)))
}
