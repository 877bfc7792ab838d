import { Decimal } from 'decimal.js'
import { isLosslessNumber } from 'lossless-json'
import { instantOf, instantOfJson, secondsOf, timeOf } from './time.ts'
import type { EdmType, Property, Value } from '../contract.ts'

/**
 * The three faces of a value: JSON on the wire, a literal in a URL, the stored form of the books.
 * Readers answer undefined for what isn't a value of the type; facets (length, scale) are the caller's.
 */
interface Codec {
  readonly ofJson: (value: unknown) => Value | undefined
  readonly ofLiteral: (text: string) => Value | undefined
  readonly toJson: (stored: Value) => string | number | boolean | null
  readonly toLiteral: (stored: Value) => string
}

const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const NO_GUID = '00000000-0000-0000-0000-000000000000'

const text = (value: Value): string => (value === null ? '' : String(value))
const within = (literal: string, prefix: string): string | undefined =>
  literal.startsWith(`${prefix}'`) && literal.endsWith("'") && literal.length > prefix.length + 1
    ? literal.slice(prefix.length + 1, -1).replaceAll("''", "'")
    : undefined

const string: Codec = {
  ofJson: (value) => (typeof value === 'string' ? value : undefined),
  ofLiteral: (literal) => within(literal, ''),
  toJson: text,
  toLiteral: (stored) => `'${text(stored).replaceAll("'", "''")}'`,
}

/** Keeps the digits as they came: `1.10` isn't `1.1`. */
const plainDecimal = (digits: string): string | undefined => {
  if (/^[+-]?\d+(\.\d+)?$/.test(digits)) return digits.replace(/^\+/, '').replace(/^(-?)0+(?=\d)/, '$1')
  return /^[+-]?\d+(\.\d+)?e[+-]?\d{1,3}$/i.test(digits) ? new Decimal(digits).toFixed() : undefined
}
const decimal: Codec = {
  ofJson: (value) => (typeof value === 'string' || isLosslessNumber(value) ? plainDecimal(value.toString()) : undefined),
  ofLiteral: (literal) => plainDecimal(literal.replace(/[mdfl]$/i, '')),
  toJson: (stored) => text(stored) || '0',
  toLiteral: (stored) => `${text(stored) || '0'}M`,
}

const integer = (min: number, max: number): Codec => {
  const ofDigits = (digits: string): number | undefined => {
    const value = /^-?\d{1,11}$/.test(digits) ? Number(digits) : undefined
    return value !== undefined && value >= min && value <= max ? value : undefined
  }
  return {
    ofJson: (value) => (isLosslessNumber(value) ? ofDigits(value.toString()) : undefined),
    ofLiteral: ofDigits,
    toJson: Number,
    toLiteral: (stored) => String(Number(stored)),
  }
}

const boolean: Codec = {
  ofJson: (value) => (typeof value === 'boolean' ? value : undefined),
  ofLiteral: (literal) => (literal === 'true' ? true : literal === 'false' ? false : undefined),
  toJson: Boolean,
  toLiteral: (stored) => String(Boolean(stored)),
}

const isoOf = (instant: number | undefined): string | undefined => (instant === undefined ? undefined : new Date(instant).toISOString())
const moment = (prefix: string, offset: string): Codec => ({
  ofJson: (value) => (typeof value === 'string' ? isoOf(instantOfJson(value) ?? instantOf(value)) : undefined),
  ofLiteral: (literal) => isoOf(instantOf(within(literal, prefix) ?? '')),
  toJson: (stored) => {
    const instant = instantOf(text(stored))
    return instant === undefined ? null : `/Date(${instant}${offset})/`
  },
  toLiteral: (stored) => `${prefix}'${(isoOf(instantOf(text(stored))) ?? '').replace(/(\.000)?Z$/, offset ? 'Z' : '')}'`,
})

const time: Codec = {
  ofJson: (value) => timeOfText(value),
  ofLiteral: (literal) => timeOfText(within(literal, 'time')),
  toJson: (stored) => timeOfText(stored) ?? 'PT00H00M00S',
  toLiteral: (stored) => `time'${timeOfText(stored) ?? 'PT00H00M00S'}'`,
}
function timeOfText(value: unknown): string | undefined {
  const seconds = typeof value === 'string' ? secondsOf(value) : undefined
  return seconds === undefined || seconds > 86_400 ? undefined : timeOf(seconds)
}

const guid: Codec = {
  ofJson: (value) => (typeof value === 'string' && GUID.test(value) ? value.toLowerCase() : undefined),
  ofLiteral: (literal) => guid.ofJson(within(literal, 'guid')),
  toJson: (stored) => text(stored) || NO_GUID,
  toLiteral: (stored) => `guid'${text(stored) || NO_GUID}'`,
}

const codecs: Record<EdmType, Codec> = {
  'Edm.String': string,
  'Edm.Decimal': decimal,
  'Edm.DateTime': moment('datetime', ''),
  'Edm.DateTimeOffset': moment('datetimeoffset', '+0000'),
  'Edm.Time': time,
  'Edm.Boolean': boolean,
  'Edm.Guid': guid,
  'Edm.Int16': integer(-32_768, 32_767),
  'Edm.Int32': integer(-2_147_483_648, 2_147_483_647),
  'Edm.Byte': integer(0, 255),
}

/** Stored form of a JSON value (numbers as LosslessNumber); undefined if it doesn't fit type or facets. */
export function valueOfJson(property: Property, json: unknown): Value | undefined {
  return json === null ? null : checked(property, codecs[property.type].ofJson(json))
}

/** Stored form of a URL literal (`'x'`, `10M`, `datetime'…'`, `guid'…'`, `true`); undefined if it doesn't fit. */
export function valueOfLiteral(property: Property, literal: string): Value | undefined {
  return checked(property, codecs[property.type].ofLiteral(literal))
}

/** JSON form of a stored value; what was never filled shows as the ERP's initial value of the type. */
export function valueToJson(property: Property, stored: Value | undefined): string | number | boolean | null {
  return codecs[property.type].toJson(stored ?? null)
}

/** URL literal of a stored value, not yet percent-encoded. */
export function valueToLiteral(property: Property, stored: Value | undefined): string {
  return codecs[property.type].toLiteral(stored ?? null)
}

/** An identifier as the books keep it: `000001000510` → `1000510`, `FG226` and `` as they are. */
export function unpadded(identifier: string): string {
  return /^\d+$/.test(identifier) ? identifier.replace(/^0+(?=\d)/, '') : identifier
}

function checked(property: Property, value: Value | undefined): Value | undefined {
  if (typeof value !== 'string') return value
  if (property.type === 'Edm.Decimal') return fitsDecimal(property, value) ? value : undefined
  if (property.type !== 'Edm.String') return value
  const identifier = property.alpha ? unpadded(value) : value
  return property.maxLength !== undefined && identifier.length > property.maxLength ? undefined : identifier
}

function fitsDecimal({ precision, scale = 0 }: Property, digits: string): boolean {
  if (precision === undefined) return true
  const [whole = '', fraction = ''] = digits.replace('-', '').split('.')
  return whole.replace(/^0$/, '').length <= precision - scale && fraction.replace(/0+$/, '').length <= scale
}
