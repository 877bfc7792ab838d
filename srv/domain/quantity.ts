import { Decimal as Big } from 'decimal.js'
import type { MaterialContext } from './context.ts'
import type { Decimal, Quantity } from './message.ts'

/** Arbitrary enough for 13 digits times conversion factors; never an exponent in text. */
const Number40 = Big.clone({ precision: 40, toExpNeg: -100, toExpPos: 100 })

/** A number to compute with; immutable, base ten. */
export type Amount = Big

/** Base units of one dimension: how much of the first unit of its row one unit is. */
const PHYSICAL: readonly Readonly<Record<string, string>>[] = [
  { G: '1', MG: '0.001', KG: '1000', TO: '1000000', T: '1000000' },
  { ML: '1', CL: '10', L: '1000', HL: '100000', M3: '1000000' },
  { MM: '1', CM: '10', M: '1000', KM: '1000000' },
  { MM2: '1', CM2: '100', M2: '1000000' },
  { S: '1', MIN: '60', H: '3600', HR: '3600', STD: '3600', D: '86400', DAY: '86400', TAG: '86400' },
]

/** Codes of UN/ECE recommendation 20, and of other languages, with what the ERP calls the same unit, the usual name first. */
const OTHER_CODES: Readonly<Record<string, readonly string[]>> = {
  ...{ KGM: ['KG'], GRM: ['G'], MGM: ['MG'], TNE: ['TO', 'T'] },
  ...{ LTR: ['L'], MLT: ['ML'], CLT: ['CL'], HLT: ['HL'], MTQ: ['M3'] },
  ...{ MTR: ['M'], CMT: ['CM'], MMT: ['MM'], KMT: ['KM'], MTK: ['M2'], CMK: ['CM2'], MMK: ['MM2'] },
  ...{ PCE: ['PC', 'ST', 'EA'], C62: ['PC', 'ST', 'EA'], H87: ['PC', 'ST', 'EA'], NAR: ['PC', 'ST', 'EA'] },
  ...{ PC: ['ST', 'EA'], ST: ['PC', 'EA'], EA: ['PC', 'ST'] },
  ...{
    BX: ['BOX', 'KI'],
    KI: ['BOX'],
    CT: ['CAR', 'KAR'],
    KAR: ['CAR'],
    PX: ['PAL'],
    BO: ['BT', 'FL'],
    FL: ['BT'],
    RO: ['ROL'],
    BG: ['BAG'],
  },
  ...{ HUR: ['H', 'STD', 'HR'], SEC: ['S'] },
}

/** Units that are counted: half a piece is rounded up by whoever reports it. */
const COUNTED = new Set(['PC', 'EA', 'ST', 'BOX', 'CAR', 'CV', 'PAL', 'BT', 'ROL', 'SET', 'PAK', 'BAG', 'DR'])

/** The same few numbers come with every message and are asked for by many rules; reading one costs more than all that is done with it. */
const known = new Map<Decimal, Amount>()
const MOST_KNOWN = 5000
const LONGEST_KNOWN = 24

/** Reads a decimal as a sender writes it (`"1.10"`, `"-3"`); undefined when it is none. */
export function parseDecimal(text: Decimal): Amount | undefined {
  const read = known.get(text)
  if (read !== undefined) return read
  const bare = text.trim()
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(bare)) return undefined
  const made = new Number40(bare)
  if (known.size >= MOST_KNOWN) known.clear()
  if (text.length <= LONGEST_KNOWN) known.set(text, made)
  return made
}

/**
 * What a text that is no decimal may stand for: `1,5` → 1.5, `1.234,5` and `1'234.5` → 1234.5, `5 KG` → 5. Two readings where a comma
 * might divide thousands as well (`1,234` → 1.234 or 1234); none for what can't be read, or is a decimal already.
 */
export function readingsOf({ value, unit }: Quantity): Decimal[] {
  const text = value.trim()
  const bare = (text.toUpperCase().endsWith(unit.toUpperCase()) ? text.slice(0, text.length - unit.length) : text).replace(/[\s'’]/g, '')
  if (parseDecimal(value) !== undefined || !/^[+-]?\d[\d.,]*$/.test(bare)) return []
  const candidates = ([',', '.'] as const).flatMap((point) => {
    const [whole = '', fraction, ...more] = bare.split(point)
    const grouped = point === ',' ? '.' : ','
    const isWhole = /^[+-]?(\d+|[1-9]\d{0,2}([.,]\d{3})+)$/.test(whole) && !whole.includes(point)
    if (more.length > 0 || !isWhole || !/^\d*$/.test(fraction ?? '')) return []
    return parseDecimal(`${whole.replaceAll(grouped, '')}${fraction ? `.${fraction}` : ''}`)?.toFixed() ?? []
  })
  return [...new Set(candidates)]
}

/** Like {@link parseDecimal}, nothing (or no number) counts as zero. */
export function amount(text: Decimal | undefined): Amount {
  return (text === undefined ? undefined : parseDecimal(text)) ?? new Number40(0)
}

/** Decimal text with at most `places` digits behind the point (3 is what the ERP keeps of a quantity), no trailing zeros. */
export function toText(value: Amount, places = 3): Decimal {
  return value.toDecimalPlaces(places).toFixed()
}

/** `2.4 KG`, for people. */
export function format(value: Amount | Decimal, unit: string, places = 3): string {
  const number = typeof value === 'string' ? (parseDecimal(value)?.toDecimalPlaces(places).toFixed() ?? value) : toText(value, places)
  return unit === '' ? number : `${number} ${unit}`
}

/** Base units of a material in one `unit`; undefined when the material doesn't know the unit. An empty unit is the base unit. */
export function factorOf(unit: string, material: MaterialContext): Amount | undefined {
  if (unit === '' || unit === material.baseUnit) return new Number40(1)
  const known = material.units.find((each) => each.unit === unit)
  if (known === undefined) return undefined
  const denominator = amount(known.denominator)
  return denominator.isZero() ? undefined : amount(known.numerator).div(denominator)
}

/** The value of a quantity in another unit of the material, unrounded; undefined when it is no number or a unit isn't known to the material. */
export function convert(quantity: Quantity, unit: string, material: MaterialContext): Amount | undefined {
  const value = parseDecimal(quantity.value)
  if (value === undefined) return undefined
  if (quantity.unit === unit) return value
  const from = factorOf(quantity.unit, material)
  const to = factorOf(unit, material)
  return from === undefined || to === undefined || to.isZero() ? undefined : value.mul(from).div(to)
}

/** How many `to` one `from` is by physics alone (`KG` → `G`: 1000); undefined for units of different or no dimension. */
export function physicalFactor(from: string, to: string): Amount | undefined {
  const dimension = PHYSICAL.find((each) => each[from] !== undefined && each[to] !== undefined)
  return dimension === undefined ? undefined : amount(dimension[from]).div(amount(dimension[to]))
}

/** Other names of a unit, the usual one first: `KGM` → `KG`; none for a unit that goes by its own name only. */
export function otherNamesOf(unit: string): readonly string[] {
  return Object.hasOwn(OTHER_CODES, unit) ? (OTHER_CODES[unit] ?? []) : []
}

/** `sent ÷ expected`; undefined when nothing was expected. */
export function ratio(sent: Amount, expected: Amount): Amount | undefined {
  return expected.isZero() ? undefined : sent.div(expected)
}

/** Is it counted in whole pieces? */
export function isCounted(unit: string): boolean {
  return COUNTED.has(unit)
}

/** Relative distance of `value` from `target`: 0.05 is five percent off. */
export function distance(value: Amount, target: Amount): Amount {
  return target.isZero() ? value.abs() : value.div(target).sub(1).abs()
}

/** The power of ten nearest to a positive ratio, and how far off it is (relative). `9.8` → exponent 1, distance 0.02. */
export function nearestPowerOfTen(value: Amount): { readonly exponent: number; readonly factor: Amount; readonly distance: Amount } {
  const exponent = value.lte(0) ? 0 : Number40.log10(value).round().toNumber()
  const factor = new Number40(10).pow(exponent)
  return { exponent, factor, distance: distance(value, factor) }
}

/** Where a wrong unit explains a ratio: `right` is the unit that the number was meant in. */
export interface UnitFactor {
  readonly right: string
  readonly factor: Amount
}

/** Every other unit of the material with how many of it are in one `sent` unit. */
export function unitFactors(sent: string, material: MaterialContext): UnitFactor[] {
  const from = factorOf(sent, material)
  if (from === undefined) return []
  return [...new Set([material.baseUnit, ...material.units.map((each) => each.unit)])].flatMap((right) => {
    const to = factorOf(right, material)
    return to === undefined || to.isZero() || to.eq(from) ? [] : [{ right, factor: from.div(to) }]
  })
}

/** The unit of the material, other than the `sent` one, whose factor to the sent unit comes nearest to the ratio; undefined without another unit. */
export function nearestUnitFactor(
  value: Amount,
  sent: string,
  material: MaterialContext,
): (UnitFactor & { readonly distance: Amount }) | undefined {
  const factors = unitFactors(sent, material).map((each) => ({ ...each, distance: distance(value, each.factor) }))
  return factors.sort((one, other) => one.distance.cmp(other.distance))[0]
}
