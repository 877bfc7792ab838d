import { DatabaseSync } from 'node:sqlite'
import type { EntitySet, Row } from './contract.ts'

/** The S/4's own books: one table per entity set, columns named as the API names them. Another file, another ending than Countersign's. */
export class Books {
  readonly db: DatabaseSync
  readonly #columns = new Map<string, readonly string[]>()

  /** @param file `:memory:` or a path ending in `.books` */
  constructor(file: string, sets: readonly EntitySet[]) {
    this.db = new DatabaseSync(file)
    this.db.exec('PRAGMA journal_mode = WAL')
    for (const set of sets) {
      const columns = set.properties.map((each) => each.name)
      this.#columns.set(set.name, columns)
      this.db.exec(`CREATE TABLE IF NOT EXISTS "${set.name}" (${columns.map((each) => `"${each}"`).join(', ')}, PRIMARY KEY (${set.keys.map((each) => `"${each}"`).join(', ')}))`)
    }
    this.db.exec('CREATE TABLE IF NOT EXISTS "number_ranges" (name TEXT PRIMARY KEY, value INTEGER NOT NULL)')
  }

  /** Rows whose columns equal `where`, in key order. */
  find(set: string, where: Row = {}): Row[] {
    const names = Object.keys(where)
    const clause = names.length > 0 ? ` WHERE ${names.map((each) => `"${each}" IS ?`).join(' AND ')}` : ''
    return this.db.prepare(`SELECT * FROM "${set}"${clause} ORDER BY rowid`).all(...names.map((each) => toSql(where[each] ?? null))) as Row[]
  }

  one(set: string, where: Row): Row | undefined {
    return this.find(set, where)[0]
  }

  insert(set: string, row: Row): void {
    const names = (this.#columns.get(set) ?? []).filter((each) => row[each] !== undefined)
    this.db.prepare(`INSERT OR REPLACE INTO "${set}" (${names.map((each) => `"${each}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`).run(...names.map((each) => toSql(row[each] ?? null)))
  }

  update(set: string, where: Row, values: Row): number {
    const names = Object.keys(values)
    const keys = Object.keys(where)
    const result = this.db
      .prepare(`UPDATE "${set}" SET ${names.map((each) => `"${each}" = ?`).join(', ')} WHERE ${keys.map((each) => `"${each}" IS ?`).join(' AND ')}`)
      .run(...names.map((each) => toSql(values[each] ?? null)), ...keys.map((each) => toSql(where[each] ?? null)))
    return Number(result.changes)
  }

  /** Next number of a range, counted within the open transaction. */
  next(range: string, from: number): number {
    this.db.prepare('INSERT INTO "number_ranges" (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + 1').run(range, from)
    return Number((this.db.prepare('SELECT value FROM "number_ranges" WHERE name = ?').get(range) as { value: number }).value)
  }

  /** Runs `work` and keeps its effects, or none of them when it throws or `keep` is false. */
  transaction<T>(work: () => T, keep = true): T {
    this.db.exec('SAVEPOINT work')
    let done = false
    try {
      const result = work()
      done = keep
      return result
    } finally {
      if (!done) this.db.exec('ROLLBACK TO work')
      this.db.exec('RELEASE work')
    }
  }

  close(): void {
    this.db.close()
  }
}

function toSql(value: Row[string]): string | number | null {
  return typeof value === 'boolean' ? Number(value) : value
}
