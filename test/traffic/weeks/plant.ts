import { catalogue, reasons, sites, workCenters } from '../../landscape/plant/catalogue.ts'
import { boms } from '../../landscape/plant/boms.ts'
import { buildOrders } from '../../landscape/plant/orders.ts'
import type { Plant, PlantOrder } from '../../landscape/plant/plant.ts'
import { buildStock } from '../../landscape/plant/stock.ts'

/** Each week the plant gets new production orders and full stores; some of the orders are begun each day. */

const ORDERS_FROM = 20_000_001
const RESERVATIONS_FROM = 5_000_001
/** Orders of one week; more than a plant of the landscape ever has. */
const PER_WEEK = 1_000

/**
 * The plant with the orders of one week: as many, of the same products and in the same statuses as the landscape's own, with numbers of their
 * own. Pure.
 * @param run counts weeks over all that was ever played in these systems
 */
export function plantOfWeek(seed: number, week: number, run: number, today: string): Plant {
  const materials = new Map(catalogue.map((each) => [each.id, each]))
  const drawn = [...buildOrders(seed * 100 + week, today, materials).values()]
  const orders = new Map(drawn.map((each, index) => renumbered(each, run * PER_WEEK + index)).map((each) => [each.id, each]))
  const base = { seed, today, companyCode: '1710', sites, workCenters, materials, boms, reasons }
  return { ...base, orders, ...buildStock(seed, today, materials, orders) }
}

function renumbered(order: PlantOrder, at: number): PlantOrder {
  const id = String(ORDERS_FROM + at)
  return { ...order, id, reservation: String(RESERVATIONS_FROM + at), batch: order.batch === '' ? '' : `P${id}` }
}

/** Orders that are worked on that day, of `days`: those that begin on it, and those of the day before. */
export function ordersOfDay(plant: Pick<Plant, 'orders'>, day: number, days: number): ReadonlySet<string> {
  return new Set([...plant.orders.keys()].filter((_, at) => at % days === day || (day > 0 && at % days === day - 1)))
}
