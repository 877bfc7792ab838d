import type { RawResponse } from '../../domain/message.ts'
import { type Forwarder, exchange } from './forward.ts'
import { METHOD_OVERRIDES, headerOf } from './headers.ts'
import type { Posting } from './message.ts'

/**
 * Asks the ERP what it says to a posting without a token: its own 403, or undefined when it doesn't mind.
 * The question has no effect where CSRF protection is off: an empty body creates nothing. Whatever works without a body (function imports,
 * DELETE, …) is asked at `$batch`, which answers in the same way. Throws a Refusal (502, 504) when the ERP can't be reached.
 */
export async function refusalWithoutToken(erp: Forwarder, { target, headers }: Posting): Promise<RawResponse | undefined> {
  const needsBody = target.isBatch || target.kind === 'confirmation' || target.kind === 'materialDocument'
  const path = needsBody ? target.sent : `${serviceRoot(target)}$batch`
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !LEFT_OUT.has(name)))
  const answer = await exchange(erp, { method: 'POST', path, headers: kept, body: Buffer.alloc(0) })
  return answer.status === 403 ? answer : undefined
}

/** The sender's own way to the service, with closing slash. */
export function serviceRoot({ sent, relative }: Pick<Posting['target'], 'sent' | 'relative'>): string {
  return sent.slice(0, sent.length - relative.length)
}

/** Is this the ERP's answer to a missing or stale token? */
export function isTokenRefused({ status, headers }: RawResponse): boolean {
  return status === 403 && headerOf(headers, 'x-csrf-token').toLowerCase() === 'required'
}

const LEFT_OUT = new Set(['x-csrf-token', 'content-length', 'content-encoding', 'transfer-encoding', ...METHOD_OVERRIDES])
