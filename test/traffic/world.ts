import { Decimal } from 'decimal.js'
import type { V2Client } from './client.ts'

/** What the shop floor knows of the plant, read from the S/4 itself: it's the world, not the thing under test. */

export interface WorldOperation {
  readonly id: string
  readonly workCenter: string
  /** It may be confirmed: released, not finally confirmed, not closed. */
  readonly isOpen: boolean
  readonly planned: Decimal
  readonly confirmed: Decimal
  readonly unit: string
  /** Minutes of each activity for the whole operation. */
  readonly standard: readonly Decimal[]
}

export interface WorldComponent {
  readonly operation: string
  readonly material: string
  readonly plant: string
  readonly storageLocation: string
  readonly reservation: string
  readonly reservationItem: string
  readonly required: Decimal
  readonly withdrawn: Decimal
  readonly unit: string
  readonly isFixed: boolean
  /** It may be issued: no bulk material, not deleted, not finally issued. */
  readonly isOpen: boolean
}

export interface WorldOrder {
  readonly id: string
  readonly type: string
  readonly plant: string
  readonly material: string
  readonly unit: string
  readonly total: Decimal
  /** Released, and nothing forbids a confirmation. */
  readonly isWorkable: boolean
  /** Closed, technically completed, or not yet released. */
  readonly isForbidden: boolean
  readonly operations: readonly WorldOperation[]
  readonly components: readonly WorldComponent[]
}

export interface WorldMaterial {
  readonly id: string
  readonly type: string
  readonly baseUnit: string
  /** Base units in one such unit. */
  readonly units: ReadonlyMap<string, Decimal>
  readonly plants: ReadonlySet<string>
  /** `1710/171A` */
  readonly locations: ReadonlySet<string>
  /** Per plant, percent; undefined when there's no limit. */
  readonly overDelivery: ReadonlyMap<string, Decimal | undefined>
}

export interface Stock {
  readonly material: string
  readonly plant: string
  readonly storageLocation: string
  readonly batch: string
  /** Not in inspection, not blocked. */
  readonly isUnrestricted: boolean
  readonly quantity: Decimal
  readonly unit: string
}

export interface World {
  readonly orders: readonly WorldOrder[]
  readonly materials: ReadonlyMap<string, WorldMaterial>
  readonly stock: readonly Stock[]
}

type Row = Record<string, unknown>

const ORDERS = 'API_PRODUCTION_ORDER_2_SRV'
const PRODUCTS = 'API_PRODUCT_SRV'
const STOCK = 'API_MATERIAL_STOCK_SRV'
const BATCHES = 'API_BATCH_SRV'
/** Control keys whose operations the shop floor doesn't confirm. */
const UNCONFIRMABLE = new Set(['PP03'])

export class WorldReader {
  readonly #s4: V2Client
  #expired: Promise<ReadonlySet<string>> | undefined

  constructor(s4: V2Client) {
    this.#s4 = s4
  }

  /** Everything at once, orders in the order of their numbers. */
  async all(): Promise<World> {
    const [orders, materials, stock] = await Promise.all([this.#orders({}), this.#materials(), this.stock()])
    return { orders: orders.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true })), materials, stock }
  }

  /** One order as it stands now. */
  async order(id: string): Promise<WorldOrder> {
    const [order] = await this.#orders({ $filter: `ManufacturingOrder eq '${id}'` })
    if (!order) throw new Error(`The S/4 has no order ${id}`)
    return order
  }

  /** Stock as it stands now; of the materials, when some are named. */
  async stock(materials: readonly string[] = []): Promise<Stock[]> {
    const filter = materials.map((each) => `Material eq '${each}'`).join(' or ')
    const rows = await this.#s4.rows(STOCK, 'A_MatlStkInAcctMod', filter === '' ? {} : { $filter: filter })
    const expired = await (this.#expired ??= this.#expiredBatches())
    // Nobody on the shop floor takes what is too old by its label.
    const usable = rows.filter((row) => !expired.has(`${text(row, 'Material')}/${text(row, 'Batch')}`))
    return usable.map((row) => ({
      material: text(row, 'Material'),
      plant: text(row, 'Plant'),
      storageLocation: text(row, 'StorageLocation'),
      batch: text(row, 'Batch'),
      isUnrestricted: text(row, 'InventoryStockType') === '01',
      quantity: decimal(row, 'MatlWrhsStkQtyInMatlBaseUnit'),
      unit: text(row, 'MaterialBaseUnit'),
    }))
  }

  async #expiredBatches(): Promise<ReadonlySet<string>> {
    const today = new Date().toISOString().slice(0, 10)
    const rows = await this.#s4.rows(BATCHES, 'Batch')
    const isExpired = (row: Row): boolean => {
      const time = /\/Date\((-?\d+)/.exec(text(row, 'ShelfLifeExpirationDate'))?.[1]
      return time !== undefined && new Date(Number(time)).toISOString().slice(0, 10) < today
    }
    return new Set(rows.filter(isExpired).map((row) => `${text(row, 'Material')}/${text(row, 'Batch')}`))
  }

  async #orders(query: Record<string, string>): Promise<WorldOrder[]> {
    const [headers, operations, components] = await Promise.all([
      this.#s4.rows(ORDERS, 'A_ProductionOrder_2', query),
      this.#s4.rows(ORDERS, 'A_ProductionOrderOperation_2', query),
      this.#s4.rows(ORDERS, 'A_ProductionOrderComponent_4', query),
    ])
    const operationsOf = Map.groupBy(operations, (row) => text(row, 'ManufacturingOrder'))
    const componentsOf = Map.groupBy(components, (row) => text(row, 'ManufacturingOrder'))
    return headers.map((row) => {
      const id = text(row, 'ManufacturingOrder')
      return orderOf(row, operationsOf.get(id) ?? [], componentsOf.get(id) ?? [])
    })
  }

  async #materials(): Promise<Map<string, WorldMaterial>> {
    const sets = ['A_Product', 'A_ProductPlant', 'A_ProductStorageLocation', 'A_ProductUnitsOfMeasure', 'A_ProductWorkScheduling']
    const read = await Promise.all(sets.map((each) => this.#s4.rows(PRODUCTS, each)))
    const [products = [], ...rest] = read
    const [plants, locations, units, schedulings] = rest.map((rows) => Map.groupBy(rows, (row) => text(row, 'Product')))
    return new Map(
      products.map((row) => {
        const id = text(row, 'Product')
        const baseUnit = text(row, 'BaseUnit')
        const factors = (units?.get(id) ?? []).map(
          (each) => [text(each, 'AlternativeUnit'), decimal(each, 'QuantityNumerator').div(decimal(each, 'QuantityDenominator'))] as const,
        )
        const material: WorldMaterial = {
          id,
          type: text(row, 'ProductType'),
          baseUnit,
          units: new Map([[baseUnit, new Decimal(1)], ...factors]),
          plants: new Set((plants?.get(id) ?? []).map((each) => text(each, 'Plant'))),
          locations: new Set((locations?.get(id) ?? []).map((each) => `${text(each, 'Plant')}/${text(each, 'StorageLocation')}`)),
          overDelivery: new Map(
            (schedulings?.get(id) ?? []).map((each) => [
              text(each, 'Plant'),
              each.UnlimitedOverDelivIsAllowed === true ? undefined : decimal(each, 'OverDelivToleranceLimit'),
            ]),
          ),
        }
        return [id, material]
      }),
    )
  }
}

function orderOf(row: Row, operations: readonly Row[], components: readonly Row[]): WorldOrder {
  const is = (name: string): boolean => text(row, name) === 'X'
  const isOver = is('OrderIsClosed') || is('OrderIsTechnicallyCompleted')
  const isWithdrawn = is('OrderIsLocked') || is('OrderIsMarkedForDeletion') || is('OrderIsDeleted')
  return {
    id: text(row, 'ManufacturingOrder'),
    type: text(row, 'ManufacturingOrderType'),
    plant: text(row, 'ProductionPlant'),
    material: text(row, 'Material'),
    unit: text(row, 'ProductionUnit'),
    total: decimal(row, 'TotalQuantity'),
    isWorkable: is('OrderIsReleased') && !isOver && !isWithdrawn && !is('OrderIsConfirmed'),
    isForbidden: isOver || (is('OrderIsCreated') && !is('OrderIsReleased') && !is('OrderIsPartiallyReleased')),
    operations: operations
      .filter((each) => !UNCONFIRMABLE.has(text(each, 'OperationControlProfile')))
      .map(operationOf)
      .sort((a, b) => a.id.localeCompare(b.id)),
    components: components.map(componentOf),
  }
}

function operationOf(row: Row): WorldOperation {
  const is = (name: string): boolean => text(row, name) === 'X'
  return {
    id: text(row, 'ManufacturingOrderOperation'),
    workCenter: text(row, 'WorkCenter'),
    isOpen: is('OperationIsReleased') && !is('OperationIsConfirmed') && !is('OperationIsClosed') && !is('OperationIsDeleted'),
    planned: decimal(row, 'OpPlannedTotalQuantity'),
    confirmed: decimal(row, 'OpTotalConfirmedYieldQty'),
    unit: text(row, 'OperationUnit'),
    standard: [1, 2, 3].map((each) => decimal(row, `WorkCenterStandardWorkQty${each}`)).filter((each) => each.gt(0)),
  }
}

function componentOf(row: Row): WorldComponent {
  const isClosed =
    row.IsBulkMaterialComponent === true || row.MatlCompIsMarkedForDeletion === true || row.ReservationIsFinallyIssued === true
  return {
    // A reservation without operation is issued at the first one.
    operation: text(row, 'ManufacturingOrderOperation') || '0010',
    material: text(row, 'Material'),
    plant: text(row, 'Plant'),
    storageLocation: text(row, 'StorageLocation'),
    reservation: text(row, 'Reservation'),
    reservationItem: text(row, 'ReservationItem'),
    required: decimal(row, 'RequiredQuantity'),
    withdrawn: decimal(row, 'WithdrawnQuantity'),
    unit: text(row, 'BaseUnit'),
    isFixed: row.QuantityIsFixed === true,
    isOpen: !isClosed && row.MaterialComponentIsPhantomItem !== true,
  }
}

function text(row: Row, name: string): string {
  const value = row[name]
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

function decimal(row: Row, name: string): Decimal {
  return new Decimal(text(row, name) || 0)
}
