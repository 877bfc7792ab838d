import { DatabaseSync } from 'node:sqlite'

/** What stands for `{…}` in a request: keys of something that people open, and days. */
export type Keys = Readonly<Record<string, string>>

const OPEN = 'FROM countersign_Conflicts WHERE isPrimary AND NOT isObsolete AND resolvedAt IS NULL'

/** Chooses what is opened: the latest that is open, and of groups the largest. */
export function keysIn(file: string): Keys {
  const db = new DatabaseSync(file, { readOnly: true })
  const one = (sql: string): Record<string, unknown> => db.prepare(sql).get() ?? {}
  try {
    const rows = {
      ...one("SELECT ID AS suggestion FROM countersign_Suggestions WHERE status = 'proposed' ORDER BY createdAt DESC LIMIT 1"),
      ...one(`SELECT attempt_ID AS message ${OPEN} ORDER BY at DESC LIMIT 1`),
      ...one(`SELECT groupID AS "group" ${OPEN} GROUP BY groupID ORDER BY count(*) DESC LIMIT 1`),
      ...one('SELECT ID AS entry, attempt_ID AS attempt FROM countersign_AuditLog ORDER BY sequence DESC LIMIT 1'),
      ...one(
        'SELECT plant, substr(coalesce(postingDate, receivedAt), 1, 7) AS period FROM countersign_SyncAttempts ORDER BY number DESC LIMIT 1',
      ),
    }
    return Object.fromEntries(Object.entries(rows).map(([name, value]) => [name, String(value)]))
  } finally {
    db.close()
  }
}

/** A request with all that stands for something else put in, as a URL has it. */
export function requestOf(path: string, keys: Keys): string {
  const said = path.replaceAll(/\{([a-z]+)(?:-(\d+))?\}/g, (_, name: string, ago?: string) => {
    if (ago !== undefined) return new Date(Date.now() - Number(ago) * 86_400_000).toISOString().slice(0, 10)
    const value = keys[name]
    if (value === undefined) throw new TypeError(`There is no {${name}}`)
    return encodeURIComponent(value.replaceAll("'", "''"))
  })
  return said.replaceAll(' ', '%20')
}
