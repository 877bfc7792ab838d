import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as bodyOf } from 'node:stream/consumers'
import { createErpGateway } from '../../../srv/erp/gateway.ts'
import type { ErpGateway, Replicas } from '../../../srv/erp/types.ts'

/** A clerk who answers reads from a list: just as much of OData as a gateway asks for, and every question written down. */
export interface Desk {
  readonly erp: ErpGateway
  /** Requests but those for a session: `POST API_PRODUCT_SRV/$batch`. */
  readonly requests: string[]
  /** All reads, also those within batches, decoded: `API_PRODUCT_SRV/A_Product('FG1')?$select=…`. */
  readonly reads: string[]
  close(): Promise<void>
}

/** What is answered to a read; a number is a status without a word, undefined is 404. */
export type Clerk = (read: string) => object | number | undefined

export async function openDesk(clerk: Clerk, replicas?: Replicas): Promise<Desk> {
  const requests: string[] = []
  const reads: string[] = []
  const answer = (read: string): { status: number; body: string } => {
    reads.push(read)
    const found = clerk(read) ?? 404
    return typeof found === 'number'
      ? { status: found, body: '{"error":{"code":"X","message":"Not here"}}' }
      : { status: 200, body: JSON.stringify(found) }
  }
  const server = createServer((request, response) => {
    void (async () => {
      const [, path = ''] = /^\/sap\/opu\/odata4?\/sap\/(.*)$/.exec(decodeURIComponent(request.url ?? '')) ?? []
      const body = await bodyOf(request)
      if (request.headers['x-csrf-token'] === 'Fetch') {
        const status = clerk(path)
        response
          .writeHead(
            typeof status === 'number' ? status : 200,
            typeof status === 'number' ? {} : { 'x-csrf-token': 't', 'set-cookie': 's=1' },
          )
          .end('{}')
        return
      }
      requests.push(`${request.method} ${path.replace(/\?.*/s, '')}`)
      if (!path.includes('/$batch')) {
        const { status, body: content } = answer(path)
        response.writeHead(status, { 'content-type': 'application/json' }).end(content)
        return
      }
      const service = path.replace(/\/\$batch.*/s, '')
      const inner = [...body.matchAll(/^GET (\S+) HTTP/gm)].map(([, each = '']) =>
        answer(decodeURIComponent(each).replace(/^\/?(sap\/opu\/odata\/sap\/[^/]+\/)?/, `${service}/`)),
      )
      const pieces = inner.map(
        ({ status, body: content }) =>
          `--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 ${status} S\r\nContent-Type: application/json\r\n\r\n${content}\r\n`,
      )
      response.writeHead(202, { 'content-type': 'multipart/mixed; boundary=b' }).end(`${pieces.join('')}--b--\r\n`)
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const erp = createErpGateway({
    destination: { url: `http://127.0.0.1:${port}`, username: 'U', password: 'P' },
    ...(replicas && { replicas }),
  })
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { erp, requests, reads, close }
}

export interface Shelf extends Replicas {
  readonly copies: Map<string, unknown>
}

/** Replicas in memory; through JSON, as they're kept. */
export function shelf(): Shelf {
  const copies = new Map<string, unknown>()
  return {
    copies,
    get: (keys) =>
      Promise.resolve(
        keys.flatMap((key) => (copies.has(key) ? [{ key, readAt: '2026-01-01T00:00:00.000Z', content: copies.get(key) }] : [])),
      ),
    put: (put) => {
      for (const { key, content } of put) copies.set(key, JSON.parse(JSON.stringify(content)))
      return Promise.resolve()
    },
  }
}
