import type { EntitySet } from '../../contract.ts'
import { dates, decimals, flags, identifiers, texts, times } from '../properties.ts'

const byOrder = { ManufacturingOrder: 'ManufacturingOrder' }

export const orders: EntitySet = {
  name: 'A_ProductionOrder_2',
  type: 'A_ProductionOrder_2Type',
  keys: ['ManufacturingOrder'],
  etag: 'LastChangeDateTime',
  properties: [
    ...identifiers({
      ManufacturingOrder: 12,
      Material: 40,
      OrderInternalBillOfOperations: 10,
      PlannedOrder: 10,
      SalesOrder: 10,
      SalesOrderItem: 6,
    }),
    ...texts({ ManufacturingOrderCategory: 2, ManufacturingOrderType: 4, ManufacturingOrderImportance: 1 }),
    ...texts({
      OrderIsCreated: 1,
      OrderIsReleased: 1,
      OrderIsPartiallyReleased: 1,
      OrderIsPrinted: 1,
      OrderIsScheduled: 1,
      OrderIsPreCosted: 1,
    }),
    ...texts({ OrderIsConfirmed: 1, OrderIsPartiallyConfirmed: 1, OrderIsDelivered: 1, OrderIsPartiallyDelivered: 1, OrderIsLocked: 1 }),
    ...texts({
      OrderIsTechnicallyCompleted: 1,
      OrderIsClosed: 1,
      OrderIsMarkedForDeletion: 1,
      OrderIsDeleted: 1,
      MaterialAvailyIsNotChecked: 1,
    }),
    ...texts({ LastChangeDateTime: 14, StorageLocation: 4, GoodsRecipientName: 12, UnloadingPointName: 25, ProductionPlant: 4, Plant: 4 }),
    ...texts({ MRPArea: 10, MRPController: 3, ProductionSupervisor: 3, ProductionVersion: 4, CompanyCode: 4, ProfitCenter: 10 }),
    ...texts({ ProductionUnit: 3, ProductionUnitISOCode: 3, ProductionUnitSAPCode: 3 }),
    ...decimals(13, 3, ['TotalQuantity', 'MfgOrderPlannedScrapQty', 'MfgOrderConfirmedYieldQty']),
    ...dates(['MfgOrderCreationDate', 'MfgOrderPlannedStartDate', 'MfgOrderPlannedEndDate']),
    ...dates(['MfgOrderScheduledStartDate', 'MfgOrderScheduledEndDate', 'MfgOrderActualReleaseDate']),
    ...times(['MfgOrderCreationTime', 'MfgOrderPlannedStartTime', 'MfgOrderPlannedEndTime']),
    ...times(['MfgOrderScheduledStartTime', 'MfgOrderScheduledEndTime']),
  ],
  navigations: [
    { name: 'to_ProductionOrderComponent', target: 'A_ProductionOrderComponent_2', isMany: true, on: byOrder },
    { name: 'to_ProductionOrderComponentExt', target: 'A_ProductionOrderComponent_3', isMany: true, on: byOrder },
    { name: 'to_ProductionOrderComponentExt4', target: 'A_ProductionOrderComponent_4', isMany: true, on: byOrder },
    { name: 'to_ProductionOrderItem', target: 'A_ProductionOrderItem_2', isMany: true, on: byOrder },
    { name: 'to_ProductionOrderOperation', target: 'A_ProductionOrderOperation_2', isMany: true, on: byOrder },
    { name: 'to_ProductionOrderStatus', target: 'A_ProductionOrderStatus_2', isMany: true, on: byOrder },
  ],
}

const component = [
  ...identifiers({ Reservation: 10, ReservationItem: 4, Material: 40, ManufacturingOrder: 12, ManufacturingOrderSequence: 6 }),
  ...identifiers({ OrderInternalBillOfOperations: 10, BOMItem: 8 }),
  ...texts({ MaterialGroup: 9, Plant: 4, ManufacturingOrderCategory: 2, ManufacturingOrderType: 4, ManufacturingOrderOperation: 4 }),
  ...texts({ ProductionPlant: 4, MaterialCompIsCostRelevant: 1, BillOfMaterialCategory: 1, BOMItemCategory: 1 }),
  ...texts({ BillOfMaterialItemNumber: 4, BOMItemDescription: 40, StorageLocation: 4, Batch: 10, GoodsMovementType: 3, SupplyArea: 10 }),
  ...texts({ BaseUnit: 3, BaseUnitISOCode: 3, BaseUnitSAPCode: 3, EntryUnit: 3, EntryUnitISOCode: 3, EntryUnitSAPCode: 3, Currency: 5 }),
  ...flags(['ReservationIsFinallyIssued', 'MatlCompIsMarkedForDeletion', 'IsBulkMaterialComponent', 'MatlCompIsMarkedForBackflush']),
  ...flags(['MaterialCompIsAlternativeItem', 'MaterialComponentIsPhantomItem', 'QuantityIsFixed', 'IsNetScrap']),
  ...decimals(5, 2, ['ComponentScrapInPercent', 'OperationScrapInPercent']),
  ...decimals(13, 3, ['RequiredQuantity', 'WithdrawnQuantity', 'MaterialCompOriginalQuantity', 'GoodsMovementEntryQty']),
  ...decimals(15, 3, ['ConfirmedAvailableQuantity']),
  ...decimals(14, 3, ['WithdrawnQuantityAmount']),
  ...dates(['MatlCompRequirementDate']),
  ...times(['MatlCompRequirementTime']),
]

/** The same reservation in three generations; the two older ones are kept equal to the newest by the books themselves (`mirrorComponents`). */
export const components2: EntitySet = {
  name: 'A_ProductionOrderComponent_2',
  type: 'A_ProductionOrderComponent_2Type',
  keys: ['Reservation', 'ReservationItem'],
  properties: component,
  navigations: [],
}

const recordType = texts({ ReservationRecordType: 1, LastChangeDateTime: 14 })

export const components3: EntitySet = {
  name: 'A_ProductionOrderComponent_3',
  type: 'A_ProductionOrderComponent_3Type',
  keys: ['Reservation', 'ReservationItem', 'ReservationRecordType'],
  etag: 'LastChangeDateTime',
  properties: [...component, ...recordType],
  navigations: [],
}

export const components4: EntitySet = {
  ...components3,
  name: 'A_ProductionOrderComponent_4',
  type: 'A_ProductionOrderComponent_4Type',
}

export const orderItems: EntitySet = {
  name: 'A_ProductionOrderItem_2',
  type: 'A_ProductionOrderItem_2Type',
  keys: ['ManufacturingOrder', 'ManufacturingOrderItem'],
  properties: [
    ...identifiers({ ManufacturingOrder: 12, ManufacturingOrderItem: 4, Material: 40 }),
    ...texts({ ManufacturingOrderCategory: 2, ManufacturingOrderType: 4, ProductionPlant: 4, Plant: 4, MRPArea: 10, StorageLocation: 4 }),
    ...texts({ Batch: 10, InventoryUsabilityCode: 1, GoodsRecipientName: 12, UnloadingPointName: 25 }),
    ...texts({ ProductionUnit: 3, ProductionUnitISOCode: 3, ProductionUnitSAPCode: 3 }),
    ...flags(['IsCompletelyDelivered']),
    ...decimals(13, 3, [
      'MfgOrderItemPlannedTotalQty',
      'MfgOrderItemPlannedScrapQty',
      'MfgOrderItemGoodsReceiptQty',
      'MfgOrderItemActualDeviationQty',
    ]),
    ...dates(['MfgOrderItemPlndDeliveryDate', 'MfgOrderItemActualDeliveryDate']),
  ],
  navigations: [],
}

const works = [1, 2, 3, 4, 5, 6] as const

export const operations: EntitySet = {
  name: 'A_ProductionOrderOperation_2',
  type: 'A_ProductionOrderOperation_2Type',
  keys: ['OrderInternalBillOfOperations', 'OrderIntBillOfOperationsItem'],
  etag: 'LastChangeDateTime',
  properties: [
    ...identifiers({
      OrderInternalBillOfOperations: 10,
      OrderIntBillOfOperationsItem: 8,
      ManufacturingOrder: 12,
      ManufacturingOrderSequence: 6,
    }),
    ...identifiers({ WorkCenterInternalID: 8 }),
    ...texts({
      ManufacturingOrderOperation: 4,
      ManufacturingOrderSubOperation: 4,
      ManufacturingOrderCategory: 2,
      ManufacturingOrderType: 4,
    }),
    ...texts({ MfgOrderOperationText: 40, OperationIsCreated: 1, OperationIsReleased: 1, OperationIsPrinted: 1, OperationIsConfirmed: 1 }),
    ...texts({ OperationIsPartiallyConfirmed: 1, OperationIsDeleted: 1, OperationIsTechlyCompleted: 1, OperationIsClosed: 1 }),
    ...texts({ OperationIsScheduled: 1, OperationIsPartiallyDelivered: 1, OperationIsDelivered: 1 }),
    ...texts({ ProductionPlant: 4, WorkCenterTypeCode: 1, WorkCenter: 8, OperationControlProfile: 4, LastChangeDateTime: 14 }),
    ...texts({ OperationUnit: 3, OperationUnitISOCode: 3, OperationUnitSAPCode: 3 }),
    ...works.flatMap((n) =>
      texts({ [`WorkCenterStandardWorkQtyUnit${n}`]: 3, [`StdWrkQtyUnit${n}ISOCode`]: 3, [`StdWrkQtyUnit${n}SAPCode`]: 3 }),
    ),
    ...decimals(13, 3, ['OpPlannedTotalQuantity', 'OpTotalConfirmedYieldQty']),
    ...decimals(
      9,
      3,
      works.map((n) => `WorkCenterStandardWorkQty${n}`),
    ),
    ...dates(['OpErlstSchedldExecStrtDte', 'OpErlstSchedldExecEndDte', 'OpActualExecutionStartDate', 'OpActualExecutionEndDate']),
    ...times(['OpErlstSchedldExecStrtTme', 'OpErlstSchedldExecEndTme', 'OpActualExecutionStartTime', 'OpActualExecutionEndTime']),
  ],
  navigations: [],
}

export const orderStatuses: EntitySet = {
  name: 'A_ProductionOrderStatus_2',
  type: 'A_ProductionOrderStatus_2Type',
  keys: ['ManufacturingOrder', 'StatusCode'],
  properties: [
    ...identifiers({ ManufacturingOrder: 12 }),
    ...texts({ StatusCode: 5, StatusShortName: 4, StatusName: 30 }),
    ...flags(['IsUserStatus']),
  ],
  navigations: [],
}
