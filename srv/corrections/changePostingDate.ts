import { monthsBehind, periodOf, type Period } from '../checks/period.ts'
import type { Day } from '../domain/message.ts'
import { placeOf, type Correction, type Draft } from './correction.ts'
import { set } from './fields.ts'

/** Moves the posting date into the open period, as near to the day sent as it goes, and never into the future. */
export const changePostingDate: Correction = {
  action: 'changePostingDate',
  risk: 'high',
  isWhole: false,
  offer({ findings, parts, context }) {
    return findings.flatMap((finding): Draft[] => {
      const place = finding.field === 'postingDate' || finding.cause === 'period' ? placeOf(finding, parts) : undefined
      if (place === undefined) return []
      const sent = place.part.postingDate ?? context.today
      const open = periodOf(place.part, context)
      const isShifted = finding.code === 'COUNTERSIGN/UTC_DAY'
      const day = isShifted ? context.today : open === undefined ? earlier(sent, context.today) : nearest(sent, context.today, open)
      const changes = set(parts, finding.part, 'postingDate', day)
      return changes.length === 0
        ? []
        : [{ finding, cause: finding.cause, changes, advice: `Post on ${day}.`, fit: open === undefined ? 0.6 : 0.85 }]
    })
  },
}

function earlier(one: Day, other: Day): Day {
  return one < other ? one : other
}

function nearest(sent: Day, today: Day, open: Period): Day {
  const month = `${open.year}-${String(open.month).padStart(2, '0')}`
  const last = new Date(Date.UTC(open.year, open.month, 0)).toISOString().slice(0, 10)
  const behind = monthsBehind(sent, open)
  if (behind > 0) return monthsBehind(today, open) > 0 ? today : `${month}-01`
  return earlier(earlier(sent, today), last)
}
