import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { records } from './records.ts'
import { Verifier } from './verifier.ts'
import type { VerifyOrder } from './verify.ts'

/** Reads a SQLite file beside everybody else, in one state of it, and answers what its log is worth. */
const { file, ...options } = workerData as VerifyOrder
const database = new DatabaseSync(file, { readOnly: true })
try {
  database.exec('BEGIN')
  const verifier = new Verifier(options)
  for await (const record of records((sql) => database.prepare(sql).all())) verifier.take(record)
  parentPort?.postMessage(verifier.result())
} finally {
  database.close()
}
