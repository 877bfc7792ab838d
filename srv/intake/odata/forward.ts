import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { buffer } from 'node:stream/consumers'
import type { Headers, RawResponse } from '../../domain/message.ts'
import type { ErpGateway } from '../../erp/types.ts'
import { unpack } from './body.ts'
import { refuse } from './errors.ts'
import { endToEnd, forErp, headerOf } from './headers.ts'

/** The straight way to the ERP and back. */

export type Forwarder = Pick<ErpGateway, 'forward'>

export interface Forwarded {
  readonly method: string
  readonly path: string
  readonly headers: Headers
  readonly body: Readable | Buffer
}

/** An answer of the ERP in memory may be large, but not without end. */
const LARGEST_ANSWER = 256 * 1024 * 1024

/**
 * Streams a request to the ERP and its answer back, byte for byte. A sender that goes away ends the call to the ERP too.
 * Throws a Refusal (502, 504) as long as nothing was answered; later the connection breaks, as the ERP's own would.
 */
export async function forward(erp: Forwarder, request: Forwarded, response: ServerResponse): Promise<void> {
  const controller = new AbortController()
  const stop = (): void => controller.abort()
  response.once('close', stop)
  try {
    const answer = await call(erp, request, controller.signal)
    if (response.destroyed) {
      answer.body.destroy()
      return
    }
    writeHead(response, answer)
    // Both ends are destroyed when one breaks, which is all there is to say by then.
    await pipeline(answer.body, response).catch(() => undefined)
  } finally {
    response.off('close', stop)
  }
}

/** Sends a request to the ERP and takes its whole answer, unpacked, into memory. Throws a Refusal (502, 504). */
export async function exchange(erp: Forwarder, request: Forwarded): Promise<RawResponse> {
  const { status, headers, body } = await call(erp, { ...request, headers: { ...request.headers, 'accept-encoding': 'identity' } })
  try {
    const { 'content-encoding': encoding, 'content-length': _, ...others } = endToEnd(headers)
    const packed = await buffer(body)
    return encoding === undefined
      ? { status, headers: others, body: packed }
      : { status, headers: others, body: await unpack(packed, headerOf(headers, 'content-encoding'), LARGEST_ANSWER) }
  } catch {
    throw refuse.unreachable(false)
  }
}

/** Answers with bytes in memory. */
export async function answer(response: ServerResponse, { status, headers, body }: RawResponse): Promise<void> {
  if (response.headersSent || response.destroyed) return
  const hasBody = status !== 204 && status !== 304
  writeHead(response, { status, headers: hasBody ? { ...headers, 'content-length': String(body.length) } : headers })
  const done = Promise.race([once(response, 'finish'), once(response, 'close')])
  response.end(hasBody ? body : undefined)
  await done.catch(() => undefined)
}

function writeHead(response: ServerResponse, { status, headers }: Pick<RawResponse, 'status' | 'headers'>): void {
  // What the framework set would be no answer of the ERP's.
  for (const name of response.getHeaderNames()) response.removeHeader(name)
  // `Connection: close` may only come from us here: it's the one hop-by-hop header that we say ourselves.
  response.writeHead(status, { ...endToEnd(headers), ...(headers.connection === 'close' ? { connection: 'close' } : {}) })
}

async function call(
  erp: Forwarder,
  request: Forwarded,
  signal?: AbortSignal,
): Promise<{ status: number; headers: Headers; body: Readable }> {
  // The gateway frames the body anew, and has to know that one without a length is coming.
  const framing =
    Buffer.isBuffer(request.body) || request.headers['transfer-encoding'] === undefined
      ? {}
      : { 'transfer-encoding': request.headers['transfer-encoding'] }
  const sent = { ...request, headers: { ...forErp(request.headers), ...framing }, ...(signal === undefined ? {} : { signal }) }
  try {
    return await erp.forward(sent)
  } catch (error) {
    const retryAfter = retryAfterOf(error)
    throw retryAfter === undefined ? refuse.unreachable(isTimeout(error)) : refuse.busy(retryAfter)
  }
}

/** Seconds, where nothing was even tried. */
function retryAfterOf(error: unknown): number | undefined {
  return error instanceof Error && 'retryAfter' in error && typeof error.retryAfter === 'number' ? error.retryAfter : undefined
}

function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return (
    error.name === 'TimeoutError' ||
    ['ETIMEDOUT', 'ECONNABORTED', 'UND_ERR_HEADERS_TIMEOUT'].includes(code) ||
    /time(d )?-?out|no answer within/i.test(error.message) ||
    isTimeout(error.cause)
  )
}
