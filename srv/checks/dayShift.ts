import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'

/** Is the posting date the day of UTC where the plant is already a day on? A new month or year between the two is the period's check. */
export const dayShift: Check = {
  name: 'dayShift',
  foresees: ['COUNTERSIGN/UTC_DAY'],
  reads: [],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    const day = part.postingDate
    const utc = context.readAt.slice(0, 10)
    if (day === undefined || day !== utc || day >= context.today || day.slice(0, 7) !== context.today.slice(0, 7)) return []
    return [
      finding('dayShift', input, {
        code: 'COUNTERSIGN/UTC_DAY',
        cause: 'timeZone',
        severity: 'warning',
        isDecisive: false,
        field: 'postingDate',
        text: `Posting date ${day} is the day in UTC; in the plant it is ${context.today} already.`,
        evidence: [fact('postingDate', day), fact('today', context.today), fact('utc', utc)],
      }),
    ]
  },
}
