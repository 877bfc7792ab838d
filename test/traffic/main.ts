import { writeFile } from 'node:fs/promises'
import { asked, whole } from '../tools/command.ts'
import { playTraffic } from './run.ts'
import { tableOf } from './table.ts'
import { paceFor, playWeeks } from './weeks/run.ts'
import { weeksTable } from './weeks/table.ts'

const HELP = `Plays a shift of production confirmations, as DM would send them, and counts what became of them.

  --messages N   how many (300; with --log: all rows)
  --seed N       the same seed in fresh systems gives the same shift (7)
  --senders N    messages on their way at the same time (3)
  --weeks N      so many simulated weeks of --messages each (2000) with planners who decide, and a report of what was learnt;
                 habits of the plant change in week two
  --direct       straight into the local S/4, which is seeded afresh, without Countersign
  --log FILE     replays a shop-floor log instead (CSV with Case ID, Activity, Resource, Span, Work Order Qty, Part Desc., …)
  --json FILE    writes the report as JSON, too
  --patience N   seconds to wait for Countersign's model and, in the end, for what is still on its way (180)
  --help         this text

Countersign, the local S/4 and its admin port are at PORT (4004), S4_PORT (4005) and S4_ADMIN_PORT (4007).
The exit code isn't zero when documents in the ERP differ from what was released or approved, when less
than 95 % of what failed lies in the right queue, or when the run failed; with --weeks when rules and model together
aren't 15 points better than the rules at what no rule decides, or when the change isn't noticed and learnt.`

const { PORT = '4004', S4_PORT = '4005', S4_ADMIN_PORT = '4007' } = process.env

const values = asked(HELP, {
  messages: { type: 'string' },
  seed: { type: 'string', default: '7' },
  senders: { type: 'string', default: '3' },
  direct: { type: 'boolean', default: false },
  log: { type: 'string' },
  weeks: { type: 'string' },
  json: { type: 'string' },
  patience: { type: 'string', default: '180' },
})

try {
  const common = {
    seed: whole('seed', values.seed),
    senders: whole('senders', values.senders),
    countersignUrl: `http://localhost:${PORT}`,
    s4Url: `http://localhost:${S4_PORT}`,
    s4AdminUrl: `http://localhost:${S4_ADMIN_PORT}`,
    patience: whole('patience', values.patience),
    tell: (line: string) => console.error(line),
  }
  if (values.weeks !== undefined) {
    const messages = whole('messages', values.messages ?? '2000')
    const report = await playWeeks({ ...common, weeks: whole('weeks', values.weeks), messages, pace: paceFor(messages) })
    console.log(weeksTable(report))
    if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, undefined, 2)}\n`)
    process.exitCode = report.goals.every((each) => each.holds) ? 0 : 1
  } else {
    const report = await playTraffic({
      ...common,
      messages: values.messages === undefined ? (values.log === undefined ? 300 : Infinity) : whole('messages', values.messages),
      isDirect: values.direct,
      ...(values.log === undefined ? {} : { log: values.log }),
    })
    console.log(tableOf(report, values.direct))
    if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(report, undefined, 2)}\n`)
    const { expected, doubled } = report.documents
    const isLost = !values.direct && report.queues.right < 0.95 * report.queues.failed
    process.exitCode =
      isLost || report.differences.length > 0 || report.documents.found !== expected || doubled > 0 || report.unanswered > 0 ? 1 : 0
  }
} catch (error) {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : ''
  console.error(`traffic: ${error instanceof Error ? error.message : String(error)}${cause}`)
  process.exitCode = 1
}
