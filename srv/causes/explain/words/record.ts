import type { Context } from '../../../domain/context.ts'
import type { Influence } from '../../../domain/judgement.ts'
import type { MessagePart } from '../../../domain/message.ts'
import { amount } from '../../../domain/quantity.ts'
import type { Amount } from '../../../domain/quantity.ts'
import { keysOf } from '../../features/encoding.ts'
import type { CaseKeys } from '../../features/encoding.ts'
import type { Evidenced } from '../../features/features.ts'
import { daysBetween } from '../../features/numbers.ts'
import { say } from './say.ts'
import type { Saying, Text } from './say.ts'
import { NAMES, RECORD as TEXTS } from './texts.ts'

/** What is said of dates, of earlier messages, of what was learnt about plant, material, sender and the like, and of what was found. */

const HOUR = 3_600_000
const whole = (value: number): Amount => amount(String(Math.round(value)))
const dateOf = (part: MessagePart, context: Context): string => part.postingDate ?? context.today

/** Posting dates with the open periods of what they are about. */
function datesOf({ parts, context }: Evidenced): { readonly date: string; readonly period: string; readonly days: number }[] {
  return parts.flatMap((part) => {
    const materials = new Set([part.material, ...part.movements.map((each) => each.material)])
    const plants = context.materials.filter((each) => materials.has(each.id)).flatMap((each) => each.plants)
    const date = dateOf(part, context)
    const found = plants.flatMap(({ plant, period: open }) => {
      const period = open && `${open.year}-${String(open.month).padStart(2, '0')}`
      const days = period === undefined || plant !== part.plant ? undefined : daysBetween(`${period}-01`, date)
      return period === undefined || days === undefined ? [] : [{ date, period, days }]
    })
    return found.toSorted((a, b) => a.days - b.days).slice(0, 1)
  })
}

/** Hours since the latest message, not refused, that tells the same as a part. */
function hoursSince({ parts, context }: Evidenced): number | undefined {
  const same = context.earlier.filter(
    (each) =>
      each.status !== 'refused' &&
      each.status !== 'rejected' &&
      parts.some(
        (part) =>
          each.sameBody ||
          (each.order === part.order &&
            each.operation === part.operation &&
            amount(part.yield?.value).eq(amount(each.yield)) &&
            amount(part.scrap?.value).eq(amount(each.scrap))),
      ),
  )
  const hours = same.map((each) => (Date.parse(context.readAt) - Date.parse(each.receivedAt)) / HOUR).filter(Number.isFinite)
  return hours.length > 0 ? Math.min(...hours) : undefined
}

const counted =
  (text: Text, none: Text) =>
  (_: Evidenced, influence: Influence): Saying =>
    amount(influence.value).gt(0) ? say(text, { count: amount(influence.value) }) : say(none)

const found = (_: Evidenced, { feature, value }: Influence): Saying => {
  const name = NAMES[feature]
  return name ? say(TEXTS.found, { count: amount(value), name: say(name) }) : say(TEXTS.plain, { name: feature, value })
}

function keyOf({ parts, context, sender = '' }: Evidenced, key: keyof CaseKeys): { readonly name: Saying; readonly key: string } {
  return { name: say(NAMES[key] ?? TEXTS.plain), key: keysOf(parts, context, sender)[key] }
}

const rateOf =
  (key: keyof CaseKeys) =>
  (evidenced: Evidenced, { value }: Influence): Saying => {
    const facts = { ...keyOf(evidenced, key), rate: { value: amount(value).times(100).toSignificantDigits(3), unit: '%' } }
    return say(facts.key === '' ? TEXTS.rateNone : TEXTS.rate, facts)
  }

const seen =
  (key: keyof CaseKeys) =>
  (evidenced: Evidenced, { value }: Influence): Saying => {
    const facts = keyOf(evidenced, key)
    if (facts.key === '') return say(TEXTS.seenNone, facts)
    const messages = 10 ** Number(value) - 1
    // The logarithm comes with four digits: enough for two of a number above 100.
    return messages < 100
      ? say(TEXTS.seen, { ...facts, count: whole(messages) })
      : say(TEXTS.seenAbout, { ...facts, count: whole(messages).toSignificantDigits(2) })
  }

export const recordWords = {
  periodDays(evidenced: Evidenced) {
    const [worst] = datesOf(evidenced).toSorted((a, b) => Math.abs(b.days - 15) - Math.abs(a.days - 15))
    if (worst === undefined) return say(TEXTS.noPeriod)
    const facts = { date: worst.date, period: worst.period, count: whole(Math.abs(worst.days)) }
    return say(worst.days < 0 ? TEXTS.before : TEXTS.after, facts)
  },
  daysAhead({ parts, context }: Evidenced) {
    const [date = context.today] = parts
      .map((part) => dateOf(part, context))
      .toSorted()
      .reverse()
    const days = daysBetween(context.today, date) ?? 0
    return days > 0 ? say(TEXTS.ahead, { date, count: whole(days) }) : say(TEXTS.notAhead, { date })
  },
  sameQuantity: counted(TEXTS.sameQuantity, TEXTS.nothingSame),
  sameBody: counted(TEXTS.sameBody, TEXTS.noBody),
  hoursSinceSame(evidenced: Evidenced) {
    const hours = hoursSince(evidenced)
    return hours === undefined ? say(TEXTS.nothingSame) : say(TEXTS.hours, { count: amount(Math.max(0, hours).toFixed(1)) })
  },
  base: () => say(TEXTS.base),
  rest: () => say(TEXTS.rest),
  habits: () => say(TEXTS.habits),
  unread: (_: Evidenced, { value }: Influence) => say(TEXTS.unread, { count: amount(value) }),
  supplyFindings: found,
  quantityFindings: found,
  statusFindings: found,
  duplicateFindings: found,
  dateFindings: found,
  masterFindings: found,
  technicalFindings: found,
  rateOfPlant: rateOf('Plant'),
  rateOfWorkCenter: rateOf('WorkCenter'),
  rateOfMaterial: rateOf('Material'),
  rateOfUnit: rateOf('Unit'),
  rateOfMovementType: rateOf('MovementType'),
  rateOfSender: rateOf('Sender'),
  seenPlant: seen('Plant'),
  seenWorkCenter: seen('WorkCenter'),
  seenMaterial: seen('Material'),
  seenUnit: seen('Unit'),
  seenMovementType: seen('MovementType'),
  seenSender: seen('Sender'),
} satisfies Record<string, (evidenced: Evidenced, influence: Influence) => Saying>
