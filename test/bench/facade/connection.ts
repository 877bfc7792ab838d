import { connect, type Socket } from 'node:net'

export interface Reply {
  readonly status: number
  /** Header lines, as they came. */
  readonly head: string
}

/**
 * One connection that stays open and carries one request after the other. By hand, since Node's own HTTP client costs more than the servers that
 * are measured with it: it understands `Content-Length` and chunks, and throws bodies away.
 */
export class Connection {
  readonly #port: number
  readonly #host: string
  #socket: Socket | undefined
  #received: Buffer = Buffer.alloc(0)
  #waiting: PromiseWithResolvers<Reply> | undefined

  constructor(url: string) {
    const { hostname, port } = new URL(url)
    this.#host = hostname
    this.#port = Number(port)
  }

  /** @param request all of its bytes, one byte a character. Rejects when the connection breaks; the next request opens another. */
  send(request: string): Promise<Reply> {
    this.#waiting = Promise.withResolvers<Reply>()
    this.#open().write(request, 'latin1')
    return this.#waiting.promise
  }

  close(): void {
    this.#socket?.destroy()
  }

  #open(): Socket {
    if (this.#socket && !this.#socket.destroyed) return this.#socket
    const socket = connect({ host: this.#host, port: this.#port, noDelay: true })
    this.#received = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      this.#received = this.#received.length > 0 ? Buffer.concat([this.#received, chunk]) : chunk
      this.#read()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (this.#socket === socket) this.#waiting?.reject(new Error('The connection broke'))
    })
    this.#socket = socket
    return socket
  }

  #read(): void {
    const end = this.#received.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.#received.toString('latin1', 0, end + 2)
    const start = end + 4
    const over = /\r\ntransfer-encoding:[^\r]*chunked/i.test(head)
      ? this.#endOfChunks(start)
      : start + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
    if (over === undefined || this.#received.length < over) return
    this.#received = this.#received.subarray(over)
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.resolve({ status: Number(head.slice(9, 12)), head })
    if (/\r\nconnection: *close/i.test(head)) this.#socket?.destroy()
  }

  #endOfChunks(start: number): number | undefined {
    for (let at = start; ;) {
      const line = this.#received.indexOf('\r\n', at)
      if (line < 0) return undefined
      const size = Number.parseInt(this.#received.toString('latin1', at, line), 16)
      at = line + 2 + size + 2
      if (size === 0) return at
    }
  }
}
