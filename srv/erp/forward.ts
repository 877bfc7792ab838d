import type { HttpDestination } from '@sap-cloud-sdk/connectivity'
import { call } from './call.ts'
import type { Reply } from './call.ts'
import { toErp } from './headers.ts'
import type { ErpGateway } from './types.ts'

/** They change nothing, so they may be sent twice. */
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/** An S/4 ends a dialogue step itself after ten minutes (`rdisp/max_wprun_time` as delivered); who waits longer waits for nothing. */
const LONGEST_RUN = 600_000

/**
 * Hands any request to the ERP as it is and its answer back, both streamed. Only headers of the single connection and the
 * sender's credentials are left out. A read without an answer is sent once more. @throws {NoAnswer} when no answer began.
 */
export async function forward(resolve: () => Promise<HttpDestination>, request: Parameters<ErpGateway['forward']>[0]): Promise<Reply> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new Error(`no answer within ${LONGEST_RUN} ms`)), LONGEST_RUN)
  const signal = request.signal ? AbortSignal.any([request.signal, late.signal]) : late.signal
  try {
    const sent = { method: request.method, path: request.path, signal, ...framed(request) }
    if (!READS.has(sent.method) || sent.body !== undefined) return await call(resolve, sent)
    // The ERP may end a kept connection at the very moment a read sets out on it: no answer then is none of the ERP's.
    return await call(resolve, sent).catch((error: unknown) => {
      if (signal.aborted) throw error
      return call(resolve, sent)
    })
  } finally {
    clearTimeout(timer)
  }
}

/** The body is framed anew on this connection: counted where its length is known, in chunks where it isn't, or not there at all. */
function framed({ headers, body }: Parameters<ErpGateway['forward']>[0]): Pick<Parameters<typeof call>[1], 'headers' | 'body'> {
  const { 'content-length': length, ...others } = toErp(headers)
  if (Buffer.isBuffer(body))
    return body.length > 0 ? { headers: { ...others, 'content-length': String(body.length) }, body } : { headers: others, body: undefined }
  if (headers['transfer-encoding'] !== undefined) return { headers: { ...others, 'transfer-encoding': 'chunked' }, body }
  return length === undefined ? { headers: others, body: undefined } : { headers: { ...others, 'content-length': length }, body }
}
