import { Decimal } from 'decimal.js'
import { Random } from '../../traffic/random.ts'
import { boms } from './boms.ts'
import { sites } from './catalogue.ts'
import { addDays } from './days.ts'
import type { Bom, Day, OrderStatus, PlantComponent, PlantMaterial, PlantOperation, PlantOrder } from './types.ts'

/** How many orders stand in each status; all others are released, two in five of them partially confirmed. */
const OTHERS: readonly (readonly [OrderStatus, number])[] = [
  ['created', 6],
  ['confirmed', 4],
  ['technicallyCompleted', 4],
  ['closed', 4],
  ['locked', 2],
]

const COUNT = 200
const FIRST_ORDER = 1000301
const FIRST_RESERVATION = 70001

/** 200 orders over all products, in all statuses, in the same proportions for every seed. */
export function buildOrders(seed: number, today: Day, materials: ReadonlyMap<string, PlantMaterial>): Map<string, PlantOrder> {
  const random = new Random('orders', seed)
  const statuses = random.shuffled(statusList())
  const products = [...boms.values()]
  const orders = statuses.map((status, index) => {
    // Finished products twice: they make two orders for each one of a semi-finished product.
    const finished = products.filter((each) => each.material.startsWith('FG'))
    const all = [...finished, ...finished, ...products.filter((each) => each.material.startsWith('SF'))]
    return buildOrder(random, today, materials, all[index % all.length] ?? random.pick(products), status, index)
  })
  return new Map(orders.map((each) => [each.id, each]))
}

function statusList(): OrderStatus[] {
  const others = OTHERS.flatMap(([status, count]) => Array.from({ length: count }, () => status))
  const open = Array.from({ length: COUNT - others.length }, (_, index): OrderStatus => (index % 5 < 2 ? 'partiallyConfirmed' : 'released'))
  return [...others, ...open]
}

function buildOrder(
  random: Random,
  today: Day,
  materials: ReadonlyMap<string, PlantMaterial>,
  bom: Bom | undefined,
  status: OrderStatus,
  index: number,
): PlantOrder {
  const product = materials.get(bom?.material ?? '')
  const site = sites.find((each) => each.id === bom?.plant)
  if (!bom || !product || !site) throw new Error('The catalogue has a recipe without material or plant')
  const isDear = new Decimal(product.price).gt(200)
  const quantity = random.int(5, isDear ? 40 : 200) * 10
  const operations = operationsOf(random, bom, status, quantity)
  const offset = status === 'created' ? random.int(1, 6) : -random.int(0, 6)
  return {
    id: String(FIRST_ORDER + index),
    plant: site.id,
    material: product.id,
    unit: product.unit,
    quantity: new Decimal(quantity).toFixed(3),
    status,
    reservation: String(FIRST_RESERVATION + index),
    // A finished product leaves by the output location, a semi-finished one is the next order's component.
    storageLocation: product.type === 'FERT' ? site.output : site.supply,
    batch: product.isBatchManaged ? `P${FIRST_ORDER + index}` : '',
    received: operations.at(-1)?.confirmed ?? '0.000',
    start: addDays(today, offset),
    end: addDays(today, offset + random.int(3, 9)),
    operations,
    components: componentsOf(bom, materials, operations, quantity, site.supply),
  }
}

function operationsOf(random: Random, bom: Bom, status: OrderStatus, quantity: number): PlantOperation[] {
  const isOver = status === 'confirmed' || status === 'closed' || status === 'technicallyCompleted'
  let passed = quantity
  return bom.routing.map(({ operation, workCenter, text }) => {
    if (status === 'partiallyConfirmed') passed = Math.max(Math.floor(passed * (0.2 + random.next() * 0.5)), operation === '0010' ? 1 : 0)
    const confirmed = isOver ? quantity : status === 'partiallyConfirmed' ? passed : 0
    return {
      id: operation,
      text,
      workCenter,
      confirmed: new Decimal(confirmed).toFixed(3),
      isFinal: isOver,
      standardValues: [random.int(5, 45), Math.ceil(quantity * random.int(1, 6)), Math.ceil(quantity * random.int(1, 4))].map((each) =>
        new Decimal(each).toFixed(3),
      ) as [string, string, string],
    }
  })
}

function componentsOf(
  bom: Bom,
  materials: ReadonlyMap<string, PlantMaterial>,
  operations: readonly PlantOperation[],
  quantity: number,
  storageLocation: string,
): PlantComponent[] {
  return bom.items.map((item, index) => {
    const material = materials.get(item.material)
    if (!material) throw new Error(`The catalogue has no ${item.material}`)
    const confirmed = new Decimal(operations.find((each) => each.id === item.operation)?.confirmed ?? 0)
    const pieces = material.isFixed ? 1 : quantity
    const required = new Decimal(item.perPiece).times(pieces).times(new Decimal(item.scrapPercent).div(100).plus(1)).toDecimalPlaces(3)
    const withdrawn = material.isFixed ? (confirmed.isZero() ? new Decimal(0) : required) : required.times(confirmed).div(quantity)
    return {
      reservationItem: String(index + 1),
      material: material.id,
      operation: item.operation,
      unit: material.unit,
      perPiece: item.perPiece,
      scrapPercent: item.scrapPercent,
      required: required.toFixed(3),
      withdrawn: (material.isBulk ? new Decimal(0) : withdrawn).toFixed(3),
      storageLocation,
      isBackflushed: item.isBackflushed,
    }
  })
}
