import { mkdir } from 'node:fs/promises'
import { dirname, extname, resolve } from 'node:path'
import cds from '@sap/cds'
import { Counters, Duties, LearningSettings, Policies, ReasonMappings, SenderRules } from '#cds-models/countersign'
import { makeAppendOnly } from './audit/append-only.ts'
import { COUNTERS } from './audit/numbers.ts'
import { carryOut, pendingDeployment } from './database/deployment.ts'
import { makeIndexes } from './database/indexes.ts'
import { NAMED, sessionOf } from './database/instance.ts'
import { keepTransitions } from './database/transitions.ts'
import { DUTIES } from './pipeline/duties.ts'
import { deliverFailureCodes, setQueueTargets } from './pipeline/delivered.ts'
import { type Settings } from './settings.ts'

/** What connecting needs: the folder of a SQLite file, and our own services for SQLite and PostgreSQL. Before CAP connects. */
export async function prepareConnection(): Promise<void> {
  const db = cds.requires.db as { kind?: string; credentials?: { url?: string }; impl?: string }
  const url = db.credentials?.url
  if (db.kind === 'sqlite' && url && url !== ':memory:') await mkdir(dirname(resolve(cds.root, url)), { recursive: true })
  if (db.kind === 'sqlite' || db.kind === 'postgres')
    db.impl = resolve(import.meta.dirname, `database/${db.kind}${extname(import.meta.filename)}`)
}

/**
 * Brings the database to the present model in place, keeping every row and trigger, and inserts what must be there and nobody has edited
 * yet; all of it or nothing, and one process after the other. On HANA the deployer does the first part.
 */
export async function prepareDatabase({ policy, learning, senders, reasons }: Settings): Promise<void> {
  const deployment = await pendingDeployment()
  await cds.tx({ user: new cds.User('countersign') }, async () => {
    await oneProcessAtATime()
    if (deployment) await carryOut(deployment)
    await insertMissing(
      Counters,
      COUNTERS.map((name) => ({ name })),
    )
    await insertMissing(
      Duties,
      DUTIES.map((name) => ({ name })),
    )
    await insertMissing(Policies, [{ kind: '*', plant: '*', ...policy }])
    await insertMissing(LearningSettings, [{ ID: '1', ...learning }])
    await insertMissing(SenderRules, senders)
    await insertMissing(ReasonMappings, reasons)
    await deliverFailureCodes()
    await setQueueTargets()
    await makeIndexes()
    await keepTransitions()
  })
  await makeAppendOnly()
}

/** Others that start now wait until the open transaction has ended, however long a large table takes. */
async function oneProcessAtATime(): Promise<void> {
  if (cds.db.kind !== 'postgres') return
  for (const limit of ['lock_timeout', 'statement_timeout']) await cds.run(`SET LOCAL ${limit} = 0`)
  await cds.run(`SELECT pg_advisory_xact_lock(hashtext('countersign'), hashtext(current_schema()))`)
}

/**
 * Ends what processes that are gone had under way, so that others take it up at once and not after its lease. On SQLite there is only ever
 * one process: at its start, and then only, every lease is of one that is gone. On PostgreSQL those without a session; elsewhere leases end
 * by themselves.
 */
export async function releaseLeases(): Promise<void> {
  if (cds.db.kind === 'sqlite')
    await UPDATE('countersign.Lanes')
      .set({ lease: null, leaseUntil: null })
      .where({ lease: { '!=': null } })
  if (cds.db.kind === 'postgres')
    await cds.run(
      `UPDATE countersign_Lanes SET lease = null, leaseUntil = null WHERE lease IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = '${sessionOf('')}' || left(lease, ${NAMED}))`,
    )
}

async function insertMissing(entity: { readonly name: string }, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const keys = Object.keys((cds.model?.definitions[entity.name] as { keys?: object } | undefined)?.keys ?? {})
  for (const row of rows) {
    const where = Object.fromEntries(keys.map((key) => [key, row[key]]))
    const [first = ''] = keys
    if (!(await SELECT.one.from(entity.name).columns(first).where(where))) await INSERT.into(entity.name).entries(row)
  }
}
