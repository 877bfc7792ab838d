import type { EntitySet } from '../../contract.ts'
import { dates, decimals, flags, identifiers, texts, times } from '../properties.ts'

const byDocument = { MaterialDocumentYear: 'MaterialDocumentYear', MaterialDocument: 'MaterialDocument' }

export const materialDocuments: EntitySet = {
  name: 'A_MaterialDocumentHeader',
  type: 'A_MaterialDocumentHeaderType',
  keys: ['MaterialDocumentYear', 'MaterialDocument'],
  properties: [
    ...identifiers({ MaterialDocumentYear: 4, MaterialDocument: 10 }),
    ...texts({ InventoryTransactionType: 2, CreatedByUser: 12, MaterialDocumentHeaderText: 25, ReferenceDocument: 16 }),
    ...texts({ VersionForPrintingSlip: 1, ManualPrintIsTriggered: 1, CtrlPostgForExtWhseMgmtSyst: 1, GoodsMovementCode: 2 }),
    ...dates(['DocumentDate', 'PostingDate', 'CreationDate']),
    ...times(['CreationTime']),
  ],
  navigations: [{ name: 'to_MaterialDocumentItem', target: 'A_MaterialDocumentItem', isMany: true, on: byDocument }],
}

export const materialDocumentItems: EntitySet = {
  name: 'A_MaterialDocumentItem',
  type: 'A_MaterialDocumentItemType',
  keys: ['MaterialDocumentYear', 'MaterialDocument', 'MaterialDocumentItem'],
  properties: [
    ...identifiers({ MaterialDocumentYear: 4, MaterialDocument: 10, MaterialDocumentItem: 4, Material: 40, ManufacturingOrder: 12 }),
    ...identifiers({
      ManufacturingOrderItem: 4,
      Reservation: 10,
      ReservationItem: 4,
      Supplier: 10,
      Customer: 10,
      SalesOrder: 10,
      SalesOrderItem: 6,
    }),
    ...identifiers({
      PurchaseOrder: 10,
      PurchaseOrderItem: 5,
      Delivery: 10,
      DeliveryItem: 6,
      CostCenter: 10,
      GLAccount: 10,
      ProfitCenter: 10,
    }),
    ...identifiers({
      IssgOrRcvgMaterial: 40,
      ReversedMaterialDocumentYear: 4,
      ReversedMaterialDocument: 10,
      ReversedMaterialDocumentItem: 4,
    }),
    ...identifiers({
      MaterialDocumentLine: 6,
      MaterialDocumentParentLine: 6,
      ReferenceDocumentFiscalYear: 4,
      InvtryMgmtRefDocumentItem: 4,
    }),
    ...identifiers({ InvtryMgmtReferenceDocument: 10 }),
    ...texts({ Plant: 4, StorageLocation: 4, Batch: 10, GoodsMovementType: 3, InventoryStockType: 2, InventoryValuationType: 10 }),
    ...texts({ InventorySpecialStockType: 1, WBSElement: 24, GoodsMovementRefDocType: 1, GoodsMovementReasonCode: 4 }),
    ...texts({ AccountAssignmentCategory: 1, ControllingArea: 4, CostObject: 12, FunctionalArea: 16, MasterFixedAsset: 12, FixedAsset: 4 }),
    ...texts({ MaterialBaseUnit: 3, EntryUnit: 3, CompanyCodeCurrency: 5, FiscalYear: 4, FiscalYearPeriod: 7, FiscalYearVariant: 2 }),
    ...texts({ IssgOrRcvgBatch: 10, IssuingOrReceivingPlant: 4, IssuingOrReceivingStorageLoc: 4, IssuingOrReceivingStockType: 2 }),
    ...texts({ IssgOrRcvgSpclStockInd: 1, IssuingOrReceivingValType: 10, MaterialDocumentItemText: 50, GoodsRecipientName: 12 }),
    ...texts({ UnloadingPointName: 25, IsAutomaticallyCreated: 1, HierarchyNodeLevel: 2, MaterialDocumentPostingType: 1 }),
    ...texts({ InventoryUsabilityCode: 1, EWMWarehouse: 4, EWMStorageBin: 18, DebitCreditCode: 1 }),
    ...flags(['IsCompletelyDelivered', 'SerialNumbersAreCreatedAutomly', 'ReservationIsFinallyIssued', 'GoodsMovementIsCancelled']),
    ...decimals(13, 3, ['QuantityInBaseUnit', 'QuantityInEntryUnit']),
    ...decimals(14, 3, ['GdsMvtExtAmtInCoCodeCrcy', 'SlsPrcAmtInclVATInCoCodeCrcy']),
    ...dates(['ShelfLifeExpirationDate', 'ManufactureDate']),
  ],
  navigations: [
    { name: 'to_MaterialDocumentHeader', target: 'A_MaterialDocumentHeader', isMany: false, on: byDocument },
    {
      name: 'to_SerialNumbers',
      target: 'A_SerialNumberMaterialDocument',
      isMany: true,
      on: { ...byDocument, MaterialDocumentItem: 'MaterialDocumentItem' },
    },
  ],
}

export const serialNumbers: EntitySet = {
  name: 'A_SerialNumberMaterialDocument',
  type: 'A_SerialNumberMaterialDocumentType',
  keys: ['Material', 'SerialNumber', 'MaterialDocument', 'MaterialDocumentItem', 'MaterialDocumentYear'],
  properties: [
    ...identifiers({ Material: 40, MaterialDocument: 10, MaterialDocumentItem: 4, MaterialDocumentYear: 4 }),
    ...texts({ SerialNumber: 18, ManufacturerSerialNumber: 30 }),
  ],
  navigations: [],
}
