import { writeFile } from 'node:fs/promises'
import { asked, chosen, misused } from '../tools/command.ts'
import { readData } from './causes/csv.ts'
import { rowOf, tableOf, undecided } from './causes/figures.ts'
import { PARTS, runBench } from './causes/run.ts'
import { FULL, QUICK } from './causes/settings.ts'
import { whyNoSklearn } from './causes/sklearn.ts'

const HELP = `What the forests are worth, against ml-random-forest, scikit-learn and Bayes.

  --only PARTS      of ${PARTS.join(',')} (all)
  --data CSV        your own data as well, with
  --label COLUMNS   cause, or a,b,c (one-hot), or last:7
  --quick           smaller sizes, less than a minute: what needs the full ones says so, neither holds nor fails, and is null in the JSON
  --json FILE       writes every figure as JSON, too
  --help            this text

The table goes to standard output, progress to standard error. Ends with 1 when a goal isn't reached.`

const values = asked(HELP, {
  json: { type: 'string' },
  data: { type: 'string' },
  label: { type: 'string' },
  quick: { type: 'boolean', default: false },
  only: { type: 'string', default: PARTS.join(',') },
})
const { data, label } = values
if ((data === undefined) !== (label === undefined)) misused('--data and --label belong together')
const parts = chosen('only', values.only, PARTS)

const start = performance.now()
const say = (progress: string): void => console.error(`${((performance.now() - start) / 1000).toFixed(0).padStart(5)} s  ${progress}`)
const brought = data !== undefined && label !== undefined ? { file: data, data: readData(data, label) } : undefined
const bench = { sizes: values.quick ? QUICK : FULL, noSklearn: await whyNoSklearn(), say }
const measured = await runBench(bench, parts, brought)
const figures = values.quick ? measured.map(undecided) : measured
say('done')
console.log(tableOf(figures))
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(figures.map(rowOf), null, 2)}\n`)
if (figures.some(({ holds }) => holds === false)) process.exitCode = 1
