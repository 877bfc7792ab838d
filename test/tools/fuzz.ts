import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type FacadeReport, fuzzFacade } from './fuzz/facade.ts'
import { fuzzNormaliser } from './fuzz/normaliser.ts'
import { table } from './fuzz/table.ts'

/** `npm run fuzz`: generated bodies against the normaliser of errors, and as many against the facade of the running product. */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    products: { type: 'string', default: '2' },
    json: { type: 'string' },
  },
})
const [count, seed, products] = [values.count, values.seed, values.products].map(Number) as [number, number, number]
if (![count, seed, products].every((each) => Number.isSafeInteger(each) && each > 0)) {
  console.error('usage: npm run fuzz -- [--count 100000] [--seed 1] [--products 2] [--json FILE]')
  process.exit(2)
}

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
