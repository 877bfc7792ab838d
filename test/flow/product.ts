import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Product, type ProductOptions, startProduct as start } from '../landscape/product.ts'
import { newDatabase } from '../tools/postgres.ts'

export type { Product } from '../landscape/product.ts'

export interface TestProduct extends Product {
  /** Folder of its database and of the S/4's books. */
  readonly data: string
}

/** Development's settings, but quick: nobody waits for minutes in a test. */
const QUICK = JSON.stringify({ countersign: { policy: { quietTime: 2, answerWithin: 10 } } })

/** The whole product on free ports and data of its own, which go when it stops. */
export async function startProduct(options: Partial<ProductOptions> = {}): Promise<TestProduct> {
  const data = await mkdtemp(join(tmpdir(), 'countersign-'))
  // Where all of the suite runs on PostgreSQL.
  const database = process.env.COUNTERSIGN_TEST_DB === 'postgres' ? { PGDATABASE: await newDatabase() } : {}
  const product = await start({
    port: 0,
    s4Port: 0,
    s4AdminPort: 0,
    dmPort: 0,
    data,
    ...options,
    env: { UI5_MODE: 'off', CDS_CONFIG: QUICK, ...database, ...options.env },
  })
  return {
    ...product,
    data: options.data ?? data,
    stop: async () => {
      await product.stop()
      await rm(data, { recursive: true, force: true })
    },
  }
}
