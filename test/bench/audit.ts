import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import cds from '@sap/cds'
import { Sealer } from '../../srv/audit/sealer.ts'
import { ITSELF, tell } from '../../srv/audit/log.ts'
import { prepareDatabase } from '../../srv/database.ts'
import { settings } from '../../srv/settings.ts'
import { asked, whole } from '../tools/command.ts'
import { atLeast, type Figure, plain, rowOf } from './causes/figures.ts'
import { goalsTable } from './facade/table.ts'

const HELP = `How fast the audit log grows: entries are appended in grouped transactions to a SQLite file while the sealer seals them, until the last one is
sealed. Needs CDS_TYPESCRIPT=true in the environment.

  --entries N   how many (100000)
  --group N     in one transaction (200)
  --json FILE   writes every figure as JSON, too
  --help        this text

Ends with 1 when the goal isn't reached.`

const values = asked(HELP, {
  entries: { type: 'string', default: '100000' },
  group: { type: 'string', default: '200' },
  json: { type: 'string' },
})
const [entries, group] = [whole('entries', values.entries), whole('group', values.group)]

const folder = await mkdtemp(join(tmpdir(), 'countersign-audit-'))
const figures = await measureAudit(join(folder, 'audit.sqlite'), entries, group).finally(() => rm(folder, { recursive: true, force: true }))
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(figures.map(rowOf), null, 2)}\n`)
if (process.send) await new Promise((resolve) => process.send?.({ ready: true, figures }, resolve))
else console.log(goalsTable(figures))
// The database's pool would keep the process.
process.exit(figures.every(({ holds }) => holds) ? 0 : 1)

async function measureAudit(file: string, count: number, size: number): Promise<Figure[]> {
  cds.root = resolve(import.meta.dirname, '../..')
  cds.model = cds.compile.for.nodejs(await cds.load('*'))
  cds.db = await cds.connect.to('db', {
    kind: 'sqlite',
    impl: '@cap-js/sqlite',
    schema_evolution: 'auto',
    credentials: { url: file },
  } as never)
  await prepareDatabase(settings())
  const sealer = new Sealer()
  sealer.start()
  // So that no clock measures the compiler.
  await append(Math.min(count / 10, 5_000), size)
  await sealer.seal()
  const before = process.cpuUsage()
  const began = performance.now()
  await append(count, size)
  const appended = performance.now()
  await sealer.stop()
  const ended = performance.now()
  const { user, system } = process.cpuUsage(before)
  const [waiting] = (await cds.run('SELECT count(*) AS count FROM countersign_AuditUnsealed')) as { count: number }[]
  if (waiting?.count !== 0) throw new Error(`${waiting?.count ?? '?'} entries were left unsealed`)
  return [
    atLeast(`audit entries appended and sealed, in transactions of ${size}`, count / ((ended - began) / 1000), '1/s', 5_000),
    plain('audit entries appended while they are sealed', count / ((appended - began) / 1000), '1/s'),
    plain('CPU an audit entry, sealing included', (user + system) / 1000 / count, 'ms'),
  ]
}

/** Entries as messages leave them, so many in a transaction. */
async function append(count: number, size: number): Promise<void> {
  for (let at = 0; at < count; at += size) {
    await cds.tx(async () => {
      for (let each = at; each < Math.min(count, at + size); each++) await tell(step(each))
    })
  }
}

function step(at: number): Parameters<typeof tell>[0] {
  const attempt = {
    ID: randomUUID(),
    number: at + 1,
    plant: '1710',
    order: String(1_000_000 + (at % 5_000)),
    method: 'POST',
    path: '/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV/ProdnOrdConf2',
    bodyHash: createHash('sha256').update(String(at)).digest('hex'),
    modelVersion: 'exact-3-f43a52964f66',
    policyVersion: 1,
  }
  return { ...ITSELF, action: 'posted', attempt, status: 'posted', reason: 'Answered by the ERP', erpDocument: `${100_000 + at}/1` }
}
