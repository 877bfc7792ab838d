import type { EntitySet, Property } from '../../contract.ts'
import { dates, decimals, flags, identifiers, texts, times } from '../properties.ts'

const confirmationKeys = identifiers({ ConfirmationGroup: 10, ConfirmationCount: 8 })
const movementKeys = [...confirmationKeys, ...identifiers({ MaterialDocument: 10, MaterialDocumentItem: 4, MaterialDocumentYear: 4 })]
const works = [1, 2, 3, 4, 5, 6] as const

/** What an answered proposal carries too. */
export const confirmationProperties: readonly Property[] = [
  ...confirmationKeys,
  ...identifiers({ OrderID: 12, Sequence: 6, Material: 40, OrderOperationInternalID: 8, Personnel: 8, TimeRecording: 8 }),
  ...texts({ OrderOperation: 4, OrderSuboperation: 4, OrderType: 4, Plant: 4, WorkCenter: 8, WorkCenterTypeCode: 2 }),
  ...texts({ ConfirmationText: 40, Language: 2, FinalConfirmationType: 1, OrderConfirmationRecordType: 3, VarianceReasonCode: 4 }),
  ...texts({ EnteredByUser: 12, EnteredByExternalUser: 12, LastChangedByUser: 12, CapacityCategoryCode: 3 }),
  ...texts({ EmployeeWageType: 4, EmployeeWageGroup: 3, EmployeeSuitability: 2 }),
  ...texts({ ProductionUnit: 3, ConfirmationUnit: 3, ConfirmationUnitISOCode: 3, ConfirmationUnitSAPCode: 3 }),
  ...texts({ BreakDurationUnit: 3, BreakDurationUnitISOCode: 3, BreakDurationUnitSAPCode: 3 }),
  ...texts({ BusinessProcessEntryUnit: 3, BusProcessEntrUnitISOCode: 3, BusProcessEntryUnitSAPCode: 3 }),
  ...works.flatMap((n) => texts({ [`OpWorkQuantityUnit${n}`]: 3, [`WorkQuantityUnit${n}ISOCode`]: 3, [`WorkQuantityUnit${n}SAPCode`]: 3 })),
  { name: 'ExternalSystemConfirmation', type: 'Edm.Guid' },
  { name: 'CapacityRequirementSplit', type: 'Edm.Byte' },
  ...flags(['IsFinalConfirmation', 'OpenReservationsIsCleared', 'IsReversed', 'IsReversal', 'APIConfHasNoGoodsMovements']),
  ...flags([...works.map((n) => `NoFurtherOpWorkQuantity${n}IsExpd`), 'NoFurtherBusinessProcQtyIsExpd']),
  ...decimals(13, 3, ['OrderPlannedTotalQty', 'ConfirmationYieldQuantity', 'ConfirmationScrapQuantity', 'ConfirmationReworkQuantity']),
  ...decimals(13, 3, [...works.map((n) => `OpConfirmedWorkQuantity${n}`), 'BusinessProcessConfirmedQty']),
  ...decimals(9, 3, ['ConfirmedBreakDuration']),
  ...decimals(5, 2, ['NumberOfEmployees']),
  ...dates(['PostingDate', 'ConfirmationEntryDate', 'LastChangeDate', 'ConfirmationExternalEntryDate']),
  ...dates(['ConfirmedExecutionStartDate', 'ConfirmedSetupEndDate', 'ConfirmedProcessingStartDate']),
  ...dates(['ConfirmedProcessingEndDate', 'ConfirmedTeardownStartDate', 'ConfirmedExecutionEndDate']),
  ...times(['ConfirmationEntryTime', 'ConfirmationExternalEntryTime']),
  ...times(['ConfirmedExecutionStartTime', 'ConfirmedSetupEndTime', 'ConfirmedProcessingStartTime']),
  ...times(['ConfirmedProcessingEndTime', 'ConfirmedTeardownStartTime', 'ConfirmedExecutionEndTime']),
]

export const confirmations: EntitySet = {
  name: 'ProdnOrdConf2',
  type: 'ProdnOrdConf2Type',
  keys: ['ConfirmationGroup', 'ConfirmationCount'],
  properties: confirmationProperties,
  navigations: [
    {
      name: 'to_ProdnOrdConfMatlDocItm',
      target: 'ProdnOrdConfMatlDocItm',
      isMany: true,
      on: { ConfirmationGroup: 'ConfirmationGroup', ConfirmationCount: 'ConfirmationCount' },
    },
  ],
}

export const confirmationMovements: EntitySet = {
  name: 'ProdnOrdConfMatlDocItm',
  type: 'ProdnOrdConfMatlDocItmType',
  keys: movementKeys.map((each) => each.name),
  properties: [
    ...movementKeys,
    ...identifiers({ OrderID: 12, OrderItem: 4, Material: 40, Reservation: 10, ReservationItem: 4 }),
    ...identifiers({ SalesOrder: 10, SalesOrderItem: 6, Supplier: 10, Customer: 10 }),
    ...texts({ OrderType: 4, ManufacturingOrderCategory: 2, Plant: 4, StorageLocation: 4, ProductionSupplyArea: 10, Batch: 10 }),
    ...texts({ InventoryValuationType: 10, GoodsMovementType: 3, GoodsMovementRefDocType: 1, InventoryUsabilityCode: 1 }),
    ...texts({ InventorySpecialStockType: 1, WBSElementExternalID: 24, StorageType: 3, StorageBin: 10, MaterialDocumentItemText: 50 }),
    ...texts({ EntryUnit: 3, EntryUnitISOCode: 3, EntryUnitSAPCode: 3 }),
    ...flags(['ReservationIsFinallyIssued', 'IsCompletelyDelivered']),
    ...decimals(13, 3, ['QuantityInEntryUnit']),
    ...dates(['ShelfLifeExpirationDate', 'ManufactureDate']),
  ],
  navigations: [
    {
      name: 'to_ProdnOrderConfBatchCharc',
      target: 'ProdnOrderConfBatchCharc',
      isMany: true,
      on: Object.fromEntries(movementKeys.map((each) => [each.name, each.name])),
    },
  ],
}

export const confirmationBatchCharacteristics: EntitySet = {
  name: 'ProdnOrderConfBatchCharc',
  type: 'ProdnOrderConfBatchCharcType',
  keys: [...movementKeys.map((each) => each.name), 'Plant', 'Material', 'Batch', 'CharcInternalID'],
  properties: [
    ...movementKeys,
    ...identifiers({ Material: 40, CharcInternalID: 10 }),
    ...texts({ Plant: 4, Batch: 10, Characteristic: 30, CharcValue: 70 }),
  ],
  navigations: [],
}
