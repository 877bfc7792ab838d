import type { RawResponse } from '../../domain/message.ts'
import { batchAnswerOf } from '../batch.ts'
import { reasonOf } from '../../line/reason.ts'
import { documentOf } from '../documents.ts'
import type { Reader } from '../reader.ts'
import type { Known, LookUp, Posting } from '../types.ts'
import type { Candidates } from './answer.ts'
import { findConfirmation } from './confirmation.ts'
import { findMaterialDocument } from './material-document.ts'

/** Most that a look-up may take, in milliseconds. */
const WITHIN = 30_000

/**
 * Has the ERP a document for a posting whose answer was lost? A cancelled one is told all the same. A change set is posted whole
 * or not at all, so that one part found without the others is for a person. What can't be asked is `impossible`, never `notFound`.
 */
export async function lookUp(reader: Reader, posting: Posting, since: Date, known: Known): Promise<LookUp> {
  const until = performance.now() + WITHIN
  try {
    const found: Candidates[] = []
    for (const part of posting.parts) {
      if (part.kind === 'confirmation') found.push(await findConfirmation(reader, posting.service, part, until))
      else if (part.kind === 'materialDocument') found.push(await findMaterialDocument(reader, part, since, until, known))
      else return { state: 'impossible', reason: `A message of kind ${part.kind} leaves nothing to be found by` }
    }
    return verdict(posting, found)
  } catch (error) {
    return { state: 'impossible', reason: reasonOf(error) }
  }
}

function verdict(posting: Posting, found: readonly Candidates[]): LookUp {
  if (found.every((each) => each.answers.length === 0)) return { state: 'notFound' }
  const answers = found.flatMap((each) => each.answers)
  const numbers = answers.map(numberOf)
  if (found.some((each) => each.answers.length !== 1 || !each.isSure)) return { state: 'ambiguous', candidates: [...new Set(numbers)] }
  const [only] = answers
  const response = posting.isChangeSet || !only ? batchAnswerOf(answers, posting.parts) : only
  return { state: 'found', documents: numbers.map((number, part) => ({ part, number })), response }
}

/** @throws Error without one: then nobody could find it again */
function numberOf(answer: RawResponse): string {
  const number = documentOf(answer)
  if (number === undefined) throw new Error('The ERP answered with a document that has no number.')
  return number
}
