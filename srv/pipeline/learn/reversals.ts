import cds from '@sap/cds'
import { AttemptItems, Cases } from '#cds-models/countersign'
import { ITSELF } from '../../audit/log.ts'
import type { ErpGateway } from '../../erp/types.ts'
import { keepReversed } from './cases.ts'

const LOG = cds.log('countersign/learning')
const DAY = 86_400_000
/** Documents that one look asks for. */
const AT_ONCE = 200
/** Least time between two rounds, in milliseconds. */
const ROUND = 3_600_000

interface WatchOptions {
  readonly atOnce?: number
  readonly round?: number
}

/**
 * Watches the ERP's books for documents that were taken back past Countersign, and tells the cases that they came from. What is cancelled through
 * Countersign needs no watching: `settlePosted` tells.
 *
 * It goes round by round, oldest first: every look takes the next `atOnce` documents that are young enough to be taken back, and the
 * round ends when there are no more; the next one begins no sooner than `round` after this one did. So a document is looked at once an hour, and
 * in a book that is too big for that, less often instead of at more cost: a look a minute reads 12,000 documents an hour, in four to nine batches
 * a look. The position is kept in memory only; a new start begins a new round.
 */
export class ReversalWatch {
  readonly #erp: Pick<ErpGateway, 'reversedAmong'>
  readonly #atOnce: number
  readonly #round: number
  /** Number of the last attempt that was looked at. */
  #position = 0
  #begunAt = -Infinity
  #looking: Promise<number> | undefined

  constructor(erp: Pick<ErpGateway, 'reversedAmong'>, { atOnce = AT_ONCE, round = ROUND }: WatchOptions = {}) {
    this.#erp = erp
    this.#atOnce = atOnce
    this.#round = round
  }

  /**
   * Looks at the next documents whose messages were posted in the last `days`; a look that is under way is joined. Never rejects.
   * @returns documents found to be taken back
   */
  look(days: number): Promise<number> {
    this.#looking ??= this.#look(days)
      .catch((error: unknown) => {
        LOG.error('The books were not searched for reversals', error)
        return 0
      })
      .finally(() => (this.#looking = undefined))
    return this.#looking
  }

  /** Resolves when no look is under way. */
  async settled(): Promise<void> {
    await this.#looking
  }

  async #look(days: number): Promise<number> {
    if (this.#position === 0) {
      if (Date.now() - this.#begunAt < this.#round) return 0
      this.#begunAt = Date.now()
    }
    const { documents, last } = await nextDocuments(this.#position, new Date(Date.now() - days * DAY), this.#atOnce)
    const reversed = documents.length > 0 ? await this.#erp.reversedAmong(documents) : []
    if (reversed.length > 0) await cds.tx({ user: new cds.User(ITSELF.actor) }, () => keepReversed(reversed))
    // Only now: what could not be written down is looked at again.
    this.#position = last ?? 0
    return reversed.length
  }
}

/** Documents of the next cases in the order of their attempts; `last` is where to go on, undefined at the end. Of one case all are taken. */
async function nextDocuments(after: number, since: Date, atOnce: number): Promise<{ documents: string[]; last: number | undefined }> {
  const cases = await SELECT.from(Cases)
    .columns('attempt_ID', 'number')
    .where({
      isCurrent: true,
      outcome: { in: ['posted', 'corrected'] },
      outcomeAt: { '>=': since.toISOString() },
      number: { '>': after },
    } as never)
    .orderBy('number')
    .limit(atOnce)
  if (cases.length === 0) return { documents: [], last: undefined }
  const items = await SELECT.from(AttemptItems)
    .columns('attempt_ID', 'erpDocument')
    .where({
      attempt_ID: { in: cases.map((each) => each.attempt_ID ?? '') },
      erpDocument: { '!=': null },
    })
  const byAttempt = Map.groupBy(items, (item) => item.attempt_ID ?? '')
  const documents: string[] = []
  let taken = 0
  for (const { attempt_ID } of cases) {
    const own = (byAttempt.get(attempt_ID ?? '') ?? []).flatMap((item) => item.erpDocument ?? [])
    if (taken > 0 && documents.length + own.length > atOnce) break
    documents.push(...own)
    taken++
  }
  const isEnd = taken === cases.length && cases.length < atOnce
  return {
    documents,
    last: isEnd ? undefined : Number(cases[taken - 1]?.number),
  }
}
