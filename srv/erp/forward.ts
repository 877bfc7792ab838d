import type { Line } from '../line/line.ts'
import type { Call } from '../line/call.ts'
import { toErp, toSender } from './headers.ts'
import type { ErpGateway } from './types.ts'

/** An S/4 ends a dialogue step itself after ten minutes (`rdisp/max_wprun_time` as delivered); who waits longer waits for nothing. */
const LONGEST_RUN = 600_000

/**
 * Hands any request to the ERP as it is and its answer back, both streamed. Only headers of the single connection and the
 * sender's credentials are left out. @throws {NoAnswer} when no answer began; `Blocked`, with `retryAfter` in seconds, when nothing was tried.
 */
export async function forward(line: Line, request: Parameters<ErpGateway['forward']>[0]): ReturnType<ErpGateway['forward']> {
  const { method, path, signal } = request
  const call = { method, path, timeout: LONGEST_RUN, ...(signal && { signal }), ...framed(request) }
  const { status, headers, body } = await line.stream('passing', call)
  return { status, headers: toSender(headers), body }
}

/** The body is framed anew on this connection: counted where its length is known, in chunks where it isn't, or not there at all. */
function framed({ headers, body }: Parameters<ErpGateway['forward']>[0]): Pick<Call, 'headers' | 'body'> {
  const { 'content-length': length, ...others } = toErp(headers)
  if (Buffer.isBuffer(body))
    return body.length > 0 ? { headers: { ...others, 'content-length': String(body.length) }, body } : { headers: others, body: undefined }
  if (headers['transfer-encoding'] !== undefined) return { headers: { ...others, 'transfer-encoding': 'chunked' }, body }
  return length === undefined ? { headers: others, body: undefined } : { headers: { ...others, 'content-length': length }, body }
}
