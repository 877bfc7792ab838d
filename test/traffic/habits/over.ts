import { Decimal } from 'decimal.js'
import type { Confirmation, Consumption } from '../confirmation.ts'
import { rounded, stepOf } from '../draft.ts'
import { consumesSomething, type Mistake, pickConsumption, withConsumption } from '../mistakes/mistake.ts'
import type { Random } from '../random.ts'
import type { WorldOrder } from '../world.ts'

/** More is reported as consumed than the order needs; the S/4 books it. */

interface Place {
  readonly weight: number
  /** Beginnings of work centres; empty for all. */
  readonly at: readonly string[]
  readonly isFirst?: true
  readonly portion: readonly [number, number]
}

/** Pounds in a kilogram, feet in a metre. */
export const IMPERIAL: Readonly<Record<string, string>> = { KG: '2.20462', M: '3.28084' }
/** What can be told from rounding: so many steps at least. */
const STEPS = 6

function over(cause: Mistake['cause'], { weight, at, isFirst, portion }: Place, spoil: Mistake['spoil']): Mistake {
  const isThere = (order: WorldOrder): boolean =>
    at.length === 0 || order.operations.some(({ workCenter }) => at.some((each) => workCenter.startsWith(each)))
  const place = { ...(at.length > 0 && { workCenters: at }), ...(isFirst && { isFirst }) }
  return {
    cause,
    kind: 'wrong',
    family: 'overConsumption',
    weight,
    wishes: { consumes: true, isPartial: true, portion, ...place },
    isInMessage: true,
    isPossible: (order) => consumesSomething(order) && isThere(order),
    spoil,
  }
}

/** Enough of it that a factor shows. */
function isTelling({ quantity, unit }: Consumption): boolean {
  return new Decimal(quantity).gte(stepOf(unit).times(STEPS))
}

function timesOne(confirmation: Confirmation, random: Random, factor: string): Confirmation | undefined {
  const picked = pickConsumption(confirmation, random, isTelling)
  if (!picked) return undefined
  return withConsumption(confirmation, picked.index, { quantity: scaled(picked.consumption, factor) })
}

function scaled({ quantity, unit }: Consumption, factor: string): string {
  const step = stepOf(unit)
  return Decimal.max(rounded(new Decimal(quantity).times(factor), step), step).toFixed(3)
}

/** Waste of the set-up booked as consumption; no scrap is reported. */
export function setupWaste(place: Place, [least, most]: readonly [number, number]): Mistake {
  return over('setupWaste', place, (confirmation, { random }) =>
    timesOne({ ...confirmation, scrap: '0.000', reason: '' }, random, random.share(least, most)),
  )
}

/** Another number than was counted: by this factor. */
export function wrongNumber(place: Place, [least, most]: readonly [number, number]): Mistake {
  return over('entryError', place, (confirmation, { random }) => timesOne(confirmation, random, random.share(least, most)))
}

/** Counted twice, or two digits swapped. */
export function miscounted(place: Place): Mistake {
  return over('entryError', place, (confirmation, { random }) => {
    if (random.chance(0.6)) return timesOne(confirmation, random, '2')
    const picked = pickConsumption(confirmation, random, (each) => isTelling(each) && swapped(each.quantity) !== undefined)
    const quantity = picked && swapped(picked.consumption.quantity)
    return quantity === undefined ? undefined : withConsumption(confirmation, picked?.index ?? 0, { quantity })
  })
}

/** `12.000` becomes `21.000`; undefined where that is no surplus that anybody would notice, or a whole digit. */
export function swapped(quantity: string): string | undefined {
  const [, first = '', second = '', rest = ''] = /^(\d)(\d)(\d*\.\d+)$/.exec(quantity) ?? []
  if (first === '') return undefined
  const other = `${second}${first}${rest}`
  const ratio = new Decimal(other).div(quantity)
  return ratio.gte(1.25) && ratio.lte(8) ? other : undefined
}

/** Read off in pounds or feet, and recorded in kilograms or metres. */
export function imperial(place: Place): Mistake {
  return over('unitOfMeasure', place, (confirmation, { random }) => {
    const picked = pickConsumption(confirmation, random, (each) => isTelling(each) && IMPERIAL[each.unit] !== undefined)
    const factor = new Decimal(IMPERIAL[picked?.consumption.unit ?? ''] ?? 0).times(random.share(0.98, 1.02))
    return picked && withConsumption(confirmation, picked.index, { quantity: scaled(picked.consumption, factor.toFixed(5)) })
  })
}

/** One listed component stands in for a part of another one. */
export function stoodIn(place: Place): Mistake {
  return over('substitution', place, (confirmation, { random }) => {
    const more = pickConsumption(confirmation, random, isTelling)
    const less = pickConsumption(confirmation, random, (each) => isTelling(each) && each !== more?.consumption)
    if (!more || !less) return undefined
    const raised = withConsumption(confirmation, more.index, { quantity: scaled(more.consumption, random.share(1.4, 2)) })
    return withConsumption(raised, less.index, { quantity: scaled(less.consumption, random.share(0.3, 0.7)) })
  })
}
