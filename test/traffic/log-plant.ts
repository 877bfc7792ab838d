import { Decimal } from 'decimal.js'
import type { Plant, PlantMaterial, PlantOrder } from '../landscape/plant/plant.ts'
import { seedBooks } from '../landscape/plant/seed.ts'
import { Books } from '../landscape/s4/books.ts'
import { allSets } from '../landscape/s4/model/index.ts'
import type { S4Admin } from './admin.ts'
import type { LogRow } from './log-file.ts'

/** What the log happened in, as far as it tells: an order per case, an operation per activity of a case, a material per part, and a blank that each piece is made of. */

export const LOG_PLANT = '1710'
const SITE = { id: LOG_PLANT, output: '171A', supply: '171B', receiving: '171C' }
const ORDERS_FROM = 9_000_001
const RESERVATIONS_FROM = 8_000_001
const ORDERS_PER_RUN = 10_000
/** In dependence of each other: reservations of a component are mirrored by the books, groups and settings are the S/4's own. */
const NOT_WRITTEN = ['A_ProductionOrderComponent_2', 'A_ProductionOrderComponent_3', 'confirmationGroups', 'settings']

/** The plant of a log, without anything else. `run` keeps the orders of repeated replays apart. */
export function plantOf(rows: readonly LogRow[], run: number, today: string): Plant {
  const resources = [...new Set(rows.map((each) => each.resource))]
  const workCenterOf = (resource: string): string => `LOG${String(resources.indexOf(resource) + 1).padStart(3, '0')}`
  const cases = [...Map.groupBy(rows, (each) => each.case)]
  const orders = cases.map(([, members], index) => orderOf(members, index + run * ORDERS_PER_RUN, workCenterOf, today))
  const materials = [...new Set(rows.map((each) => each.part))].flatMap((part) => [
    materialOf(materialId(part), part, 'FERT', '10.0'),
    materialOf(blankId(part), `${part}, blank`, 'ROH', '0.0'),
  ])
  return {
    seed: 0,
    today,
    companyCode: LOG_PLANT,
    sites: [SITE],
    workCenters: resources.map((each) => ({
      id: workCenterOf(each),
      plant: LOG_PLANT,
      text: each.slice(0, 40),
      costCenter: `${LOG_PLANT}109`,
    })),
    materials: new Map(materials.map((each) => [each.id, each])),
    boms: new Map(),
    orders: new Map(orders.map((each) => [each.id, each])),
    batches: [],
    stock: materials
      .filter((each) => each.type === 'ROH')
      .map((each) => ({
        material: each.id,
        plant: LOG_PLANT,
        storageLocation: SITE.supply,
        batch: '',
        type: '01',
        quantity: neededOf(each.id, orders).times(2).toFixed(3),
      })),
    reasons: [],
  }
}

/** Writes a plant into a running S/4, as rows of its books. */
export async function createPlant(admin: S4Admin, plant: Plant): Promise<void> {
  const books = new Books(':memory:', allSets)
  try {
    seedBooks(books, plant)
    for (const { name } of allSets) if (!NOT_WRITTEN.includes(name)) await admin.put(name, books.find(name))
  } finally {
    books.close()
  }
}

/** The operation of each activity of a case, numbered as they first appear: `0010`, `0020`, … */
export function operationsOf(rows: readonly LogRow[]): ReadonlyMap<string, string> {
  return new Map(
    [...new Set(rows.map((each) => each.activity))].map((activity, index) => [activity, String((index + 1) * 10).padStart(4, '0')]),
  )
}

function orderOf(rows: readonly LogRow[], index: number, workCenterOf: (resource: string) => string, today: string): PlantOrder {
  const [first] = rows
  if (!first) throw new Error('A case has at least one row')
  const quantity = new Decimal(first.orderQuantity).toFixed(3)
  return {
    id: String(ORDERS_FROM + index),
    plant: LOG_PLANT,
    material: materialId(first.part),
    unit: 'PC',
    quantity,
    status: 'released',
    reservation: String(RESERVATIONS_FROM + index),
    storageLocation: SITE.output,
    batch: '',
    received: '0.000',
    start: today,
    end: today,
    operations: [...operationsOf(rows)].map(([activity, id]) => ({
      id,
      text: activity.slice(0, 40),
      workCenter: workCenterOf(rows.find((each) => each.activity === activity)?.resource ?? ''),
      confirmed: '0.000',
      isFinal: false,
      standardValues: ['0.000', '0.000', '0.000'],
    })),
    components: [
      {
        reservationItem: '1',
        material: blankId(first.part),
        operation: '0010',
        unit: 'PC',
        perPiece: '1',
        scrapPercent: '0.00',
        required: quantity,
        withdrawn: '0.000',
        storageLocation: SITE.supply,
        isBackflushed: true,
      },
    ],
  }
}

function materialOf(id: string, text: string, type: PlantMaterial['type'], over: string): PlantMaterial {
  const tolerance = { over, under: '10.0', isUnlimited: false }
  const traits = { isBatchManaged: false, expires: false, isBulk: false, isFixed: false } as const
  return {
    id,
    text: text.slice(0, 40),
    type,
    unit: 'PC',
    alternatives: [],
    price: '10.00',
    plants: [LOG_PLANT],
    ...traits,
    shortage: '',
    tolerance,
  }
}

function materialId(part: string): string {
  return `LOG-${part.toUpperCase().replace(/[^A-Z0-9]+/g, '-')}`.slice(0, 34)
}

function blankId(part: string): string {
  return `${materialId(part)}-BLANK`
}

function neededOf(blank: string, orders: readonly PlantOrder[]): Decimal {
  return orders
    .flatMap((each) => each.components)
    .reduce((sum, each) => (each.material === blank ? sum.plus(each.required) : sum), new Decimal(0))
}
