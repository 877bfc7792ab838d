import cds from '@sap/cds'
import type { RequestHandler } from 'express'

/**
 * A message in the log, from its sender to the ERP's document: one line when its sender is answered, one for each time that it left for the ERP, both
 * under the correlation id that its sender gave it or that it got at the door. Written at level `info` of `countersign/messages`.
 */

const ID = 'x-correlation-id'
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

interface Posting {
  readonly service: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}
interface Answer {
  readonly state: string
  readonly reason?: string
  readonly response?: { readonly status: number }
  readonly documents?: readonly { readonly number: string }[]
}
interface Gateway {
  post(posting: Posting, ...rest: never[]): Promise<Answer>
}

/** To be passed by messages once they have a correlation id. */
export function logAnswers(senderOf: () => { readonly id: string }): RequestHandler {
  return (request, response, next) => {
    const log = cds.log('countersign/messages')
    if (!log._info || SAFE.has(request.method)) {
      next()
      return
    }
    const [since, sender, service] = [performance.now(), senderOf().id, serviceOf(request.originalUrl)]
    response.once('finish', () => {
      const [status, attempt] = [response.statusCode, response.getHeader('countersign-attempt')]
      const named = attempt === undefined ? '' : `, attempt ${String(attempt)}`
      const message = `${request.method} ${service} of ${sender} was answered with ${status}${named}`
      log.info({ message, correlation_id: request.headers[ID], attempt, sender, service, status, ms: msSince(since) })
    })
    next()
  }
}

/** The same gateway, whose postings are told in the log. */
export function loggingPostings<G extends Gateway>(gateway: G): G {
  const post = async (...given: Parameters<Gateway['post']>): Promise<Answer> => {
    const since = performance.now()
    const answer = await gateway.post(...given)
    const log = cds.log('countersign/messages')
    if (log._info) log.info(told(given[0], answer, msSince(since)))
    return answer
  }
  return { ...gateway, post }
}

function told({ service, headers }: Posting, { state, reason, response, documents = [] }: Answer, ms: number): object {
  const numbers = documents.map(({ number }) => number)
  const what = response ? [String(response.status), ...numbers.map((each) => `document ${each}`)].join(', ') : `${state}, ${reason ?? ''}`
  const message = `${service} of the ERP: ${what}`
  return { message, correlation_id: headers[ID], service, status: response?.status, documents: numbers, ms }
}

/** `API_X_SRV` of `/sap/opu/odata/sap/API_X_SRV;v=2/Y?z`. */
function serviceOf(url: string): string {
  return /^\/sap\/opu\/odata\/sap\/([^/;?]+)/i.exec(url)?.[1] ?? ''
}

function msSince(moment: number): number {
  return Math.round(performance.now() - moment)
}
