import { Decimal } from 'decimal.js'
import { reasons, sites, workCenterOf } from '../plant/catalogue.ts'
import { addDays } from '../plant/days.ts'
import { seedOrder } from '../plant/seed-orders.ts'
import { seedMaterial, seedStock } from '../plant/seed.ts'
import type { Plant, PlantComponent, PlantMaterial, PlantOrder, PlantSite } from '../plant/types.ts'
import { Books } from '../s4/books.ts'
import type { Row } from '../s4/contract.ts'
import { allSets } from '../s4/model/index.ts'
import { processSets, productionSets, type OrderSets } from '../s4/postings/order-sets.ts'
import type { Stage } from './failure.ts'

const ORDERS_FROM = 5_000_000
const RESERVATIONS_FROM = 6_000_000
const QUANTITY = 100
/** The books' own business: they mirror components and number confirmation groups themselves. */
const NOT_WRITTEN = new Set(['A_ProductionOrderComponent_2', 'A_ProductionOrderComponent_3', 'confirmationGroups'])

/** What a scene needs besides the ordinary. */
export interface Props {
  /** The part that comes in kilograms is kept in batches. */
  readonly hasBatches?: boolean
  /** So is the product. */
  readonly hasProductBatch?: boolean
  /** A process order of a liquid, in litres and batches, instead of pieces. */
  readonly isProcess?: boolean
}

/** A released order of 100 pieces (or litres) with two operations and all that it needs, in books of its own; nothing of it belongs to anybody else. */
export interface Scene {
  readonly stage: Stage
  /** Only what is to be written into the S/4. */
  readonly books: Books
  readonly isProcess: boolean
  readonly sets: OrderSets
  readonly site: PlantSite
  readonly order: string
  readonly reservation: string
  /** Made here: pieces, and boxes of ten. Over-delivery 10 %, under-delivery 5 %. */
  readonly product: string
  readonly unit: string
  /** Component of operation 0010: two pieces for one, no other unit. Reservation item 1. */
  readonly part: string
  /** Component of operation 0010: 0.25 kg for one; grams are known. Reservation item 2. */
  readonly powder: string
  /** Of the powder, where it has any. */
  readonly batch: string
  /** Of the product, where it has any. */
  readonly productBatch: string
  /** Changes rows of the scene. */
  readonly change: (set: string, where: Row, values: Row) => void
  readonly remove: (set: string, where: Row) => void
}

/** One for all: a scene is built in it, copied out of it and taken back. */
const stageBooks = new Books(':memory:', allSets)

/** Builds a scene, lets `direct` have its way with it and answers its rows beside what `direct` answers. */
export function play<T>(stage: Stage, props: Props, direct: (scene: Scene) => T): { rows: { set: string; rows: Row[] }[]; result: T } {
  return stageBooks.transaction(() => {
    const result = direct(build(stage, props))
    const rows = allSets
      .filter((each) => !NOT_WRITTEN.has(each.name))
      .map((each) => ({ set: each.name, rows: stageBooks.find(each.name) }))
      .filter((each) => each.rows.length > 0)
    return { rows, result }
  }, false)
}

function build(stage: Stage, props: Props): Scene {
  const site = sites[stage.index % sites.length]
  if (!site) throw new Error('The plant has no site')
  const number = String(stage.index).padStart(4, '0')
  const hasBatches = props.hasBatches ?? false
  const isProcess = props.isProcess ?? false
  const product = material(site, `FG9${number}`, 'FERT', isProcess ? 'L' : 'PC', '48.00', {
    text: `${isProcess ? 'Fluid' : 'Pump'}, special version ${number}`,
    alternatives: [isProcess ? { unit: 'ML', numerator: '1', denominator: '1000' } : { unit: 'BOX', numerator: '10', denominator: '1' }],
    isBatchManaged: isProcess || (props.hasProductBatch ?? false),
    tolerance: { over: '10.0', under: '5.0', isUnlimited: false },
  })
  const part = material(site, `RM8${number}`, 'ROH', 'PC', '1.60', { text: `Flange, special version ${number}` })
  const powder = material(site, `RM9${number}`, 'ROH', 'KG', '7.20', {
    text: `Sinter powder, special version ${number}`,
    alternatives: [{ unit: 'G', numerator: '1', denominator: '1000' }],
    isBatchManaged: hasBatches,
    expires: hasBatches,
  })
  const batch = hasBatches ? `S${number}N1` : ''
  const components = [component('1', part, '2', site), component('2', powder, '0.25', site)]
  const order: PlantOrder = { ...orderOf(stage, site, product, components), ...(isProcess && { category: 'process' }) }
  const plant: Plant = {
    seed: 0,
    today: stage.today,
    companyCode: '1710',
    sites: [site],
    workCenters: [],
    materials: new Map([product, part, powder].map((each) => [each.id, each])),
    boms: new Map(),
    orders: new Map([[order.id, order]]),
    batches:
      batch === ''
        ? []
        : [{ id: batch, material: powder.id, plant: site.id, madeOn: addDays(stage.today, -30), expiresOn: addDays(stage.today, 300) }],
    stock: [
      { material: part.id, plant: site.id, storageLocation: site.supply, batch: '', type: '01', quantity: '400.000' },
      { material: powder.id, plant: site.id, storageLocation: site.supply, batch, type: '01', quantity: '50.000' },
    ],
    reasons,
  }
  for (const each of plant.materials.values()) seedMaterial(stageBooks, plant, each)
  seedStock(stageBooks, plant)
  seedOrder(stageBooks, plant, order)
  return {
    stage,
    books: stageBooks,
    isProcess,
    sets: isProcess ? processSets : productionSets,
    site,
    order: order.id,
    reservation: order.reservation,
    product: product.id,
    unit: product.unit,
    part: part.id,
    powder: powder.id,
    batch,
    productBatch: order.batch,
    change,
    remove,
  }
}

/** Throws when there is no such row: a scene that isn't spoiled would be a silent mistake. */
function change(set: string, where: Row, values: Row): void {
  if (stageBooks.update(set, where, values) === 0) throw new Error(`The scene has no ${set} with ${JSON.stringify(where)}`)
}

function remove(set: string, where: Row): void {
  const names = Object.keys(where)
  const statement = stageBooks.db.prepare(`DELETE FROM "${set}" WHERE ${names.map((each) => `"${each}" = ?`).join(' AND ')}`)
  if (statement.run(...names.map((each) => String(where[each]))).changes === 0) {
    throw new Error(`The scene has no ${set} with ${JSON.stringify(where)}`)
  }
}

function orderOf(stage: Stage, site: PlantSite, product: PlantMaterial, components: readonly PlantComponent[]): PlantOrder {
  const id = String(ORDERS_FROM + stage.index)
  return {
    id,
    plant: site.id,
    material: product.id,
    unit: product.unit,
    quantity: new Decimal(QUANTITY).toFixed(3),
    status: 'released',
    reservation: String(RESERVATIONS_FROM + stage.index),
    storageLocation: site.output,
    batch: product.isBatchManaged ? `P${id}` : '',
    received: '0.000',
    start: addDays(stage.today, -3),
    end: addDays(stage.today, 4),
    operations: [
      ['0010', 'Assemble', 'ASSY'],
      ['0020', 'Label and pack', 'PACK'],
    ].map(([operation = '', text = '', kind = '']) => ({
      id: operation,
      text,
      workCenter: workCenterOf(kind, site.id),
      confirmed: '0.000',
      isFinal: false,
      standardValues: ['20.000', '300.000', '200.000'],
    })),
    components,
  }
}

function component(reservationItem: string, { id, unit }: PlantMaterial, perPiece: string, site: PlantSite): PlantComponent {
  return {
    reservationItem,
    material: id,
    operation: '0010',
    unit,
    perPiece,
    scrapPercent: '0.00',
    required: new Decimal(perPiece).times(QUANTITY).toFixed(3),
    withdrawn: '0.000',
    storageLocation: site.supply,
    isBackflushed: true,
  }
}

function material(
  site: PlantSite,
  id: string,
  type: PlantMaterial['type'],
  unit: string,
  price: string,
  traits: Pick<PlantMaterial, 'text'> & Partial<PlantMaterial>,
): PlantMaterial {
  return {
    id,
    type,
    unit,
    price,
    alternatives: [],
    plants: [site.id],
    isBatchManaged: false,
    expires: false,
    isBulk: false,
    isFixed: false,
    shortage: '',
    tolerance: { over: '0.0', under: '0.0', isUnlimited: false },
    ...traits,
  }
}
