import { DatabaseSync } from 'node:sqlite'

/** What Countersign says of what it did. */
export interface RecordedFacts {
  readonly attempts: number
  /** Released without a word, with a note, held, and posted in the end. */
  readonly released: number
  readonly noted: number
  readonly held: number
  readonly posted: number
  /** Scored by a forest. */
  readonly scored: number
  readonly auditEntries: number
}

/** Reads the database of a Countersign that may still run. */
export function recordedIn(file: string): RecordedFacts {
  const db = new DatabaseSync(file, { readOnly: true })
  try {
    const row = db
      .prepare(
        `SELECT count(*) AS attempts, sum(verdict = 'release') AS released, sum(verdict = 'releaseWithNote') AS noted, sum(verdict = 'hold') AS held,
           sum(status = 'posted') AS posted, sum(modelVersion IS NOT NULL AND modelVersion <> 'rules') AS scored FROM countersign_SyncAttempts`,
      )
      .get()
    const audit = db.prepare('SELECT count(*) AS entries FROM countersign_AuditLog').get()
    const of = (name: string): number => Number(row?.[name] ?? 0)
    return {
      attempts: of('attempts'),
      released: of('released'),
      noted: of('noted'),
      held: of('held'),
      posted: of('posted'),
      scored: of('scored'),
      auditEntries: Number(audit?.entries ?? 0),
    }
  } finally {
    db.close()
  }
}
