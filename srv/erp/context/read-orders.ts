import type { OrderContext } from '../../domain/context.ts'
import type { OrderCategory } from '../../domain/message.ts'
import { rowAt } from '../api/address.ts'
import { PROCESS_ORDER, PRODUCTION_ORDER, fromProcess, fromProduction, processOrders, productionOrders } from '../api/order.ts'
import type { OrderRow } from '../api/order.ts'
import type { Reader } from '../reader.ts'
import { orderOf } from './orders.ts'
import type { Round } from './round.ts'

/**
 * Orders with all that hangs on them, from the service of their category; from both where nobody knows it. One that neither has is
 * not there; one that a service has not and the other can't say is unread. Never rejects.
 */
export async function readOrders(
  reader: Reader,
  round: Round,
  wanted: ReadonlyMap<string, OrderCategory | undefined>,
): Promise<readonly OrderContext[]> {
  const ids = [...wanted.keys()]
  const asked = {
    production: ids.filter((id) => wanted.get(id) !== 'process'),
    process: ids.filter((id) => wanted.get(id) !== 'production'),
  }
  const [production, process] = await Promise.all([
    round.attempt(readProduction(reader, asked.production, round.until)),
    round.attempt(readProcess(reader, asked.process, round.until)),
  ])
  const found = [production, process].flatMap((each) => ('value' in each ? each.value : [])).map(orderOf)
  const orders = found.filter(({ id }, index) => found.findIndex((each) => each.id === id) === index)
  const isFound = (id: string): boolean => orders.some((each) => each.id === id)
  if ('reason' in production && !asked.production.every(isFound)) round.miss('orders', production.reason)
  if ('reason' in process && !asked.process.every(isFound)) round.miss('orders', process.reason)
  return orders
}

async function readProduction(reader: Reader, ids: readonly string[], until: number): Promise<OrderRow[]> {
  const reads = ids.map((ManufacturingOrder) => rowAt(productionOrders, { ManufacturingOrder }))
  const answers = await reader.batch(PRODUCTION_ORDER, reads, until)
  return answers.flatMap((each) => each.as(productionOrders)).map(fromProduction)
}

async function readProcess(reader: Reader, ids: readonly string[], until: number): Promise<OrderRow[]> {
  const reads = ids.map((ManufacturingOrder) => rowAt(processOrders, { ManufacturingOrder }))
  const answers = await reader.batch(PROCESS_ORDER, reads, until)
  return answers.flatMap((each) => each.as(processOrders)).map(fromProcess)
}
