import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import cds from '@sap/cds'

/** Brings the database to the present model, by CAP's schema evolution: additive, in place, rows and triggers stay. */

/** What cds-types leave out. */
const { deploy, minify } = cds as unknown as {
  deploy: {
    (model: object): { to: (db: unknown, options: { schema_evolution: 'auto'; silent: boolean }) => Promise<unknown> }
    resources: (model: object) => Promise<Record<string, string>>
  }
  minify: (model: object) => object
}

/** A model that the database isn't known to be of. */
export interface Deployment {
  readonly model: object
  /** Hash of all that it is made of; empty where that can't be told. */
  readonly mark: string
}

/**
 * What has to be deployed; undefined where nothing has: the model is that of the last deployment, it was just made in memory, or another
 * tool deploys it (HANA). With no transaction open: loading a model takes seconds.
 */
export async function pendingDeployment(): Promise<Deployment | undefined> {
  const { url } = (cds.requires.db as { credentials?: { url?: string } }).credentials ?? {}
  const deploysItself = cds.db.kind === 'postgres' || (cds.db.kind === 'sqlite' && url !== ':memory:')
  if (!deploysItself) return undefined
  const mark = await markOf(cds.model as unknown as { $sources?: string[] })
  return (await isDeployed(mark)) ? undefined : { model: minify(await cds.load('*')), mark }
}

/** Deploys, unless another process has done it meanwhile. Within the open transaction, on PostgreSQL as the only one. */
export async function carryOut({ model, mark }: Deployment): Promise<void> {
  if (await isDeployed(mark)) return
  await deploy(model).to(cds.db, { schema_evolution: 'auto', silent: true })
  await cds.run('CREATE TABLE IF NOT EXISTS countersign_deployed (mark VARCHAR(64))')
  await cds.run('DELETE FROM countersign_deployed')
  await cds.run(`INSERT INTO countersign_deployed (mark) VALUES ('${mark}')`)
}

const HAS_MARKS = {
  sqlite: `SELECT 1 FROM sqlite_schema WHERE name = 'countersign_deployed'`,
  postgres: `SELECT 1 FROM pg_tables WHERE tablename = 'countersign_deployed' AND schemaname = current_schema()`,
}

async function isDeployed(mark: string): Promise<boolean> {
  if (mark === '' || ((await cds.run(HAS_MARKS[cds.db.kind as keyof typeof HAS_MARKS])) as unknown[]).length === 0) return false
  return ((await cds.run(`SELECT 1 FROM countersign_deployed WHERE mark = '${mark}'`)) as unknown[]).length > 0
}

/** SHA-256 of the model's files and of the data that comes with it. */
async function markOf(model: { readonly $sources?: readonly string[] }): Promise<string> {
  try {
    const files = [...(model.$sources ?? []), ...Object.keys(await deploy.resources(model))].sort()
    const hash = createHash('sha256').update(cds.version)
    for (const file of files) hash.update(`\n${file}\n`).update(await readFile(file))
    return hash.digest('hex')
  } catch {
    return ''
  }
}
