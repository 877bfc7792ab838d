import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { type Made, madeTraffic } from '../service/monitor/made.ts'

/** Puts two weeks of made messages into the database of a product that runs. They get where they stand by ways that the database allows. */
export function insertTraffic(file: string): void {
  const { attempts, conflicts } = madeTraffic(new Date())
  const db = new DatabaseSync(file)
  db.exec('PRAGMA busy_timeout = 10000; BEGIN IMMEDIATE')
  try {
    for (const row of attempts) {
      const isKnownAtOnce = row.status === 'refused'
      insert(db, 'SyncAttempts', { ...row, status: isKnownAtOnce ? 'refused' : 'received' })
    }
    const move = db.prepare('UPDATE countersign_SyncAttempts SET status = ? WHERE ID = ?')
    for (const { ID, status } of attempts) for (const each of WAYS[status] ?? []) move.run(each, ID)
    for (const row of conflicts) insert(db, 'Conflicts', row)
    db.exec('COMMIT')
  } finally {
    db.close()
  }
}

const WAYS: Readonly<Record<string, readonly string[]>> = { posted: ['posting', 'posted'], held: ['held'], rejected: ['held', 'rejected'] }

function insert(db: DatabaseSync, table: string, row: Made): void {
  const columns = Object.keys(row).map((name) => `"${name}"`)
  const values = Object.values(row).map((value): SQLInputValue => (typeof value === 'boolean' ? Number(value) : value))
  db.prepare(`INSERT INTO countersign_${table} (${columns.join()}) VALUES (${columns.map(() => '?').join()})`).run(...values)
}
