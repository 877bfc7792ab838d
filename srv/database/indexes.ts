import cds from '@sap/cds'

/** What is looked up at every message, flat however long the record grows. CDS has no words for plain indexes; HANA's columns need none. */
const INDEXES: readonly (readonly [table: string, ...columns: string[]])[] = [
  // What the monitor counts, without its rows.
  ['SyncAttempts', 'receivedAt', 'status', 'plant', 'workCenter', 'material', 'verdict', 'kind', 'sender', 'postedAt', 'finishedAt', 'ID'],
  ['SyncAttempts', 'sender', 'service', 'keyValue'],
  ['SyncAttempts', 'sender', 'bodyHash'],
  ['SyncAttempts', '"order"', 'number'],
  // What a judgement looks back at, without its rows: those hold the payloads.
  [
    'SyncAttempts',
    '"order"',
    'kind',
    'number',
    'receivedAt',
    'status',
    'operation',
    'unit',
    'yield',
    'scrap',
    'bodyHash',
    'contentHash',
    'erpDocument',
  ],
  // With the key, so that how messages stand is counted without their rows.
  ['SyncAttempts', 'status', 'ID'],
  // None on Conflicts begins with `isPrimary`: SQLite would take it for every question about one attempt.
  ['Conflicts', 'attempt_ID', 'isPrimary', 'isObsolete', 'cause_code', 'queue_code', 'at', 'resolvedAt'],
  ['Conflicts', 'at', 'isPrimary', 'attempt_ID'],
  ['Conflicts', 'resolvedAt', 'dueAt'],
  ['Conflicts', 'failure_ID'],
  ['Conflicts', 'groupID'],
  ['Resubmissions', 'groupID'],
  ['Suggestions', 'attempt_ID'],
  // Those of a state, and all that is done, the latest first.
  ['Suggestions', 'status', 'modifiedAt', 'attempt_ID'],
  ['Suggestions', 'modifiedAt'],
  ['Lanes', 'seq'],
  ['Cases', 'attempt_ID'],
  ['Cases', 'number'],
  ['Cases', 'personAt'],
  ['Cases', 'judgedAt', 'modelVersion', 'labelNumber', 'outcomeAt', 'personAt'],
  // What phases are moved by.
  ['Cases', 'judgedAt', 'kind', 'plant'],
  ['Cases', 'verdict', 'judgedAt'],
  ['AutomaticActions', 'material', 'action_code'],
  ['AutomaticActions', 'at'],
  ['SyncAttempts', 'plant'],
  ['Lanes', 'lane', 'seq'],
  ['Lanes', 'state', 'seq'],
  ['AttemptItems', 'erpDocument'],
  ['ModelFigures', 'model_version'],
  ['AuditLog', 'attemptNumber'],
  ['AuditLog', 'suggestion_ID'],
]

/** A few rows of many: the rest costs nothing. */
const PARTIAL: readonly (readonly [name: string, of: string])[] = [
  ['Cases_spotChecks', 'countersign_Cases (judgedAt) WHERE isSpotCheck = TRUE'],
  // Two, so that nobody looks for those without a number among all that will never have one.
  ['Cases_numbered', 'countersign_Cases (labelNumber) WHERE labelNumber IS NOT NULL'],
  ['Cases_unnumbered', 'countersign_Cases (labelledAt, number) WHERE hasFailed IS NOT NULL AND labelNumber IS NULL'],
  ['Cases_questioned', "countersign_Cases (featureSchema, labelNumber) WHERE verdict <> 'release'"],
]

/** Made by earlier versions; a longer one does what they did. */
const OBSOLETE = [
  'SyncAttempts_receivedAt',
  'SyncAttempts_status',
  'Conflicts_attempt_ID',
  'Suggestions_status',
  'Cases_hasFailed_labelNumber',
  'Cases_labelNumber',
]

/** Numbers that nothing else has: what `@assert.unique` of their entities says to new tables. */
const UNIQUE: readonly (readonly [table: string, column: string])[] = [
  ['SyncAttempts', 'number'],
  ['AuditLog', 'sequence'],
]

/** Indexes of the embedded database and of PostgreSQL. Safe to repeat after each deployment. Within the open transaction. */
export async function makeIndexes(): Promise<void> {
  if (cds.db.kind !== 'sqlite' && cds.db.kind !== 'postgres') return
  for (const name of OBSOLETE) await cds.run(`DROP INDEX IF EXISTS countersign_${name}`)
  for (const [table, ...columns] of INDEXES) await make('INDEX', `${table}_${columns.join('_').replaceAll('"', '')}`, table, columns)
  for (const [name, of] of PARTIAL) await cds.run(`CREATE INDEX IF NOT EXISTS countersign_${name} ON ${of}`)
  for (const [table, column] of UNIQUE) {
    // CAP adds no constraint to a table of SQLite that is there already, and earlier versions made an index that forbade nothing.
    if (cds.db.kind === 'sqlite') await cds.run(`DROP INDEX IF EXISTS countersign_${table}_${column}`)
    if (await isConstrained(table, column)) continue
    await make('UNIQUE INDEX', `${table}_${column}_once`, table, [column])
  }
}

async function make(what: string, name: string, table: string, columns: readonly string[]): Promise<void> {
  await cds.run(`CREATE ${what} IF NOT EXISTS countersign_${name} ON countersign_${table} (${columns.join(', ')})`)
}

async function isConstrained(table: string, column: string): Promise<boolean> {
  const name = `countersign_${table}_${column}`
  const rows = (await cds.run(
    cds.db.kind === 'sqlite'
      ? `SELECT 1 FROM sqlite_schema WHERE name = 'countersign_${table}' AND sql LIKE '%CONSTRAINT ${name} UNIQUE%'`
      : `SELECT 1 FROM pg_constraint WHERE conname = '${name.toLowerCase()}' AND connamespace = current_schema()::regnamespace`,
  )) as unknown[]
  return rows.length > 0
}
