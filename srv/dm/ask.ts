import type { HttpDestination } from '@sap-cloud-sdk/connectivity'
import { executeHttpRequest } from '@sap-cloud-sdk/http-client'
import { circuitBreaker } from '@sap-cloud-sdk/resilience'
import type { DmAccess } from './destination.ts'
import { NotUnderstood } from './values.ts'

export interface Question {
  readonly method: 'GET' | 'POST'
  /** From the root of DM's API: `/order/v1/orders`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface Answer {
  /** 200, 204 or 404. */
  readonly status: number
  /** Undefined where the answer has none. */
  readonly body: unknown
}

/** Asks DM one thing. Rejects with an Error that says why there's no answer. */
export type Ask = (question: Question) => Promise<Answer>

/** Bytes of an answer that are read. */
const MOST = 8 * 1024 * 1024

/**
 * Questions that belong to one message, all over when the signal says so. DM's being out of reach is remembered for a while, so
 * that not every message waits for it.
 */
export function asking(access: DmAccess, signal: AbortSignal): Ask {
  return async (question) => {
    const first = await send(access, question, signal)
    if (first.status !== 401) return answerOf(question, first)
    access.forget()
    return answerOf(question, await send(access, question, signal))
  }
}

interface Reply {
  readonly status: number
  readonly text: string
}

async function send(access: DmAccess, { method, path, query, body }: Question, signal: AbortSignal): Promise<Reply> {
  const destination: HttpDestination = await access.resolve(signal)
  const response = await executeHttpRequest(
    destination,
    {
      method,
      url: query ? `${path}?${new URLSearchParams({ ...query }).toString()}` : path,
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { data: JSON.stringify(body) }),
      signal,
      responseType: 'text',
      transformResponse: [],
      maxRedirects: 0,
      maxContentLength: MOST,
      validateStatus: () => true,
      middleware: [circuitBreaker()],
    },
    { fetchCsrfToken: false },
  )
  const text: unknown = response.data
  return { status: response.status, text: typeof text === 'string' ? text : '' }
}

function answerOf({ method, path }: Question, { status, text }: Reply): Answer {
  if (status === 204 || status === 404) return { status, body: undefined }
  if (status !== 200) throw new Error(`it answers ${status} to ${method} ${path}`)
  try {
    return { status, body: JSON.parse(text) as unknown }
  } catch {
    throw new NotUnderstood()
  }
}
