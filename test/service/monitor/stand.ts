import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import cds from '@sap/cds'
import express, { type RequestHandler } from 'express'
import { Conflicts, SyncAttempts } from '#cds-models/countersign'
import { openDatabase } from '../database.ts'
import type { Made, MadeTraffic } from './made.ts'

export type Row = Record<string, unknown>

/** The monitor on a database of its own, for people who sign in as themselves. */
export interface Monitor {
  /** Status and body of any request below the service. */
  ask(user: string | undefined, method: string, path: string, language?: string): Promise<{ status: number; body: Row; text: string }>
  /** Rows of an entity set, or of what `$apply` makes of them. */
  rows(user: string, path: string, query?: Readonly<Record<string, string>>): Promise<Row[]>
  /** Rows that plain SQL finds, column names as they are written; numbers that a driver brings as text are numbers. */
  sql(statement: string): Promise<Row[]>
  close(): Promise<void>
}

export async function openMonitor(traffic: MadeTraffic): Promise<Monitor> {
  await openDatabase()
  await keep(traffic)
  const app = express()
  const { context, auth } = cds.middlewares as unknown as Record<'context' | 'auth', () => RequestHandler>
  cds.middlewares.before = [context(), auth()] as never
  await (cds.serve('MonitorService').in(app as never) as unknown as Promise<unknown>)
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const root = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/odata/v4/monitor`

  const ask: Monitor['ask'] = async (user, method, path, language = 'en') => {
    const headers = {
      'accept-language': language,
      'content-type': 'application/json',
      ...(user ? { authorization: `Basic ${btoa(`${user}:${user}`)}` } : {}),
    }
    const answer = await fetch(`${root}/${path}`, { method, headers, ...(method === 'GET' ? {} : { body: '{}' }) })
    const text = await answer.text()
    return { status: answer.status, body: text.startsWith('{') ? (JSON.parse(text) as Row) : {}, text }
  }

  return {
    ask,
    async rows(user, path, query = {}) {
      const { status, body, text } = await ask(user, 'GET', `${path}?${new URLSearchParams(query).toString().replaceAll('+', '%20')}`)
      if (status !== 200) throw new Error(`${path} answered ${String(status)}: ${text}`)
      return body.value as Row[]
    },
    async sql(statement) {
      const rows = (await cds.run(statement)) as Row[]
      return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])))
    },
    async close() {
      server.close()
      server.closeAllConnections()
      await (cds.db as unknown as { disconnect(): Promise<void> }).disconnect()
    },
  }
}

/** Ways from where a message is inserted to where it stands: the database allows no other. */
const WAYS: Readonly<Record<string, readonly string[]>> = { posted: ['posting', 'posted'], held: ['held'], rejected: ['held', 'rejected'] }

async function keep({ attempts, conflicts }: MadeTraffic): Promise<void> {
  await cds.tx(async () => {
    const first = (row: Made) => ({ ...row, status: row.status === 'refused' ? 'refused' : 'received' })
    await INSERT.into(SyncAttempts).entries(attempts.map(first) as never)
    for (const [status, way] of Object.entries(WAYS)) {
      const IDs = attempts.filter((each) => each.status === status).map(({ ID }) => ID)
      for (const each of way)
        await UPDATE(SyncAttempts)
          .set({ status: each } as never)
          .where({ ID: { in: IDs } })
    }
    await INSERT.into(Conflicts).entries(conflicts as never)
  })
}

/** PostgreSQL brings sums as text, and days as they are written. */
function plain(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
}
