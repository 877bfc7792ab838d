import { resolve } from 'node:path'
import cds from '@sap/cds'
import { prepareConnection, prepareDatabase } from '../../srv/database.ts'
import type { Settings } from '../../srv/settings.ts'
import { newDatabase } from '../tools/postgres.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const { deploy } = cds as unknown as { deploy: (model: unknown) => { to: (db: unknown, options: object) => Promise<unknown> } }

/**
 * Countersign's database, empty and prepared as at start-up, for tests that run in this process: in memory, or on PostgreSQL where
 * `npm run test:postgres` runs them.
 */
export async function openDatabase(settings: Partial<Settings> = {}): Promise<void> {
  cds.root = ROOT
  const isOnPostgres = process.env.COUNTERSIGN_TEST_DB === 'postgres'
  const csn = await cds.load(isOnPostgres ? '*' : ['db', 'srv'])
  cds.model = cds.compile.for.nodejs(csn)
  if (isOnPostgres) await connectToPostgres()
  else await connectInMemory(csn)
  await prepareDatabase({ policy: {}, senders: [{ sender: 'dm', service: '*', method: '*' }], reasons: [], ...settings })
}

async function connectInMemory(csn: object): Promise<void> {
  cds.db = await cds.connect.to('db', { kind: 'sqlite', impl: '@cap-js/sqlite', credentials: { url: ':memory:' } } as never)
  await deploy(csn).to(cds.db, { silent: true })
}

/** Each time another database; the profile `postgres` says the rest. */
async function connectToPostgres(): Promise<void> {
  await prepareConnection()
  cds.db = await cds.connect.to('db', { credentials: { database: await newDatabase() } } as never)
}
