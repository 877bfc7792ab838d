import { SyncAttempts } from '#cds-models/countersign'
import { query } from '../database/statement.ts'
import type { EarlierAttempt } from '../domain/context.ts'
import type { MessagePart, SyncMessage } from '../domain/message.ts'
import { amount } from '../domain/quantity.ts'
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
type Asked = 'number' | 'kind' | 'since' | 'hash' | 'content'
type Quantities = 'operation' | 'unit' | 'yield' | 'scrap'

/** The latest of an order, less what shares neither words nor operation and quantities with the one that is asked for. */
const ofOrder = query<Asked | Quantities | 'order', Row>((asked) =>
  SELECT.from(earlierThan(asked).and({ order: asked.order }) as never).columns(...(COLUMNS as unknown as never[]))
    .where`bodyHash = ${asked.hash} or contentHash = ${asked.content} or (operation = ${asked.operation}
      and (unit is null or unit != ${asked.unit} or (coalesce(yield, 0) = ${asked.yield} and coalesce(scrap, 0) = ${asked.scrap})))`.orderBy(
    'number desc' as never,
  ),
)
const ofOrders = query<Asked | 'order', Row>((asked) => earlierThan(asked).and({ order: asked.order }))
const ofSender = query<Asked | 'sender', Row>((asked) => earlierThan(asked).and({ sender: asked.sender, contentHash: asked.content }))

/** What is judged at the same time counts if it came first. */
function earlierThan({ number, kind, since }: Readonly<Record<Asked, string>>) {
  return SELECT.from(SyncAttempts)
    .columns(...COLUMNS, 'unit')
    .where({ number: { '!=': number }, kind, receivedAt: { '>=': since } } as never)
    .and`(status in ('posted', 'posting', 'waiting', 'unknown', 'held') or (status = 'received' and number < ${number}))`
    .orderBy('number desc')
    .limit(MOST)
}

/** Those of the same orders within `window` seconds, latest first; without an order those of the same sender that say the same. */
export async function earlierAttempts(
  message: SyncMessage,
  { number }: Pick<AttemptRow, 'number'>,
  window: number,
): Promise<EarlierAttempt[]> {
  const [hash, content] = [bodyHash(message), contentHash(message)]
  const asked = { number, hash, content, kind: message.kind, since: new Date(Date.now() - window * 1000).toISOString() }
  const orders = new Set(message.parts.map((part) => part.order).filter((order) => order !== ''))
  const [only, ...others] = message.parts
  const rows: Row[] = []
  if (orders.size === 0) rows.push(...(await ofSender({ ...asked, sender: message.sender })))
  else if (only && others.length === 0) rows.push(...(await ofOrder({ ...asked, order: only.order, ...quantitiesOf(only) })))
  else for (const order of orders) rows.push(...(await ofOrders({ ...asked, order })))
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

function quantitiesOf({ operation, yield: made, scrap }: MessagePart): Readonly<Record<Quantities, string>> {
  const unit = made?.unit || scrap?.unit || ''
  return { operation, unit, yield: amount(made?.value).toFixed(), scrap: amount(scrap?.value).toFixed() }
}
