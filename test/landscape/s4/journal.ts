import type { Books } from './books.ts'
import type { Row } from './contract.ts'

/** Sets whose rows are postings. */
const POSTINGS = ['ProdnOrdConf2', 'ProcOrdConf2', 'A_MaterialDocumentHeader']

/** Has the books write down in which order postings were booked, over all kinds of them. Safe to repeat. */
export function keepJournal(books: Books): void {
  books.db.exec('CREATE TABLE IF NOT EXISTS "journal" (position INTEGER PRIMARY KEY AUTOINCREMENT, posting TEXT, number INTEGER)')
  for (const set of POSTINGS.filter((each) => books.has(each))) {
    books.db.exec(
      `CREATE TRIGGER IF NOT EXISTS "journal:${set}" AFTER INSERT ON "${set}" BEGIN INSERT INTO "journal" (posting, number) VALUES ('${set}', NEW.rowid); END`,
    )
  }
}

/** Postings of a set in the order of booking, each with its place among all postings; 0 where nobody kept it. */
export function journalOf(books: Books, set: string): { row: Row; position: number }[] {
  if (!books.has(set)) return []
  const rows = books.all(
    `SELECT posting.*, (SELECT max(position) FROM "journal" WHERE posting = ? AND number = posting.rowid) AS "journal:position" FROM "${set}" AS posting ORDER BY posting.rowid`,
    [set],
  )
  return rows.map(({ 'journal:position': position, ...row }) => ({ row, position: Number(position ?? 0) }))
}
