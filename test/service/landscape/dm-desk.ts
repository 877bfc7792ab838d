import { createServer } from 'node:http'
import { startDm, type DmOptions } from '../../landscape/dm/server.ts'

export type Json = Record<string, unknown>

/** One delivery that the stand-in for the ERP got, still to be answered by whoever holds it. */
export interface Posted {
  readonly path: string
  readonly body: Json
}

interface Reply {
  readonly status: number
  readonly body?: unknown
}

/** A local DM with a stand-in for the ERP that answers what the test wants. */
export async function startDesk(
  options: Partial<DmOptions> = {},
  answer: (posted: Posted) => Reply | Promise<Reply> = () => ({ status: 201 }),
) {
  const posted: Posted[] = []
  const erp = createServer((request, response) => {
    if (request.method === 'GET') return response.writeHead(200, { 'x-csrf-token': 'T', 'set-cookie': 'S=1' }).end()
    let text = ''
    request.on('data', (chunk) => (text += String(chunk)))
    request.on('end', () => {
      const each = { path: request.url ?? '', body: JSON.parse(text) as Json }
      posted.push(each)
      void Promise.resolve(answer(each)).then(({ status, body = {} }) => response.writeHead(status).end(JSON.stringify(body)))
    })
    return response
  })
  await new Promise<void>((resolve) => erp.listen(0, '127.0.0.1', resolve))
  const address = erp.address()
  const s4Url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const dm = await startDm({ port: 0, seed: 1, s4Url, retries: { count: 5, delay: 1 }, ...options })
  const authorization = `Basic ${Buffer.from('countersign:countersign').toString('base64')}`
  const form = new URLSearchParams({ grant_type: 'client_credentials' })
  const token = (await (await fetch(`${dm.url}/oauth/token`, { method: 'POST', headers: { authorization }, body: form })).json()) as Json

  const call = async (method: string, path: string, body?: unknown): Promise<{ status: number; body: Json }> => {
    const response = await fetch(dm.url + path, {
      method,
      headers: { authorization: `Bearer ${String(token.access_token)}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Json) }
  }
  const admin = async (method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> => {
    const response = await fetch(`${dm.adminUrl}/admin/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    return { status: response.status, body: await response.json() }
  }
  /** The dashboard's item of a message, once it's as wanted. */
  const itemWhen = async (id: string, isWanted: (item: Json) => boolean): Promise<Json> => {
    for (;;) {
      const filter = encodeURIComponent(`messageHeader/id eq '${id}'`)
      const { body } = await call('GET', `/dme/messagedashboard-ms/IntegrationMessageItems?$filter=${filter}`)
      const [item] = body.value as Json[]
      if (item && isWanted(item)) return item
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const itemAt = (id: string, status: string): Promise<Json> => itemWhen(id, (item) => item.status === status)
  const close = async (): Promise<void> => {
    await dm.close()
    erp.closeAllConnections()
    await new Promise((resolve) => erp.close(resolve))
  }
  return { dm, posted, call, admin, itemAt, close }
}
