import type { ShopFloorContext } from '../../domain/context.ts'
import type { Ask } from '../ask.ts'
import type { BatchNeed } from '../needs.ts'
import { type Fields, fieldsOf, listOf, NotUnderstood, textOf } from '../values.ts'

type Batch = ShopFloorContext['batches'][number]

/** Two requests: for status and shelf life, and for the stock that the batch has. Empty when DM has no such batch. */
export async function readBatch(ask: Ask, { plant, material, batch }: BatchNeed): Promise<Batch[]> {
  const query = { plant, material, batchNumber: batch, size: '10' }
  const stockQuery = { plant, material, batchNumber: batch, batchesWithStatus: true, stockRetrieveScope: 'NO_ZERO_STOCK', size: 100 }
  const [master, stock] = await Promise.all([
    ask({ method: 'GET', path: '/inventory/v1/batches', query }),
    ask({ method: 'POST', path: '/inventory/v1/inventories/advancedQuery', body: stockQuery }),
  ])
  const found = master.status === 200 ? rowsOf(master.body).find((each) => each.batchNumber === batch) : undefined
  const stocks = stock.status === 200 ? rowsOf(stock.body).filter((each) => each.batchNumber === batch) : []
  if (!found && stocks.length === 0) return []
  const expiresOn = dayOf(found?.shelfLifeExpirationDate)
  const words = stocks.map((each) => textOf(each.status))
  return [{ material, batch, status: statusOf(found, words), ...(expiresOn === '' ? {} : { expiresOn }) }]
}

/** A batch is in inspection or blocked when none of its stock is free; where it has none at all, its own status counts. */
function statusOf(found: Fields | undefined, stocks: readonly string[]): Batch['status'] {
  if (found?.status === 'INVALIDATED') return 'blocked'
  const has = (...words: string[]): boolean => words.some((each) => stocks.includes(each))
  if (stocks.length > 0 && !has('UNRESTRICTED', 'AVAILABLE')) {
    if (has('QUALITY_INSPECTION', 'QUARANTINE')) return 'inspection'
    if (has('RESTRICTED')) return 'restricted'
    if (has('BLOCKED', 'HOLD')) return 'blocked'
    throw new NotUnderstood()
  }
  return found?.restricted === true ? 'restricted' : 'available'
}

function rowsOf(body: unknown): Fields[] {
  return listOf(fieldsOf(body).content).map(fieldsOf)
}

/** The day of a date and time in UTC; empty for none. */
function dayOf(value: unknown): string {
  if (value === undefined || value === null || value === '') return ''
  const day = textOf(value).slice(0, 10)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) throw new NotUnderstood()
  return day
}
