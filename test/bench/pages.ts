import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProduct } from '../landscape/product.ts'
import { asked, whole } from '../tools/command.ts'
import { Countersign } from '../traffic/countersign.ts'
import { atMost, rowOf } from './causes/figures.ts'
import { aligned } from './facade/table.ts'
import { fillDatabase } from './pages/database.ts'
import { keysIn } from './pages/keys.ts'
import { type Opened, openPage } from './pages/open.ts'
import { PAGES } from './pages/requests.ts'

const HELP = `How long each page waits for its data on an embedded database of many messages. Each page is opened by its user with the requests that a browser
sends, first cold, then three times, of which the middle one counts.

  --attempts N    recorded before (1000000, which need 15 GB below the folder for temporary files)
  --keep FOLDER   fills the database there once, and takes what lies there already
  --only TEXT     opens the pages whose name holds it
  --json FILE     writes every figure as JSON, too
  --help          this text

Ends with 1 when the first rows of a page aren't there in time.`

/** Milliseconds until the first rows of a page. */
const TARGET = 3000
const TIMES = 3

const values = asked(HELP, {
  attempts: { type: 'string', default: '1000000' },
  json: { type: 'string' },
  keep: { type: 'string' },
  only: { type: 'string', default: '' },
})
const attempts = whole('attempts', values.attempts)
const start = performance.now()
const say = (progress: string): void => console.error(`${((performance.now() - start) / 1000).toFixed(0).padStart(5)} s  ${progress}`)
const data = values.keep ?? (await mkdtemp(join(tmpdir(), 'countersign-pages-')))
const file = join(data, 'countersign.sqlite')

try {
  await mkdir(data, { recursive: true })
  if (!(await isThere(file))) {
    const { held, failures, auditEntries } = await fillDatabase(data, attempts, say)
    const size = ((await stat(file)).size / 1e9).toFixed(1)
    say(`${attempts} messages, ${held} held, ${failures} failed once, ${auditEntries} audit entries, ${size} GB`)
  }
  const product = await startProduct({ port: 0, s4Port: 0, s4AdminPort: 0, dmPort: 0, data, env: { UI5_MODE: 'off' } })
  try {
    say(`started; model ${await new Countersign(product.url).ready(600)} is ready`)
    const keys = keysIn(file)
    const opened: (Opened & { readonly name: string })[] = []
    for (const page of PAGES.filter(({ name }) => name.includes(values.only))) {
      const cold = await openPage(product.url, page, keys)
      const warm: Opened[] = []
      for (let time = 0; time < TIMES; time++) warm.push(await openPage(product.url, page, keys))
      const [middle] = warm.sort((a, b) => a.rows - b.rows).slice(Math.floor(TIMES / 2))
      if (!middle) continue
      opened.push({ name: page.name, ...middle })
      say(`${page.name}: ${written(middle.rows)} ms, cold ${written(cold.rows)} ms`)
    }
    const figures = opened.map(({ name, rows }) => atMost(`first rows of ${name}`, rows, 'ms', TARGET))
    console.log(
      aligned([
        [`${attempts.toLocaleString('en')} messages`, 'first rows ms', 'all requests ms', 'others wait ms', 'asked', ''],
        ...opened.map(({ name, rows, all, others }, at) => [
          name,
          ...[rows, all, others].map(written),
          figures[at]?.target ?? '',
          figures[at]?.holds === true ? 'holds' : 'DOES NOT HOLD',
        ]),
      ]),
    )
    if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(figures.map(rowOf), null, 2)}\n`)
    if (figures.some(({ holds }) => holds !== true)) process.exitCode = 1
  } finally {
    await product.stop()
  }
} finally {
  if (values.keep === undefined) await rm(data, { recursive: true, force: true })
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function written(milliseconds: number): string {
  return Math.round(milliseconds).toLocaleString('en')
}
