import SQLiteService from '@cap-js/sqlite'

type Statement = ReturnType<SQLiteService['prepare']>
type Ready = Omit<Statement, 'stream'>

/** Statements that one connection keeps ready; what comes on top is prepared each time it is run. */
const MOST = 500

/** CAP's SQLite service, which prepares a statement once and not at each run: that costs as much as running it. */
export default class Sqlite extends SQLiteService {
  static readonly #ready = new WeakMap<object, Map<string, Ready>>()

  override prepare(sql: string): Statement {
    const { dbc } = this
    if (!dbc) return super.prepare(sql)
    const ready = Sqlite.#ready.get(dbc) ?? new Map<string, Ready>()
    Sqlite.#ready.set(dbc, ready)
    const { run, get, all } = ready.get(sql) ?? super.prepare(sql)
    if (!ready.has(sql) && ready.size < MOST) ready.set(sql, { run, get, all })
    // Whoever reads row by row has a statement to itself.
    return { run, get, all, stream: (...given) => super.prepare(sql).stream(...given) }
  }
}
