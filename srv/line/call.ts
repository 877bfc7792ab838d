import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'

/** One request as it shall stand on the wire. */
export interface Call {
  readonly method: string
  /** From the root of the server, query included; sent character for character. */
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[]>>
  /** Undefined: no body at all. */
  readonly body: Readable | Buffer | undefined
  /** Milliseconds from leaving on; until the answer begins where it is streamed, until its end where it's taken whole. */
  readonly timeout: number
  readonly signal?: AbortSignal
}

interface Answer<Body> {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** As it comes, not decompressed. */
  readonly body: Body
}
/** Destroying the body ends the connection. */
export type Streamed = Answer<IncomingMessage>
export type Whole = Answer<Buffer>
