import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import type { Headers } from '../../domain/message.ts'
import { refuse } from './errors.ts'
import { headerOf } from './headers.ts'

/** A body in memory, as it came and unpacked. */
export interface Body {
  readonly raw: Buffer
  readonly content: Buffer
}

const UNPACK: Readonly<Record<string, (packed: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

/** The sender went away before its body was complete: there is no message, and nobody to answer. */
export class Aborted extends Error {}

/**
 * Reads a request body of at most `limit` bytes, packed or unpacked. Throws a Refusal (400, 413, 415) or Aborted. A larger body is read
 * to its end as long as that isn't much more, since a sender that is still writing doesn't see an answer.
 */
export async function readBody(request: IncomingMessage, headers: Headers, limit: number): Promise<Body> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else chunks.length = 0
      if (size > limit * 4) break
    }
  } catch {
    throw new Aborted('The body never arrived in full')
  }
  if (size > limit) throw refuse.tooLarge(limit)
  const raw = Buffer.concat(chunks)
  return { raw, content: await unpack(raw, headerOf(headers, 'content-encoding'), limit) }
}

/** Unpacks what came with a `Content-Encoding`. Throws a Refusal (400, 413, 415). */
export async function unpack(packed: Buffer, encoding: string, limit: number): Promise<Buffer> {
  const name = encoding.trim().toLowerCase()
  if (name === '' || name === 'identity') return packed
  const inflated = UNPACK[name]
  if (!inflated) throw refuse.contentEncoding(name.slice(0, 60))
  if (packed.length === 0) return packed
  try {
    return await inflated(packed, { maxOutputLength: limit })
  } catch (error) {
    throw error instanceof RangeError ? refuse.tooLarge(limit) : refuse.unpacking()
  }
}
