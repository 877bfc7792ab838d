import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { readData } from './causes/csv.ts'
import { rowOf, tableOf, undecided } from './causes/figures.ts'
import { PARTS, runBench } from './causes/run.ts'
import { FULL, QUICK } from './causes/settings.ts'
import { whyNoSklearn } from './causes/sklearn.ts'

/**
 * What the forests are worth, against `ml-random-forest`, scikit-learn and Bayes: `npm run bench:causes -- --json FILE --data CSV --label COLUMNS`. Labels: `cause`, `a,b,c` (one-hot) or
 * `last:7`. `--quick` takes smaller sizes, less than a minute: what needs the full ones says so, neither holds nor fails, and is null in the JSON; `--only training,threads,responsive,models,data`
 * some parts. The table goes to standard output, progress to standard error. Ends with 1 when a goal isn't reached.
 */

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    data: { type: 'string' },
    label: { type: 'string' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: PARTS.join(',') },
  },
})
const { data, label, only } = values
if ((data === undefined) !== (label === undefined)) throw new TypeError('--data and --label belong together.')
const asked = only.split(',')
const unknown = asked.find((each) => !PARTS.some((part) => part === each))
if (unknown !== undefined) throw new TypeError(`--only ${unknown}: ${PARTS.join(', ')} are known.`)

const start = performance.now()
const say = (progress: string): void => console.error(`${((performance.now() - start) / 1000).toFixed(0).padStart(5)} s  ${progress}`)
const brought = data !== undefined && label !== undefined ? { file: data, data: readData(data, label) } : undefined
const bench = { sizes: values.quick ? QUICK : FULL, noSklearn: await whyNoSklearn(), say }
const measured = await runBench(
  bench,
  PARTS.filter((part) => asked.includes(part)),
  brought,
)
const figures = values.quick ? measured.map(undecided) : measured
say('done')
console.log(tableOf(figures))
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(figures.map(rowOf), null, 2)}\n`)
if (figures.some(({ holds }) => holds === false)) process.exitCode = 1
