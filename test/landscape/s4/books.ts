import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { registerFunctions } from './sql-functions.ts'
import type { EntitySet, Row, Value } from './entities.ts'

/** The S/4's own books: one table per entity set, columns named as the API names them. Another file, another ending than Countersign's. */
export class Books {
  readonly db: DatabaseSync
  readonly #columns = new Map<string, readonly string[]>()
  readonly #keys = new Map<string, readonly string[]>()
  readonly #prepared = new Map<string, StatementSync>()

  /** @param file `:memory:` or a path ending in `.books`; a set or column that an older file lacks is added, empty. */
  constructor(file: string, sets: readonly EntitySet[]) {
    this.db = new DatabaseSync(file)
    this.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    registerFunctions(this.db)
    for (const set of sets) this.#define(set)
    for (const set of sets) this.#index(set)
    this.db.exec('CREATE TABLE IF NOT EXISTS "number_ranges" (name TEXT PRIMARY KEY, value INTEGER NOT NULL)')
  }

  #define(set: EntitySet): void {
    const columns = set.properties.map((each) => each.name)
    this.#columns.set(set.name, columns)
    this.#keys.set(set.name, set.keys)
    this.db.exec(`CREATE TABLE IF NOT EXISTS "${set.name}" (${list(columns)}, PRIMARY KEY (${list(set.keys)}))`)
    const known = new Set(this.all(`SELECT name FROM pragma_table_info('${set.name}')`).map((each) => each.name))
    for (const column of columns) if (!known.has(column)) this.db.exec(`ALTER TABLE "${set.name}" ADD COLUMN "${column}"`)
  }

  /** What navigations look up is looked up often. */
  #index(set: EntitySet): void {
    for (const { target, on } of set.navigations) {
      const columns = Object.values(on)
      if (this.has(target)) this.db.exec(`CREATE INDEX IF NOT EXISTS "${target}:${columns.join('+')}" ON "${target}" (${list(columns)})`)
    }
  }

  has(set: string): boolean {
    return this.#columns.has(set)
  }

  /** No set has a row. */
  get isEmpty(): boolean {
    return [...this.#columns.keys()].every((set) => this.all(`SELECT 1 AS row FROM "${set}" LIMIT 1`).length === 0)
  }

  /** Rows of any statement; for what `find` can't say. */
  all(sql: string, parameters: readonly Value[] = []): Row[] {
    return this.#prepare(sql).all(...parameters.map(toSql)) as Row[]
  }

  /** Rows whose columns equal `where`, in order of their arrival. */
  find(set: string, where: Row = {}): Row[] {
    const names = Object.keys(where)
    const clause = names.length > 0 ? ` WHERE ${conditions(names)}` : ''
    return this.all(
      `SELECT * FROM "${set}"${clause} ORDER BY rowid`,
      names.map((each) => where[each] ?? null),
    )
  }

  one(set: string, where: Row): Row | undefined {
    return this.find(set, where)[0]
  }

  /** Writes a whole row; one with the same key is replaced, what the set has no column for is left out. */
  insert(set: string, row: Row): void {
    const names = (this.#columns.get(set) ?? []).filter((each) => row[each] !== undefined)
    this.#run(
      `INSERT OR REPLACE INTO "${set}" (${list(names)}) VALUES (${names.map(() => '?').join(', ')})`,
      names.map((each) => row[each]),
    )
  }

  /** Writes the given columns of a row; the others of an existing one stay. */
  upsert(set: string, row: Row): void {
    const names = this.#named(set, row)
    const keys = this.#keys.get(set) ?? []
    const changes = names.filter((each) => !keys.includes(each)).map((each) => `"${each}" = excluded."${each}"`)
    this.#run(
      `INSERT INTO "${set}" (${list(names)}) VALUES (${names.map(() => '?').join(', ')})
       ON CONFLICT (${list(keys)}) DO ${changes.length > 0 ? `UPDATE SET ${changes.join(', ')}` : 'NOTHING'}`,
      names.map((each) => row[each]),
    )
  }

  /** @returns how many rows were changed */
  update(set: string, where: Row, values: Row): number {
    const names = this.#named(set, values)
    const keys = Object.keys(where)
    if (names.length === 0) return 0
    const clause = keys.length > 0 ? ` WHERE ${conditions(keys)}` : ''
    return this.#run(`UPDATE "${set}" SET ${names.map((each) => `"${each}" = ?`).join(', ')}${clause}`, [
      ...names.map((each) => values[each]),
      ...keys.map((each) => where[each]),
    ])
  }

  /** Next number of a range, counted within the open transaction. */
  next(range: string, from: number): number {
    this.#run('INSERT INTO "number_ranges" (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + 1', [range, from])
    return Number(this.all('SELECT value FROM "number_ranges" WHERE name = ?', [range])[0]?.value)
  }

  /** Runs `work` and keeps its effects, or none of them when it throws or `keep` is false. Synchronous; may be nested. */
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

  /** Empties every set and number range. */
  clear(): void {
    for (const set of this.#columns.keys()) this.db.exec(`DELETE FROM "${set}"`)
    this.db.exec('DELETE FROM "number_ranges"')
  }

  close(): void {
    this.db.close()
  }

  /** Columns of the set that the row fills; a name that the set doesn't have is a mistake of the caller. */
  #named(set: string, row: Row): string[] {
    const columns = this.#columns.get(set)
    const names = Object.keys(row).filter((each) => row[each] !== undefined)
    const unknown = names.find((each) => !columns?.includes(each))
    if (!columns || unknown !== undefined) throw new Error(`The books have no ${set}${columns ? `.${unknown ?? ''}` : ''}`)
    return names
  }

  #run(sql: string, parameters: readonly (Value | undefined)[]): number {
    return Number(this.#prepare(sql).run(...parameters.map(toSql)).changes)
  }

  #prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql)
    if (known) return known
    // Filters make ever new statements: the cache must not grow with them.
    if (this.#prepared.size > 500) this.#prepared.clear()
    const statement = this.db.prepare(sql)
    this.#prepared.set(sql, statement)
    return statement
  }
}

const list = (names: readonly string[]): string => names.map((each) => `"${each}"`).join(', ')
const conditions = (names: readonly string[]): string => names.map((each) => `"${each}" IS ?`).join(' AND ')

function toSql(value: Value | undefined): string | number | null {
  return typeof value === 'boolean' ? Number(value) : (value ?? null)
}
