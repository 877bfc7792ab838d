import type { Context, MaterialPlantContext } from '../domain/context.ts'
import type { Day, MessagePart } from '../domain/message.ts'
import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { orderOf, plantDataOf, plantOf } from './facts/lookups.ts'

/** A period of materials management; taken as a calendar month. */
export type Period = NonNullable<MaterialPlantContext['period']>

/** Is the posting date in the current period of materials management (or in the one before, where the plant lets it)? */
export const period: Check = {
  name: 'period',
  foresees: ['M7/053'],
  reads: ['materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, context, settings } = input
    const current = periodOf(part, context)
    // The ERP takes its own day where none was sent.
    const day = part.postingDate ?? context.today
    if (current === undefined) return []
    const behind = monthsBehind(day, current)
    if (behind === 0 || (behind === 1 && settings.allowPreviousPeriod === true)) return []
    const open = `${String(current.month).padStart(2, '0')}/${current.year}`
    // Around midnight the plant is in another month than UTC: a day ahead, or the day that it is in UTC.
    const isNear = dayAfter(context.today) === day || day === context.readAt.slice(0, 10)
    const isShifted = part.postingDate !== undefined && isNear && day !== context.today && monthsBehind(context.today, current) === 0
    return [
      finding('period', input, {
        code: 'M7/053',
        cause: isShifted ? 'timeZone' : 'period',
        field: 'postingDate',
        text: `Posting date ${day} lies ${behind > 0 ? 'before' : 'after'} period ${open}, the only one that is open for materials.`,
        evidence: [
          fact('postingDate', day),
          fact('openPeriod', `${current.year}-${String(current.month).padStart(2, '0')}`),
          fact('today', context.today),
        ],
      }),
    ]
  },
  lacks: ({ part, context }) => (periodOf(part, context) === undefined ? 'materials: none of them tells the current period' : undefined),
}

/** The current period where a part posts to; undefined when none of its materials tells. */
export function periodOf(part: MessagePart, context: Context): Period | undefined {
  const order = orderOf(part.order, context)
  const places = [
    ...part.movements.map((each) => ({ material: each.material, plant: plantOf(each, part, context) })),
    ...(order ? [{ material: order.material, plant: order.plant }] : []),
    { material: part.material, plant: part.plant },
  ]
  for (const { material, plant } of places) {
    const known = plantDataOf(material, plant, context)?.period
    if (known !== undefined) return known
  }
  return undefined
}

/** Whole months that a day lies before a period; negative when after. */
export function monthsBehind(day: Day, { year, month }: Period): number {
  return year * 12 + month - (Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)))
}

function dayAfter(day: Day): Day {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
}
