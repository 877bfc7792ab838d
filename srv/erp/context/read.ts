import type { BatchContext, StockContext, WorkCenterContext } from '../../domain/context.ts'
import type { MessagePart, OrderCategory, SyncMessage } from '../../domain/message.ts'
import type { StockRow } from '../api/material-stock.ts'
import type { Reader } from '../reader.ts'
import type { ErpContext, Replicas } from '../types.ts'
import { unpadded } from '../words.ts'
import { Copies, factsOf, keyOf } from './copies.ts'
import type { OrderFacts, PlantCopy } from './copies.ts'
import { materialOf, stockOf } from './map.ts'
import { isNothing, moved, needsOf, ordersIn, without } from './needs.ts'
import type { InPlant, Needs } from './needs.ts'
import { withTolerance } from './orders.ts'
import { readBatches, readMasters, readStock } from './read-materials.ts'
import type { Masters } from './read-materials.ts'
import { readOrders } from './read-orders.ts'
import { questionsOf, readExpected, readExpectedWork, readWorkCenters } from './read-work.ts'
import type { Question } from './read-work.ts'
import { Round } from './round.ts'

interface Wave {
  readonly masters: Masters
  readonly stock: readonly StockRow[]
  readonly batches: readonly BatchContext[]
  readonly workCenters: readonly WorkCenterContext[]
}
const NOTHING: Wave = { masters: { products: [], plants: [], tolerances: new Map() }, stock: [], batches: [], workCenters: [] }

/**
 * What the ERP knows about the things a message names, in one wave of parallel requests: one `$batch` per service (a `$batch` can't
 * span services), one GET of work centres, and one POST per confirmation for the movements that the ERP itself would post. What it
 * would fill in as work or as yield costs a POST more, and is asked only where the plan of the operation can't explain what a
 * confirmation says (`doubtsOf`): in the first wave when a copy of the order tells so, else right after the order. Orders, plants of
 * materials with their period and storage locations, stock and batches are read live; products with units and prices, tolerances and
 * cost centres come from `replicas` where they have a copy, and are read and kept where they haven't.
 *
 * What only its order says (material, plant, components, work centre) is asked for in the first wave when a copy of the order tells
 * it; else, or where the order has changed, in a second one, right after the order. `isLive` takes no answer from a copy and renews
 * all. Never rejects; `timeout` in milliseconds.
 */
export async function readContext(
  reader: Reader,
  { parts }: Pick<SyncMessage, 'parts'>,
  timeout: number,
  replicas?: Replicas,
  isLive = false,
): Promise<ErpContext> {
  const round = new Round(timeout)
  const copies = new Copies(replicas, isLive, round.tooLate)
  const today = new Date().toISOString().slice(0, 10)
  const inMessage = ordersIn(parts)
  const bare = needsOf(parts, [])
  await copies.load([...[...inMessage.keys()].map(keyOf.order), ...keysOf(bare)])
  const remembered = [...inMessage.keys()].flatMap((id) => copies.hint<OrderFacts>(keyOf.order(id), 'operations') ?? [])
  const first = needsOf(parts, remembered)
  await copies.load(keysOf(first))

  const wave = async (needs: Needs): Promise<Wave> => {
    const managed = isLive ? needs.stock : needs.stock.filter((each) => mayHaveBatches(each, copies))
    const [masters, stock, batches, workCenters] = await Promise.all([
      readMasters(reader, round, copies, needs),
      round.within('stock', readStock(reader, needs.stock, round.until), []),
      round.within('batches', readBatches(reader, needs.batches, managed, today, round.until), []),
      readWorkCenters(reader, round, copies, needs.workCenters),
    ])
    return { masters, stock, batches, workCenters }
  }
  const ordersRead = readOrders(reader, round, categories(inMessage, isLive ? [] : remembered))
  const factsRead = ordersRead.then((found) => found.map(factsOf))
  // Copies of an older version say nothing of work; what isn't known of an order is known once it's read.
  const early = questionsOf(
    parts,
    remembered.map(({ id, operations }) => ({ id, operations: operations.filter((each) => each.activities) })),
  )
  const [orders, facts, one, two, expected, workEarly, workLate] = await Promise.all([
    ordersRead,
    factsRead,
    wave(first),
    factsRead.then(async (facts) => {
      // The copies that the first wave went by are as true as ever.
      if (facts.length === remembered.length && facts.every((each) => copies.isSame(keyOf.order(each.id), each))) return NOTHING
      const late = without(needsOf(parts, facts), first)
      if (isNothing(late)) return NOTHING
      await copies.load(keysOf(late))
      return wave(late)
    }),
    round.within('expected', readExpected(reader, parts, round.until), []),
    readExpectedWork(reader, round, parts, early),
    ordersRead.then((found) => {
      const isNew = (one: Question): boolean => !early.some((each) => each.index === one.index && each.about === one.about)
      return readExpectedWork(reader, round, parts, questionsOf(parts, found).filter(isNew))
    }),
  ])
  const expectedWork = [...workEarly, ...workLate]

  for (const each of facts) copies.keep(keyOf.order(each.id), each)
  for (const { material, plant } of moved(parts, facts)) {
    if (plant !== '') continue
    round.miss('materials', `Nobody says in which plant ${material} moves`)
    round.miss('stock', `Nobody says in which plant ${material} moves`)
  }
  const plants = [...one.masters.plants, ...two.masters.plants]
  const tolerances = new Map([...one.masters.tolerances, ...two.masters.tolerances])
  const stock = [...one.stock, ...two.stock].flatMap((row) => stockOf(row) ?? [])
  const used = copies.end()
  round.end()
  return {
    orders: orders.map((each) => withTolerance(each, tolerances.get(keyOf.inPlant(each.material, each.plant)))),
    materials: [...one.masters.products, ...two.masters.products].map(({ id, product }) =>
      materialOf(
        id,
        product,
        plants.filter((each) => unpadded(each.Product) === id),
      ),
    ),
    stock,
    batches: [...one.batches, ...two.batches].filter((each) => isWorthKnowing(each, parts, stock)),
    workCenters: [...one.workCenters, ...two.workCenters],
    expected,
    ...(expectedWork.length > 0 && { expectedWork }),
    unread: round.unread,
    ...(used.length > 0 && { replicas: used }),
  }
}

/** What neither the message nor the ERP has in its hands is of no use. */
function isWorthKnowing({ material, batch }: BatchContext, parts: readonly MessagePart[], stock: readonly StockContext[]): boolean {
  const isIt = (each: { readonly material: string; readonly batch: string }): boolean => each.material === material && each.batch === batch
  return stock.some(isIt) || parts.some((part) => part.movements.some(isIt))
}

/** Only a copy can tell that a material has none. */
function mayHaveBatches({ material, plant }: InPlant, copies: Copies): boolean {
  return copies.hint<PlantCopy>(keyOf.inPlant(material, plant), 'isBatchManaged')?.isBatchManaged !== false
}

function categories(
  inMessage: ReadonlyMap<string, OrderCategory | undefined>,
  remembered: readonly OrderFacts[],
): ReadonlyMap<string, OrderCategory | undefined> {
  const known = new Map(remembered.map((each) => [each.id, each.category]))
  return new Map([...inMessage].map(([id, category]) => [id, category ?? known.get(id)]))
}

function keysOf(needs: Needs): string[] {
  return [
    ...needs.products.map((each) => keyOf.product(each.id)),
    ...needs.plants.map((each) => keyOf.inPlant(each.material, each.plant)),
    ...needs.workCenters.map((each) => keyOf.workCenter(each.plant, each.id)),
  ]
}
