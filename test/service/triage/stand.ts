import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import cds from '@sap/cds'
import express, { type RequestHandler } from 'express'
import { Conflicts, SyncAttempts } from '#cds-models/countersign'
import { createRanker } from '../../../srv/causes/index.ts'
import { usePipeline } from '../../../srv/pipeline/instance.ts'
import { Pipeline } from '../../../srv/pipeline/pipeline.ts'
import { openDatabase } from '../database.ts'
import { fakeDm, type FakeErp, fakeErp, refusal } from '../pipeline/fake-erp.ts'
import { confirmation } from '../pipeline/message.ts'

export type Row = Record<string, unknown>

export interface Answer {
  readonly status: number
  readonly body: Row & {
    readonly value?: Row[]
    readonly error?: { readonly code: string; readonly message: string; readonly target?: string }
  }
  /** What people read in a toast. */
  readonly messages: readonly { readonly message: string }[]
}

/** A failure as it stands in the list. */
export interface Failure {
  readonly ID: string
  readonly groupID: string
}

/** The triage service on a database in memory, for people who sign in as themselves, over an ERP that refuses on demand. */
export interface Triage {
  readonly erp: FakeErp
  readonly pipeline: Pipeline
  ask(user: string | undefined, method: string, path: string, body?: Row, language?: string): Promise<Answer>
  rows(user: string, path: string): Promise<Row[]>
  /** Calls a bound action of a failure. */
  act(user: string | undefined, failure: Failure, action: string, values?: Row, language?: string): Promise<Answer>
  /** Calls a bound action of the group of a failure. */
  actOnGroup(user: string | undefined, failure: Failure, action: string, values?: Row): Promise<Answer>
  /** A message that the ERP refuses. */
  refused(values: { order: string; plant?: string; code?: string; text?: string; reason?: string; postingDate?: string }): Promise<Failure>
  /** A message that the ERP posts at once. */
  posted(values: { order: string; plant?: string }): Promise<void>
  /** Makes a row of a draft-enabled set, as its page does: a draft, which is then saved. */
  create(user: string, set: string, values: Row): Promise<Answer>
  /** Edits such a row by a draft. */
  edit(user: string, set: string, ID: string, values: Row): Promise<Answer>
  close(): Promise<void>
}

export async function openTriage(): Promise<Triage> {
  await openDatabase({ policy: { answerWithin: 2, quietTime: 0 } })
  const erp = fakeErp()
  const pipeline = new Pipeline({ erp, dm: fakeDm, ranker: createRanker() })
  usePipeline(pipeline)
  pipeline.worker.start()
  const app = express()
  const { context, auth } = cds.middlewares as unknown as Record<'context' | 'auth', () => RequestHandler>
  cds.middlewares.before = [context(), auth()] as never
  await (cds.serve('TriageService').in(app as never) as unknown as Promise<unknown>)
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const root = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/odata/v4/triage`
  let count = 0

  const ask: Triage['ask'] = async (user, method, path, body, language = 'en') => {
    const headers = {
      'content-type': 'application/json',
      'accept-language': language,
      ...(user ? { authorization: `Basic ${btoa(`${user}:${user}`)}` } : {}),
    }
    const answer = await fetch(`${root}/${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false
    const messages = JSON.parse(answer.headers.get('sap-messages') ?? '[]') as Answer['messages']
    return { status: answer.status, body: (isJson ? JSON.parse(text) : {}) as Answer['body'], messages }
  }

  return {
    erp,
    pipeline,
    ask,
    async rows(user, path) {
      const { status, body } = await ask(user, 'GET', path)
      if (status !== 200) throw new Error(`${path} answered ${String(status)}: ${body.error?.message ?? ''}`)
      return body.value ?? [body]
    },
    act: (user, { ID }, action, values = {}, language = 'en') =>
      ask(user, 'POST', `Conflicts(${ID})/TriageService.${action}`, values, language),
    actOnGroup: (user, { groupID }, action, values = {}) =>
      ask(user, 'POST', `ConflictGroups('${encodeURIComponent(groupID)}')/TriageService.${action}`, values),
    async create(user, set, values) {
      const { status, body } = await ask(user, 'POST', set, values)
      return status >= 300 ? { status, body, messages: [] } : ask(user, 'POST', `${draftOf(set, body.ID)}/TriageService.draftActivate`, {})
    },
    async edit(user, set, ID, values) {
      const opened = await ask(user, 'POST', `${set}(ID=${ID},IsActiveEntity=true)/TriageService.draftEdit`, {})
      if (opened.status >= 300) return opened
      const changed = await ask(user, 'PATCH', draftOf(set, ID), values)
      return changed.status >= 300 ? changed : ask(user, 'POST', `${draftOf(set, ID)}/TriageService.draftActivate`, {})
    },
    async posted({ order, plant = '1710' }) {
      const message = confirmation({ key: `triage-service-${String(++count)}`, order })
      await pipeline.submit({ ...message, parts: message.parts.map((part) => ({ ...part, plant })) })
    },
    async refused({ order, plant = '1710', code = 'RU/494', text = `Order ${order} closed`, reason, postingDate }) {
      refuseNext(erp, order, code, text)
      const message = confirmation({ key: `triage-service-${String(++count)}`, order })
      const given = { plant, ...(reason === undefined ? {} : { reason }), ...(postingDate === undefined ? {} : { postingDate }) }
      const parts = message.parts.map((part) => ({ ...part, ...given }))
      const outcome = await pipeline.submit({ ...message, parts })
      const number = 'number' in outcome ? outcome.number : undefined
      const attempt = (await SELECT.one.from(SyncAttempts).columns('ID').where({ number }))?.ID ?? ''
      const row = await SELECT.one
        .from(Conflicts)
        .columns('ID', 'groupID')
        .where({ attempt_ID: attempt, isPrimary: true, isObsolete: false })
      if (!row?.groupID) throw new Error(`Message ${String(number)} was not refused`)
      return { ID: attempt, groupID: row.groupID }
    },
    async close() {
      await pipeline.resubmitter.stop()
      await pipeline.worker.stop()
      server.close()
      server.closeAllConnections()
      await (cds.db as unknown as { disconnect(): Promise<void> }).disconnect()
    },
  }
}

/** The next posting to an order is refused. What somebody tries again may still be on its way: it isn't meant. */
export function refuseNext(erp: FakeErp, order: string, code: string, text: string): void {
  const refuse: FakeErp['next'][number] = (posting, book) => {
    if (posting.parts[0]?.body.includes(order)) return refusal(code, text)
    const said = erp.next.shift()?.(posting, book) ?? book()
    erp.next.unshift(refuse)
    return said
  }
  erp.next.push(refuse)
}

function draftOf(set: string, ID: unknown): string {
  return `${set}(ID=${String(ID)},IsActiveEntity=false)`
}
