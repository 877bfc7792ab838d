import { Decimal } from 'decimal.js'
import { Random } from '../../traffic/random.ts'
import { sites, workCenterOf } from './catalogue.ts'
import { addDays } from './days.ts'
import type { Day, OrderStatus, PlantMaterial, PlantOperation, PlantOrder } from './types.ts'

/** What is mixed and filled: components by phase (`!` not backflushed), for one unit of the product. */
const RECIPES: Readonly<Record<string, readonly [phases: string, ...components: string[]]>> = {
  FG301: ['MIX FILL', 'RM325 0.920, RM326 0.065', 'PK409 0.050'],
  FG302: ['MIX MIX FILL', 'RM325 0.350', 'RM326 0.240, RM327 0.400', 'PK409 0.040'],
  FG303: ['MIX FILL', 'RM327 0.780, RM326 0.150!', 'PK409 0.050'],
}

const TEXTS: Readonly<Record<string, string>> = { MIX: 'Charge and mix', FILL: 'Fill into canisters' }
const STATUSES: readonly OrderStatus[] = [
  ...Array.from({ length: 10 }, (): OrderStatus => 'released'),
  ...(['created', 'partiallyConfirmed', 'partiallyConfirmed', 'confirmed', 'technicallyCompleted', 'closed'] as const),
]
const FIRST_ORDER = 2000101
const FIRST_RESERVATION = 75001

/** Process orders of the batch-managed liquids and powders, in most statuses; the same for the same seed and day. */
export function buildProcessOrders(seed: number, today: Day, materials: ReadonlyMap<string, PlantMaterial>): Map<string, PlantOrder> {
  const random = new Random('processOrders', seed)
  const products = Object.keys(RECIPES)
  const orders = STATUSES.map((status, index) =>
    buildOrder(random, today, materials, products[index % products.length] ?? '', status, index),
  )
  return new Map(orders.map((each) => [each.id, each]))
}

function buildOrder(
  random: Random,
  today: Day,
  materials: ReadonlyMap<string, PlantMaterial>,
  productId: string,
  status: OrderStatus,
  index: number,
): PlantOrder {
  const product = materials.get(productId)
  const site = sites.find((each) => product?.plants.includes(each.id))
  const [phases = '', ...components] = RECIPES[productId] ?? []
  if (!product || !site) throw new Error(`The catalogue has no ${productId}`)
  const id = String(FIRST_ORDER + index)
  const quantity = new Decimal(random.int(4, 20) * 50)
  const operations = phases.split(' ').map((kind, position) => phaseOf(random, kind, position, site.id, status, quantity))
  const offset = status === 'created' ? random.int(1, 4) : -random.int(0, 4)
  return {
    id,
    category: 'process',
    plant: site.id,
    material: product.id,
    unit: product.unit,
    quantity: quantity.toFixed(3),
    status,
    reservation: String(FIRST_RESERVATION + index),
    storageLocation: site.output,
    batch: `C${id}`,
    received: operations.at(-1)?.confirmed ?? '0.000',
    start: addDays(today, offset),
    end: addDays(today, offset + random.int(1, 3)),
    operations,
    components: components.flatMap((list, position) =>
      list.split(', ').map((each, item) => {
        const [material = '', amount = ''] = each.split(' ')
        const operation = operations[position]
        const required = quantity.times(amount.replace('!', '')).toDecimalPlaces(3)
        return {
          reservationItem: String(position * 2 + item + 1),
          material,
          operation: operation?.id ?? '',
          unit: materials.get(material)?.unit ?? '',
          perPiece: amount.replace('!', ''),
          scrapPercent: '0.00',
          required: required.toFixed(3),
          withdrawn: required
            .times(operation?.confirmed ?? 0)
            .div(quantity)
            .toFixed(3),
          storageLocation: site.supply,
          isBackflushed: !amount.endsWith('!'),
        }
      }),
    ),
  }
}

/** Phases count 0110, 0120, …: 0100 is the operation that they belong to. */
function phaseOf(random: Random, kind: string, position: number, plant: string, status: OrderStatus, quantity: Decimal): PlantOperation {
  const isOver = status === 'confirmed' || status === 'technicallyCompleted' || status === 'closed'
  const isBegun = status === 'partiallyConfirmed' && position === 0
  const confirmed = isOver ? quantity : isBegun ? quantity.div(2).floor() : new Decimal(0)
  return {
    id: `01${position + 1}0`,
    text: TEXTS[kind] ?? '',
    workCenter: workCenterOf(kind, plant),
    confirmed: confirmed.toFixed(3),
    isFinal: isOver,
    standardValues: [random.int(10, 40), random.int(60, 240), random.int(30, 120)].map((each) => new Decimal(each).toFixed(3)) as [
      string,
      string,
      string,
    ],
  }
}
