import type { Context, OrderContext } from '../../domain/context.ts'
import type { Finding } from '../../domain/judgement.ts'
import type { MessagePart } from '../../domain/message.ts'
import { amount } from '../../domain/quantity.ts'
import type { Amount } from '../../domain/quantity.ts'
import { consumptionFeatures } from './consumption.ts'
import { daysBetween, nearestLog, ratioOf, SLIPS } from './numbers.ts'
import { FEATURE_SCHEMA, FINDING_GROUPS } from './schema.ts'
import type { Feature, FeatureName, FeatureValues, FeatureVector } from './schema.ts'
import { supplyFeatures } from './supply.ts'

/** What a message is judged by. */
export interface Evidenced {
  readonly parts: readonly MessagePart[]
  readonly context: Context
  readonly findings: readonly Finding[]
  readonly sender?: string
}

const positive = (value: Amount): Amount => (value.gt(0) ? value : amount('0'))
const flag = (isRaised: boolean | undefined): number | undefined => (isRaised === undefined ? undefined : Number(isRaised))

function quantityFeatures(part: MessagePart, order: OrderContext | undefined): FeatureValues {
  const made = amount(part.yield?.value)
  const scrap = amount(part.scrap?.value)
  const scrapShare = ratioOf(scrap, made.plus(scrap)) ?? 0
  if (order === undefined || part.yield === undefined || part.isReversal) return { scrapShare }
  const operation = order.operations.find((each) => each.id === part.operation)
  const planned = amount(order.planned)
  const before = amount(operation?.confirmedYield ?? order.confirmedYield)
  const total = before.plus(made)
  const remaining = amount(operation?.plannedQuantity ?? order.planned).minus(before)
  const limit = planned.times(amount(order.overDeliveryTolerance).plus(100)).div(100)
  const predecessor = order.operations[order.operations.findIndex((each) => each.id === part.operation) - 1]
  const gap = predecessor && total.plus(scrap).minus(amount(predecessor.confirmedYield))
  return {
    scrapShare,
    yieldToRemaining: ratioOf(made, remaining) ?? (made.gt(0) ? Infinity : 0),
    yieldToPlanned: ratioOf(made, planned),
    yieldSlip: nearestLog(ratioOf(made, remaining), SLIPS),
    toleranceExcess: order.isOverDeliveryUnlimited ? 0 : ratioOf(positive(total.minus(limit)), planned),
    finalShortfall: part.isFinal ? ratioOf(positive(planned.minus(total).minus(scrap)), planned) : 0,
    predecessorGap: gap && ratioOf(positive(gap), planned),
  }
}

function statusFeatures(part: MessagePart, order: OrderContext | undefined, context: Context): FeatureValues {
  const isRead = !context.unread.some((each) => each.source === 'orders')
  if (order === undefined) return { orderUnknown: flag(isRead && part.order !== '') }
  const operation = order.operations.find((each) => each.id === part.operation)
  const hasOperation = part.operation !== ''
  return {
    orderUnknown: 0,
    orderNotReleased: flag(!order.isReleased && !order.isPartiallyReleased),
    orderEnded: flag(order.isTechnicallyCompleted || order.isClosed || order.isMarkedForDeletion),
    orderLocked: flag(order.isLocked),
    operationEnded: flag(operation ? operation.isConfirmed || operation.isClosed : undefined),
    operationNotReady: flag(hasOperation && operation?.isReleased !== true),
    firstConfirmation: flag(
      operation && !operation.isPartiallyConfirmed && !operation.isConfirmed && amount(operation.confirmedYield).lte(0),
    ),
    finalConfirmation: flag(part.isFinal),
  }
}

function dateFeatures(part: MessagePart, context: Context): FeatureValues {
  const date = part.postingDate ?? context.today
  const materials = new Set([part.material, ...part.movements.map((each) => each.material)])
  const days = context.materials
    .filter((each) => materials.has(each.id))
    .flatMap((each) => each.plants.filter((plant) => plant.plant === part.plant))
    .flatMap(({ period }) => (period ? [daysBetween(`${period.year}-${String(period.month).padStart(2, '0')}-01`, date)] : []))
    .filter((each) => each !== undefined)
  return { periodDays: days.length > 0 ? Math.min(...days) : undefined, daysAhead: daysBetween(context.today, date) }
}

function repetitionFeatures(part: MessagePart, context: Context): FeatureValues {
  const made = amount(part.yield?.value)
  const scrap = amount(part.scrap?.value)
  const same = context.earlier.filter(
    (each) =>
      each.status !== 'refused' &&
      each.status !== 'rejected' &&
      (each.sameBody ||
        (each.order === part.order && each.operation === part.operation && made.eq(amount(each.yield)) && scrap.eq(amount(each.scrap)))),
  )
  const hours = same.map((each) => (Date.parse(context.readAt) - Date.parse(each.receivedAt)) / 3_600_000).filter(Number.isFinite)
  return {
    sameQuantity: same.length,
    sameBody: same.filter((each) => each.sameBody).length,
    hoursSinceSame: hours.length > 0 ? Math.min(...hours) : undefined,
  }
}

function reasonFeatures(part: MessagePart, context: Context): FeatureValues {
  const hasScrap = amount(part.scrap?.value).gt(0)
  const known = context.reasons.filter((each) => each.plant === part.plant || each.plant === '*')
  const reasons = [part.reason, ...part.movements.map((each) => each.reason)].filter((each) => each !== '')
  // What the ERP knows as it is maps to itself; a reason that needs mapping is as wrong for the books as an unknown one.
  const isKnown = (reason: string): boolean => known.some((each) => each.erp === reason)
  return { reasonUnknown: flag(known.length > 0 && !reasons.every(isKnown)), reasonMissing: flag(hasScrap && reasons.length === 0) }
}

function findingFeatures(findings: readonly Finding[]): FeatureValues {
  const counts: Partial<Record<FeatureName, number>> = {}
  for (const { cause } of findings) counts[FINDING_GROUPS[cause]] = (counts[FINDING_GROUPS[cause]] ?? 0) + 1
  return counts
}

function settle(feature: Feature, value: number | undefined): number {
  if (value === undefined || Number.isNaN(value)) return feature.missing
  return Math.min(feature.max, Math.max(feature.min, value))
}

function worseOf(feature: Feature, a: number, b: number): number {
  if (feature.worst === 'high') return Math.max(a, b)
  if (feature.worst === 'low') return Math.min(a, b)
  return Math.abs(b - feature.missing) > Math.abs(a - feature.missing) ? b : a
}

/**
 * The features of a message as the model sees them: one finite number per entry of `FEATURE_SCHEMA.features`, in that order. Of several
 * parts the most suspicious value counts. Deterministic; reads no clock; carries no identifiers: `known` is what an encoder makes of them.
 */
export function extractFeatures({ parts, context, findings }: Evidenced, known: FeatureValues = {}): FeatureVector {
  const perPart = parts.map((part, position): FeatureValues => {
    const order = context.orders.find((each) => each.id === part.order)
    return {
      ...quantityFeatures(part, order),
      ...consumptionFeatures(part, position, context),
      ...supplyFeatures(part, position, context),
      ...statusFeatures(part, order, context),
      ...dateFeatures(part, context),
      ...repetitionFeatures(part, context),
      ...reasonFeatures(part, context),
    }
  })
  const ofMessage: FeatureValues = {
    unread: context.unread.filter((each) => each.source !== 'shopFloor').length,
    ...findingFeatures(findings),
    ...known,
  }
  return FEATURE_SCHEMA.features.map((feature) => {
    const values = [ofMessage, ...perPart]
      .filter((each) => each[feature.name] !== undefined)
      .map((each) => settle(feature, each[feature.name]))
    return values.length === 0 ? feature.missing : values.reduce((a, b) => worseOf(feature, a, b))
  })
}
