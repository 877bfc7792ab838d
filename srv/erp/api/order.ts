import type { OrderCategory } from '../../domain/message.ts'
import { entityApi, linked } from './entity.ts'
import type { Plain } from './entity.ts'

/**
 * Production orders (`API_PRODUCTION_ORDER_2_SRV`) and process orders (`API_PROCESS_ORDER_2_SRV`). Status flags of orders and
 * operations are `X` or empty. The metadata of the process orders isn't public: they are read by the same property names, and by
 * the same names of sets and links with `Process` instead of `Production`, as their older, documented version has them.
 */
export const PRODUCTION_ORDER = 'API_PRODUCTION_ORDER_2_SRV'
export const PROCESS_ORDER = 'API_PROCESS_ORDER_2_SRV'

const OPERATION = {
  OrderInternalBillOfOperations: 'Edm.String',
  OrderIntBillOfOperationsItem: 'Edm.String',
  ManufacturingOrderOperation: 'Edm.String',
  ManufacturingOrderSubOperation: 'Edm.String',
  OperationIsReleased: 'Edm.String',
  OperationIsConfirmed: 'Edm.String',
  OperationIsPartiallyConfirmed: 'Edm.String',
  OperationIsClosed: 'Edm.String',
  WorkCenter: 'Edm.String',
  OperationControlProfile: 'Edm.String',
  OperationUnit: 'Edm.String',
  OpPlannedTotalQuantity: 'Edm.Decimal',
  OpTotalConfirmedYieldQty: 'Edm.Decimal',
  WorkCenterStandardWorkQty1: 'Edm.Decimal',
  WorkCenterStandardWorkQty2: 'Edm.Decimal',
  WorkCenterStandardWorkQty3: 'Edm.Decimal',
  WorkCenterStandardWorkQty4: 'Edm.Decimal',
  WorkCenterStandardWorkQty5: 'Edm.Decimal',
  WorkCenterStandardWorkQty6: 'Edm.Decimal',
  WorkCenterStandardWorkQtyUnit1: 'Edm.String',
  WorkCenterStandardWorkQtyUnit2: 'Edm.String',
  WorkCenterStandardWorkQtyUnit3: 'Edm.String',
  WorkCenterStandardWorkQtyUnit4: 'Edm.String',
  WorkCenterStandardWorkQtyUnit5: 'Edm.String',
  WorkCenterStandardWorkQtyUnit6: 'Edm.String',
} as const

const COMPONENT = {
  Reservation: 'Edm.String',
  ReservationItem: 'Edm.String',
  Material: 'Edm.String',
  Plant: 'Edm.String',
  StorageLocation: 'Edm.String',
  Batch: 'Edm.String',
  ManufacturingOrderOperation: 'Edm.String',
  RequiredQuantity: 'Edm.Decimal',
  WithdrawnQuantity: 'Edm.Decimal',
  BaseUnit: 'Edm.String',
  MatlCompIsMarkedForBackflush: 'Edm.Boolean',
  IsBulkMaterialComponent: 'Edm.Boolean',
  QuantityIsFixed: 'Edm.Boolean',
  ReservationIsFinallyIssued: 'Edm.Boolean',
  MatlCompIsMarkedForDeletion: 'Edm.Boolean',
} as const

const ITEM = {
  ManufacturingOrder: 'Edm.String',
  ManufacturingOrderItem: 'Edm.String',
  Material: 'Edm.String',
  StorageLocation: 'Edm.String',
  MfgOrderItemGoodsReceiptQty: 'Edm.Decimal',
  IsCompletelyDelivered: 'Edm.Boolean',
} as const

const STATUS = {
  ManufacturingOrder: 'Edm.String',
  StatusCode: 'Edm.String',
  IsUserStatus: 'Edm.Boolean',
  StatusShortName: 'Edm.String',
} as const

const HEADER = {
  ManufacturingOrder: 'Edm.String',
  ManufacturingOrderType: 'Edm.String',
  ProductionPlant: 'Edm.String',
  Material: 'Edm.String',
  StorageLocation: 'Edm.String',
  ProductionUnit: 'Edm.String',
  TotalQuantity: 'Edm.Decimal',
  MfgOrderConfirmedYieldQty: 'Edm.Decimal',
  OrderIsReleased: 'Edm.String',
  OrderIsPartiallyReleased: 'Edm.String',
  OrderIsConfirmed: 'Edm.String',
  OrderIsTechnicallyCompleted: 'Edm.String',
  OrderIsClosed: 'Edm.String',
  OrderIsLocked: 'Edm.String',
  OrderIsMarkedForDeletion: 'Edm.String',
} as const

function linkedTo(service: string, word: 'Production' | 'Process') {
  const set = (name: string): string => `A_${word}Order${name}_2`
  return {
    operations: {
      isMany: true,
      to: entityApi(service, set('Operation'), ['OrderInternalBillOfOperations', 'OrderIntBillOfOperationsItem'], OPERATION),
    },
    components: { isMany: true, to: entityApi(service, set('Component'), ['Reservation', 'ReservationItem'], COMPONENT) },
    items: { isMany: true, to: entityApi(service, set('Item'), ['ManufacturingOrder', 'ManufacturingOrderItem'], ITEM) },
    statuses: { isMany: true, to: entityApi(service, set('Status'), ['ManufacturingOrder', 'StatusCode'], STATUS) },
  } as const
}

const production = linkedTo(PRODUCTION_ORDER, 'Production')
export const productionOrders = entityApi(PRODUCTION_ORDER, 'A_ProductionOrder_2', ['ManufacturingOrder'], HEADER, {
  to_ProductionOrderOperation: production.operations,
  to_ProductionOrderComponent: production.components,
  to_ProductionOrderItem: production.items,
  to_ProductionOrderStatus: production.statuses,
})

const process = linkedTo(PROCESS_ORDER, 'Process')
export const processOrders = entityApi(PROCESS_ORDER, 'A_ProcessOrder_2', ['ManufacturingOrder'], HEADER, {
  to_ProcessOrderOperation: process.operations,
  to_ProcessOrderComponent: process.components,
  to_ProcessOrderItem: process.items,
  to_ProcessOrderStatus: process.statuses,
})

type ProductionOrder = Plain<typeof productionOrders>
type ProcessOrder = Plain<typeof processOrders>
export type OperationRow = Plain<typeof production.operations.to>
export type ComponentRow = Plain<typeof production.components.to>

/** An order of either category with what hangs on it. `statuses` is undefined where the ERP left them out. */
export interface OrderRow {
  readonly category: OrderCategory
  readonly header: ProductionOrder | ProcessOrder
  readonly operations: readonly OperationRow[]
  readonly components: readonly ComponentRow[]
  readonly items: readonly Plain<typeof production.items.to>[]
  readonly statuses: readonly Plain<typeof production.statuses.to>[] | undefined
}

export function fromProduction(row: ProductionOrder): OrderRow {
  return {
    category: 'production',
    header: row,
    operations: linked(row.to_ProductionOrderOperation) ?? [],
    components: linked(row.to_ProductionOrderComponent) ?? [],
    items: linked(row.to_ProductionOrderItem) ?? [],
    statuses: linked(row.to_ProductionOrderStatus),
  }
}

export function fromProcess(row: ProcessOrder): OrderRow {
  return {
    category: 'process',
    header: row,
    operations: linked(row.to_ProcessOrderOperation) ?? [],
    components: linked(row.to_ProcessOrderComponent) ?? [],
    items: linked(row.to_ProcessOrderItem) ?? [],
    statuses: linked(row.to_ProcessOrderStatus),
  }
}
