import { Decimal } from 'decimal.js'
import type { Books } from '../books.ts'
import type { Row } from '../contract.ts'
import { isBatchSummary } from './batch-summary.ts'
import type { GoodsMovement } from './movements.ts'
import { setsOf } from './order-sets.ts'
import { lastOperation } from './orders.ts'
import { chooseBatches } from './stock.ts'
import { decimal, flag, text } from './values.ts'

/** What has been produced, in the order's unit. */
export interface Produced {
  readonly yield: Decimal
  readonly scrap: Decimal
}

/** Components that the given operations consume for `produced`, by the order's own requirement per piece; batches first to expire first. */
export function proposeIssues(books: Books, order: Row, operations: readonly Row[], produced: Produced, today: string): GoodsMovement[] {
  const made = produced.yield.plus(produced.scrap)
  const planned = decimal(order.TotalQuantity)
  if (made.lte(0) || planned.lte(0)) return []
  const components = componentsOf(books, order, operations)
  return components
    .filter((each) => flag(each.MatlCompIsMarkedForBackflush) && !isExempt(each) && !isBatchSummary(each, components))
    .flatMap((component) => {
      const required = decimal(component.RequiredQuantity)
      const withdrawn = decimal(component.WithdrawnQuantity)
      const needed = flag(component.QuantityIsFixed) ? Decimal.max(required.minus(withdrawn), 0) : required.times(made).div(planned)
      const rounded = needed.toDecimalPlaces(3)
      return rounded.gt(0) ? issuesOf(books, component, rounded, today) : []
    })
}

/** The automatic receipt of the product, when the last operation is among the given ones; quantity in `unit`. */
export function proposeReceipt(books: Books, order: Row, operations: readonly Row[], quantity: Decimal, unit: string): GoodsMovement[] {
  const id = text(order.ManufacturingOrder)
  const last = lastOperation(books, id)
  const isLast = operations.some((each) => each.ManufacturingOrderOperation === last?.ManufacturingOrderOperation)
  if (!isLast || quantity.lte(0)) return []
  const item = books.find(setsOf(books, id).items.name, { ManufacturingOrder: id })[0]
  return [
    {
      type: '101',
      material: text(order.Material),
      plant: text(order.ProductionPlant),
      storageLocation: text(item?.StorageLocation) || text(order.StorageLocation),
      batch: text(item?.Batch),
      stockType: '01',
      order: id,
      reservation: '',
      reservationItem: '',
      isFinalIssue: false,
      quantity,
      unit,
      reason: '',
      values: { GoodsMovementRefDocType: 'F' },
    },
  ]
}

/** Reservations of the given operations; one without operation belongs to the first of the order. */
export function componentsOf(books: Books, order: Row, operations: readonly Row[]): Row[] {
  const ids = new Set(operations.map((each) => text(each.ManufacturingOrderOperation)))
  return books
    .find(setsOf(books, text(order.ManufacturingOrder)).components.name, { ManufacturingOrder: order.ManufacturingOrder ?? '' })
    .filter((each) => ids.has(text(each.ManufacturingOrderOperation) || '0010'))
}

function isExempt(component: Row): boolean {
  return ['IsBulkMaterialComponent', 'MaterialComponentIsPhantomItem', 'MatlCompIsMarkedForDeletion', 'ReservationIsFinallyIssued'].some(
    (each) => flag(component[each]),
  )
}

function issuesOf(books: Books, component: Row, needed: Decimal, today: string): GoodsMovement[] {
  const place = {
    material: text(component.Material),
    plant: text(component.Plant),
    storageLocation: text(component.StorageLocation),
  }
  const given = text(component.Batch)
  const parts = given === '' ? chooseBatches(books, place, needed, today) : [{ batch: given, quantity: needed }]
  return parts.map((part) => ({
    ...place,
    type: '261',
    batch: part.batch,
    stockType: '01',
    order: text(component.ManufacturingOrder),
    reservation: text(component.Reservation),
    reservationItem: text(component.ReservationItem),
    isFinalIssue: false,
    quantity: part.quantity,
    unit: text(component.BaseUnit),
    reason: '',
    values: {},
  }))
}
