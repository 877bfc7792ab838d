import { writeFile } from 'node:fs/promises'
import { asked, chosen, whole } from './command.ts'
import { table } from './faults/report.ts'
import { runWithFaults } from './faults/run.ts'

const HELP = `Sends messages through Countersign while the local S/4 misbehaves, processes are killed and people decide, and judges from the S/4's books.

  --messages N    how many (5000)
  --seed N        of messages, faults and kills (1)
  --db NAME       sqlite or postgres (sqlite)
  --processes N   of Countersign (1; on PostgreSQL 3)
  --senders N     messages on their way at the same time (8)
  --orders N      production orders that they are spread over (200)
  --kill-every S  seconds between two kills (5)
  --json FILE     writes the report as JSON, too
  --help          this text

The exit code isn't zero when a message is lost, doubled, out of order or unknown, when record, senders and books don't agree, or when less than
90 % of what should post is posted.`

const values = asked(HELP, {
  messages: { type: 'string', default: '5000' },
  seed: { type: 'string', default: '1' },
  db: { type: 'string', default: 'sqlite' },
  processes: { type: 'string' },
  senders: { type: 'string', default: '8' },
  orders: { type: 'string', default: '200' },
  'kill-every': { type: 'string', default: '5' },
  json: { type: 'string' },
})
const [db] = chosen('db', values.db, ['sqlite', 'postgres'])

try {
  const report = await runWithFaults({
    messages: whole('messages', values.messages),
    seed: whole('seed', values.seed),
    db: db ?? 'sqlite',
    processes: whole('processes', values.processes ?? (db === 'sqlite' ? '1' : '3')),
    senders: whole('senders', values.senders),
    orders: whole('orders', values.orders),
    killEvery: whole('kill-every', values['kill-every']) * 1000,
    weatherEvery: 4000,
    quietTime: 45,
    answerWithin: 5,
    isLong: true,
    patience: 300,
    tell: (line) => console.error(line),
  })
  console.log(table(report))
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, undefined, 2)}\n`)
  process.exitCode = report.violations.length === 0 ? 0 : 1
} catch (error) {
  console.error(`faults: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
