import type { Line } from '../line/line.ts'
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

/** Questions that belong to one message, which waits so many milliseconds for each; all over when the signal says so. */
export function asking(line: Line, timeout: number, signal: AbortSignal): Ask {
  return async (question) => {
    const { method, path, query, body } = question
    const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
    const reply = await line.exchange(
      'reading',
      {
        method,
        path: query ? `${path}?${new URLSearchParams({ ...query }).toString()}` : path,
        headers: {
          accept: 'application/json',
          ...(content && { 'content-type': 'application/json', 'content-length': String(content.length) }),
        },
        body: content,
        timeout,
        signal,
      },
      MOST,
    )
    return answerOf(question, reply.status, reply.body.toString())
  }
}

function answerOf({ method, path }: Question, status: number, text: string): Answer {
  if (status === 204 || status === 404) return { status, body: undefined }
  if (status !== 200) throw new Error(`it answers ${status} to ${method} ${path}`)
  try {
    return { status, body: JSON.parse(text) as unknown }
  } catch {
    throw new NotUnderstood()
  }
}
