import { entityApi } from './entity.ts'

/** Production orders: `API_PRODUCTION_ORDER_2_SRV`. Status flags of orders and operations are `X` or empty. */
export const PRODUCTION_ORDER = 'API_PRODUCTION_ORDER_2_SRV'

const operations = entityApi(
  PRODUCTION_ORDER,
  'A_ProductionOrderOperation_2',
  ['OrderInternalBillOfOperations', 'OrderIntBillOfOperationsItem'],
  {
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
  },
)

const components = entityApi(PRODUCTION_ORDER, 'A_ProductionOrderComponent_2', ['Reservation', 'ReservationItem'], {
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
})

const items = entityApi(PRODUCTION_ORDER, 'A_ProductionOrderItem_2', ['ManufacturingOrder', 'ManufacturingOrderItem'], {
  ManufacturingOrder: 'Edm.String',
  ManufacturingOrderItem: 'Edm.String',
  StorageLocation: 'Edm.String',
})

export const productionOrders = entityApi(
  PRODUCTION_ORDER,
  'A_ProductionOrder_2',
  ['ManufacturingOrder'],
  {
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
  },
  {
    to_ProductionOrderOperation: { isMany: true, to: operations },
    to_ProductionOrderComponent: { isMany: true, to: components },
    to_ProductionOrderItem: { isMany: true, to: items },
  },
)
export type ProductionOrder = InstanceType<typeof productionOrders.entityConstructor>
export type ProductionOrderOperation = InstanceType<typeof operations.entityConstructor>
export type ProductionOrderComponent = InstanceType<typeof components.entityConstructor>
