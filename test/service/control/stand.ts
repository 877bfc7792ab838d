import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import cds from '@sap/cds'
import express, { type RequestHandler } from 'express'
import { openDatabase } from '../database.ts'

export type Row = Record<string, unknown>

export interface Answer {
  readonly status: number
  readonly body: Row & {
    readonly value?: Row[]
    readonly error?: { readonly code: string; readonly message: string; readonly target?: string }
  }
}

/** The control service on a database in memory, for people who sign in as themselves. */
export interface Control {
  ask(method: string, path: string, body?: Row, user?: string, language?: string): Promise<Answer>
  /** Opens a draft of an entry, changes it, and saves it. */
  edit(path: string, values: Row, user?: string): Promise<Answer>
  /** Makes an entry by a draft. */
  create(entity: string, values: Row): Promise<Answer>
  close(): void
}

export async function openControl(): Promise<Control> {
  await openDatabase()
  const app = express()
  const { context, auth } = cds.middlewares as unknown as Record<'context' | 'auth', () => RequestHandler>
  cds.middlewares.before = [context(), auth(), (cds.middlewares as unknown as { ctx_model: () => RequestHandler }).ctx_model()].filter(
    Boolean,
  ) as never
  await (cds.serve('ControlService').in(app as never) as unknown as Promise<unknown>)
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { ...controlAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), close: () => void server.close() }
}

/** The control service of a server. */
export function controlAt(url: string): Omit<Control, 'close'> {
  const root = `${url}/odata/v4/control`
  const ask: Control['ask'] = async (method, path, body, user = 'admin', language = 'en') => {
    const authorization = `Basic ${btoa(`${user}:${user}`)}`
    const headers = { authorization, 'content-type': 'application/json', 'accept-language': language }
    const answer = await fetch(`${root}/${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    const text = await answer.text()
    return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Answer['body'] }
  }
  const save = async (draft: string, user: string): Promise<Answer> => ask('POST', `${draft}/ControlService.draftActivate`, {}, user)
  return {
    ask,
    async edit(path, values, user = 'admin') {
      const opened = await ask('POST', `${path}/ControlService.draftEdit`, {}, user)
      if (opened.status >= 300) return opened
      const draft = path.replace('IsActiveEntity=true', 'IsActiveEntity=false')
      const changed = await ask('PATCH', draft, values, user)
      return changed.status >= 300 ? changed : save(draft, user)
    },
    async create(entity, values) {
      const made = await ask('POST', entity, values)
      const keys = Object.entries(made.body).filter(([name]) => KEYS[entity]?.includes(name))
      return save(`${entity}(${keys.map(([name, value]) => `${name}='${String(value)}'`).join(',')},IsActiveEntity=false)`, 'admin')
    },
  }
}

const KEYS: Readonly<Record<string, readonly string[]>> = {
  FailureCodes: ['ID'],
  ReasonMappings: ['plant', 'shopFloor'],
  SenderSettings: ['sender'],
}
