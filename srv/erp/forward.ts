import type { Readable } from 'node:stream'
import type { HttpDestination } from '@sap-cloud-sdk/connectivity'
import type { Headers } from '../domain/message.ts'
import { call } from './call.ts'
import type { Reply } from './call.ts'
import { toErp } from './headers.ts'

/** An S/4 ends a dialogue step itself after ten minutes (`rdisp/max_wprun_time` as delivered); who waits longer waits for nothing. */
const LONGEST_RUN = 600_000

/**
 * Hands any request to the ERP as it is and its answer back, both streamed. Only headers of the single connection and the
 * sender's credentials are left out. @throws {NoAnswer} when no answer began.
 */
export async function forward(
  resolve: () => Promise<HttpDestination>,
  request: { method: string; path: string; headers: Headers; body: Readable | Buffer },
): Promise<Reply> {
  const headers = toErp(request.headers)
  // The body is framed anew on this connection: counted where its length is known, in chunks where it isn't.
  const isChunked = request.headers['transfer-encoding'] !== undefined
  const hasBody = Buffer.isBuffer(request.body) ? request.body.length > 0 : isChunked || headers['content-length'] !== undefined
  if (Buffer.isBuffer(request.body) && hasBody) headers['content-length'] = String(request.body.length)
  else if (isChunked) {
    delete headers['content-length']
    if (hasBody) headers['transfer-encoding'] = 'chunked'
  }
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new Error(`no answer within ${LONGEST_RUN} ms`)), LONGEST_RUN)
  try {
    return await call(resolve, { ...request, headers, body: hasBody ? request.body : undefined, signal: late.signal })
  } finally {
    clearTimeout(timer)
  }
}
