import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { AttemptItems, SyncAttempts, type SyncAttempt } from '#cds-models/countersign'
import type { Headers, MessagePart, RawResponse, SyncMessage } from '../domain/message.ts'

/** How a message is kept and found again. */

/** Longest path of a request that is kept. */
export const MOST_PATH = 2000

/** Never kept: credentials, tokens and cookies of any name, and what belongs to one connection only. */
const SECRET = /authorization|cookie|token|secret|api-?key|password|assertion/
const OF_THE_CONNECTION = new Set([
  'host',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'expect',
  'te',
  'trailer',
  'upgrade',
  'accept-encoding',
])

/** The headers that travel on with a message, whenever it is posted: all that its sender gave, less secrets and the connection's own. */
export function keptHeaders(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !SECRET.test(name) && !OF_THE_CONNECTION.has(name)))
}

/** Columns of an attempt that the pipeline works with; large ones are read when needed. */
export const ATTEMPT = [
  'ID',
  'number',
  'status',
  'sender',
  'service',
  'kind',
  'isChangeSet',
  'receivedAt',
  'keyValue',
  'keyKind',
  'bodyHash',
  'deliveries',
  'method',
  'path',
  'headers',
  'plant',
  'order',
  'operation',
  'material',
  'verdict',
  'verdictReason',
  'policyVersion',
  'modelVersion',
  'postedAt',
  'erpDocument',
  'erpCode',
  'erpText',
] as const satisfies readonly (keyof SyncAttempt)[]

type Kept = (typeof ATTEMPT)[number]
/** An attempt without its payloads. */
export type AttemptRow = { [name in Exclude<Kept, 'ID' | 'number' | 'status'>]?: SyncAttempt[name] } & {
  ID: string
  number: number
  status: string
}

export async function attemptByID(ID: string): Promise<AttemptRow> {
  const row = await SELECT.one
    .from(SyncAttempts)
    .columns(...ATTEMPT)
    .where({ ID })
  if (!row) throw new Error(`There is no attempt ${ID}`)
  return attemptIn(row as AttemptRow)
}

/** Some databases give whole numbers that may be large as text. */
export function attemptIn(row: Omit<AttemptRow, 'number'> & { readonly number: number | string }): AttemptRow {
  return { ...row, number: Number(row.number) }
}

/** The parts as they came, in order. */
export async function partsOf(ID: string): Promise<MessagePart[]> {
  const rows = await SELECT.from(AttemptItems)
    .columns('position', 'method', 'path', 'headers', 'body', 'content')
    .where({ attempt_ID: ID })
    .orderBy('position')
  return Promise.all(
    rows.map(async (row) => ({
      ...contentIn(row.content),
      headers: JSON.parse(row.headers ?? '{}') as Headers,
      body: await bytes(row.body),
    })),
  )
}

/** JSON has no word for a position that was left out. */
function contentIn(text: string | null | undefined): Omit<MessagePart, 'body' | 'headers'> {
  const { activities, ...content } = JSON.parse(text ?? '{}') as Omit<MessagePart, 'body' | 'headers'>
  return activities ? { ...content, activities: activities.map((each) => each ?? undefined) } : content
}

export function contentOf(part: MessagePart): string {
  return JSON.stringify({ ...part, body: undefined, headers: undefined })
}

/** A stored message, ready to be judged again; without session, since that was never stored. */
export async function messageOf(attempt: AttemptRow): Promise<SyncMessage> {
  const parts = await partsOf(attempt.ID)
  return {
    sender: attempt.sender ?? '',
    service: attempt.service ?? '',
    kind: (attempt.kind ?? 'other') as SyncMessage['kind'],
    ...(attempt.keyValue && (attempt.keyKind === 'external' || attempt.keyKind === 'repeatability')
      ? { key: { kind: attempt.keyKind, value: attempt.keyValue } }
      : {}),
    request: {
      method: attempt.method ?? 'POST',
      path: attempt.path ?? '',
      headers: JSON.parse(attempt.headers ?? '{}') as Headers,
      body: Buffer.alloc(0),
    },
    isChangeSet: attempt.isChangeSet ?? false,
    parts,
  }
}

/** The recorded answer of the ERP; undefined when there is none. */
export async function answerOf(ID: string): Promise<RawResponse | undefined> {
  const row = await SELECT.one.from(SyncAttempts).columns('answerStatus', 'answerHeaders', 'answerBody').where({ ID })
  if (row?.answerStatus == null) return undefined
  return { status: row.answerStatus, headers: JSON.parse(row.answerHeaders ?? '{}') as Headers, body: await bytes(row.answerBody) }
}

/** An answer of the ERP as it is kept; cookies are its sender's alone. */
export function answered(response: RawResponse) {
  return { ...answeredRaw(response), answerBody: binary(response.body) }
}

/** The same with its bytes as they are. */
export function answeredRaw({ status, headers, body }: RawResponse) {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'set-cookie'))
  return { answerStatus: status, answerHeaders: JSON.stringify(kept), answerBody: body }
}

/** A large binary column, to be written. */
export function binary(body: Buffer): Readable {
  return Readable.from([body], { objectMode: false })
}

async function bytes(value: unknown): Promise<Buffer> {
  if (value == null) return Buffer.alloc(0)
  if (Buffer.isBuffer(value)) return value
  if (typeof value === 'string') return Buffer.from(value, 'base64')
  if (value instanceof Readable) return buffer(value)
  throw new TypeError('A payload was read as neither stream nor bytes')
}
