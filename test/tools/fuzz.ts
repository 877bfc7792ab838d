import { writeFile } from 'node:fs/promises'
import { asked, whole } from './command.ts'
import { type FacadeReport, fuzzFacade } from './fuzz/facade.ts'
import { fuzzNormaliser } from './fuzz/normaliser.ts'
import { table } from './fuzz/table.ts'

const HELP = `Sends generated bodies to the reader of the ERP's errors, and as many to the facade of the running product. None may break it.

  --count N      how many, of each (100000)
  --seed N       the same seed makes the same bodies (1)
  --products N   that take them side by side (2)
  --json FILE    writes the report as JSON, too
  --help         this text

Ends with 1 when one was answered with 500, or the ERP's books don't agree.`

const values = asked(HELP, {
  count: { type: 'string', default: '100000' },
  seed: { type: 'string', default: '1' },
  products: { type: 'string', default: '2' },
  json: { type: 'string' },
})
const [count, seed, products] = [whole('count', values.count), whole('seed', values.seed), whole('products', values.products)]

const tell = (text: string): void => console.error(text)
tell(`${count} answers for the normaliser, seed ${seed}`)
const normaliser = fuzzNormaliser({ count, seed })
tell(`${count} requests for the facade of ${products} products at once, seed ${seed}`)
// Far apart, so that no two products play the same requests.
const share = Math.ceil(count / products)
const facades = await Promise.all(
  Array.from({ length: products }, (_, index) =>
    fuzzFacade({ count: Math.min(share, count - share * index), seed: seed + index * 1_000_000, tell }),
  ),
)
console.log(table(normaliser, facades))
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ count, seed, normaliser, facades }, null, 2)}\n`)
const isBad =
  normaliser.failure !== undefined || facades.some((each: FacadeReport) => each.failures.length > 0 || each.books.complaints.length > 0)
process.exitCode = isBad ? 1 : 0
