import * as http from 'node:http'
import * as https from 'node:https'
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import type { Readable } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { HttpDestination } from '@sap-cloud-sdk/connectivity'
import { executeHttpRequest } from '@sap-cloud-sdk/http-client'
import type { Method } from '@sap-cloud-sdk/http-client'
import type { Headers } from '../domain/message.ts'
import { toSender } from './headers.ts'
import { reasonOf } from './reason.ts'

/** One request as it shall stand on the wire. */
export interface Call {
  readonly method: string
  /** From the root of the server, query included; sent character for character. */
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[]>>
  /** Undefined: no body at all. */
  readonly body: Readable | Buffer | undefined
  readonly signal: AbortSignal
}

export interface Reply {
  readonly status: number
  readonly headers: Headers
  /** As it comes from the ERP, not decompressed. Destroying it ends the connection. */
  readonly body: Readable
}

/** There was no answer. `mayHaveLeft` is false only when no byte of the request can have reached the ERP. */
export class NoAnswer extends Error {
  readonly mayHaveLeft: boolean
  constructor(mayHaveLeft: boolean, cause: unknown) {
    super(reasonOf(cause), { cause })
    this.mayHaveLeft = mayHaveLeft
  }
}

/** Stands for the path until axios is done with it: its URL parser would rewrite quotes, dots and escapes. */
const PLACE = '/countersign-path'

/** What axios adds by itself when a sender sent none; `false` keeps it from doing so. */
const NOTHING_ADDED = { accept: false, 'user-agent': false, 'accept-encoding': false, 'content-type': false }

/**
 * Sends one request through the Cloud SDK's http-client, so that authentication, proxies and the Cloud Connector work as the
 * destination says, and changes nothing else in it. Every status is an answer; redirects aren't followed.
 * @throws {NoAnswer}
 */
export async function call(resolve: () => Promise<HttpDestination>, request: Call): Promise<Reply> {
  let mayHaveLeft = false
  const transport = {
    request(options: RequestOptions, onResponse: (message: IncomingMessage) => void): ClientRequest {
      const open = options.protocol === 'https:' ? https.request : http.request
      const opened = open({ ...options, path: withExactPath(options.path ?? '', request.path) }, onResponse)
      onceSending(opened, () => (mayHaveLeft = true))
      return opened
    },
  }
  try {
    const response = await executeHttpRequest(
      await resolve(),
      {
        method: request.method as Method,
        url: PLACE,
        headers: { ...NOTHING_ADDED, ...request.headers },
        data: request.body,
        signal: request.signal,
        transport,
        responseType: 'stream',
        decompress: false,
        maxRedirects: 0,
        transformRequest: [],
        transformResponse: [],
        validateStatus: () => true,
      },
      { fetchCsrfToken: false },
    )
    const message = response.data as IncomingMessage
    return { status: response.status, headers: toSender(message.headers), body: message }
  } catch (error) {
    throw new NoAnswer(mayHaveLeft, request.signal.aborted ? request.signal.reason : error)
  }
}

function withExactPath(path: string, exact: string): string {
  const [before = '', query = ''] = path.split(PLACE)
  return before + exact + (query && exact.includes('?') ? query.replace('?', '&') : query)
}

/** A socket that's already connected may take bytes at once; a new one after its handshake. */
function onceSending(request: ClientRequest, then: () => void): void {
  request.once('socket', (socket) => {
    if (socket.connecting) socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', then)
    else then()
  })
}
