import { Readable } from 'node:stream'
import cds from '@sap/cds'
import { records, type Row } from '../records.ts'

/** The whole log with its seals, one JSON a line, for the standalone verifier. */
export function proofOf(): Readable {
  return Readable.from(linesOf())
}

async function* linesOf(): AsyncGenerator<Buffer> {
  // Transactions of their own: the one of the request would stay open until the last byte is sent.
  const run = async (sql: string): Promise<Row[]> => await cds.tx({ user: cds.User.privileged } as never, () => cds.db.run(sql) as never)
  const { kind } = cds.db as { kind?: string }
  let lines: string[] = []
  for await (const record of records(run, kind)) {
    lines.push(`${JSON.stringify(record)}\n`)
    if (lines.length < 500) continue
    yield Buffer.from(lines.join(''))
    lines = []
  }
  yield Buffer.from(lines.join(''))
}
