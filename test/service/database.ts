import { resolve } from 'node:path'
import cds from '@sap/cds'
import { prepareDatabase } from '../../srv/database.ts'
import type { Settings } from '../../srv/settings.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const { deploy } = cds as unknown as { deploy: (model: unknown) => { to: (db: unknown, options: object) => Promise<unknown> } }

/** Countersign's database in memory, prepared as at start-up, for tests that run in this process. */
export async function openDatabase(settings: Partial<Settings> = {}): Promise<void> {
  cds.root = ROOT
  const csn = await cds.load(['db', 'srv'])
  cds.model = cds.compile.for.nodejs(csn)
  const db = await cds.connect.to('db', { kind: 'sqlite', impl: '@cap-js/sqlite', credentials: { url: ':memory:' } } as never)
  cds.db = db
  await deploy(csn).to(db, { silent: true })
  await prepareDatabase({ policy: {}, senders: [{ sender: 'dm', service: '*', method: '*' }], reasons: [], ...settings })
}
