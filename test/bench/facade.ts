import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startProgram } from '../landscape/processes.ts'
import { asked, chosen, misused, whole, wholes } from '../tools/command.ts'
import { type Figure, rowOf } from './causes/figures.ts'
import { measureFacade, onGround } from './facade/facade.ts'
import { flat } from './facade/flat.ts'
import { facadeFigures, measuredFigures } from './facade/goals.ts'
import { insideText, lookInside } from './facade/profile.ts'
import { type Bench, DATABASES, FULL, QUICK } from './facade/settings.ts'
import { goalsTable, tablesOf } from './facade/table.ts'

const PARTS = ['facade', 'flat', 'audit'] as const

const HELP = `What the facade costs, beside everything that does less, in one run.

  --only PARTS          of ${PARTS.join(',')} (all)
  --db NAMES            of ${DATABASES.join(',')} (both)
  --senders N,N,N       messages on their way at the same time (${FULL.senders.join(',')})
  --rounds N            in which each is measured once, in turn; the middle counts (${FULL.rounds})
  --attempts FEW,MANY   recorded before, for flat (${FULL.attempts.join(',')})
  --quick               smaller sizes, whose figures decide nothing
  --profile             where the time goes, and nothing else unless --only names more
  --json FILE           writes every figure as JSON, too
  --help                this text

Tables go to standard output, progress to standard error. Ends with 1 when a goal of the full sizes isn't reached.`

const values = asked(HELP, {
  json: { type: 'string' },
  quick: { type: 'boolean', default: false },
  profile: { type: 'boolean', default: false },
  senders: { type: 'string' },
  rounds: { type: 'string' },
  db: { type: 'string', default: DATABASES.join(',') },
  attempts: { type: 'string' },
  only: { type: 'string' },
})
const start = performance.now()
const bench: Bench = {
  sizes: sizesOf(values),
  databases: chosen('db', values.db, DATABASES),
  folder: await mkdtemp(join(tmpdir(), 'countersign-bench-')),
  say: (progress) => console.error(`${((performance.now() - start) / 1000).toFixed(0).padStart(5)} s  ${progress}`),
}
const parts = values.only === undefined ? (values.profile ? [] : PARTS) : chosen('only', values.only, PARTS)

try {
  const figures: Figure[] = []
  const measured: Figure[] = []
  await onGround(bench, async (ground) => {
    if (parts.includes('facade')) {
      const facade = await measureFacade(bench, ground)
      console.log(`${tablesOf(facade.results)}\n`)
      figures.push(...facadeFigures(facade, bench))
      measured.push(...measuredFigures(facade.results))
    }
    if (parts.includes('flat')) figures.push(...(await flat(bench, ground)))
    if (parts.includes('audit')) figures.push(...(await audit(bench.sizes.entries)))
    if (values.profile) console.log(`${insideText(await lookInside(bench, ground))}\n`)
  })
  if (figures.length > 0) console.log(goalsTable(figures))
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify([...figures, ...measured].map(rowOf), null, 2)}\n`)
  if (!values.quick && figures.some(({ holds }) => !holds)) process.exitCode = 1
} finally {
  await rm(bench.folder, { recursive: true, force: true })
}

function sizesOf({
  quick,
  senders,
  rounds,
  attempts,
}: {
  quick: boolean
  senders?: string
  rounds?: string
  attempts?: string
}): Bench['sizes'] {
  const sizes = quick ? QUICK : FULL
  const [few, many]: readonly (number | undefined)[] = attempts === undefined ? sizes.attempts : wholes('attempts', attempts)
  if (few === undefined || many === undefined) misused('--attempts takes two numbers: 1000,1000000')
  return {
    ...sizes,
    attempts: [few, many],
    senders: senders === undefined ? sizes.senders : wholes('senders', senders),
    rounds: rounds === undefined ? sizes.rounds : whole('rounds', rounds),
  }
}

/** Appends and seals in a process of its own. */
async function audit(entries: number): Promise<Figure[]> {
  const program = await startProgram([resolve(import.meta.dirname, 'audit.ts'), '--entries', String(entries)], {
    env: { CDS_TYPESCRIPT: 'true' },
    within: 600_000,
  })
  await program.ended
  return program.ready.figures as Figure[]
}
