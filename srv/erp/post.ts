import type { ErpError } from '../domain/judgement.ts'
import type { RawResponse, SenderSession } from '../domain/message.ts'
import { Blocked, NoAnswer, TooLate } from '../line/failure.ts'
import type { Line } from '../line/line.ts'
import { reasonOf } from '../line/reason.ts'
import { answersOf, changeSetOf } from './batch.ts'
import { documentOf, textOf } from './documents.ts'
import { normalise, normaliseMessage } from './errors/normalise.ts'
import { headerOf, toErp, toSender } from './headers.ts'
import { sessionHeaders } from './sessions.ts'
import type { Sessions } from './sessions.ts'
import type { ErpDocument, PostAnswer, Posting } from './types.ts'

/**
 * Posts once. With the sender's session as it is; else with our own, which is fetched anew once when the ERP says that it is stale:
 * that refusal comes before anything is posted, and nothing else is ever tried again. Never rejects.
 */
export async function post(
  line: Line,
  sessions: Sessions,
  posting: Posting,
  session: SenderSession | undefined,
  timeout: number,
): Promise<PostAnswer> {
  const send = (within: SenderSession): Promise<PostAnswer> => sendOnce(line, posting, within, timeout)
  if (session) return send(session)
  try {
    const isStale = (answer: PostAnswer): boolean => answer.state === 'answered' && answer.isCsrfFailure
    return await sessions.with('posting', serviceRoot(posting), send, isStale)
  } catch (error) {
    // Without a session nothing was posted.
    return notSent(error)
  }
}

async function sendOnce(line: Line, posting: Posting, session: SenderSession, timeout: number): Promise<PostAnswer> {
  const { path, contentType, body } = contentOf(posting)
  // Nobody waits for a leave to send what is already here.
  const { cookie: _cookie, 'x-csrf-token': _token, expect: _expect, ...headers } = toErp(posting.headers)
  try {
    const {
      status,
      headers: answered,
      body: answer,
    } = await line.exchange('posting', {
      method: posting.method,
      path,
      headers: {
        ...headers,
        ...(contentType && { 'content-type': contentType }),
        ...sessionHeaders(session),
        'content-length': String(body.length),
      },
      body,
      timeout,
    })
    return judge(posting, { status, headers: toSender(answered), body: answer })
  } catch (error) {
    if (error instanceof NoAnswer && !error.mayHaveLeft) return notSent(error)
    const isLate = error instanceof NoAnswer && error.cause instanceof TooLate
    return { state: 'lost', reason: isLate ? `No answer within ${timeout} ms` : reasonOf(error) }
  }
}

function notSent(error: unknown): PostAnswer {
  return { state: 'notSent', reason: reasonOf(error), ...(error instanceof Blocked && { retryAfter: error.retryAfter }) }
}

function contentOf(posting: Posting): { path: string; contentType?: string; body: Buffer } {
  if (!posting.isChangeSet) return { path: posting.path, body: posting.parts[0]?.body ?? Buffer.alloc(0) }
  const query = /\?.*$/.exec(posting.path)?.[0] ?? ''
  return { path: `${serviceRoot(posting)}/$batch${query}`, ...changeSetOf(posting.parts) }
}

/** With its version, where the sender asked for one: `/sap/opu/odata/sap/API_X_SRV;v=2`. */
function serviceRoot({ path, service }: Posting): string {
  return /^\/sap\/opu\/odata\/sap\/[^/?]+/i.exec(path)?.[0] ?? `/sap/opu/odata/sap/${service}`
}

function judge(posting: Posting, response: RawResponse): PostAnswer {
  const isCsrfFailure = response.status === 403 && headerOf(response.headers, 'x-csrf-token').toLowerCase() === 'required'
  const isAccepted = isSuccess(response)
  const answers = posting.isChangeSet && isAccepted ? answersOf(response) : [response]
  const refusal = answers.find((each) => !isSuccess(each))
  if (refusal) {
    const error = normalise(refusal.status, textOf(refusal))
    // A server that broke down, or one between us and the ERP, doesn't know whether the ERP has booked.
    if ([500, 502, 504].includes(refusal.status) && error.number === '')
      return { state: 'lost', reason: `HTTP ${refusal.status}: ${error.text}` }
    return { state: 'answered', response, isSuccess: false, documents: [], error, isCsrfFailure }
  }
  if (answers.length !== posting.parts.length && posting.isChangeSet)
    return { state: 'lost', reason: 'The answer to the change set is incomplete' }
  const documents = documentsOf(posting, answers)
  // A logon page, for one, comes with 200.
  const isPage = /html/i.test(headerOf(response.headers, 'content-type'))
  const makes = posting.parts.filter(({ kind }) => kind === 'confirmation' || kind === 'materialDocument').length
  if (documents.length < makes || (documents.length === 0 && isPage))
    return { state: 'lost', reason: `HTTP ${response.status} without a document` }
  return { state: 'answered', response, isSuccess: true, documents, isCsrfFailure, remarks: answers.flatMap(remarksOf) }
}

/** The messages of a success, from the header `sap-message`. */
function remarksOf({ headers }: RawResponse): ErpError[] {
  const said = headerOf(headers, 'sap-message')
  if (said === '') return []
  const { details, ...main } = normaliseMessage(said)
  return [{ ...main, details: [] }, ...details.filter((each) => each.code !== main.code)]
}

/** By Content-ID where the ERP repeats it, else by position. */
function documentsOf(posting: Posting, answers: readonly RawResponse[]): ErpDocument[] {
  return answers.flatMap((answer, position) => {
    const id = headerOf(answer.headers, 'content-id')
    const named = id ? posting.parts.findIndex((part) => headerOf(part.headers, 'content-id') === id) : -1
    const number = documentOf(answer)
    return number ? [{ part: named < 0 ? position : named, number }] : []
  })
}

function isSuccess({ status }: RawResponse): boolean {
  return status >= 200 && status < 300
}
