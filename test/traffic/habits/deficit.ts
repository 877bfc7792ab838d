import { Decimal } from 'decimal.js'
import type { Confirmation, Consumption } from '../confirmation.ts'
import type { Bench } from '../draft.ts'
import { rounded, stepOf } from '../draft.ts'
import { consumesOneOf, type Left, type Mistake, pickConsumption, withConsumption } from '../mistakes/mistake.ts'
import type { Random } from '../random.ts'
import { IMPERIAL } from './over.ts'
import type { Stock, World } from '../world.ts'

/** Less is in stock than is reported as consumed; the S/4 refuses it. The books are short only while the message is on its way. */

interface Short {
  readonly cause: Mistake['cause']
  readonly weight: number
  /** Materials that it happens to. */
  readonly materials: readonly string[]
  /** What the books have where it is taken from, and in other storage locations; shares of what is needed. */
  readonly here: (random: Random) => number
  readonly elsewhere: (random: Random) => number
  readonly spoil?: Mistake['spoil']
  /** Units of what it happens to; any if left out. */
  readonly units?: readonly string[]
}

const within = (random: Random, least: number, most: number): number => Number(random.share(least, most))

/** None at all or hardly any. */
export const hardlyAny = (random: Random): number => (random.chance(0.5) ? 0 : within(random, 0.01, 0.15))
/** A good part of it. */
export const aPart = (random: Random): number => within(random, 0.35, 0.95)
/** Nothing, not enough, or enough: it only has to be fetched. */
export const perhapsElsewhere = (random: Random): number =>
  random.chance(0.45) ? 0 : random.chance(0.6) ? within(random, 0.1, 0.9) : within(random, 1.2, 4)
export const notEnoughElsewhere = (random: Random): number => (random.chance(0.5) ? 0 : within(random, 0.05, 0.6))
export const plentyElsewhere = (random: Random): number => within(random, 1.5, 8)

export function short({ cause, weight, materials, here, elsewhere, spoil, units }: Short): Mistake {
  const concerns = ({ batch, material, unit }: Consumption): boolean =>
    batch === '' && materials.includes(material) && (units?.includes(unit) ?? true)
  return {
    cause,
    kind: 'refused',
    family: 'deficit',
    weight,
    wishes: { consumes: materials, isPartial: true },
    isInMessage: true,
    isPossible: (order) => consumesOneOf(order, materials),
    spoil: spoil ?? ((confirmation) => confirmation),
    shortage(confirmation, bench) {
      const picked = pickConsumption(confirmation, bench.random, concerns)
      return picked && leave(picked.consumption, bench, here(bench.random), elsewhere(bench.random))
    },
  }
}

/** Rows of this material in this plant as they have to be; undefined where the books have none to take from. */
function leave(consumption: Consumption, { stock, world }: Bench, here: number, elsewhere: number): Left[] | undefined {
  const rows = stock.filter((each) => each.material === consumption.material && each.plant === consumption.plant)
  const own = rows.find((each) => each.storageLocation === consumption.storageLocation)
  const others = rows.filter((each) => each !== own)
  const factor = world.materials.get(consumption.material)?.units.get(consumption.unit)
  if (!own || !factor || (others.length === 0 && elsewhere > 0)) return undefined
  const needed = factor.times(consumption.quantity)
  const partOf = (row: Stock, share: number): Left => ({ stock: row, quantity: floored(needed.times(share), row.unit) })
  return [partOf(own, here), ...others.map((each, index) => partOf(each, index === 0 ? elsewhere : 0))]
}

function floored(quantity: Decimal, unit: string): Decimal {
  return stepOf(unit).eq(1) ? quantity.floor() : quantity.toDecimalPlaces(3)
}

/** It was taken from receiving, and supply is named. */
export function fromReceiving(base: Pick<Short, 'weight' | 'materials'>): Mistake {
  return short({ ...base, cause: 'wrongStorageLocation', here: (random) => within(random, 0, 0.5), elsewhere: plentyElsewhere })
}

/** Pounds or feet: enough for what was really used, not for what is said. */
export function tooMuchByUnit(base: Pick<Short, 'weight' | 'materials'>): Mistake {
  const units = Object.keys(IMPERIAL)
  const spoil = (confirmation: Confirmation, { random }: Bench): Confirmation | undefined => {
    const picked = pickConsumption(
      confirmation,
      random,
      ({ batch, material, unit }) => batch === '' && base.materials.includes(material) && units.includes(unit),
    )
    if (!picked) return undefined
    const { quantity, unit } = picked.consumption
    const read = rounded(new Decimal(quantity).times(IMPERIAL[unit] ?? 1), stepOf(unit))
    return withConsumption(confirmation, picked.index, { quantity: read.toFixed(3) })
  }
  return short({
    ...base,
    units,
    cause: 'unitOfMeasure',
    spoil,
    here: (random) => within(random, 0.5, 0.95),
    elsewhere: notEnoughElsewhere,
  })
}

/** Bought components without batches that lie in more than one place, for deficits to happen to; sorted. */
export function scarceable({ orders, stock, materials }: Pick<World, 'orders' | 'stock' | 'materials'>): string[] {
  const used = new Set(
    orders
      .filter((each) => each.isWorkable)
      .flatMap((order) => order.components.filter((each) => each.isOpen && !each.isFixed).map((each) => each.material)),
  )
  return [...used]
    .filter((id) => {
      const rows = stock.filter((each) => each.material === id && each.isUnrestricted && each.quantity.gt(0))
      const places = Map.groupBy(rows, (each) => each.plant)
      return (
        materials.get(id)?.type === 'ROH' && rows.every((each) => each.batch === '') && [...places.values()].some((each) => each.length > 1)
      )
    })
    .sort()
}
