import type { Context, MaterialContext, OrderContext } from '../../domain/context.ts'
import type { MessagePart, Movement, Quantity } from '../../domain/message.ts'
import { amount, factorOf } from '../../domain/quantity.ts'
import type { Amount } from '../../domain/quantity.ts'
import { median, nearestLog, ratioOf, SLIPS } from './numbers.ts'
import type { FeatureValues } from './schema.ts'

/** Issue to an order. */
const ISSUE = '261'
/** Deviations up to 5 % are rounding and weighing. */
const NOISE = 0.05

const ZERO = amount('0')

/**
 * A quantity in base units; without a unit it is in the `usual` one. A unit that can't be converted counts as the base unit: that is how it
 * would look if only the unit were wrong.
 */
export function inBaseUnits(quantity: Quantity, material: MaterialContext | undefined, usual = ''): Amount {
  const factor = material && factorOf(quantity.unit === '' ? usual : quantity.unit, material)
  return amount(quantity.value).times(factor ?? 1)
}

/** Everything that was made and took components, in order units: yield, scrap and rework. */
function madeOf(part: MessagePart, order: OrderContext, context: Context): Amount {
  const material = context.materials.find((each) => each.id === order.material)
  const factor = (material && factorOf(order.unit, material)) ?? amount('1')
  const made = [part.yield, part.scrap, part.rework].reduce(
    (sum, each) => (each ? sum.plus(inBaseUnits(each, material, order.unit)) : sum),
    ZERO,
  )
  return factor.isZero() ? made : made.div(factor)
}

export function sumByMaterial(
  movements: readonly Pick<Movement, 'material' | 'quantity'>[],
  context: Context,
  order?: OrderContext,
): Map<string, Amount> {
  const sums = new Map<string, Amount>()
  for (const { material, quantity } of movements) {
    const known = context.materials.find((each) => each.id === material)
    const usual = order?.components.find((each) => each.material === material)?.unit
    sums.set(material, (sums.get(material) ?? ZERO).plus(inBaseUnits(quantity, known, usual)))
  }
  return sums
}

/** From the bill of material: share of the planned quantity for a confirmation, what is still open for a goods issue on its own. */
function expectedFromComponents(part: MessagePart, order: OrderContext, context: Context): Map<string, Amount> {
  const planned = amount(order.planned)
  const share = planned.gt(0) ? madeOf(part, order, context).div(planned) : ZERO
  const ofOperation = order.components.filter((each) => each.operation === part.operation)
  const components = (ofOperation.length > 0 ? ofOperation : order.components).filter((each) => !each.isDeleted && !each.isBulk)
  const movements = components.map((each) => {
    const required = amount(each.required)
    const left = required.minus(amount(each.withdrawn))
    const open = left.gt(0) ? left : ZERO
    const value = part.yield === undefined || each.isFixedQuantity ? open : required.times(share)
    return { material: each.material, quantity: { value: value.toFixed(), unit: each.unit } }
  })
  return sumByMaterial(movements, context)
}

/**
 * What should have been issued with this part, per material in base units: the ERP's own proposal where it was read, else the bill of
 * material times yield ÷ planned quantity.
 */
export function expectedIssues(part: MessagePart, position: number, context: Context): Map<string, Amount> {
  const proposed = context.expected.filter((each) => each.part === position && each.movementType === ISSUE)
  if (proposed.length > 0) return sumByMaterial(proposed, context)
  const order = context.orders.find((each) => each.id === part.order)
  return order ? expectedFromComponents(part, order, context) : new Map<string, Amount>()
}

function conversionLogs(material: MaterialContext | undefined): number[] {
  const factors = material?.units.map((each) => factorOf(each.unit, material)?.toNumber() ?? 1) ?? []
  return factors.filter((each) => each > 0 && each !== 1).flatMap((each) => [Math.log10(each), -Math.log10(each)])
}

/**
 * Features that compare what was issued with what was to be expected. Without issues nothing is compared: the ERP backflushes by itself.
 * The definitions are the model's own, not those of the checks: a check may be sharpened at any time, a feature only with its schema.
 */
export function consumptionFeatures(part: MessagePart, position: number, context: Context): FeatureValues {
  const issues = part.movements.filter((each) => each.movementType === ISSUE)
  if (issues.length === 0) return {}
  const order = context.orders.find((each) => each.id === part.order)
  const sent = sumByMaterial(issues, context, order)
  const expected = expectedIssues(part, position, context)
  const listed = new Set([...expected.keys(), ...(order?.components.filter((each) => !each.isDeleted).map((each) => each.material) ?? [])])
  const ratios = [...sent].flatMap(([material, quantity]) => {
    const ratio = ratioOf(quantity, expected.get(material))
    return ratio === undefined || ratio <= 0 ? [] : [{ material, ratio }]
  })
  const values = ratios.map((each) => each.ratio)
  const worst = ratios.toSorted((a, b) => Math.abs(Math.log10(b.ratio)) - Math.abs(Math.log10(a.ratio)))[0]
  const foreign = order === undefined ? [] : [...sent].filter(([material]) => !listed.has(material))
  const missing = [...expected].filter(([material, quantity]) => quantity.gt(0) && !sent.has(material))
  const sum = (entries: readonly (readonly [string, Amount])[]): Amount =>
    entries.reduce((total, [, quantity]) => total.plus(quantity), ZERO)
  const share = (count: number): number | undefined => (values.length === 0 ? undefined : count / values.length)
  return {
    consumptionMax: values.length > 0 ? Math.max(...values) : undefined,
    consumptionMin: values.length > 0 ? Math.min(...values) : undefined,
    consumptionMedian: median(values),
    consumptionSpread: values.length > 0 ? Math.log10(Math.max(...values) / Math.min(...values)) : undefined,
    overConsumedShare: share(values.filter((each) => each > 1 + NOISE).length),
    underConsumedShare: share(values.filter((each) => each < 1 - NOISE).length),
    factorDistance: nearestLog(worst?.ratio, conversionLogs(context.materials.find((each) => each.id === worst?.material))),
    consumptionSlip: nearestLog(worst?.ratio, SLIPS),
    foreignComponent: foreign.length > 0 ? 1 : 0,
    missingShare: expected.size > 0 ? missing.length / expected.size : undefined,
    foreignToMissing: foreign.length > 0 ? ratioOf(sum(foreign), sum(missing)) : undefined,
  }
}
