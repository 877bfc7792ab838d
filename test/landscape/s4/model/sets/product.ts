import type { EntitySet } from '../../contract.ts'
import { dates, decimals, flags, identifiers, texts } from '../properties.ts'

const byProduct = { Product: 'Product' }
const byPlant = { Product: 'Product', Plant: 'Plant' }

export const products: EntitySet = {
  name: 'A_Product',
  type: 'A_ProductType',
  keys: ['Product'],
  properties: [
    ...identifiers({ Product: 40 }),
    ...texts({
      ProductType: 4,
      CrossPlantStatus: 2,
      CreatedByUser: 12,
      LastChangedByUser: 12,
      ProductOldID: 40,
      ProductGroup: 9,
      BaseUnit: 3,
    }),
    ...texts({ WeightUnit: 3, ItemCategoryGroup: 4, Division: 2, IndustrySector: 1, SerialNumberProfile: 4 }),
    ...flags(['IsMarkedForDeletion', 'IsBatchManagementRequired']),
    ...decimals(13, 3, ['GrossWeight', 'NetWeight']),
    ...dates(['CreationDate', 'LastChangeDate']),
    { name: 'LastChangeDateTime', type: 'Edm.DateTimeOffset' },
  ],
  navigations: [
    { name: 'to_Description', target: 'A_ProductDescription', isMany: true, on: byProduct },
    { name: 'to_Plant', target: 'A_ProductPlant', isMany: true, on: byProduct },
    { name: 'to_ProductUnitsOfMeasure', target: 'A_ProductUnitsOfMeasure', isMany: true, on: byProduct },
    { name: 'to_Valuation', target: 'A_ProductValuation', isMany: true, on: byProduct },
  ],
}

export const productDescriptions: EntitySet = {
  name: 'A_ProductDescription',
  type: 'A_ProductDescriptionType',
  keys: ['Product', 'Language'],
  properties: [...identifiers({ Product: 40 }), ...texts({ Language: 2, ProductDescription: 40 })],
  navigations: [],
}

export const productPlants: EntitySet = {
  name: 'A_ProductPlant',
  type: 'A_ProductPlantType',
  keys: ['Product', 'Plant'],
  properties: [
    ...identifiers({ Product: 40 }),
    ...texts({ Plant: 4, ProfileCode: 2, AvailabilityCheckType: 2, FiscalYearVariant: 2, PeriodType: 1, ProfitCenter: 10 }),
    ...texts({ MaintenanceStatusName: 15, MRPType: 2, MRPResponsible: 3, ABCIndicator: 1, SerialNumberProfile: 4 }),
    ...texts({ FiscalYearCurrentPeriod: 4, FiscalMonthCurrentPeriod: 2, ProcurementType: 1, BaseUnit: 3, GoodsIssueUnit: 3 }),
    ...texts({ ProductionInvtryManagedLoc: 4 }),
    ...flags(['IsMarkedForDeletion', 'IsBatchManagementRequired', 'IsNegativeStockAllowed', 'HasPostToInspectionStock']),
    ...decimals(13, 3, ['MinimumLotSizeQuantity', 'MaximumLotSizeQuantity', 'FixedLotSizeQuantity']),
  ],
  navigations: [
    { name: 'to_StorageLocation', target: 'A_ProductStorageLocation', isMany: true, on: byPlant },
    { name: 'to_ProductWorkScheduling', target: 'A_ProductWorkScheduling', isMany: false, on: byPlant },
  ],
}

export const productStorageLocations: EntitySet = {
  name: 'A_ProductStorageLocation',
  type: 'A_ProductStorageLocationType',
  keys: ['Product', 'Plant', 'StorageLocation'],
  properties: [
    ...identifiers({ Product: 40 }),
    ...texts({ Plant: 4, StorageLocation: 4, WarehouseStorageBin: 10, MaintenanceStatus: 15, PhysicalInventoryBlockInd: 1 }),
    ...texts({ FiscalYearCurrentPeriod: 4, FiscalMonthCurrentPeriod: 2 }),
    ...flags(['IsMarkedForDeletion']),
    ...dates(['CreationDate']),
  ],
  navigations: [],
}

export const productUnits: EntitySet = {
  name: 'A_ProductUnitsOfMeasure',
  type: 'A_ProductUnitsOfMeasureType',
  keys: ['Product', 'AlternativeUnit'],
  properties: [
    ...identifiers({ Product: 40 }),
    ...texts({ AlternativeUnit: 3, VolumeUnit: 3, WeightUnit: 3, GlobalTradeItemNumber: 18, BaseUnit: 3 }),
    ...decimals(5, 0, ['QuantityNumerator', 'QuantityDenominator']),
    ...decimals(13, 3, ['MaterialVolume', 'GrossWeight']),
  ],
  navigations: [],
}

export const productValuations: EntitySet = {
  name: 'A_ProductValuation',
  type: 'A_ProductValuationType',
  keys: ['Product', 'ValuationArea', 'ValuationType'],
  properties: [
    ...identifiers({ Product: 40 }),
    ...texts({ ValuationArea: 4, ValuationType: 10, ValuationClass: 4, PriceDeterminationControl: 1, InventoryValuationProcedure: 1 }),
    ...texts({ ValuationCategory: 1, Currency: 5, BaseUnit: 3 }),
    ...flags(['IsMarkedForDeletion', 'IsProducedInhouse']),
    ...decimals(12, 3, ['StandardPrice', 'MovingAveragePrice']),
    ...decimals(5, 0, ['PriceUnitQty']),
    ...dates(['PriceLastChangeDate']),
  ],
  navigations: [],
}

export const productWorkSchedulings: EntitySet = {
  name: 'A_ProductWorkScheduling',
  type: 'A_ProductWorkSchedulingType',
  keys: ['Product', 'Plant'],
  properties: [
    ...identifiers({ Product: 40 }),
    ...texts({ Plant: 4, ProductionInvtryManagedLoc: 4, BaseUnit: 3, ProductionSupervisor: 3, ProductProductionQuantityUnit: 3 }),
    ...texts({ ProdnOrderIsBatchRequired: 1, MatlCompIsMarkedForBackflush: 1, ProductionSchedulingProfile: 6 }),
    ...flags(['UnlimitedOverDelivIsAllowed']),
    ...decimals(13, 3, ['MaterialBaseQuantity']),
    ...decimals(3, 1, ['OverDelivToleranceLimit', 'UnderDelivToleranceLimit']),
  ],
  navigations: [],
}
