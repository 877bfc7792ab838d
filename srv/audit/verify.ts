import { once } from 'node:events'
import { extname, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import cds from '@sap/cds'
import { type Row, records } from './records.ts'
import { type Seal, type Verification, Verifier } from './verifier.ts'

/** Says what the log is held against. */
interface VerifyOptions {
  /** A seal that was kept elsewhere. */
  readonly against?: Pick<Seal, 'number' | 'hash'> | undefined
  /** IDs of the keys that seals may be signed with; any if left out. */
  readonly trusted?: readonly string[] | undefined
}

/** The name of this file and of the worker's end alike: they are `.js` once built. */
const WORKER = new URL(`./verify-worker${extname(new URL(import.meta.url).pathname)}`, import.meta.url)

/**
 * Proves the audit log of the connected database, or tells what was done to it. A SQLite file is read by a worker on a connection of its own
 * that can't write; other databases page by page, so that nobody waits for it.
 */
export async function verifyLog(options: VerifyOptions = {}): Promise<Verification> {
  const file = sqliteFile()
  if (file !== undefined) return inWorker({ file, ...options })
  const { kind } = cds.db as { kind?: string }
  const verifier = new Verifier(options)
  for await (const record of records(async (sql) => (await cds.run(sql)) as Row[], kind)) verifier.take(record)
  return verifier.result()
}

/** IDs of the keys that seals may be signed with, if they are restricted: `countersign.sealKeys`. */
export function trustedKeys(): readonly string[] | undefined {
  const keys = (cds.env as unknown as { countersign?: { sealKeys?: readonly string[] } }).countersign?.sealKeys
  return keys && keys.length > 0 ? keys : undefined
}

/** What the worker is to do. */
export type VerifyOrder = VerifyOptions & { readonly file: string }

async function inWorker(order: VerifyOrder): Promise<Verification> {
  const worker = new Worker(WORKER, { workerData: order })
  try {
    const [result] = (await once(worker, 'message')) as [Verification]
    return result
  } finally {
    await worker.terminate()
  }
}

/** Undefined for a database in memory, or another than SQLite. */
function sqliteFile(): string | undefined {
  const { kind, options } = cds.db as { kind?: string; options?: { credentials?: { url?: string } } }
  const url = options?.credentials?.url
  return kind === 'sqlite' && url && url !== ':memory:' ? resolve(cds.root, url) : undefined
}
