import type { Outcome, Intake } from '../../domain/outcome.ts'
import type { Headers, RawResponse, SyncMessage } from '../../domain/message.ts'
import { ATTEMPTS } from '../attempts.ts'
import { type Detail, type ErrorForm, Refusal, errorAnswer, refuse } from './errors.ts'
import { propertyOf } from './fields.ts'
import { headerOf } from './headers.ts'

/** Says what became of a message the way an OData V2 service says it. */

type Held = Extract<Outcome, { state: 'held' }>

/** Header with the number of the attempt, by which people find it. */
export const ATTEMPT = 'countersign-attempt'

/**
 * The answer to an outcome: the ERP's own, byte for byte, where the ERP has spoken, else a V2 error.
 * @param holdStatus status of a held message
 */
function answerOf(outcome: Outcome, message: SyncMessage, holdStatus: 409 | 202, form: ErrorForm): RawResponse {
  if (outcome.state === 'posted' || outcome.state === 'refused') return withAttempt(outcome.response, outcome.number)
  const answer = errorAnswer(refusalOf(outcome, message, holdStatus), form, message.service)
  return 'number' in outcome ? withAttempt(answer, outcome.number) : answer
}

/**
 * Submits a message and answers for its outcome. Never throws: a pipeline that breaks down has recorded nothing that a sender could rely on.
 * @param log for the reason of a break-down
 */
export async function submit(
  intake: Intake,
  message: SyncMessage,
  form: ErrorForm,
  log: (text: string) => void,
): Promise<{ outcome: Outcome; answer: RawResponse }> {
  const outcome = await intake.submit(message).catch((error: unknown): Outcome => {
    log(`A message for ${message.service} could not be submitted: ${textOf(error)}`)
    return { state: 'unavailable', retryAfter: 10 }
  })
  const holdStatus = outcome.state === 'held' ? await intake.holdStatus(message).catch(() => 409 as const) : 409
  return { outcome, answer: answerOf(outcome, message, holdStatus, form) }
}

/** Records what can't be read together with its answer; the answer is 503 when nothing can be recorded, so that the sender comes again. */
export async function recordUnreadable(
  intake: Intake,
  message: SyncMessage,
  answer: RawResponse,
  reason: string,
  form: ErrorForm,
  log: (text: string) => void,
): Promise<RawResponse> {
  const number = await intake.recordUnreadable(message, answer, reason).catch((error: unknown) => {
    log(`An unreadable message for ${message.service} could not be recorded: ${textOf(error)}`)
    return undefined
  })
  return number === undefined ? errorAnswer(refuse.unavailable(), form, message.service) : withAttempt(answer, number)
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function refusalOf(outcome: Exclude<Outcome, { state: 'posted' | 'refused' }>, message: SyncMessage, holdStatus: 409 | 202): Refusal {
  switch (outcome.state) {
    case 'held':
      return new Refusal(holdStatus, 'HELD', heldText(outcome), {
        details: detailsOf(outcome, message),
        headers: holdStatus === 202 ? locationOf(outcome) : {},
      })
    case 'rejected':
      return new Refusal(422, 'REJECTED', `Attempt ${outcome.number} was rejected: ${outcome.reason}`)
    case 'pending':
      return new Refusal(503, 'PENDING', `Attempt ${outcome.number} is not decided yet: ${outcome.reason}`, {
        headers: { 'retry-after': String(outcome.retryAfter) },
      })
    case 'keyReused':
      return new Refusal(409, 'KEY_REUSED', `The key of this message belongs to attempt ${outcome.number}, which has another body`)
    case 'unavailable':
      return refuse.unavailable(outcome.retryAfter)
  }
}

function heldText({ number, reason, findings }: Held): string {
  const causes = [...new Set(findings.map((each) => each.cause.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)))]
  const cause = causes.length > 0 ? ` (cause: ${causes.join(', ')})` : ''
  return `Held for approval as attempt ${number}: ${reason}${cause}`
}

function detailsOf({ findings }: Held, message: SyncMessage): Detail[] {
  return findings.map(({ code, text, severity, part, field }) => {
    const { kind, headers, orderCategory } = message.parts[part] ?? { kind: message.kind, headers: {} }
    return { code, text, severity, target: propertyOf(kind, field, orderCategory), contentId: headerOf(headers, 'content-id') }
  })
}

function locationOf({ id }: Held): Headers {
  return { location: `${ATTEMPTS}/${id}` }
}

function withAttempt(answer: RawResponse, number: number): RawResponse {
  return { ...answer, headers: { ...answer.headers, [ATTEMPT]: String(number) } }
}
