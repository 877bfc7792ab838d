import { DatabaseSync } from 'node:sqlite'

/**
 * Makes a database of many attempts out of one of a few: every row that hangs on an attempt again and again, with keys, numbers, hashes, orders and
 * times of its own. Payloads are left out: they are read by key alone. Indexes and triggers go, and Countersign makes them anew at its next start.
 */

/** Days over which the attempts are spread: a plant's half year. */
const DAYS = 200
/** Attempts of one order. */
const OF_ORDER = 50

/** Knuth's multiplicative hash: as spread as a UUID's first digits, and never the same for two numbers. */
const spread = (number: string): string => `printf('%08x', ((${number}) * 2654435761) & 4294967295)`
const NUMBER = '(base.number + made.n)'
const HASH = `${spread(NUMBER)} || printf('%056x', ${NUMBER})`

/** Columns that can't stay as they are; `made` is the new attempt, `old` the row that it's made of. */
const CHANGED: Readonly<Record<string, string>> = {
  attempt_ID: 'made.ID',
  number: NUMBER,
  attemptNumber: NUMBER,
  labelNumber: `iif(old.labelNumber IS NULL, NULL, base.label + made.n)`,
  keyValue: 'made.ID',
  erpKey: 'made.ID',
  bodyHash: HASH,
  contentHash: HASH,
  inputHash: HASH,
  order: 'made."order"',
  erpDocument: `iif(old.erpDocument IS NULL, NULL, ${NUMBER} || '/1')`,
  body: 'NULL',
  answerBody: 'NULL',
  content: 'NULL',
  evidence: 'NULL',
}
const TIMES = new Set(['receivedAt', 'finishedAt', 'postedAt', 'at', 'judgedAt', 'outcomeAt', 'labelledAt', 'createdAt', 'modifiedAt'])

type Db = DatabaseSync

/** @param orders whose messages will come later; they get their share */
export function fill(file: string, attempts: number, orders: readonly string[]): void {
  const db = new DatabaseSync(file)
  try {
    db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA temp_store = MEMORY')
    for (const { type, name } of rows(db, "SELECT type, name FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"))
      db.exec(`DROP ${String(type)} "${String(name)}"`)
    if (prepare(db, attempts, orders) <= 0) return
    const tables = rows(db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'countersign_%'").map((each) =>
      String(each.name),
    )
    for (const table of tables) if (columnsOf(db, table).includes('attempt_ID')) multiply(db, table, 'attempt_ID')
    multiply(db, 'countersign_SyncAttempts', 'ID')
    // The few are as old as the oldest: what comes next repeats nothing.
    db.exec(
      `UPDATE countersign_SyncAttempts SET receivedAt = strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-${DAYS} days') WHERE number <= (SELECT number FROM base)`,
    )
    const counters = {
      attempt: 'number) FROM countersign_SyncAttempts',
      audit: 'sequence) FROM countersign_AuditLog',
      label: 'labelNumber) FROM countersign_Cases',
    }
    for (const [name, last] of Object.entries(counters))
      db.exec(`UPDATE countersign_Counters SET value = max(value, coalesce((SELECT max(${last}), 0)) WHERE name = '${name}'`)
  } finally {
    db.close()
  }
}

/** Makes the temporary tables that all is made of: old attempts, made ones, and the last numbers so far. @returns how many are to be made */
function prepare(db: Db, attempts: number, orders: readonly string[]): number {
  db.exec(`CREATE TEMP TABLE old_attempts (at INTEGER PRIMARY KEY, ID);
    INSERT INTO old_attempts SELECT row_number() OVER (ORDER BY number) - 1, ID FROM countersign_SyncAttempts;
    CREATE TEMP TABLE known_orders (at INTEGER PRIMARY KEY, ID)`)
  const insert = db.prepare('INSERT INTO known_orders VALUES (?, ?)')
  orders.forEach((order, at) => insert.run(at, order))
  const count = Number(rows(db, 'SELECT count(*) AS count FROM old_attempts')[0]?.count)
  const lots = Math.max(orders.length, Math.ceil(attempts / OF_ORDER))
  const more = attempts - count
  db.exec(`CREATE TEMP TABLE base AS SELECT (SELECT max(number) FROM countersign_SyncAttempts) AS number,
      (SELECT max(sequence) FROM countersign_AuditLog) AS sequence, (SELECT coalesce(max(labelNumber), 0) FROM countersign_Cases) AS label;
    CREATE TEMP TABLE made AS WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ${more})
      SELECT n, n % ${count} AS at, ${spread('n')} || '-0000-4000-8000-' || printf('%012x', n) AS ID,
        coalesce((SELECT ID FROM known_orders WHERE at = n % ${lots}), cast(2000000 + n % ${lots} AS TEXT)) AS "order",
        strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (${DAYS} * 86400.0 * (n - ${more}) / ${more}) || ' seconds') AS "time" FROM n`)
  return more
}

/** @param attempt column that says which attempt a row hangs on */
function multiply(db: Db, table: string, attempt: string): void {
  db.exec(`CREATE TEMP TABLE "old" AS SELECT *, row_number() OVER (PARTITION BY ${attempt} ORDER BY rowid) - 1 AS ordinal FROM ${table}`)
  db.exec(`CREATE INDEX temp."old_of" ON "old" (${attempt})`)
  const [most] = rows(db, 'SELECT coalesce(max(ordinal), 0) + 1 AS most FROM "old"')
  const row = `made.n * ${Number(most?.most)} + old.ordinal`
  const own: Readonly<Record<string, string>> = {
    ID: attempt === 'ID' ? 'made.ID' : `${spread(row)} || '-0000-4000-9000-' || printf('%012x', ${row})`,
    sequence: `base.sequence + ${row}`,
  }
  const columns = columnsOf(db, table)
  const values = columns.map((each) =>
    TIMES.has(each) ? `iif(old."${each}" IS NULL, NULL, made."time")` : (own[each] ?? CHANGED[each] ?? `old."${each}"`),
  )
  db.exec(`INSERT INTO ${table} (${columns.map((each) => `"${each}"`).join(', ')}) SELECT ${values.join(', ')}
    FROM made CROSS JOIN base CROSS JOIN old_attempts ON old_attempts.at = made.at CROSS JOIN "old" AS old ON old.${attempt} = old_attempts.ID`)
  db.exec('DROP TABLE temp."old"')
}

function rows(db: Db, sql: string): Record<string, unknown>[] {
  return db.prepare(sql).all()
}

function columnsOf(db: Db, table: string): string[] {
  return rows(db, `SELECT name FROM pragma_table_info('${table}')`).map((each) => String(each.name))
}
