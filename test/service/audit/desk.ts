import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import cds from '@sap/cds'
import express, { type RequestHandler } from 'express'

export interface Answer {
  readonly status: number
  readonly type: string
  readonly text: string
  readonly bytes: Buffer
  readonly body: Readonly<Record<string, unknown>>
}

/** The audit service on the open database, for people who sign in as themselves. */
export interface Desk {
  ask(path: string, options?: { user?: string; body?: object; locale?: string }): Promise<Answer>
  close(): void
}

export async function openDesk(): Promise<Desk> {
  const app = express()
  const { context, auth, ctx_model } = cds.middlewares as unknown as Record<'context' | 'auth' | 'ctx_model', () => RequestHandler>
  cds.middlewares.before = [context(), auth(), ctx_model()].filter(Boolean) as never
  await (cds.serve('AuditService').in(app as never) as unknown as Promise<unknown>)
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}/odata/v4/audit`
  return {
    async ask(path, { user = 'auditor', body, locale = 'en' } = {}) {
      const headers = { authorization: `Basic ${btoa(`${user}:${user}`)}`, 'content-type': 'application/json', 'accept-language': locale }
      const answer = await fetch(`${root}/${path}`, body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers })
      const bytes = Buffer.from(await answer.arrayBuffer())
      const text = bytes.toString()
      const type = answer.headers.get('content-type') ?? ''
      return {
        status: answer.status,
        type,
        text,
        bytes,
        body: /^\s*[[{]/.test(text) && type.includes('json') && !type.includes('nd') ? (JSON.parse(text) as Answer['body']) : {},
      }
    },
    close: () => void server.close(),
  }
}
