import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Cluster, newDatabase, startPostgres } from '../postgres.ts'
import type { AuditStep, RecordedAttempt } from './judge.ts'

/** The database of a run: what Countersign is told of it, how its connections break, and what it holds in the end. */
export interface FaultDatabase {
  /** Environment of each Countersign process. */
  readonly env: NodeJS.ProcessEnv
  /** Ends a connection that is at work; false where there is none to end. */
  breakConnection(): Promise<boolean>
  attempts(): Promise<RecordedAttempt[]>
  audit(): Promise<AuditStep[]>
  close(): Promise<void>
}

const ATTEMPTS = 'SELECT number, keyValue, "order", status FROM countersign_SyncAttempts ORDER BY number'
const AUDIT = 'SELECT sequence, attemptNumber, action, status, at, erpDocument FROM countersign_AuditLog ORDER BY sequence'

type Row = Readonly<Record<string, unknown>>

/** A SQLite file in a folder, read as any auditor could read it. */
export function sqlite(data: string): FaultDatabase {
  const file = join(data, 'countersign.sqlite')
  const rows = (sql: string): Row[] => {
    if (!existsSync(file)) return []
    const database = new DatabaseSync(file, { readOnly: true })
    try {
      return database.prepare(sql).all()
    } finally {
      database.close()
    }
  }
  return {
    env: { cds_requires_db_credentials_url: file },
    breakConnection: () => Promise.resolve(false),
    attempts: () => Promise.resolve(rows(ATTEMPTS).map(attemptOf)),
    audit: () => Promise.resolve(rows(AUDIT).map(stepOf)),
    close: () => Promise.resolve(),
  }
}

/** A cluster of its own, shared by several processes. */
export async function postgres(): Promise<FaultDatabase> {
  const cluster = await startPostgres()
  try {
    const database = await newDatabase(cluster.env)
    const rows = async (sql: string): Promise<Row[]> => (await jsonOf(cluster, sql, database)) as Row[]
    return {
      env: { ...cluster.env, PGDATABASE: database, CDS_ENV: 'postgres' },
      breakConnection: async () => (await cluster.cutConnections(database, 1)) > 0,
      attempts: async () => (await rows(ATTEMPTS)).map(attemptOf),
      audit: async () => (await rows(AUDIT)).map(stepOf),
      close: () => cluster.stop(),
    }
  } catch (error) {
    await cluster.stop()
    throw error
  }
}

async function jsonOf(cluster: Cluster, sql: string, database: string): Promise<unknown> {
  const lines = await cluster.sql(`SELECT coalesce(json_agg(rows), '[]') FROM (${sql}) AS rows`, database)
  return JSON.parse(lines.join('\n')) as unknown
}

/** Column names come in lower case from PostgreSQL. */
function attemptOf(row: Row): RecordedAttempt {
  return { number: Number(row.number), key: text(row.keyValue ?? row.keyvalue), order: text(row.order), status: text(row.status) }
}

function stepOf(row: Row): AuditStep {
  return {
    attempt: Number(row.attemptNumber ?? row.attemptnumber ?? 0),
    action: text(row.action),
    status: text(row.status),
    at: row.at instanceof Date ? row.at.getTime() : Date.parse(text(row.at)),
    sequence: Number(row.sequence),
    erpDocument: text(row.erpDocument ?? row.erpdocument),
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '')
