import cds from '@sap/cds'

const TABLE = 'countersign_AuditLog'

/**
 * Forbids UPDATE, DELETE and REPLACE on the AuditLog in the database itself, whoever asks. Safe to repeat after each deployment.
 * HANA has no such trigger here: there it is a matter of privileges of the runtime user.
 */
export async function makeAppendOnly(): Promise<void> {
  if (cds.db.kind !== 'sqlite') return
  // REPLACE deletes without asking a trigger for DELETE: an entry that is there stays.
  await cds.run(
    `CREATE TRIGGER IF NOT EXISTS ${TABLE}_no_replace BEFORE INSERT ON ${TABLE} WHEN EXISTS (SELECT 1 FROM ${TABLE} WHERE ID = NEW.ID OR sequence = NEW.sequence) BEGIN SELECT RAISE(ABORT, 'AuditLog is append-only'); END`,
  )
  for (const event of ['UPDATE', 'DELETE']) {
    await cds.run(
      `CREATE TRIGGER IF NOT EXISTS ${TABLE}_no_${event.toLowerCase()} BEFORE ${event} ON ${TABLE} BEGIN SELECT RAISE(ABORT, 'AuditLog is append-only'); END`,
    )
  }
}
