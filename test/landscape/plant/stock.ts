import { Decimal } from 'decimal.js'
import { Random } from '../../traffic/random.ts'
import { sites } from './catalogue.ts'
import { addDays } from './days.ts'
import type { Day, PlantBatch, PlantMaterial, PlantOrder, PlantSite, PlantStock } from './types.ts'

/** Stock is this many times what all open orders still need, so that shifts can go on for days and errors go through. */
const AMPLE = 4
const GOOD_BATCHES = 2

/**
 * Batches and stock. Components lie in the supply location, one good batch alone being enough for all open orders; a perishable material has an
 * expired batch beside it; a material in shortage has nothing there.
 */
export function buildStock(
  seed: number,
  today: Day,
  materials: ReadonlyMap<string, PlantMaterial>,
  orders: ReadonlyMap<string, PlantOrder>,
): { batches: PlantBatch[]; stock: PlantStock[] } {
  const random = new Random('stock', seed)
  const batches: PlantBatch[] = []
  const stock: PlantStock[] = []
  for (const order of orders.values()) {
    if (order.batch === '' || order.status === 'created') continue
    batches.push({ id: order.batch, material: order.material, plant: order.plant, madeOn: order.start, expiresOn: '' })
    if (new Decimal(order.received).gt(0)) {
      stock.push({ ...placeOf(order), storageLocation: order.storageLocation, batch: order.batch, type: '01', quantity: order.received })
    }
  }
  for (const material of materials.values()) {
    for (const site of sites.filter((each) => material.plants.includes(each.id))) {
      const place = { material: material.id, plant: site.id }
      if (material.type === 'FERT') {
        if (!material.isBatchManaged)
          stock.push({ ...place, storageLocation: site.output, batch: '', type: '01', quantity: finishedOf(material, orders, random) })
        continue
      }
      const own = batchesOf(random, today, material, site)
      batches.push(...own)
      stock.push(
        ...componentStock(material, site, own, Decimal.max(demandOf(material.id, site.id, orders).times(AMPLE), 200).ceil(), today),
      )
    }
  }
  return { batches, stock }
}

function componentStock(
  material: PlantMaterial,
  site: PlantSite,
  batches: readonly PlantBatch[],
  total: Decimal,
  today: Day,
): PlantStock[] {
  const place = { material: material.id, plant: site.id }
  switch (material.shortage) {
    case 'notReceived':
      return []
    case 'inOtherLocation':
      return [{ ...place, storageLocation: site.receiving, batch: '', type: '01', quantity: total.toFixed(3) }]
    case 'inQualityInspection':
      return [{ ...place, storageLocation: site.supply, batch: '', type: '02', quantity: total.toFixed(3) }]
    case '':
      break
  }
  // Some more of everything waits to be moved or inspected.
  const waiting: PlantStock[] =
    material.type === 'ROH' && batches.length === 0
      ? [{ ...place, storageLocation: site.receiving, batch: '', type: '01', quantity: total.div(10).ceil().toFixed(3) }]
      : []
  if (batches.length === 0)
    return [{ ...place, storageLocation: site.supply, batch: '', type: '01', quantity: total.toFixed(3) }, ...waiting]
  return batches.map((batch) => {
    const isExpired = batch.expiresOn !== '' && batch.expiresOn < today
    const quantity = isExpired ? total.div(40) : total.div(GOOD_BATCHES)
    return { ...place, storageLocation: site.supply, batch: batch.id, type: '01', quantity: quantity.ceil().toFixed(3) }
  })
}

/** Two good batches of a batch-managed material, and an expired one of a perishable one: `A26301X1`. */
function batchesOf(random: Random, today: Day, material: PlantMaterial, site: PlantSite): PlantBatch[] {
  if (!material.isBatchManaged) return []
  const prefix = `${site.id === '1710' ? 'A' : 'B'}${today.slice(2, 4)}${material.id.slice(2)}`
  const good = Array.from({ length: GOOD_BATCHES }, (_, index) => ({
    id: `${prefix}N${index + 1}`,
    material: material.id,
    plant: site.id,
    madeOn: addDays(today, -random.int(20, 90)),
    expiresOn: material.expires ? addDays(today, random.int(120, 400)) : '',
  }))
  const expired = {
    id: `${prefix}X1`,
    material: material.id,
    plant: site.id,
    madeOn: addDays(today, -400),
    expiresOn: addDays(today, -random.int(5, 60)),
  }
  return material.expires ? [...good, expired] : good
}

/** What open orders still need of a component. */
function demandOf(material: string, plant: string, orders: ReadonlyMap<string, PlantOrder>): Decimal {
  return [...orders.values()]
    .filter((each) => each.plant === plant && !['confirmed', 'closed', 'technicallyCompleted'].includes(each.status))
    .flatMap((each) => each.components.filter((component) => component.material === material))
    .reduce((sum, each) => sum.plus(each.required).minus(each.withdrawn), new Decimal(0))
}

function finishedOf(material: PlantMaterial, orders: ReadonlyMap<string, PlantOrder>, random: Random): string {
  return [...orders.values()]
    .filter((each) => each.material === material.id)
    .reduce((sum, each) => sum.plus(each.received), new Decimal(random.int(2, 20) * 10))
    .toFixed(3)
}

function placeOf(order: PlantOrder): { material: string; plant: string } {
  return { material: order.material, plant: order.plant }
}
