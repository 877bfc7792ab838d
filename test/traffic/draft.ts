import { Decimal } from 'decimal.js'
import type { Confirmation, Consumption } from './confirmation.ts'
import type { Random } from './random.ts'
import { SCRAP_REASONS } from './reasons.ts'
import type { Stock, World, WorldComponent, WorldOperation, WorldOrder } from './world.ts'

/** One order at the moment when somebody confirms on it. */
export interface Bench {
  readonly world: World
  readonly order: WorldOrder
  /** Unrestricted stock of the order's components, as it stands now. */
  readonly stock: readonly Stock[]
  /** Scrap that this shift has confirmed so far, by operation. */
  readonly scrapped: ReadonlyMap<string, Decimal>
  readonly now: Date
  readonly random: Random
}

export interface Wishes {
  /** Share of the open quantity, from and to. */
  readonly portion?: readonly [number, number]
  /** Scrap is wanted, not left to chance. */
  readonly withScrap?: boolean
  /** Never the last confirmation of an operation. */
  readonly isPartial?: boolean
  /** Take what the books say is there or not: the shop floor sees the parts on the bench. */
  readonly ignoresStock?: boolean
  /** Only operations that consume something, or one of these materials. */
  readonly consumes?: true | readonly string[]
  /** The shop floor doesn't know that the order or its operations are closed. */
  readonly ignoresStatus?: boolean
  /** Only at work centres whose names begin so. */
  readonly workCenters?: readonly string[]
  /** Only the first confirmation of an operation. */
  readonly isFirst?: true
}

/** A confirmation that makes sense for the order's open quantity, its operations and the stock; undefined when there's none to make. */
export function draft(bench: Bench, wishes: Wishes = {}): Confirmation | undefined {
  const { order, random } = bench
  const open = order.operations
    .map((operation, index) => ({ operation, available: availableOf(bench, index, wishes) }))
    .filter(({ operation, available }) => available.gte(stepOf(operation.unit)) && isWanted(order, operation, wishes))
  const chosen = random.pick(open)
  if (!chosen) return undefined
  const { operation, available } = chosen
  const step = stepOf(operation.unit)
  const isRest = !wishes.isPartial && random.chance(0.06)
  const portion = wishes.portion ?? (operation === order.operations[0] ? [0.05, 0.2] : [0.2, 0.6])
  const quantity = isRest ? available : Decimal.max(rounded(available.times(random.share(portion[0], portion[1])), step), step)
  const scrap = wishes.withScrap || random.chance(0.15) ? scrapOf(quantity, step, random) : new Decimal(0)
  const produced = quantity.minus(scrap)
  if (wishes.withScrap && scrap.isZero()) return undefined
  const consumptions = consumptionsOf(bench, operation, quantity, wishes)
  if (!consumptions) return undefined
  const reason = random.pick(SCRAP_REASONS)
  const minutes = random.int(8, 90)
  return {
    order: order.id,
    orderType: order.type,
    plant: order.plant,
    operation: operation.id,
    workCenter: operation.workCenter,
    yield: produced.toFixed(3),
    scrap: scrap.toFixed(3),
    unit: operation.unit,
    reason: scrap.isZero() ? '' : (reason?.code ?? ''),
    isFinal: isRest && quantity.eq(operation.planned.minus(operation.confirmed).minus(scrappedAt(bench, operation.id))),
    postingDate: bench.now.toISOString().slice(0, 10),
    start: new Date(bench.now.getTime() - (minutes + random.int(1, 5)) * 60_000),
    minutes,
    // What the plan gives for this quantity, give or take: who works isn't a clock.
    ...(operation.standard.length > 0 && {
      activities: operation.standard.map((each) => each.times(quantity.div(operation.planned)).times(random.share(0.85, 1.2)).toFixed(3)),
    }),
    worker: `W${random.int(100, 140)}`,
    text: scrap.isZero() ? `SFC ${order.id}.${random.int(1, 99)}` : `Scrap: ${reason?.text ?? ''}`,
    consumptions,
  }
}

/** What the operation still has to make of what the one before has made. */
function availableOf(bench: Bench, index: number, wishes: Wishes): Decimal {
  const operation = bench.order.operations[index]
  if (!operation?.planned.gt(0) || (!operation.isOpen && !wishes.ignoresStatus)) return new Decimal(0)
  const before = bench.order.operations[index - 1]
  const done = operation.confirmed.plus(scrappedAt(bench, operation.id))
  if (wishes.ignoresStatus) return Decimal.max(operation.planned.minus(done), operation.planned.times('0.1'))
  const limit = before ? Decimal.min(before.confirmed, operation.planned) : operation.planned
  return limit.minus(done)
}

function isWanted(order: WorldOrder, operation: WorldOperation, { consumes, workCenters, isFirst }: Wishes): boolean {
  if (workCenters !== undefined && !workCenters.some((each) => operation.workCenter.startsWith(each))) return false
  if (isFirst && operation.confirmed.gt(0)) return false
  if (consumes === undefined) return true
  return componentsOf(order, operation).some((each) => consumes === true || consumes.includes(each.material))
}

/** Components issued at the operation in proportion to what passes it. */
export function componentsOf(order: WorldOrder, operation: Pick<WorldOperation, 'id'>): WorldComponent[] {
  return order.components.filter((each) => each.operation === operation.id && each.isOpen && !each.isFixed && each.required.gt(0))
}

function consumptionsOf(bench: Bench, operation: WorldOperation, quantity: Decimal, wishes: Wishes): Consumption[] | undefined {
  const consumptions: Consumption[] = []
  for (const component of componentsOf(bench.order, operation)) {
    const consumption = consumptionOf(bench, operation, component, quantity, wishes)
    if (!consumption) return undefined
    consumptions.push(consumption)
  }
  return consumptions
}

function consumptionOf(
  bench: Bench,
  operation: WorldOperation,
  component: WorldComponent,
  quantity: Decimal,
  wishes: Wishes,
): Consumption | undefined {
  const { random, world } = bench
  const step = stepOf(component.unit)
  const exact = component.required.div(operation.planned).times(quantity)
  // Pieces are counted; only what is weighed or measured varies.
  const wanted = step.eq(1) ? exact.ceil() : Decimal.max(rounded(exact.times(random.share(0.95, 1.05)), step), step)
  const places = bench.stock.filter(
    (each) => each.material === component.material && each.plant === component.plant && each.storageLocation === component.storageLocation,
  )
  const place = random.pick(places.filter((each) => each.quantity.gte(wanted))) ?? (wishes.ignoresStock ? random.pick(places) : undefined)
  if (!place && !wishes.ignoresStock) return undefined
  const smaller = [...(world.materials.get(component.material)?.units ?? [])].find(([, factor]) => factor.lt(1))
  const isEnteredSmaller = smaller !== undefined && random.chance(0.15)
  return {
    material: component.material,
    plant: component.plant,
    storageLocation: component.storageLocation,
    batch: place?.batch ?? '',
    reservation: component.reservation,
    reservationItem: component.reservationItem,
    quantity: (isEnteredSmaller ? wanted.div(smaller[1]) : wanted).toFixed(3),
    unit: isEnteredSmaller ? smaller[0] : component.unit,
  }
}

function scrapOf(quantity: Decimal, step: Decimal, random: Random): Decimal {
  const scrap = rounded(quantity.times(random.share(0.01, 0.05)), step)
  return Decimal.max(Decimal.min(Decimal.max(scrap, step), quantity.minus(step)), 0)
}

function scrappedAt(bench: Bench, operation: string): Decimal {
  return bench.scrapped.get(operation) ?? new Decimal(0)
}

/** Pieces and boxes are whole; the rest is measured to the gram. */
export function stepOf(unit: string): Decimal {
  return new Decimal(['PC', 'EA', 'ST', 'BOX'].includes(unit) ? 1 : '0.001')
}

export function rounded(quantity: Decimal, step: Decimal): Decimal {
  return step.eq(1) ? quantity.round() : quantity.toDecimalPlaces(3)
}
