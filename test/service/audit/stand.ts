import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import cds from '@sap/cds'
import { AuditLog } from '#cds-models/countersign'
import { ITSELF, tell } from '../../../srv/audit/log.ts'
import { makeAppendOnly } from '../../../srv/audit/append-only.ts'
import { makeIndexes } from '../../../srv/database/indexes.ts'
import { openDatabase } from '../database.ts'

/** Countersign's database in a SQLite file, so that workers can read it, too; it goes when it is closed. */
export async function openFile(): Promise<{ file: string; close: () => Promise<void> }> {
  await openDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'countersign-audit-'))
  const url = join(folder, 'countersign.sqlite')
  const db = await cds.connect.to('db', { kind: 'sqlite', impl: '@cap-js/sqlite', credentials: { url } } as never)
  cds.db = db
  const { deploy } = cds as unknown as { deploy: (model: unknown) => { to: (db: unknown, options: object) => Promise<unknown> } }
  await deploy(await cds.load(['db', 'srv'])).to(db, { silent: true })
  await INSERT.into('countersign.Counters').entries(['attempt', 'audit', 'lane', 'label'].map((name) => ({ name })))
  await cds.tx(() => makeIndexes())
  await makeAppendOnly()
  const close = async () => {
    await (db as unknown as { disconnect: () => Promise<void> }).disconnect()
    await rm(folder, { recursive: true, force: true })
  }
  return { file: url, close }
}

/** Appends entries in one transaction. */
export async function append(count: number, text = 'told'): Promise<void> {
  await cds.tx(async () => {
    for (let index = 0; index < count; index++) await tell({ ...ITSELF, action: 'judged', reason: `${text} ${index}` })
  })
}

export async function entries(): Promise<{ ID: string; sequence: number }[]> {
  return (await SELECT.from(AuditLog).columns('ID', 'sequence').orderBy('sequence')) as { ID: string; sequence: number }[]
}

/** Does to the tables what only their owner can: with their triggers out of the way, which come back afterwards. */
export async function tamper(...statements: readonly string[]): Promise<void> {
  const isPostgres = (cds.db as { kind?: string }).kind === 'postgres'
  const tables = ['AuditLog', 'AuditLeaves', 'AuditSeals'].map((name) => `countersign_${name}`)
  const guards = isPostgres
    ? tables.map((table) => `ALTER TABLE ${table} DISABLE TRIGGER USER`)
    : tables.flatMap((table) => ['update', 'delete', 'replace'].map((event) => `DROP TRIGGER ${table}_no_${event}`))
  const back = isPostgres ? tables.map((table) => `ALTER TABLE ${table} ENABLE TRIGGER USER`) : []
  for (const statement of [...guards, ...statements, ...back]) await cds.tx(() => cds.run(statement))
  await makeAppendOnly()
}
