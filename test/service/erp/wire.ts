import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'

/** A peer that shows the bytes it gets and answers the bytes it's told: what a gateway really puts on the wire. */
export interface Wire {
  readonly url: string
  /** Requests so far, as latin1 text, head and body. */
  readonly seen: readonly string[]
  readonly sockets: ReadonlySet<Socket>
  close(): Promise<void>
}

/** What the peer does with a whole request; `close` ends the connection after the bytes. */
export type Peer = (request: string, socket: Socket) => { bytes: string | Buffer; close?: boolean } | undefined

export async function startWire(peer: Peer): Promise<Wire> {
  const seen: string[] = []
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    let got = ''
    socket.on('data', (chunk) => {
      got += chunk.toString('latin1')
      if (!isWhole(got)) return
      const request = got
      got = ''
      seen.push(request)
      const answer = peer(request, socket)
      if (answer) socket.write(answer.bytes)
      if (answer?.close) socket.end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  }
  return { url: `http://127.0.0.1:${port}`, seen, sockets, close }
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return false
  if (/\r\ntransfer-encoding: chunked/i.test(text.slice(0, end))) return text.endsWith('0\r\n\r\n')
  return text.length >= end + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0)
}

/** A 200 with these header lines and this body. */
export function answer(body: string | Buffer, lines: readonly string[] = [], status = '200 OK'): { bytes: Buffer } {
  const content = Buffer.from(body)
  return {
    bytes: Buffer.concat([
      Buffer.from([`HTTP/1.1 ${status}`, ...lines, `Content-Length: ${content.length}`, '', ''].join('\r\n'), 'latin1'),
      content,
    ]),
  }
}

/** Header lines of a request without those of the connection itself, names in lower case, sorted. */
export function headerLines(request: string): string[] {
  const [head = ''] = request.split('\r\n\r\n')
  const lines = head
    .split('\r\n')
    .slice(1)
    .map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase()))
  return lines.filter((line) => !/^(host|connection):/.test(line)).sort()
}
