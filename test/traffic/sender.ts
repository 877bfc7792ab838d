import type { Answer, V2Client } from './client.ts'
import { CONFIRMATION_SERVICE, CONFIRMATION_SET } from './confirmation.ts'

/** What a sender learned about one message. `pending`: no final answer in spite of all patience. */
export interface Verdict {
  readonly state: 'released' | 'held' | 'refused' | 'pending' | 'failed'
  /** Number of the attempt in Countersign, where it told one. */
  readonly attempt?: number
  /** First error code with its text; empty when released. */
  readonly text: string
}

/** Posts a confirmation and says what came of it. Throws only when the sender isn't let in. */
export async function send(client: V2Client, body: string): Promise<Verdict> {
  const answer = await client.post(CONFIRMATION_SERVICE, CONFIRMATION_SET, body).catch((error: unknown) => error as Error)
  if (answer instanceof Error) return { state: 'pending', text: answer.message }
  if (answer.status === 401) throw new Error('The sender is not let in: user or password is wrong')
  return verdictOf(answer)
}

export function verdictOf(answer: Pick<Answer, 'status' | 'body'> & { readonly headers: Pick<Headers, 'get'> }): Verdict {
  const { code, text, codes } = errorOf(answer.body)
  const told = answer.headers.get('countersign-attempt') ?? /attempt (?:number )?#?(\d+)/i.exec(text)?.[1]
  const attempt = told === undefined ? {} : { attempt: Number(told) }
  if (code === 'COUNTERSIGN/HELD') return { state: 'held', ...attempt, text }
  if (answer.status < 300) return { state: 'released', ...attempt, text: '' }
  const said = `${answer.status} ${codes.join(' ') || code} ${text}`.trim()
  if ([408, 423, 429, 502, 503, 504].includes(answer.status)) return { state: 'pending', ...attempt, text: said }
  return { state: answer.status >= 500 || code.startsWith('COUNTERSIGN/') ? 'failed' : 'refused', ...attempt, text: said }
}

function errorOf(body: unknown): { code: string; text: string; codes: string[] } {
  interface Body {
    error?: { code?: string; message?: { value?: string }; innererror?: { errordetails?: { code?: string }[] } }
  }
  const error = (body as Body | undefined)?.error
  const codes = (error?.innererror?.errordetails ?? []).flatMap((each) => each.code ?? [])
  return { code: error?.code ?? '', text: error?.message?.value ?? '', codes }
}
