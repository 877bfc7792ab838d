import cds from '@sap/cds'

/**
 * Lets AuditLog and its seals only grow, in the database itself, whoever asks, and queues what is appended for the sealer. Safe to repeat
 * after each deployment. On HANA the queue has a trigger that is deployed, and growing only is a matter of the runtime user's privileges.
 */
export async function makeAppendOnly(): Promise<void> {
  const { kind } = cds.db as { kind?: string }
  if (kind === 'sqlite') await onSqlite()
  if (kind === 'postgres') await onPostgres()
}

/** Tables that only grow, with what tells two of their rows apart. */
const TABLES: readonly (readonly [table: string, ...unique: string[]])[] = [
  ['AuditLog', 'ID', 'sequence'],
  ['AuditSeals', 'number'],
  ['AuditLeaves', 'position', 'entry_ID'],
]

const INDEXES = [
  // Payloads whose time has come.
  'CREATE INDEX IF NOT EXISTS countersign_SyncAttempts_payload ON countersign_SyncAttempts (finishedAt) WHERE erasedAt IS NULL',
]

async function onSqlite(): Promise<void> {
  const wanted = new Map<string, string>()
  for (const [name, ...unique] of TABLES) {
    const table = `countersign_${name}`
    const raise = `BEGIN SELECT RAISE(ABORT, '${name} is append-only'); END`
    // REPLACE deletes without asking a trigger for DELETE. One EXISTS a column, so that each is looked up by its index.
    const isThere = unique.map((column) => `EXISTS (SELECT 1 FROM ${table} WHERE ${column} = NEW.${column})`).join(' OR ')
    wanted.set(`${table}_no_replace`, `BEFORE INSERT ON ${table} WHEN ${isThere} ${raise}`)
    for (const event of ['UPDATE', 'DELETE']) wanted.set(`${table}_no_${event.toLowerCase()}`, `BEFORE ${event} ON ${table} ${raise}`)
  }
  wanted.set(
    'countersign_AuditLog_unsealed',
    'AFTER INSERT ON countersign_AuditLog BEGIN INSERT INTO countersign_AuditUnsealed (sequence, entry_ID) VALUES (NEW.sequence, NEW.ID); END',
  )
  await cds.tx(async () => {
    const there = (await cds.run(`SELECT name, sql FROM sqlite_master WHERE type = 'trigger'`)) as { name: string; sql: string }[]
    for (const [name, body] of wanted) {
      const sql = `CREATE TRIGGER ${name} ${body}`
      const present = there.find((trigger) => trigger.name === name)
      if (present?.sql === sql) continue
      if (present) await cds.run(`DROP TRIGGER ${name}`)
      await cds.run(sql)
    }
    for (const sql of INDEXES) await cds.run(sql)
  })
}

/** Statement triggers: they fire for ON CONFLICT DO UPDATE and for TRUNCATE, too, and where no row is met. */
async function onPostgres(): Promise<void> {
  await cds.tx(async () => {
    // Of several processes that start at once, one after the other.
    await cds.run(`SELECT pg_advisory_xact_lock(hashtext('countersign_audit'), hashtext(current_schema()))`)
    await cds.run(
      `CREATE OR REPLACE FUNCTION countersign_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$`,
    )
    await cds.run(
      `CREATE OR REPLACE FUNCTION countersign_audit_unsealed() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ BEGIN INSERT INTO countersign_AuditUnsealed (sequence, entry_ID) SELECT sequence, ID FROM added; RETURN NULL; END $$`,
    )
    const triggers: [name: string, body: string][] = TABLES.map(([name]) => [
      `countersign_${name}_append_only`,
      `BEFORE UPDATE OR DELETE OR TRUNCATE ON countersign_${name} FOR EACH STATEMENT EXECUTE FUNCTION countersign_append_only()`,
    ])
    triggers.push([
      'countersign_AuditLog_unsealed',
      'AFTER INSERT ON countersign_AuditLog REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION countersign_audit_unsealed()',
    ])
    const there = (await cds.run(
      'SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = current_schema()::regnamespace',
    )) as { tgname: string }[]
    const names = new Set(there.map(({ tgname }) => tgname))
    for (const [name, body] of triggers) if (!names.has(name.toLowerCase())) await cds.run(`CREATE TRIGGER ${name} ${body}`)
    for (const sql of INDEXES) await cds.run(sql)
  })
}
