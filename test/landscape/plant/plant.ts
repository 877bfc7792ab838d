import { boms } from './boms.ts'
import { catalogue, reasons, sites, workCenters } from './catalogue.ts'
import { dayOf } from './days.ts'
import { buildOrders } from './orders.ts'
import { buildProcessOrders } from './process-orders.ts'
import { buildStock } from './stock.ts'
import type { Plant } from './types.ts'

export type * from './types.ts'

/**
 * The whole plant, the same for the same seed and day. Dates (orders, batches, period) lie around `today`.
 * Healthy work is possible at nearly every released order; what is short, expired or closed is so on purpose.
 */
export function buildPlant(seed: number, today: Date | string): Plant {
  const day = dayOf(today)
  const materials = new Map(catalogue.map((each) => [each.id, each]))
  const orders = buildOrders(seed, day, materials)
  const processOrders = buildProcessOrders(seed, day, materials)
  return {
    seed,
    today: day,
    companyCode: '1710',
    sites,
    workCenters,
    materials,
    boms,
    orders,
    processOrders,
    reasons,
    ...buildStock(seed, day, materials, new Map([...orders, ...processOrders])),
  }
}
