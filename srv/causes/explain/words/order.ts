import type { OperationContext, OrderContext } from '../../../domain/context.ts'
import type { MessagePart } from '../../../domain/message.ts'
import { amount, nearestPowerOfTen } from '../../../domain/quantity.ts'
import type { Amount } from '../../../domain/quantity.ts'
import type { Evidenced } from '../../features/features.ts'
import { say } from './say.ts'
import type { Fact, Saying } from './say.ts'
import { FLAGS, ORDER as TEXTS, RECORD } from './texts.ts'

/** What is said of a yield against its order, and of the states of order and operation. */

const ZERO = amount('0')
/** More than any yield is of what is left. */
const ENDLESS = amount('1000000000')

interface Made {
  readonly part: MessagePart
  readonly order: OrderContext
  readonly operation: OperationContext | undefined
  readonly predecessor: OperationContext | undefined
  readonly planned: Amount
  readonly made: Amount
  readonly scrap: Amount
  /** Yield of the operation with this message. */
  readonly total: Amount
  readonly left: Amount
  readonly inUnit: (value: Amount) => Fact
}

/** Parts whose order was read; those that report a yield, unless all are asked for. */
function madeOf({ parts, context }: Evidenced, all = false): Made[] {
  return parts.flatMap((part): Made[] => {
    const order = context.orders.find((each) => each.id === part.order)
    if (order === undefined || (!all && (part.yield === undefined || part.isReversal))) return []
    const at = order.operations.findIndex((each) => each.id === part.operation)
    const operation = order.operations[at]
    const before = amount(operation?.confirmedYield ?? order.confirmedYield)
    const made = amount(part.yield?.value)
    return [
      {
        part,
        order,
        operation,
        predecessor: order.operations[at - 1],
        planned: amount(order.planned),
        made,
        scrap: amount(part.scrap?.value),
        total: before.plus(made),
        left: amount(operation?.plannedQuantity ?? order.planned).minus(before),
        inUnit: (value) => ({ value, unit: part.yield?.unit || order.unit }),
      },
    ]
  })
}

/** The part for which `value` is highest; undefined where it isn't known for any. */
function worst(
  parts: readonly Made[],
  value: (each: Made) => Amount | undefined,
): { readonly found: Made; readonly value: Amount } | undefined {
  const known = parts.flatMap((found) => {
    const known = value(found)
    return known ? [{ found, value: known }] : []
  })
  return known.toSorted((a, b) => b.value.cmp(a.value))[0]
}

const perPlanned = (each: Made, value: Amount): Amount | undefined => (each.planned.gt(0) ? value.div(each.planned) : undefined)
const yieldFact = ({ part, order, made, inUnit }: Made): Fact =>
  part.yield ? { value: part.yield.value, unit: part.yield.unit || order.unit } : inUnit(made)

/** Nothing left to confirm is as suspicious as can be. */
function toRemaining({ made, left }: Made): Amount {
  return left.gt(0) ? made.div(left) : made.gt(0) ? ENDLESS : ZERO
}

const remaining = (each: Made): Saying =>
  say(TEXTS.remaining, { made: yieldFact(each), left: each.inUnit(each.left.gt(0) ? each.left : ZERO) })

function excess(each: Made): Amount {
  const limit = each.planned.times(amount(each.order.overDeliveryTolerance).plus(100)).div(100)
  const over = each.total.minus(limit)
  return each.order.isOverDeliveryUnlimited || over.lt(0) ? ZERO : over
}

const short = ({ part, planned, total, scrap }: Made): Amount => (part.isFinal ? planned.minus(total).minus(scrap) : ZERO)

type OrderFlag = 'orderNotReleased' | 'orderEnded' | 'orderLocked'
type OperationFlag = 'operationEnded' | 'operationNotReady' | 'firstConfirmation' | 'finalConfirmation'

function onOrder(name: OrderFlag, isRaised: (order: OrderContext) => boolean) {
  return (evidenced: Evidenced): Saying => {
    const parts = madeOf(evidenced, true)
    const found = parts.find((each) => isRaised(each.order))
    return found ? say(FLAGS[name][0], { subject: found.order.id }) : say(parts.length > 0 ? FLAGS[name][1] : TEXTS.noOrder)
  }
}

function onOperation(name: OperationFlag, isRaised: (operation: OperationContext | undefined, part: MessagePart) => boolean) {
  return (evidenced: Evidenced): Saying => {
    const parts = madeOf(evidenced, true)
    const found = parts.find((each) => isRaised(each.operation, each.part))
    if (found) return say(FLAGS[name][0], { subject: found.part.operation })
    const isKnown = name === 'finalConfirmation' ? parts.length > 0 : parts.some((each) => each.operation !== undefined)
    return say(isKnown ? FLAGS[name][1] : TEXTS.noOperation)
  }
}

export const orderWords = {
  yieldToRemaining(evidenced: Evidenced) {
    const most = worst(madeOf(evidenced), toRemaining)
    return most ? remaining(most.found) : say(TEXTS.noYield)
  },
  yieldToPlanned(evidenced: Evidenced) {
    const most = worst(madeOf(evidenced), (each) => perPlanned(each, each.made))?.found
    return most
      ? say(TEXTS.planned, { made: yieldFact(most), planned: most.inUnit(most.planned), order: most.order.id })
      : say(TEXTS.noYield)
  },
  yieldSlip(evidenced: Evidenced) {
    const parts = madeOf(evidenced).filter((each) => each.left.gt(0) && each.made.gt(0))
    const powerOf = (each: Made) => nearestPowerOfTen(each.made.div(each.left))
    const isSlip = (each: Made): boolean => powerOf(each).exponent !== 0 && powerOf(each).distance.lte('0.07')
    const found = parts.find(isSlip) ?? parts[0]
    if (found === undefined) return say(TEXTS.noYield)
    return say(isSlip(found) ? TEXTS.slipNear : TEXTS.slipFar, { line: remaining(found), ratio: powerOf(found).factor })
  },
  toleranceExcess(evidenced: Evidenced) {
    const most = worst(madeOf(evidenced), (each) => perPlanned(each, excess(each)))?.found
    if (most === undefined) return say(TEXTS.noYield)
    if (most.order.isOverDeliveryUnlimited) return say(TEXTS.unlimited, { order: most.order.id })
    const over = excess(most)
    return say(over.gt(0) ? TEXTS.excess : TEXTS.within, {
      total: most.inUnit(most.total),
      excess: most.inUnit(over),
      planned: most.inUnit(most.planned),
      tolerance: { value: amount(most.order.overDeliveryTolerance), unit: '%' },
    })
  },
  finalShortfall(evidenced: Evidenced) {
    const most = worst(madeOf(evidenced), (each) => perPlanned(each, short(each)))
    if (!most?.value.gt(0)) return say(most ? TEXTS.noShortfall : TEXTS.noYield)
    return say(TEXTS.shortfall, { short: most.found.inUnit(short(most.found)), planned: most.found.inUnit(most.found.planned) })
  },
  scrapShare({ parts }: Evidenced) {
    const share = (each: MessagePart): Amount => amount(each.scrap?.value).div(amount(each.scrap?.value).plus(amount(each.yield?.value)))
    const [most] = parts.filter((each) => amount(each.scrap?.value).gt(0)).toSorted((a, b) => share(b).cmp(share(a)))
    if (!most?.scrap) return say(TEXTS.noScrap)
    return say(TEXTS.scrap, { scrap: most.scrap, made: most.yield ?? { value: '0', unit: most.scrap.unit } })
  },
  predecessorGap(evidenced: Evidenced) {
    const gap = (each: Made): Amount | undefined =>
      each.predecessor && perPlanned(each, each.total.plus(each.scrap).minus(amount(each.predecessor.confirmedYield)))
    const most = worst(madeOf(evidenced), gap)?.found
    if (!most?.predecessor) return say(TEXTS.noPredecessor)
    const facts = { total: most.inUnit(most.total.plus(most.scrap)), done: most.inUnit(amount(most.predecessor.confirmedYield)) }
    return say(TEXTS.ahead, { ...facts, operation: most.part.operation, before: most.predecessor.id })
  },
  orderUnknown({ parts, context }: Evidenced) {
    const named = parts.filter((each) => each.order !== '')
    const unknown = named.find((part) => !context.orders.some((each) => each.id === part.order))
    if (named.length === 0 || (unknown && context.unread.some((each) => each.source === 'orders'))) return say(TEXTS.noOrder)
    return unknown ? say(FLAGS.orderUnknown[0], { subject: unknown.order }) : say(FLAGS.orderUnknown[1])
  },
  orderNotReleased: onOrder('orderNotReleased', (each) => !each.isReleased && !each.isPartiallyReleased),
  orderEnded: onOrder('orderEnded', (each) => each.isTechnicallyCompleted || each.isClosed || each.isMarkedForDeletion),
  orderLocked: onOrder('orderLocked', (each) => each.isLocked),
  operationEnded: onOperation('operationEnded', (each) => each !== undefined && (each.isConfirmed || each.isClosed)),
  operationNotReady: onOperation('operationNotReady', (each, part) => part.operation !== '' && each?.isReleased !== true),
  firstConfirmation: onOperation(
    'firstConfirmation',
    (each) => each !== undefined && !each.isPartiallyConfirmed && !each.isConfirmed && amount(each.confirmedYield).lte(0),
  ),
  finalConfirmation: onOperation('finalConfirmation', (_, part) => part.isFinal),
  reasonUnknown({ parts, context }: Evidenced) {
    for (const part of parts) {
      const known = context.reasons.filter((each) => each.plant === part.plant || each.plant === '*')
      const reasons = [part.reason, ...part.movements.map((each) => each.reason)].filter((each) => each !== '')
      const subject = known.length > 0 ? reasons.find((reason) => known.every((each) => each.erp !== reason)) : undefined
      if (subject !== undefined) return say(FLAGS.reasonUnknown[0], { subject })
    }
    return context.reasons.length > 0 ? say(FLAGS.reasonUnknown[1]) : say(RECORD.asFarAsRead, { line: say(FLAGS.reasonUnknown[1]) })
  },
  reasonMissing({ parts }: Evidenced) {
    const hasNone = (part: MessagePart): boolean => part.reason === '' && part.movements.every((each) => each.reason === '')
    const found = parts.find((part) => amount(part.scrap?.value).gt(0) && hasNone(part))
    return found?.scrap ? say(FLAGS.reasonMissing[0], { subject: found.scrap }) : say(FLAGS.reasonMissing[1])
  },
} satisfies Record<string, (evidenced: Evidenced) => Saying>
