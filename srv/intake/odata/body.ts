import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import type { Headers } from '../../domain/message.ts'
import { refuse } from './errors.ts'
import { headerOf } from './headers.ts'
import type { Room } from './room.ts'

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

/** How bodies are read. */
interface Bounds<R> {
  /** Bytes of one, packed or unpacked. */
  readonly limit: number
  /** For all. */
  readonly room: Room
  /** What follows when it can't be read: a Refusal (400, 413, 415; 503 without room) or Aborted. */
  readonly unreadable: (error: unknown) => Promise<R>
}

/**
 * Reads a request body and does `work` with it, as long as there is room for it. A body that is too large is read to its end as long as that isn't much
 * more, since a sender that is still writing doesn't see an answer.
 */
export async function withBody<R>(
  request: IncomingMessage,
  headers: Headers,
  { limit, room, unreadable }: Bounds<R>,
  work: (body: Body) => Promise<R>,
): Promise<R> {
  let taken = 0
  const take = (bytes: number): boolean => {
    const hasRoom = room.take(bytes)
    if (hasRoom) taken += bytes
    return hasRoom
  }
  const read = async (): Promise<Body> => {
    const raw = await readRaw(request, limit, take)
    const content = await unpack(raw, headerOf(headers, 'content-encoding'), limit)
    if (content !== raw && !take(content.length)) throw refuse.full()
    return { raw, content }
  }
  try {
    return await read().then(work, unreadable)
  } finally {
    room.give(taken)
  }
}

async function readRaw(request: IncomingMessage, limit: number, take: (bytes: number) => boolean): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  let isFull = false
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      isFull ||= size <= limit && !take(chunk.length)
      if (size <= limit && !isFull) chunks.push(chunk)
      else chunks.length = 0
      if (size > limit * 4) break
    }
  } catch {
    throw new Aborted('The body never arrived in full')
  }
  if (size > limit) throw refuse.tooLarge(limit)
  if (isFull) throw refuse.full()
  return Buffer.concat(chunks)
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
