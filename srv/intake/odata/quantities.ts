import type { Quantity } from '../../domain/message.ts'
import { otherNamesOf } from '../../domain/quantity.ts'
import { activityOf } from './fields.ts'
import { type Json, readQuantityText, readText } from './values.ts'

/** Quantities with their units. */

const ACTIVITIES = [0, 1, 2, 3, 4, 5]

/** Units whose code inside of the ERP is their code outside, in every language. */
const SAME_INSIDE = new Set(['MG', 'G', 'KG', 'TO', 'ML', 'CL', 'L', 'HL', 'MM', 'CM', 'M', 'KM', 'M2', 'M3', 'MIN', 'KWH'])

/**
 * The unit of a quantity; empty when the sender sent none of its three forms. The internal code goes through no conversion, so where it
 * says something else than the unit it's what counts; where it can't be compared (`ST` is `PC` in English, and `ST` in German) the unit
 * is taken, since the ERP's own answers are in that form. An ISO code may stand for several units: for want of another, for the usual one.
 * @param codes what the ISO and SAP codes are called, where that isn't as the unit is
 */
export function readUnit(json: Json, name: string, at = '', codes = name): string {
  const unit = readText(json, name, 3, at)
  const internal = readText(json, `${codes}SAPCode`, 3, at)
  const iso = readText(json, `${codes}ISOCode`, 3, at)
  return SAME_INSIDE.has(internal) ? internal : unit || internal || (otherNamesOf(iso)[0] ?? iso)
}

/** `{[field]: quantity}`, or nothing when the sender left it out. */
export function readQuantity<Name extends string>(json: Json, field: Name, name: string, unit: string): Partial<Record<Name, Quantity>> {
  const value = readQuantityText(json, name)
  return value === undefined ? {} : ({ [field]: { value, unit } } as Record<Name, Quantity>)
}

/** Work done, by position; nothing when there's none. */
export function readActivities(json: Json): { activities?: readonly (Quantity | undefined)[] } {
  const all = ACTIVITIES.map((position): Quantity | undefined => {
    const { quantity, unit, codes } = activityOf(position)
    const value = readQuantityText(json, quantity)
    return value === undefined ? undefined : { value, unit: readUnit(json, unit, '', codes) }
  })
  const last = all.findLastIndex((each) => each !== undefined)
  return last < 0 ? {} : { activities: all.slice(0, last + 1) }
}
