import { AttemptItems, SyncAttempts } from '#cds-models/countersign'
import type { ErpGateway, LookUp, Posting } from '../erp/types.ts'
import { backOff, claim, triesOf } from './lanes.ts'
import { policyFor } from './policies.ts'
import { settleLater, settlePosted, settleUnknown } from './settle.ts'
import type { AttemptRow } from './storage.ts'
import { together } from './together.ts'

/** What became of a posting whose answer nobody heard. */

/** Why nobody can say whether the ERP has it. */
export type Undecidable = Extract<LookUp, { state: 'ambiguous' | 'impossible' }>

/** Puts a message before a person. */
export type HandBack = (attempt: AttemptRow, undecidable?: Undecidable) => Promise<void>

/** Kinds of message whose document can be looked up. */
const CAN_BE_FOUND: ReadonlySet<string> = new Set(['confirmation', 'materialDocument'])
/** Quiet times after which an ERP that can't be asked is a matter for a person. */
const PATIENCE = 6

/** Looks it up in the ERP: posted when found, posted again after the quiet time when the ERP doesn't know it, else asked again or put before a person. */
export async function lookUp(
  attempt: AttemptRow,
  posting: Posting,
  { erp, handBack }: { readonly erp: ErpGateway; readonly handBack: HandBack },
): Promise<void> {
  const turn = await together(() => claim(attempt.ID, 'unknown', 'unknown'))
  if (!turn) return
  const since = await postedAtOf(attempt)
  const found = await erp.lookUp(posting, since, (documents) => ofOthers(documents, attempt.ID))
  if (found.state === 'found') return settlePosted(turn, attempt, found.documents, found.response, 'Answer lost, found in the ERP')
  const { quietTime } = await policyFor(attempt.kind ?? '*', attempt.plant ?? '*')
  const quiet = (Date.now() - since.getTime()) / 1000 / quietTime
  if (found.state === 'notFound' && quiet > 1)
    return settleLater(turn, attempt, `Not found in the ERP ${quietTime} s after the lost answer: posted again`, { delay: 0 })
  // An ERP that can't be asked may be back soon; what can't be looked up at all waits for a person after the quiet time.
  const isOver =
    found.state === 'ambiguous' || (found.state === 'impossible' && (!CAN_BE_FOUND.has(attempt.kind ?? '') || quiet > PATIENCE))
  if (isOver && quiet > 1) return handBack(attempt, found)
  const reason = found.state === 'impossible' ? `Look-up impossible: ${found.reason}` : 'Not found yet'
  await settleUnknown(turn, attempt, reason, backOff(await triesOf(attempt.ID)))
}

/** Those among the documents that are on record as what came of another message. */
async function ofOthers(documents: readonly string[], attemptID: string): Promise<string[]> {
  if (documents.length === 0) return []
  const rows = await SELECT.from(AttemptItems)
    .columns('erpDocument')
    .where({ erpDocument: { in: [...documents] }, attempt_ID: { '!=': attemptID } } as never)
  return rows.flatMap((each) => each.erpDocument ?? [])
}

/** Its process ended while the request was under way: whether the ERP has it is unknown. */
export async function lose(attempt: AttemptRow): Promise<void> {
  const turn = await together(() => claim(attempt.ID, 'posting', 'unknown'))
  if (turn) await settleUnknown(turn, attempt, 'Countersign ended while the request was under way', 0)
}

/** When it was sent last; a clock that has jumped back since begins anew, so that nobody waits for it to come round. */
async function postedAtOf(attempt: AttemptRow): Promise<Date> {
  const now = new Date()
  const since = new Date(attempt.postedAt ?? attempt.receivedAt ?? 0)
  if (since <= now) return since
  await UPDATE(SyncAttempts).set({ postedAt: now.toISOString() }).where({ ID: attempt.ID, status: 'unknown' })
  return now
}
