import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Product, startProduct } from '../../landscape/product.ts'
import { playTraffic } from '../../traffic/run.ts'
import { paceFor, playWeeks } from '../../traffic/weeks/run.ts'
import { fill } from '../facade/fill.ts'

/**
 * A plant's half year of messages, for pages to be opened on:
 *
 * - **few, really**: a week of `test/traffic` with planners and a controller who decide, and a shift that nobody has decided yet, against the local
 *   S/4: about one message of five is held, as there
 * - **many, copied**: `fill` makes the others of those, with all that hangs on them (items, conflicts, suggestions, cases, audit entries), over 200 days and
 *   50 messages an order; each copied suggestion has the changes, causes, influences and neighbours of a real one; copied entries of the audit log have no seal
 * - **as old as they are**: what is older than two days and still open is rejected, failures were solved after between five minutes and ten hours, and the
 *   failures of an order are a group of its own; labels to learn from are those of the latest 20,000 cases, as who starts would first learn all others, which
 *   has nothing to do with pages
 * - **with payload**: 1,900 bytes of request and 700 of answer each, of noughts, and 300 bytes of headers
 * - **by people**: ten goes a day at trying messages again, and a thousand alerts of a planner
 */

/** Really sent messages: of the week with people, and of the open shift. */
const WEEK = 300
const SHIFT = 120
/** Days within which what is open stays so. */
const OPEN = 2
/** Latest labelled cases: those that models are made of. */
const LABELS = 20_000
/** Seconds to wait for the model, and for what is still on its way. */
const PATIENCE = 120

export interface Filled {
  readonly attempts: number
  readonly held: number
  readonly failures: number
  readonly auditEntries: number
}

/** @param data folder of a product that doesn't run and has no database yet */
export async function fillDatabase(data: string, attempts: number, say: (progress: string) => void): Promise<Filled> {
  const product = await startProduct({ port: 0, s4Port: 0, s4AdminPort: 0, dmPort: 0, data, env: { UI5_MODE: 'off' } })
  try {
    await play(product)
  } finally {
    await product.stop()
  }
  say('a few messages played')
  const file = join(data, 'countersign.sqlite')
  const before = open(file)
  for (const child of CHILDREN)
    before.exec(`CREATE TABLE few_${child} AS SELECT * FROM countersign_${child}; DELETE FROM countersign_${child}`)
  before.close()
  fill(file, attempts, [])
  say('many messages made of them')
  const db = open(file)
  try {
    for (const child of CHILDREN) giveToAll(db, child)
    for (const step of STEPS) db.exec(step)
    db.exec('PRAGMA journal_mode = WAL')
    return factsOf(db)
  } finally {
    db.close()
  }
}

function open(file: string): DatabaseSync {
  const db = new DatabaseSync(file)
  db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA temp_store = MEMORY')
  return db
}

/** What hangs on suggestions, and not on messages. */
const CHILDREN = ['SuggestionChanges', 'SuggestionCauses', 'SuggestionInfluences', 'SuggestionNeighbours'] as const

function giveToAll(db: DatabaseSync, child: (typeof CHILDREN)[number]): void {
  const few = `few_${child}`
  const columns = db.prepare(`SELECT name FROM pragma_table_info('${few}') WHERE name <> 'suggestion_ID'`).all()
  const list = (of: string): string => columns.map(({ name }) => `${of}"${String(name)}"`).join(', ')
  db.exec(`CREATE TEMP TABLE ones AS SELECT row_number() OVER (ORDER BY ID) - 1 AS at, ID FROM (SELECT DISTINCT suggestion_ID AS ID FROM ${few});
    CREATE INDEX ${few}_of ON ${few} (suggestion_ID);
    INSERT INTO countersign_${child} (suggestion_ID, ${list('')}) SELECT one.ID, ${list('few.')}
      FROM countersign_Suggestions AS one CROSS JOIN ones ON ones.at = one.rowid % (SELECT count(*) FROM ones) CROSS JOIN ${few} AS few ON few.suggestion_ID = ones.ID;
    DROP TABLE temp.ones; DROP TABLE ${few}`)
}

async function play({ url, s4Url, s4AdminUrl }: Product): Promise<void> {
  const common = { seed: 7, senders: 3, countersignUrl: url, s4Url, s4AdminUrl, patience: PATIENCE, tell: () => undefined }
  await playWeeks({ ...common, weeks: 1, messages: WEEK, pace: paceFor(WEEK), night: 0 })
  await playTraffic({ ...common, messages: SHIFT, isDirect: false })
}

const time = (of: string, ...moved: string[]): string => `strftime('%Y-%m-%dT%H:%M:%fZ', ${[of, ...moved].join(', ')})`
const OLD = `receivedAt < ${time("'now'", `'-${OPEN} days'`)}`
const UNDECIDED = "('received', 'waiting', 'posting', 'unknown', 'held', 'refused')"
/** Minutes from a failure to its solution, other ones for each. */
const SOLVING = `(5 + (rowid * 7919) % 595) || ' minutes'`
const EMPTY = (bytes: number): string => `zeroblob(${bytes})`

const STEPS = [
  `UPDATE countersign_SyncAttempts SET body = ${EMPTY(1900)}, answerBody = ${EMPTY(700)}, headers = printf('%.300c', '.'),
    finishedAt = iif(finishedAt IS NULL, NULL, ${time('receivedAt', `(0.2 + (number % 97) / 20.0) || ' seconds'`)}),
    status = iif(status IN ${UNDECIDED} AND ${OLD}, 'rejected', status)`,
  // The rest of a group's ID is its order; only then the failure has one.
  `UPDATE countersign_Conflicts SET "order" = iif(groupID LIKE '%|', NULL, "order"),
    groupID = iif(groupID LIKE '%|', groupID, rtrim(groupID, replace(groupID, '|', '')) || "order"),
    dueAt = iif(dueAt IS NULL, NULL, ${time('at', "'8 hours'")}), escalatedFor = NULL,
    resolvedAt = iif(resolvedAt IS NULL, NULL, ${time('at', SOLVING)})`,
  `UPDATE countersign_Conflicts SET resolvedAt = ${time('at', SOLVING)}, resolution = 'rejected'
    WHERE resolvedAt IS NULL AND isPrimary AND NOT isObsolete AND at < ${time("'now'", `'-${OPEN} days'`)}`,
  `UPDATE countersign_Suggestions SET decidedAt = iif(decidedAt IS NULL, NULL, ${time('createdAt', SOLVING)}),
    signedOffAt = iif(signedOffAt IS NULL, NULL, ${time('createdAt', SOLVING)})`,
  `UPDATE countersign_Suggestions SET status = 'rejected', decidedBy = 'planner', decidedAt = ${time('createdAt', SOLVING)}
    WHERE status IN ('proposed', 'awaitingSignOff') AND createdAt < ${time("'now'", `'-${OPEN} days'`)}`,
  // The service looks up who approved what it lists.
  `CREATE TABLE of_attempt AS SELECT attempt_ID, max(ID) AS ID FROM countersign_Suggestions GROUP BY attempt_ID`,
  `CREATE UNIQUE INDEX of_attempt_ID ON of_attempt (attempt_ID)`,
  `UPDATE countersign_AuditLog SET suggestion_ID = (SELECT ID FROM of_attempt WHERE attempt_ID = countersign_AuditLog.attempt_ID) WHERE suggestion_ID IS NOT NULL`,
  'DROP TABLE of_attempt',
  'UPDATE countersign_Suggestions SET modifiedAt = coalesce(decidedAt, createdAt)',
  `UPDATE countersign_Cases SET personAt = iif(personAt IS NULL, NULL, ${time('judgedAt', "'1 hour'")})`,
  `UPDATE countersign_Cases SET labelNumber = -labelNumber WHERE labelNumber <= (SELECT max(labelNumber) - ${LABELS} FROM countersign_Cases)`,
  `UPDATE countersign_Lanes SET nextAt = NULL, lease = NULL`,
  `DELETE FROM countersign_Lanes WHERE attempt_ID NOT IN (SELECT ID FROM countersign_SyncAttempts WHERE status IN ${UNDECIDED} AND status <> 'refused')`,
  `INSERT INTO countersign_Resubmissions (ID, startedAt, startedBy, role, finishedAt, groupID, code, cause_code, total, done, posted, held, refused, skipped)
    SELECT printf('%08x-0000-4000-a000-%012x', n * 2654435761 & 4294967295, n), ${time("'now'", `(-144 * n) || ' minutes'`)}, 'planner', 'planner',
      ${time("'now'", `(-144 * n + 2) || ' minutes'`)}, groupID, code, cause_code, 3, 3, 2, 1, 0, 0
    FROM (SELECT row_number() OVER (ORDER BY groupID) AS n, groupID, code, cause_code FROM countersign_Conflicts WHERE isPrimary GROUP BY groupID LIMIT 2000)`,
  `INSERT INTO countersign_Alerts (owner, groupID, code, cause_code, plant, material, "order", text, raisedAt, latestAt, latest_ID, count, closedAt)
    SELECT 'planner', groupID, code, cause_code, plant, material, "order", text, min(at), max(at), attempt_ID, count(*), iif(count(resolvedAt) = count(*), max(resolvedAt), NULL)
    FROM countersign_Conflicts WHERE isPrimary GROUP BY groupID ORDER BY max(at) DESC LIMIT 1000`,
]

function factsOf(db: DatabaseSync): Filled {
  const count = (sql: string): number => Number(db.prepare(`SELECT count(*) AS n FROM ${sql}`).get()?.n)
  return {
    attempts: count('countersign_SyncAttempts'),
    held: count("countersign_SyncAttempts WHERE status = 'held'"),
    failures: count('countersign_Conflicts WHERE isPrimary'),
    auditEntries: count('countersign_AuditLog'),
  }
}
