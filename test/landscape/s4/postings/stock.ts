import { Decimal } from 'decimal.js'
import type { Books } from '../books.ts'
import { rowOf } from '../model/properties.ts'
import type { CallContext } from '../contract.ts'
import { batches } from '../model/sets/batch.ts'
import { materialDocumentItems, materialDocuments } from '../model/sets/material-document.ts'
import { materialStocks, stocks } from '../model/sets/material-stock.ts'
import { productPlants } from '../model/sets/product.ts'
import { messages, refuse } from './messages.ts'
import { day, decimal, flag, quantity, text } from './values.ts'

const STOCK_NAMES: Readonly<Record<string, string>> = {
  '01': 'SL Unrestricted-use',
  '02': 'SL Quality inspection',
  '07': 'SL Blocked',
}

export interface StockPlace {
  readonly material: string
  readonly plant: string
  readonly storageLocation: string
  readonly batch: string
  /** 01 unrestricted, 02 quality inspection, 07 blocked */
  readonly stockType: string
}

/** Changes the stock of one place by `change` base units; refuses with M7/021 when it would fall below zero and may not. */
export function changeStock(books: Books, place: StockPlace, unit: string, change: Decimal): void {
  const key = keyOf(place)
  const row = books.one(stocks.name, key)
  const before = decimal(row?.MatlWrhsStkQtyInMatlBaseUnit)
  const after = before.plus(change)
  if (change.isNegative() && after.isNegative() && !mayBeNegative(books, place)) {
    const where = [place.material, place.plant, place.storageLocation, place.batch].join(' ').trim()
    refuse(messages.deficit(STOCK_NAMES[place.stockType] ?? place.stockType, after.neg().toString(), unit, where))
  }
  if (row) {
    books.update(stocks.name, key, { MatlWrhsStkQtyInMatlBaseUnit: quantity(after) })
  } else {
    books.insert(stocks.name, rowOf(stocks, { ...key, MaterialBaseUnit: unit, MatlWrhsStkQtyInMatlBaseUnit: quantity(after) }))
    if (!books.one(materialStocks.name, { Material: place.material })) {
      books.insert(materialStocks.name, { Material: place.material, MaterialBaseUnit: unit })
    }
  }
}

/**
 * Splits `needed` base units over batches, first to expire first, skipping expired and restricted ones. What no batch holds is put on the first batch
 * (or on none), so that posting it names the deficit.
 */
export function chooseBatches(
  books: Books,
  place: Pick<StockPlace, 'material' | 'plant' | 'storageLocation'>,
  needed: Decimal,
  today: string,
): { batch: string; quantity: Decimal }[] {
  const inPlant = books.one(productPlants.name, { Product: place.material, Plant: place.plant })
  if (!flag(inPlant?.IsBatchManagementRequired)) return [{ batch: '', quantity: needed }]
  const expiries = new Map(
    books
      .find(batches.name, { Material: place.material, BatchIdentifyingPlant: place.plant })
      .filter((each) => !flag(each.MatlBatchIsInRstrcdUseStock) && !flag(each.BatchIsMarkedForDeletion))
      .map((each) => [text(each.Batch), day(each.ShelfLifeExpirationDate) || '9999-12-31'] as const),
  )
  const usable = books
    .find(stocks.name, { Material: place.material, Plant: place.plant, StorageLocation: place.storageLocation, InventoryStockType: '01' })
    .map((each) => ({ batch: text(each.Batch), quantity: decimal(each.MatlWrhsStkQtyInMatlBaseUnit) }))
    .filter((each) => each.quantity.gt(0) && (expiries.get(each.batch) ?? '') >= today)
    .sort((a, b) => (expiries.get(a.batch) ?? '').localeCompare(expiries.get(b.batch) ?? '') || a.batch.localeCompare(b.batch))
  let open = needed
  const chosen: { batch: string; quantity: Decimal }[] = []
  for (const each of usable) {
    if (open.lte(0)) break
    const taken = Decimal.min(open, each.quantity)
    chosen.push({ batch: each.batch, quantity: taken })
    open = open.minus(taken)
  }
  if (open.lte(0)) return chosen
  const [first, ...rest] = chosen
  return first ? [{ ...first, quantity: first.quantity.plus(open) }, ...rest] : [{ batch: '', quantity: open }]
}

/**
 * Refuses a backdated withdrawal of what had not been received by its posting date: today's stock of the place without what came after that
 * day, and with what went after it.
 */
export function checkReceivedBefore(context: CallContext, place: StockPlace, unit: string, amount: Decimal, postingDate: string): void {
  const { books, now } = context
  if (postingDate >= now.toISOString().slice(0, 10) || mayBeNegative(books, place)) return
  const stock = decimal(books.one(stocks.name, keyOf(place))?.MatlWrhsStkQtyInMatlBaseUnit)
  // What isn't there today either is a deficit, and told as one.
  if (stock.lt(amount)) return
  const later = books
    .all(
      `SELECT item.DebitCreditCode AS side, item.QuantityInBaseUnit AS quantity FROM "${materialDocumentItems.name}" AS item
       JOIN "${materialDocuments.name}" AS header USING (MaterialDocumentYear, MaterialDocument)
       WHERE item.Material = ? AND item.Plant = ? AND item.StorageLocation = ? AND item.Batch = ?
       AND COALESCE(NULLIF(item.InventoryStockType, ''), '01') = ? AND substr(header.PostingDate, 1, 10) > ?`,
      [place.material, place.plant, place.storageLocation, place.batch, place.stockType, postingDate],
    )
    .map((each) => (each.side === 'S' ? decimal(each.quantity).neg() : decimal(each.quantity)))
  const onThatDay = later.reduce((sum, each) => sum.plus(each), stock)
  if (onThatDay.lt(amount)) refuse(messages.receivedLater(place.material, postingDate, amount.minus(onThatDay).toString(), unit))
}

function keyOf(place: StockPlace): Record<string, string> {
  return {
    Material: place.material,
    Plant: place.plant,
    StorageLocation: place.storageLocation,
    Batch: place.batch,
    Supplier: '',
    Customer: '',
    WBSElementInternalID: '',
    SDDocument: '',
    SDDocumentItem: '',
    InventorySpecialStockType: '',
    InventoryStockType: place.stockType,
  }
}

function mayBeNegative(books: Books, place: StockPlace): boolean {
  return flag(books.one(productPlants.name, { Product: place.material, Plant: place.plant })?.IsNegativeStockAllowed)
}
