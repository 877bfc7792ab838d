/** PostgreSQL's deadlock, serialisation, lock time-out, full disk, shut-down, lost connection; SQLite's busy file. */
const PASSING = /^(40P01|40001|55P03|53\d{3}|57P0\d|08\d{3}|SQLITE_BUSY|ECONN\w+|EPIPE)$/
/** The same in words, and no free connection. */
const BUSY =
  /database is (locked|busy)|database or disk is full|disk I\/O|cannot rollback|connection (terminated|error)|client (was|is) closed|resource request timed out|timeout exceeded when trying to connect/i

/** Is the database busy or away, and may be back soon? */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return PASSING.test(code) || BUSY.test(error.message)
}
