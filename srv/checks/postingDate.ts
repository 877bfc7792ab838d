import { POSTINGS, type Check } from './check.ts'
import { fact, finding } from './facts/findings.ts'

/** Does the posting date lie in the future? A day ahead is what UTC makes of a plant west of it in the evening. */
export const postingDate: Check = {
  name: 'postingDate',
  foresees: ['COUNTERSIGN/FUTURE_DATE'],
  reads: [],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    const day = part.postingDate
    if (day === undefined || day <= context.today) return []
    const ahead = Math.round((Date.parse(day) - Date.parse(context.today)) / 86_400_000)
    const isShifted = ahead === 1
    return [
      finding('postingDate', input, {
        code: 'COUNTERSIGN/FUTURE_DATE',
        cause: isShifted ? 'timeZone' : 'entryError',
        isDecisive: !isShifted || day === context.readAt.slice(0, 10),
        field: 'postingDate',
        text: `Posting date ${day} is ${ahead} ${ahead === 1 ? 'day' : 'days'} in the future: in the plant it is ${context.today}.`,
        evidence: [fact('postingDate', day), fact('today', context.today), fact('ahead', String(ahead), 'days')],
      }),
    ]
  },
}
