import cds from '@sap/cds'

const TABLE = 'countersign_AuditLog'

/**
 * Forbids UPDATE and DELETE on the AuditLog in the database itself, whoever asks. Safe to repeat after each deployment.
 * HANA has no such trigger here: there it is a matter of privileges of the runtime user.
 */
export async function makeAppendOnly(): Promise<void> {
  if (cds.db.kind !== 'sqlite') return
  for (const event of ['UPDATE', 'DELETE']) {
    await cds.run(
      `CREATE TRIGGER IF NOT EXISTS ${TABLE}_no_${event.toLowerCase()} BEFORE ${event} ON ${TABLE} BEGIN SELECT RAISE(ABORT, 'AuditLog is append-only'); END`,
    )
  }
}
