import { POSTINGS, type Check } from './check.ts'
import { batchesLacking, batchesTaken, usesUp } from './facts/batches.ts'
import { fact, finding } from './facts/findings.ts'

/** Is the shelf life of what is consumed still running on the posting date? Scrapping an expired batch is no objection. */
export const batchExpired: Check = {
  name: 'batchExpired',
  foresees: ['M7/667'],
  reads: ['orders', 'materials', 'batches'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    const day = part.postingDate ?? context.today
    return batchesTaken(part, context).flatMap(({ position, movement, known }) => {
      const expiresOn = known?.exists === true ? known.expiresOn : undefined
      if (expiresOn === undefined || expiresOn >= day || !usesUp(movement)) return []
      const days = Math.round((Date.parse(day) - Date.parse(expiresOn)) / 86_400_000)
      return [
        finding('batchExpired', input, {
          code: 'M7/667',
          cause: 'batchExpired',
          field: `movements/${position}/batch`,
          text: `Batch ${movement.batch} of ${movement.material} expired on ${expiresOn}, ${days} ${days === 1 ? 'day' : 'days'} before the posting date ${day}.`,
          evidence: [
            fact('batch', movement.batch),
            fact('expiresOn', expiresOn),
            fact('postingDate', day),
            fact('expiredFor', String(days), 'days'),
          ],
        }),
      ]
    })
  },
  lacks: ({ part, context }) => batchesLacking(part, context),
}
