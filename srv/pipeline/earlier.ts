import { SyncAttempts } from '#cds-models/countersign'
import { query } from '../database/statement.ts'
import type { EarlierAttempt } from '../domain/context.ts'
import type { SyncMessage } from '../domain/message.ts'
import { bodyHash, contentHash } from './identity.ts'
import type { AttemptRow } from './storage.ts'

/** What the record knows of earlier messages like one that has come. */

/** Of the latest: more would say nothing new. */
const MOST = 50
const COLUMNS = [
  'number',
  'status',
  'receivedAt',
  'bodyHash',
  'contentHash',
  'order',
  'operation',
  'yield',
  'scrap',
  'erpDocument',
] as const

interface Row {
  readonly number: number | string
  readonly status: string | null
  readonly receivedAt: string
  readonly bodyHash: string | null
  readonly contentHash: string | null
  readonly order: string | null
  readonly operation: string | null
  readonly yield: number | string | null
  readonly scrap: number | string | null
  readonly erpDocument: string | null
}
type Asked = 'ID' | 'number' | 'kind' | 'since'

const ofOrder = query<Asked | 'order', Row>((asked) => earlierThan(asked).and({ order: asked.order }))
const ofSender = query<Asked | 'sender' | 'content', Row>((asked) =>
  earlierThan(asked).and({ sender: asked.sender, contentHash: asked.content }),
)

/** What is judged at the same time counts if it came first. */
function earlierThan({ ID, number, kind, since }: Readonly<Record<Asked, string>>) {
  return SELECT.from(SyncAttempts)
    .columns(...COLUMNS)
    .where({ ID: { '!=': ID }, kind, receivedAt: { '>=': since } } as never)
    .and`(status in ('posted', 'posting', 'waiting', 'unknown', 'held') or (status = 'received' and number < ${number}))`
    .orderBy('number desc')
    .limit(MOST)
}

/** Those of the same orders within `window` seconds, latest first; without an order those of the same sender that say the same. */
export async function earlierAttempts(
  message: SyncMessage,
  { ID, number }: Pick<AttemptRow, 'ID' | 'number'>,
  window: number,
): Promise<EarlierAttempt[]> {
  const [hash, content] = [bodyHash(message), contentHash(message)]
  const asked = { ID, number, kind: message.kind, since: new Date(Date.now() - window * 1000).toISOString() }
  const orders = new Set(message.parts.map((part) => part.order).filter((order) => order !== ''))
  const rows: Row[] = orders.size === 0 ? await ofSender({ ...asked, sender: message.sender, content }) : []
  for (const order of orders) rows.push(...(await ofOrder({ ...asked, order })))
  const latest = rows.sort((a, b) => Number(b.number) - Number(a.number)).slice(0, MOST)
  return latest.map((row) => ({
    number: Number(row.number),
    status: row.status ?? '',
    receivedAt: row.receivedAt,
    sameBody: row.bodyHash === hash,
    sameContent: row.contentHash === content,
    order: row.order ?? '',
    operation: row.operation ?? '',
    yield: String(row.yield ?? '0'),
    scrap: String(row.scrap ?? '0'),
    erpDocument: row.erpDocument ?? '',
  }))
}
