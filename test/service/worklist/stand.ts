import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import cds from '@sap/cds'
import express, { type RequestHandler } from 'express'
import { AttemptItems, Cases, SuggestionNeighbours, Suggestions } from '#cds-models/countersign'
import { createRanker } from '../../../srv/causes/index.ts'
import { usePipeline } from '../../../srv/pipeline/instance.ts'
import { Pipeline } from '../../../srv/pipeline/pipeline.ts'
import { insertAttempt } from '../attempts.ts'
import { openDatabase } from '../database.ts'
import { fakeDm, fakeErp } from '../pipeline/fake-erp.ts'
import { confirmation } from '../pipeline/message.ts'

export type Row = Record<string, unknown>

export interface Answer {
  readonly status: number
  readonly body: Row & { readonly value?: Row[]; readonly error?: Refusal & { readonly details?: readonly Refusal[] } }
}

interface Refusal {
  readonly code: string
  readonly message: string
  readonly target?: string
}

/** A message that was judged, and its open suggestion. */
export interface Held {
  readonly attempt: string
  readonly number: number
  readonly suggestion: string
  readonly case: string
}

/** The worklist on a database in memory, for people who sign in as themselves. */
export interface Worklist {
  ask(user: string | undefined, method: string, path: string, body?: Row, language?: string): Promise<Answer>
  rows(user: string, path: string, language?: string): Promise<Row[]>
  /** What `/$count` answers. */
  count(user: string, path: string): Promise<number>
  /** A held message with its case; `judged` says what is already known of it. */
  held(plant: string, judged?: Row): Promise<Held>
  /** A message that was released and drawn to be looked at. @returns ID of its case */
  drawn(plant: string, judgedAt?: string): Promise<string>
  /** Says that a held message looks like an earlier one. */
  alike(one: Held, other: Held, rank: number, proximity: string): Promise<void>
  close(): Promise<void>
}

export async function openWorklist(): Promise<Worklist> {
  await openDatabase()
  usePipeline(new Pipeline({ erp: fakeErp(), dm: fakeDm, ranker: createRanker() }))
  const app = express()
  const { context, auth } = cds.middlewares as unknown as Record<'context' | 'auth', () => RequestHandler>
  cds.middlewares.before = [context(), auth()] as never
  await (cds.serve('WorklistService').in(app as never) as unknown as Promise<unknown>)
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const root = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/odata/v4/worklist`
  let count = 0

  const ask: Worklist['ask'] = async (user, method, path, body, language = 'en') => {
    const authorization = user ? { authorization: `Basic ${btoa(`${user}:${user}`)}` } : {}
    const headers = { 'content-type': 'application/json', 'accept-language': language, ...authorization }
    const answer = await fetch(`${root}/${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false
    return { status: answer.status, body: (isJson ? await answer.json() : { text: await answer.text() }) as Answer['body'] }
  }

  async function judged(plant: string, status: string, rest: Row) {
    const attempt = cds.utils.uuid()
    const ID = cds.utils.uuid()
    const number = ++count
    const at = new Date(Date.UTC(2026, 0, 1, 6, number)).toISOString()
    const about = { plant, order: String(1_000_000 + number), material: 'FG100', yield: '10', unit: 'PC' }
    await insertAttempt({ ID: attempt, number, status, receivedAt: at, ...about })
    await INSERT.into(Cases).entries({
      ID,
      attempt_ID: attempt,
      number,
      judgedAt: at,
      plant,
      kind: 'confirmation',
      isCurrent: true,
      ...rest,
    })
    return { attempt, number, ID, at }
  }

  return {
    ask,
    async rows(user, path, language) {
      const { status, body } = await ask(user, 'GET', path, undefined, language)
      if (status !== 200) throw new Error(`${path} answered ${String(status)}: ${body.error?.message ?? ''}`)
      return body.value ?? [body]
    },
    async count(user, path) {
      const { status, body } = await ask(user, 'GET', path)
      if (status !== 200) throw new Error(`${path} answered ${String(status)}: ${body.error?.message ?? ''}`)
      return Number(body.text)
    },
    async held(plant, rest = {}) {
      const { attempt, number, ID, at } = await judged(plant, 'held', { verdict: 'hold', failure: '0.8', ...rest })
      const suggestion = cds.utils.uuid()
      const proposed = { action_code: 'adjustQuantity', cause_code: 'entryError', requiredRole: 'planner', patch: '[]' }
      await INSERT.into(Suggestions).entries({
        ID: suggestion,
        attempt_ID: attempt,
        createdAt: at,
        status: 'proposed',
        ...proposed,
      } as never)
      const { headers: _, body: __, ...content } = confirmation({ order: String(1_000_000 + number) }).parts[0] ?? {}
      await INSERT.into(AttemptItems).entries({ attempt_ID: attempt, position: 0, content: JSON.stringify(content) } as never)
      return { attempt, number, suggestion, case: ID }
    },
    async drawn(plant, judgedAt) {
      const { ID } = await judged(plant, 'posted', {
        verdict: 'release',
        isSpotCheck: true,
        failure: '0.01',
        ...(judgedAt ? { judgedAt } : {}),
      })
      return ID
    },
    async alike(one, other, rank, proximity) {
      await INSERT.into(SuggestionNeighbours).entries({
        suggestion_ID: one.suggestion,
        rank,
        attempt_ID: other.attempt,
        proximity,
      } as never)
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
