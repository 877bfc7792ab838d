import { entryOf, FIELDS } from './entry.ts'
import type { AuditRecord, Seal } from './verifier.ts'

export type Row = Readonly<Record<string, unknown>>
/** Runs a query that only reads. */
type Run = (sql: string) => readonly Row[] | Promise<readonly Row[]>

const PAGE = 250
const SEAL = [
  'number',
  'at',
  'firstPosition',
  'lastPosition',
  'count',
  'root',
  'previous',
  'hash',
  'schema',
  'signature',
  'keyID',
  'publicKey',
] as const
/** Comes after no UUID. */
const FIRST = ''

/**
 * The whole log for its verifier, a page at a time. Plain SQL that all databases understand, since it also runs in a worker on a connection
 * of its own. Sealing and appending may go on meanwhile.
 */
export async function* records(run: Run, kind = 'sqlite'): AsyncGenerator<AuditRecord> {
  const entry = FIELDS.map((name) => `${column('e', name, kind)} AS "${name}"`).join(', ')
  const counter = await run(`SELECT value AS "value" FROM countersign_Counters WHERE name = 'seal'`)
  const lastSeal = Number(counter[0]?.value ?? 0)
  // Before the entries: what is written from now on may be missed, what was written before may not.
  const [written] = await run(`SELECT value AS "value" FROM countersign_Counters WHERE name = 'audit'`)
  const lastEntry = Number(written?.value ?? 0)
  const [bound] = await run('SELECT max(number) AS "number", max(lastPosition) AS "position" FROM countersign_AuditSeals')
  const upTo = Number(bound?.position ?? 0)
  const sealsUpTo = Number(bound?.number ?? 0)
  // Leaves beyond the last seal are either in a seal that was made just now, whose entries waited for it a moment ago, or in none.
  const isLeaf = `(l.position <= ${upTo} OR NOT EXISTS (SELECT 1 FROM countersign_AuditSeals s WHERE s.number = l.seal_number AND s.number > ${sealsUpTo} AND l.position BETWEEN s.firstPosition AND s.lastPosition))`
  const leaves = paged(Number.MIN_SAFE_INTEGER, 'position', (after: number) =>
    run(
      `SELECT l.position AS "position", l.hash AS "hash", l.entry_ID AS "entryID", ${entry} FROM countersign_AuditLeaves l LEFT JOIN countersign_AuditLog e ON e.ID = l.entry_ID WHERE l.position > ${after} AND ${isLeaf} ORDER BY l.position LIMIT ${PAGE}`,
    ),
  )
  const columns = SEAL.map((name) => `${column('s', name, kind)} AS "${name}"`).join(', ')
  const seals = paged(Number.MIN_SAFE_INTEGER, 'number', (after: number) =>
    run(
      `SELECT ${columns} FROM countersign_AuditSeals s WHERE s.number > ${after} AND s.number <= ${sealsUpTo} ORDER BY s.number LIMIT ${PAGE}`,
    ),
  )
  yield* merged(seals, leaves)
  // What waits for its seal, and what no seal will ever hold.
  const loose = paged(FIRST, 'ID', (after: string) =>
    run(
      `SELECT ${entry}, coalesce(u.sequence, l.position) AS "waiting" FROM countersign_AuditLog e LEFT JOIN countersign_AuditLeaves l ON l.entry_ID = e.ID LEFT JOIN countersign_AuditUnsealed u ON u.sequence = e.sequence AND u.entry_ID = e.ID WHERE (l.position IS NULL OR NOT ${isLeaf}) AND e.ID > '${after}' ORDER BY e.ID LIMIT ${PAGE}`,
    ),
  )
  for await (const row of loose) yield { type: 'loose', isWaiting: row.waiting != null, entry: entryOf(row) }
  const [untold] = await run(
    `SELECT count(*) AS "count", min(a.number) AS "first" FROM countersign_SyncAttempts a WHERE NOT EXISTS (SELECT 1 FROM countersign_AuditLog e WHERE e.attemptNumber = a.number)`,
  )
  yield { type: 'end', lastSeal, lastEntry, untold: { count: Number(untold?.count ?? 0), first: Number(untold?.first ?? 0) } }
}

/** A seal as its hash was made, whichever database gave it. */
export function sealOf(row: Row): Seal {
  const { number, firstPosition, lastPosition, count, schema } = row
  const numbers = { number, firstPosition, lastPosition, count, schema }
  const texts = Object.fromEntries(SEAL.filter((name) => !(name in numbers)).map((name) => [name, row[name] ?? null]))
  const { at } = entryOf(row)
  return { ...texts, ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number(value)])), at } as unknown as Seal
}

async function* merged(seals: AsyncIterable<Row>, leaves: AsyncIterator<Row>): AsyncGenerator<AuditRecord> {
  let leaf = await leaves.next()
  for await (const row of seals) {
    const seal = sealOf(row)
    yield { type: 'seal', ...seal }
    while (!leaf.done && Number(leaf.value.position) <= seal.lastPosition) {
      yield leafRecord(leaf.value)
      leaf = await leaves.next()
    }
  }
  for (; !leaf.done; leaf = await leaves.next()) yield leafRecord(leaf.value)
}

function leafRecord(row: Row): AuditRecord {
  const { position, hash, entryID } = row as { position: number | string; hash: string; entryID: string }
  return { type: 'leaf', position: Number(position), entryID, hash, entry: row.ID == null ? null : entryOf(row) }
}

/** Rows after the last one of the page before. */
async function* paged<Key extends string | number>(
  from: Key,
  key: string,
  read: (after: Key) => readonly Row[] | Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  for (let after = from; ;) {
    const rows = await read(after)
    yield* rows
    const last = rows.at(-1)?.[key] as string | number | undefined
    if (rows.length < PAGE || last === undefined) return
    after = (typeof from === 'number' ? Number(last) : last.toString().replaceAll("'", "''")) as Key
  }
}

function column(table: string, name: string, kind: string): string {
  if (name === 'order') return kind === 'hana' ? `${table}."ORDER"` : `${table}."order"`
  // Its driver would cut a time to milliseconds, and with it the trace of whoever changed less.
  return name === 'at' && kind === 'postgres' ? `CAST(${table}.at AS text)` : `${table}.${name}`
}
