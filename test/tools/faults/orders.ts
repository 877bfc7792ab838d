import { reasons, sites, workCenterOf } from '../../landscape/plant/catalogue.ts'
import { addDays } from '../../landscape/plant/days.ts'
import { seedOrder } from '../../landscape/plant/seed-orders.ts'
import { seedMaterial, seedStock } from '../../landscape/plant/seed.ts'
import type { Plant, PlantMaterial, PlantOrder, PlantSite } from '../../landscape/plant/types.ts'
import { Books } from '../../landscape/s4/books.ts'
import type { Row } from '../../landscape/s4/contract.ts'
import { allSets } from '../../landscape/s4/model/index.ts'

/** Orders that can be confirmed as often as a run wants: large, supplied, with nothing wrong. */

export interface FaultOrder {
  readonly id: string
  readonly plant: string
  readonly unit: string
  readonly reservation: string
  /** Component that is issued by goods movements of its own: reservation item 1. */
  readonly part: string
  readonly supply: string
}

const FIRST_ORDER = 8_000_001
const FIRST_RESERVATION = 9_000_001
const PIECES = 100_000
/** Confirmed at the first operation before the run, so that the last one can be confirmed from its start. */
const BEFORE = 40_000
/** The books' own business: they mirror components and number confirmation groups themselves. */
const NOT_WRITTEN = new Set(['A_ProductionOrderComponent_2', 'A_ProductionOrderComponent_3', 'confirmationGroups'])

/** @returns the orders, and the rows to be written into the S/4 by its admin port */
export function makeOrders(count: number, today: string): { orders: FaultOrder[]; rows: { set: string; rows: Row[] }[] } {
  const books = new Books(':memory:', allSets)
  try {
    const made = Array.from({ length: count }, (_, index) => index).flatMap((index) => {
      const site = sites[index % sites.length]
      return site ? [{ site, order: orderOf(site, index, today) }] : []
    })
    const materials = sites.flatMap((site) => [productOf(site), partOf(site)])
    const plant: Plant = {
      seed: 0,
      today,
      companyCode: '1710',
      sites,
      workCenters: [],
      materials: new Map(materials.map((each) => [each.id, each])),
      boms: new Map(),
      orders: new Map(made.map(({ order }) => [order.id, order])),
      batches: [],
      stock: sites.map((site) => ({
        material: partOf(site).id,
        plant: site.id,
        storageLocation: site.supply,
        batch: '',
        type: '01' as const,
        quantity: '90000000.000',
      })),
      reasons,
    }
    for (const each of materials) seedMaterial(books, plant, each)
    seedStock(books, plant)
    for (const { order } of made) seedOrder(books, plant, order)
    const rows = allSets
      .filter((each) => !NOT_WRITTEN.has(each.name))
      .map((each) => ({ set: each.name, rows: books.find(each.name) }))
      .filter((each) => each.rows.length > 0)
    const orders = made.map(({ site, order }) => ({
      ...{ id: order.id, plant: order.plant, unit: order.unit, reservation: order.reservation },
      ...{ part: partOf(site).id, supply: site.supply },
    }))
    return { orders, rows }
  } finally {
    books.close()
  }
}

function orderOf(site: PlantSite, index: number, today: string): PlantOrder {
  const part = partOf(site)
  return {
    id: String(FIRST_ORDER + index),
    plant: site.id,
    material: productOf(site).id,
    unit: 'PC',
    quantity: `${PIECES}.000`,
    status: 'partiallyConfirmed',
    reservation: String(FIRST_RESERVATION + index),
    storageLocation: site.output,
    batch: '',
    received: '0.000',
    start: addDays(today, -3),
    end: addDays(today, 4),
    operations: [
      { ...operationOf(site, '0010', 'ASSY'), confirmed: `${BEFORE}.000` },
      { ...operationOf(site, '0020', 'PACK'), confirmed: '0.000' },
    ],
    components: [
      {
        reservationItem: '1',
        material: part.id,
        operation: '0010',
        unit: part.unit,
        perPiece: '2',
        scrapPercent: '0.00',
        required: `${2 * PIECES}.000`,
        withdrawn: `${2 * BEFORE}.000`,
        storageLocation: site.supply,
        isBackflushed: true,
      },
    ],
  }
}

function operationOf(site: PlantSite, id: string, kind: string) {
  const standardValues: [string, string, string] = ['20.000', '30000.000', '20000.000']
  return {
    id,
    text: kind === 'PACK' ? 'Label and pack' : 'Assemble',
    workCenter: workCenterOf(kind, site.id),
    isFinal: false,
    standardValues,
  }
}

const productOf = (site: PlantSite): PlantMaterial => materialOf(site, 'FG', 'FERT', 'Pump, long run', '48.00')
const partOf = (site: PlantSite): PlantMaterial => materialOf(site, 'RM', 'ROH', 'Flange, long run', '1.60')

function materialOf(site: PlantSite, kind: string, type: PlantMaterial['type'], text: string, price: string): PlantMaterial {
  return {
    id: `${kind}7${site.id}`,
    text,
    type,
    unit: 'PC',
    alternatives: [],
    price,
    plants: [site.id],
    isBatchManaged: false,
    expires: false,
    isBulk: false,
    isFixed: false,
    shortage: '',
    tolerance: { over: '10.0', under: '5.0', isUnlimited: false },
  }
}
