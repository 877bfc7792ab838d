import { format as formatPlain, parseDecimal } from '../../../domain/quantity.ts'
import type { Amount } from '../../../domain/quantity.ts'

/** What is said, before it is said in a language: a text with places, and the facts that go there. */

export type Locale = 'en' | 'de'

/** One text in every language; see `texts.ts` for its places. */
export type Text = Readonly<Record<Locale, string>>

/** A name, a number, a number with a unit (a text as a sender wrote it, decimal or not; empty: the unit alone), or something said by itself. */
export type Fact = string | Amount | { readonly value: Amount | string; readonly unit: string } | Saying

export interface Saying {
  readonly text: Text
  readonly facts: Readonly<Record<string, Fact>>
}

export const say = (text: Text, facts: Saying['facts'] = {}): Saying => ({ text, facts })

/** Units that aren't written as the ERP codes them: one of them, many. */
const UNITS: Readonly<Record<string, Readonly<Record<Locale, readonly [string, string]>>>> = {
  PC: { en: ['piece', 'pieces'], de: ['Stück', 'Stück'] },
  BOX: { en: ['box', 'boxes'], de: ['Karton', 'Kartons'] },
  M2: { en: ['m²', 'm²'], de: ['m²', 'm²'] },
  M3: { en: ['m³', 'm³'], de: ['m³', 'm³'] },
}
const SAME_AS: Readonly<Record<string, string>> = { ST: 'PC', EA: 'PC', TO: 'T' }
/** Written with small letters; other codes stay as they are. */
const METRIC = new Set(['KG', 'G', 'MG', 'T', 'L', 'ML', 'CL', 'HL', 'M', 'CM', 'MM', 'KM', 'H', 'MIN', 'S'])

const NUMBERS = {
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3, maximumSignificantDigits: 3, roundingPriority: 'morePrecision' }),
  de: new Intl.NumberFormat('de-DE', { maximumFractionDigits: 3, maximumSignificantDigits: 3, roundingPriority: 'morePrecision' }),
}

/** Exact, whatever the number of its digits: a decimal text is formatted without becoming a float. */
function numberIn(locale: Locale, value: Amount): string {
  return NUMBERS[locale].format(value.toFixed() as `${number}`)
}

function unitIn(locale: Locale, code: string, isOne: boolean): string {
  const unit = SAME_AS[code] ?? code
  const names = UNITS[unit]?.[locale]
  return names ? names[isOne ? 0 : 1] : METRIC.has(unit) ? unit.toLowerCase() : code
}

function factIn(locale: Locale, fact: Fact): string {
  if (typeof fact === 'string') return fact
  if ('facts' in fact) return sentence(locale, fact)
  if (!('unit' in fact)) return numberIn(locale, fact)
  if (fact.value === '') return unitIn(locale, fact.unit, false)
  const value = typeof fact.value === 'string' ? parseDecimal(fact.value) : fact.value
  // What can't be read is shown as it was sent.
  if (value === undefined) return formatPlain(String(fact.value), fact.unit)
  return fact.unit === '' ? numberIn(locale, value) : `${numberIn(locale, value)} ${unitIn(locale, fact.unit, value.abs().eq(1))}`
}

/** A saying in words. A place without a fact stays empty. */
export function sentence(locale: Locale, { text, facts }: Saying): string {
  return text[locale].replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (_, name: string, one?: string, many?: string) => {
    const fact = facts[name]
    const said = fact === undefined ? '' : factIn(locale, fact)
    return one === undefined ? said : `${said} ${said === '1' ? one : (many ?? '')}`
  })
}
