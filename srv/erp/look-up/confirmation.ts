import { CONFIRMATION, categoryOfService } from '../api/confirmation.ts'
import { isObject, parseJson, textIn, wrappedIn } from '../json.ts'
import type { Reader } from '../reader.ts'
import type { Posting } from '../types.ts'
import { unpadded } from '../words.ts'
import { type Candidates, createdAnswer, onlyOf } from './answer.ts'

/** By its external key, within its order, in the service that it was posted to. @throws Error when it has no key */
export async function findConfirmation(
  reader: Reader,
  postedTo: string,
  part: Posting['parts'][number],
  until: number,
): Promise<Candidates> {
  if (!part.key) throw new Error('The confirmation left without a key')
  const { service, rows: confirmations } = CONFIRMATION[categoryOfService(postedTo)]
  const { ExternalSystemConfirmation, OrderID } = confirmations.fields
  const order = orderIn(part.body)
  const filters = [ExternalSystemConfirmation.equals(part.key), ...(order ? [OrderID.equals(order)] : [])]
  const rows = await reader.rows(
    service,
    confirmations
      .requestBuilder()
      .getAll()
      .filter(...filters),
    until,
  )
  // A cancellation may repeat the key of what it cancels.
  const own = onlyOf(rows, 'ExternalSystemConfirmation', part.key).filter((each) => each.IsReversal !== true)
  return { answers: own.map(createdAnswer), isSure: true }
}

function orderIn(body: Buffer): string {
  const root = parseJson(body.toString())
  const outer = isObject(root) ? root : {}
  return unpadded(textIn(wrappedIn(outer) ?? outer, 'OrderID'))
}
