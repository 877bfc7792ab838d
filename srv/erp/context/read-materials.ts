import type { BatchContext } from '../../domain/context.ts'
import { isAll, rowAt, rowsWhere } from '../api/address.ts'
import { BATCH, batches } from '../api/batch.ts'
import { MATERIAL_STOCK, stockRows } from '../api/material-stock.ts'
import type { StockRow } from '../api/material-stock.ts'
import { PRODUCT, productPlants, products, workScheduling } from '../api/product.ts'
import type { ProductPlant } from '../api/product.ts'
import type { Reader } from '../reader.ts'
import { unpadded } from '../words.ts'
import { keyOf } from './copies.ts'
import type { Copies, PlantCopy, ProductCopy, Tolerance } from './copies.ts'
import { batchOf, productOf, toleranceOf } from './map.ts'
import type { InPlant, Needs } from './needs.ts'
import type { Round } from './round.ts'

export interface Masters {
  /** `product` is undefined where the ERP has no such material. */
  readonly products: readonly { readonly id: string; readonly product: ProductCopy | undefined }[]
  readonly plants: readonly ProductPlant[]
  /** By the key of the material in its plant. */
  readonly tolerances: ReadonlyMap<string, Tolerance>
}

/** Batches beside those that a message names; those that expire first are asked for. */
const SOON_FIRST = '$orderby=ShelfLifeExpirationDate%20asc&$top=200'

/** Products and tolerances from copies where there are some; the rest, and every plant, in one `$batch`. Never rejects. */
export async function readMasters(reader: Reader, round: Round, copies: Copies, needs: Needs): Promise<Masters> {
  const copied = needs.products.flatMap(({ id }) => {
    const product = copies.use<ProductCopy>(keyOf.product(id), 'units')
    return product ? [{ id, product }] : []
  })
  const known = new Map<string, Tolerance>()
  for (const { material, plant } of needs.tolerances) {
    const { tolerance } = copies.use<PlantCopy>(keyOf.inPlant(material, plant), 'tolerance') ?? {}
    if (tolerance) known.set(keyOf.inPlant(material, plant), tolerance)
  }
  const newProducts = needs.products.filter(({ id }) => !copied.some((each) => each.id === id))
  const newTolerances = needs.tolerances.filter((each) => !known.has(keyOf.inPlant(each.material, each.plant)))
  const read = round.attempt(readProducts(reader, newProducts, needs.plants, newTolerances, round.until))
  const result = await read
  if ('reason' in result) {
    round.miss('materials', result.reason)
    return { products: copied, plants: [], tolerances: known }
  }
  const { value } = result
  for (const { id, product } of value.products) if (product) copies.keep(keyOf.product(id), product)
  const tolerances = new Map([...known, ...value.tolerances])
  for (const row of value.plants) {
    const key = keyOf.inPlant(unpadded(row.Product), row.Plant ?? '')
    const tolerance = tolerances.get(key) ?? copies.hint<PlantCopy>(key, 'tolerance')?.tolerance
    copies.keep(key, { isBatchManaged: row.IsBatchManagementRequired ?? false, ...(tolerance && { tolerance }) })
  }
  return { products: [...copied, ...value.products], plants: value.plants, tolerances }
}

async function readProducts(
  reader: Reader,
  wanted: Needs['products'],
  inPlants: readonly InPlant[],
  withTolerance: readonly InPlant[],
  until: number,
): Promise<Masters> {
  const inPlant = ({ material, plant }: InPlant): Record<string, string> => ({ Product: material, Plant: plant })
  const reads = [
    ...wanted.map(({ id }) => rowAt(products, { Product: id })),
    ...inPlants.map((each) => rowAt(productPlants, inPlant(each))),
    ...withTolerance.map((each) => rowAt(workScheduling, inPlant(each))),
  ]
  const answers = await reader.batch(PRODUCT, reads, until)
  const ofPlants = answers.slice(wanted.length, wanted.length + inPlants.length)
  const ofTolerances = answers.slice(wanted.length + inPlants.length)
  return {
    products: wanted.map(({ id }, index) => ({ id, product: answers[index]?.as(products).map(productOf)[0] })),
    plants: ofPlants.flatMap((each) => each.as(productPlants)),
    tolerances: new Map(
      withTolerance.flatMap(({ material, plant }, index) =>
        (ofTolerances[index]?.as(workScheduling) ?? []).map((row) => [keyOf.inPlant(material, plant), toleranceOf(row)] as const),
      ),
    ),
  }
}

/** All stock of these materials in these plants, one `$batch`. */
export async function readStock(reader: Reader, pairs: readonly InPlant[], until: number): Promise<readonly StockRow[]> {
  const reads = pairs.map(({ material, plant }) => rowsWhere(stockRows, isAll({ Material: material, Plant: plant })))
  const answers = await reader.batch(MATERIAL_STOCK, reads, until)
  return answers.flatMap((each) => each.as(stockRows))
}

/**
 * The batches named, each there or not, and of the `managed` materials those that may still be used; one `$batch`. Whether batches
 * are numbered per material or per plant is a setting of the ERP: both are asked for, and that of the plant counts.
 */
export async function readBatches(
  reader: Reader,
  named: Needs['batches'],
  managed: readonly InPlant[],
  today: string,
  until: number,
): Promise<readonly BatchContext[]> {
  const inPlant = ({ material, plant }: InPlant): string =>
    `${isAll({ Material: material })} and (${isAll({ BatchIdentifyingPlant: plant })} or ${isAll({ BatchIdentifyingPlant: '' })})`
  const isUsable = `BatchIsMarkedForDeletion eq false and (ShelfLifeExpirationDate ge datetime'${today}T00:00:00' or ShelfLifeExpirationDate eq null)`
  const reads = [
    ...named.map((each) => rowsWhere(batches, `${inPlant(each)} and ${isAll({ Batch: each.batch })}`)),
    ...managed.map((each) => rowsWhere(batches, `${inPlant(each)} and ${isUsable}`, SOON_FIRST)),
  ]
  const answers = await reader.batch(BATCH, reads, until)
  const asked = [...named, ...managed]
  const found = answers.flatMap((answer, index) => {
    const plant = asked[index]?.plant ?? ''
    const rows = answer.as(batches).toSorted((a, b) => (b.BatchIdentifyingPlant ?? '').localeCompare(a.BatchIdentifyingPlant ?? ''))
    return rows.map((row) => batchOf(row, plant))
  })
  const missing = named.map(({ material, plant, batch }) => ({ ...NOT_THERE, material, plant, batch }))
  const unique = new Map<string, BatchContext>()
  for (const each of [...found, ...missing]) {
    const key = JSON.stringify([each.material, each.plant, each.batch])
    if (!unique.has(key)) unique.set(key, each)
  }
  return [...unique.values()]
}

const NOT_THERE = { exists: false, isRestricted: false, isMarkedForDeletion: false }
