import { BusinessError } from '../contract.ts'
import type { ODataAnswer } from '../odata/batch.ts'
import { errorAnswer, GatewayError, refuse } from '../odata/errors.ts'
import type { Fault } from './plan.ts'

/** Whose lock it is when nobody says: the kind of user that jobs and interfaces run under. */
export const OTHER_USER = 'CB9980000010'

const REFUSALS: Readonly<Record<string, { readonly title: string; readonly error: () => Error }>> = {
  http429: { title: '429 Too Many Requests', error: () => new GatewayError(429, '/IWFND/CM_MGW/429', 'Too many requests') },
  http500: { title: '500 Internal Server Error', error: () => new GatewayError(500, 'SY/530', 'Internal server error') },
  http502: { title: '502 Bad Gateway', error: () => new GatewayError(502, '/IWFND/CM_MGW/502', 'Bad gateway') },
  http503: { title: '503 Service Unavailable', error: refuse.down },
}

/** What a fault answers instead of working; undefined for one that refuses nothing. */
export function refusalOf(fault: Fault, body: Buffer, service: string, wantsXml: boolean): ODataAnswer | undefined {
  if (fault.fault === 'http423') return errorAnswer(locked(body), service, wantsXml)
  if (fault.fault === 'csrfExpired') return withHeader(errorAnswer(refuse.csrf(), service, wantsXml), 'x-csrf-token', 'Required')
  const refusal = REFUSALS[fault.fault]
  if (!refusal) return undefined
  const { title, error } = refusal
  const answer =
    fault.body === 'html'
      ? page(title, 'The request could not be served.')
      : fault.body === 'none'
        ? { status: Number(title.slice(0, 3)), headers: {}, body: '' }
        : errorAnswer(error(), service, wantsXml)
  return fault.retryAfter === undefined ? answer : withHeader(answer, 'retry-after', String(fault.retryAfter))
}

/** What everybody gets while the system is being maintained, for so many more milliseconds. */
export function maintenancePage(ms: number): ODataAnswer {
  const answer = page('503 Service Unavailable', 'The system is being maintained.')
  return withHeader(answer, 'retry-after', String(Math.ceil(ms / 1000)))
}

/** The same error with its message as a list; anything else as it is. */
export function withMessageList(answer: ODataAnswer): ODataAnswer {
  if (answer.status < 400 || !answer.headers['content-type']?.includes('json')) return answer
  const { error } = JSON.parse(answer.body) as { error: { message: unknown } }
  return { ...answer, body: JSON.stringify({ error: { ...error, message: [error.message] } }) }
}

function page(title: string, text: string): ODataAnswer {
  return {
    status: Number(title.slice(0, 3)),
    headers: { 'content-type': 'text/html;charset=utf-8' },
    body: `<html><head><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>`,
  }
}

function locked(body: Buffer): Error {
  const order = /"(?:OrderID|ManufacturingOrder)"\s*:\s*"(\w+)"/.exec(body.toString('utf8'))?.[1] ?? ''
  const text = `Order ${order} is already being processed by ${OTHER_USER}`
  return new BusinessError([{ class: 'CO', number: '469', text, variables: [order, OTHER_USER] }], 423)
}

function withHeader(answer: ODataAnswer, name: string, value: string): ODataAnswer {
  return { ...answer, headers: { ...answer.headers, [name]: value } }
}
