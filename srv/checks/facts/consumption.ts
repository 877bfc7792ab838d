import type { ComponentContext, Context, MaterialContext, OrderContext } from '../../domain/context.ts'
import type { Decimal, MessagePart, Movement } from '../../domain/message.ts'
import { amount, convert, isCounted, parseDecimal, ratio, toText, type Amount } from '../../domain/quantity.ts'
import { componentOf, isConsumption, materialOf, orderIdOf, orderOf, reservedComponent } from './lookups.ts'

/** What one component was to be consumed and what was, both in the component's unit. */
export interface ConsumptionLine {
  readonly order: OrderContext
  readonly component: ComponentContext
  readonly material: MaterialContext
  /** Positions of its movements in the part; empty when nothing was sent. */
  readonly movements: readonly number[]
  readonly sent: Amount
  readonly expected: Amount
  readonly unit: string
  /** `erp`: its own proposal for this yield; `bom`: required ÷ planned; `open`: what is left of the reservation. */
  readonly basis: 'erp' | 'bom' | 'open'
  readonly ratio?: Amount
  readonly deviates: boolean
}

/** A movement of a material that the bill of material doesn't know. */
export interface ForeignMovement {
  readonly order: OrderContext
  readonly index: number
  readonly movement: Movement
}

export interface ConsumptionFacts {
  readonly lines: readonly ConsumptionLine[]
  /** Components that the sender reports as a rule, and left out this time. */
  readonly missing: readonly ConsumptionLine[]
  readonly foreign: readonly ForeignMovement[]
  /** All components deviate by this same ratio: the yield, not the consumption, is what is odd. */
  readonly commonRatio?: Amount
}

/** Percent by which components may differ and still say the same. */
const AGREEMENT = '10'
/** What the ERP keeps of a quantity. */
const QUANTUM = 0.001

/** Is a sent quantity what was expected, within percent, rounding, and whole pieces where pieces are counted? */
export function isWithin(sent: Amount, expected: Amount, tolerance: Decimal, unit: string): boolean {
  const off = sent.sub(expected).abs()
  return off.lte(expected.abs().mul(amount(tolerance)).div(100).add(QUANTUM)) || (isCounted(unit) && off.lt(1))
}

/** Yield, scrap and rework of a part in a unit of the order's material: all of it took components. Undefined when one is no number or not convertible. */
export function confirmedTotal(part: MessagePart, order: OrderContext, context: Context): Amount | undefined {
  const material = materialOf(order.material, context)
  let total = amount('0')
  for (const quantity of [part.yield, part.scrap, part.rework]) {
    if (quantity === undefined) continue
    const unit = quantity.unit === '' ? order.unit : quantity.unit
    const value = unit === order.unit ? parseDecimal(quantity.value) : material && convert({ ...quantity, unit }, order.unit, material)
    if (value === undefined) return undefined
    total = total.add(value)
  }
  return total
}

/**
 * Compares what a part consumes with what its order needs: for a confirmation the ERP's own proposal where it was read, else the
 * bill of material × (yield + scrap + rework) ÷ planned; for a material document what is still open. Quantities that can't be
 * converted are left out (another check names them). Source of the rule: a backflush is proportional to the confirmed quantity
 * unless the component's quantity is fixed.
 */
export function consumptionOf(part: MessagePart, index: number, context: Context, tolerance: Decimal): ConsumptionFacts {
  const last = compared.get(part)
  if (last?.index === index && last.context === context && last.tolerance === tolerance) return last.facts
  const facts = compare(part, index, context, tolerance)
  compared.set(part, { index, context, tolerance, facts })
  return facts
}

/** Several checks ask for the same comparison, one after the other. */
const compared = new WeakMap<MessagePart, { index: number; context: Context; tolerance: Decimal; facts: ConsumptionFacts }>()

function compare(part: MessagePart, index: number, context: Context, tolerance: Decimal): ConsumptionFacts {
  const foreign: ForeignMovement[] = []
  const sent = new Map<ComponentContext, { order: OrderContext; movements: number[] }>()
  for (const [position, movement] of part.movements.entries()) {
    const order = orderOf(orderIdOf(movement, part), context)
    if (!isConsumption(movement) || order === undefined || part.isReversal) continue
    const component = componentOf(movement, order, part.operation)
    if (component === undefined) foreign.push({ order, index: position, movement })
    else sent.set(component, { order, movements: [...(sent.get(component)?.movements ?? []), position] })
  }
  const lines: ConsumptionLine[] = []
  for (const [component, { order, movements }] of sent) {
    const line = lineOf(part, index, context, tolerance, order, component, movements)
    if (line !== undefined) lines.push(line)
  }
  const missing = missingLines(part, index, context, tolerance, [...sent.keys()], foreign)
  const common = commonRatio(lines)
  return { lines, missing, foreign, ...(common && { commonRatio: common }) }
}

function lineOf(
  part: MessagePart,
  index: number,
  context: Context,
  tolerance: Decimal,
  order: OrderContext,
  component: ComponentContext,
  movements: readonly number[],
): ConsumptionLine | undefined {
  const { unit } = component
  const material = materialOf(component.material, context) ?? (movements.length === 0 ? unread(component) : undefined)
  const expectation = material && expectedOf(part, index, context, order, component, material)
  if (material === undefined || expectation === undefined || component.isBulk) return undefined
  let sent = amount('0')
  for (const position of movements) {
    const quantity = part.movements[position]?.quantity
    const value = quantity && convert(quantity.unit === '' ? { ...quantity, unit } : quantity, unit, material)
    if (value === undefined) return undefined
    sent = sent.add(value)
  }
  const { expected, basis } = expectation
  const fits = isWithin(sent, expected, tolerance, unit) || (basis === 'open' && sent.lt(expected))
  const share = ratio(sent, expected)
  return { order, component, material, movements, sent, expected, unit, basis, deviates: !fits, ...(share && { ratio: share }) }
}

/** A component that the message doesn't name isn't read either; what is due of it is known in its own unit all the same. */
function unread({ material, unit }: ComponentContext): MaterialContext {
  return { id: material, exists: true, type: '', baseUnit: unit, units: [], plants: [] }
}

function expectedOf(
  part: MessagePart,
  index: number,
  context: Context,
  order: OrderContext,
  component: ComponentContext,
  material: MaterialContext,
): { expected: Amount; basis: ConsumptionLine['basis'] } | undefined {
  const required = amount(component.required)
  const open = required.sub(amount(component.withdrawn))
  if (part.kind !== 'confirmation') return { expected: open.lt(0) ? amount('0') : open, basis: 'open' }
  const proposed = context.expected.filter(
    (each) =>
      each.part === index &&
      each.movementType === '261' &&
      (each.reservation === ''
        ? each.material === component.material
        : each.reservation === component.reservation && each.reservationItem === component.reservationItem),
  )
  // The ERP was asked without what is no number, so its proposal is one for less.
  if (![part.yield, part.scrap, part.rework].every((each) => each === undefined || parseDecimal(each.value) !== undefined)) return undefined
  if (proposed.length > 0) {
    let expected = amount('0')
    for (const each of proposed) {
      const value = convert(each.quantity, component.unit, material)
      if (value === undefined) return undefined
      expected = expected.add(value)
    }
    return { expected, basis: 'erp' }
  }
  if (component.isFixedQuantity) return { expected: open.lt(0) ? amount('0') : open, basis: 'open' }
  const total = confirmedTotal(part, order, context)
  const planned = amount(order.planned)
  return total === undefined || total.lte(0) || planned.lte(0) ? undefined : { expected: required.mul(total).div(planned), basis: 'bom' }
}

/** Only who reports backflushed components himself can forget one: a sender that leaves them all to the ERP forgets none. */
function missingLines(
  part: MessagePart,
  index: number,
  context: Context,
  tolerance: Decimal,
  sent: readonly ComponentContext[],
  foreign: readonly ForeignMovement[],
): ConsumptionLine[] {
  const order = orderOf(part.order, context)
  if (part.kind !== 'confirmation' || order === undefined) return []
  const { operation } = part
  const first = order.operations.map((each) => each.id).sort()[0]
  if (foreign.length === 0 && !sent.some((each) => each.isBackflushed && each.operation === operation)) return []
  const taken = foreign.map((each) => reservedComponent(each.movement, order))
  const result: ConsumptionLine[] = []
  for (const component of order.components) {
    const isHere = component.operation === operation || (component.operation === '' && operation === first)
    // What is replaced needn't have been backflushed; what is taken once per order needn't be taken now.
    const isDue = (isHere && !component.isFixedQuantity && (component.isBackflushed || foreign.length > 0)) || taken.includes(component)
    if (!isDue || component.isDeleted || component.isFinallyIssued || sent.some((each) => each.material === component.material)) continue
    const line = lineOf(part, index, context, tolerance, order, component, [])
    if (line !== undefined && line.deviates && line.expected.gt(0)) result.push(line)
  }
  return result
}

function commonRatio(lines: readonly ConsumptionLine[]): Amount | undefined {
  const proportional = lines.filter((each) => each.basis !== 'open')
  const ratios = proportional.flatMap((each) => each.ratio ?? []).sort((one, other) => one.cmp(other))
  const middle = ratios[Math.floor(ratios.length / 2)]
  if (middle === undefined) return undefined
  return proportional.every((each) => each.deviates && isWithin(each.sent, each.expected.mul(middle), AGREEMENT, each.unit))
    ? middle
    : undefined
}

/** How a line reads in a sentence: `2.4 KG of RM12`. */
export function describe(line: ConsumptionLine, which: 'sent' | 'expected'): string {
  return `${toText(line[which])} ${line.unit} of ${line.component.material}`
}
