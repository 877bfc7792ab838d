import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import cds from '@sap/cds'
import { Counters, LearningSettings, Policies, ReasonMappings, SenderRules } from '#cds-models/countersign'
import { makeAppendOnly } from './audit/append-only.ts'
import { COUNTERS } from './audit/numbers.ts'
import { deliverFailureCodes, setQueueTargets } from './pipeline/delivered.ts'
import { type Settings } from './settings.ts'

/** `cds.deploy`, which cds-types leave out. */
const { deploy } = cds as unknown as {
  deploy: (model: string) => { to: (db: unknown, options: { schema_evolution: 'auto'; silent: boolean }) => Promise<unknown> }
}

/** Makes the folder of a SQLite file, so that the database can be opened. */
export async function makeFolder(): Promise<void> {
  const { kind, credentials } = cds.requires.db as { kind?: string; credentials?: { url?: string } }
  const url = credentials?.url
  if (kind === 'sqlite' && url && url !== ':memory:') await mkdir(dirname(resolve(cds.root, url)), { recursive: true })
}

/**
 * Brings the embedded database to the present model in place, keeping every row and trigger, and inserts what must be there
 * and nobody has edited yet. On HANA and PostgreSQL the deployer does the first part.
 */
export async function prepareDatabase({ policy, learning, senders, reasons }: Settings): Promise<void> {
  if (cds.db.kind === 'sqlite' && !isInMemory()) await deploy('*').to(cds.db, { schema_evolution: 'auto', silent: true })
  await cds.tx({ user: new cds.User('countersign') }, async () => {
    await insertMissing(
      Counters,
      COUNTERS.map((name) => ({ name })),
    )
    await insertMissing(Policies, [{ kind: '*', plant: '*', ...policy }])
    await insertMissing(LearningSettings, [{ ID: '1', ...learning }])
    await insertMissing(SenderRules, senders)
    await insertMissing(ReasonMappings, reasons)
    await deliverFailureCodes()
    await setQueueTargets()
  })
  await makeAppendOnly()
  await makeIndexes()
}

/** What is looked up at every message, flat however long the record grows. CDS has no words for plain indexes; HANA's columns need none. */
const INDEXES: readonly (readonly [table: string, ...columns: string[]])[] = [
  ['SyncAttempts', 'number'],
  ['SyncAttempts', 'receivedAt'],
  ['SyncAttempts', 'sender', 'service', 'keyValue'],
  ['SyncAttempts', 'sender', 'bodyHash'],
  ['SyncAttempts', '"order"', 'number'],
  ['SyncAttempts', 'status'],
  ['Conflicts', 'attempt_ID'],
  ['Conflicts', 'failure_ID'],
  ['Suggestions', 'attempt_ID'],
  ['Suggestions', 'status'],
  ['Lanes', 'seq'],
  ['Cases', 'attempt_ID'],
  ['Cases', 'number'],
  ['Cases', 'labelNumber'],
  ['Cases', 'hasFailed', 'labelNumber'],
  ['AttemptItems', 'erpDocument'],
  ['ModelFigures', 'model_version'],
  ['AuditLog', 'sequence'],
  ['AuditLog', 'attemptNumber'],
  ['AuditLog', 'suggestion_ID'],
]

async function makeIndexes(): Promise<void> {
  if (cds.db.kind !== 'sqlite') return
  for (const [table, ...columns] of INDEXES) {
    const name = `countersign_${table}_${columns.join('_').replaceAll('"', '')}`
    await cds.run(`CREATE INDEX IF NOT EXISTS ${name} ON countersign_${table} (${columns.join(', ')})`)
  }
}

/** Ends what a process that is gone had under way: on SQLite there is only ever one process. */
export async function releaseLeases(): Promise<void> {
  if (cds.db.kind === 'sqlite')
    await UPDATE('countersign.Lanes')
      .set({ lease: null, leaseUntil: null })
      .where({ lease: { '!=': null } })
}

function isInMemory(): boolean {
  return (cds.requires.db as { credentials?: { url?: string } }).credentials?.url === ':memory:'
}

async function insertMissing(entity: { readonly name: string }, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const keys = Object.keys((cds.model?.definitions[entity.name] as { keys?: object } | undefined)?.keys ?? {})
  for (const row of rows) {
    const where = Object.fromEntries(keys.map((key) => [key, row[key]]))
    const [first = ''] = keys
    if (!(await SELECT.one.from(entity.name).columns(first).where(where))) await INSERT.into(entity.name).entries(row)
  }
}
