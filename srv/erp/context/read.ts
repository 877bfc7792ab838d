import type { ContextSource } from '../../domain/context.ts'
import type { MessagePart, SyncMessage } from '../../domain/message.ts'
import { CONFIRMATION, goodsMovementProposal } from '../api/confirmation.ts'
import { MATERIAL_STOCK, stockRows } from '../api/material-stock.ts'
import { PRODUCTION_ORDER, productionOrders } from '../api/production-order.ts'
import type { ProductionOrder } from '../api/production-order.ts'
import { PRODUCT, productPlants, products } from '../api/product.ts'
import type { Product, ProductPlant } from '../api/product.ts'
import { reasonOf } from '../reason.ts'
import type { ErpContext } from '../types.ts'
import type { Reader } from '../reader.ts'
import { expectedOf, materialOf, orderOf, stockOf } from './map.ts'
import { isPositive, moved, named, without } from './needs.ts'
import type { InPlant } from './needs.ts'

type Read = ErpContext
interface Masters {
  readonly products: readonly { readonly id: string; readonly row: Product | undefined }[]
  readonly plants: readonly ProductPlant[]
}

/**
 * What the ERP knows about the things a message names: one `$batch` per service, all at once. Only what the message leaves out and
 * its order says (material and plant) is read right after the order. Never rejects; `timeout` in milliseconds.
 */
export async function readContext(reader: Reader, message: Pick<SyncMessage, 'parts'>, timeout: number): Promise<Read> {
  const signal = AbortSignal.timeout(timeout)
  const unread: { source: ContextSource; reason: string }[] = []
  const miss = (source: ContextSource, reason: string): void => {
    if (!unread.some((each) => each.source === source)) unread.push({ source, reason })
  }
  async function within<T>(source: ContextSource, work: Promise<T>, otherwise: T): Promise<T> {
    try {
      return await Promise.race([work, end(signal)])
    } catch (error) {
      miss(source, signal.aborted ? `No answer within ${timeout} ms` : reasonOf(error))
      return otherwise
    }
  }
  const { parts } = message
  const noMasters: Masters = { products: [], plants: [] }
  const firstNamed = named(parts, [])
  const firstMoved = moved(parts, [])
  const ordersRead = within('orders', readOrders(reader, parts, signal), [])
  const later = async <T>(work: (orders: readonly ProductionOrder[]) => Promise<T>): Promise<T> => work(await ordersRead)

  const [orders, masters, moreMasters, stock, moreStock, expected] = await Promise.all([
    ordersRead,
    within('materials', readMasters(reader, firstNamed, signal), noMasters),
    later((rows) => within('materials', readMasters(reader, without(named(parts, rows), firstNamed), signal), noMasters)),
    within('stock', readStock(reader, firstMoved, signal), []),
    later((rows) => within('stock', readStock(reader, without(moved(parts, rows), firstMoved), signal), [])),
    within('expected', readExpected(reader, parts, signal), []),
  ])
  for (const { material, plant } of moved(parts, orders)) {
    if (plant !== '') continue
    miss('materials', `Nobody says in which plant ${material} moves`)
    miss('stock', `Nobody says in which plant ${material} moves`)
  }
  const all = [...masters.products, ...moreMasters.products]
  const plants = [...masters.plants, ...moreMasters.plants]
  const plantsOf = (id: string): ProductPlant[] => plants.filter((each) => each.product === id)
  const unique = all.filter(({ id }, index) => all.findIndex((each) => each.id === id) === index)
  return {
    orders: orders.map((row) =>
      orderOf(
        row,
        plantsOf(row.material ?? '').find((each) => each.plant === row.productionPlant),
      ),
    ),
    materials: unique.map(({ id, row }) => materialOf(id, row, plantsOf(id))),
    batches: [],
    workCenters: [],
    stock: [...stock, ...moreStock].flatMap((row) => stockOf(row) ?? []),
    expected,
    unread,
  }
}

function end(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('Too late')), { once: true }))
}

async function readOrders(reader: Reader, parts: readonly MessagePart[], signal: AbortSignal): Promise<readonly ProductionOrder[]> {
  const ids = new Set(parts.flatMap((part) => [part.order, ...part.movements.map((each) => each.order)]).filter((each) => each !== ''))
  const gets = [...ids].map((id) =>
    productionOrders
      .requestBuilder()
      .getByKey({ ManufacturingOrder: id })
      .select(...productionOrders.everything),
  )
  const answers = await reader.batch(PRODUCTION_ORDER, gets, signal)
  return answers.flatMap((each) => each.as(productionOrders))
}

async function readMasters(reader: Reader, pairs: readonly InPlant[], signal: AbortSignal): Promise<Masters> {
  const ids = [...new Set(pairs.map((each) => each.material))]
  const inPlants = pairs.filter((each) => each.plant !== '')
  const answers = await reader.batch(
    PRODUCT,
    [
      ...ids.map((id) =>
        products
          .requestBuilder()
          .getByKey({ Product: id })
          .select(...products.everything),
      ),
      ...inPlants.map((each) =>
        productPlants
          .requestBuilder()
          .getByKey({ Product: each.material, Plant: each.plant })
          .select(...productPlants.everything),
      ),
    ],
    signal,
  )
  return {
    products: ids.map((id, index) => ({ id, row: answers[index]?.as(products)[0] })),
    plants: answers.slice(ids.length).flatMap((each) => each.as(productPlants)),
  }
}

async function readStock(reader: Reader, pairs: readonly InPlant[], signal: AbortSignal) {
  const { Material, Plant } = stockRows.fields
  const inPlants = pairs.filter((each) => each.plant !== '')
  const gets = inPlants.map((each) =>
    stockRows
      .requestBuilder()
      .getAll()
      .filter(Material.equals(each.material), Plant.equals(each.plant))
      .select(...stockRows.everything),
  )
  const answers = await reader.batch(MATERIAL_STOCK, gets, signal)
  return answers.flatMap((each) => each.as(stockRows))
}

async function readExpected(reader: Reader, parts: readonly MessagePart[], signal: AbortSignal) {
  const asked = parts.flatMap((part, index) =>
    part.kind === 'confirmation' && !part.isReversal && part.order && part.operation ? [{ part, index }] : [],
  )
  const proposals = asked
    .filter(({ part }) => [part.yield, part.scrap, part.rework].some(isPositive))
    .map(async ({ part, index }) => {
      const parameters = {
        OrderID: part.order,
        OrderOperation: part.operation,
        ...(isPositive(part.yield) && { ConfirmationYieldQuantity: part.yield.value }),
        ...(isPositive(part.scrap) && { ConfirmationScrapQuantity: part.scrap.value }),
        ...(isPositive(part.rework) && { ConfirmationReworkQuantity: part.rework.value }),
        ...(part.yield?.unit && { ConfirmationUnit: part.yield.unit }),
      }
      const rows = await reader.execute(
        CONFIRMATION,
        () => goodsMovementProposal(parameters),
        (request, to) => request.execute(to),
        signal,
      )
      return rows.map((row) => expectedOf(index, row))
    })
  return (await Promise.all(proposals)).flat()
}
