import { entityApi } from './entity.ts'
import type { Plain } from './entity.ts'

/** Material masters: `API_PRODUCT_SRV`. */
export const PRODUCT = 'API_PRODUCT_SRV'

const units = entityApi(PRODUCT, 'A_ProductUnitsOfMeasure', ['Product', 'AlternativeUnit'], {
  Product: 'Edm.String',
  AlternativeUnit: 'Edm.String',
  QuantityNumerator: 'Edm.Decimal',
  QuantityDenominator: 'Edm.Decimal',
})

const valuations = entityApi(PRODUCT, 'A_ProductValuation', ['Product', 'ValuationArea', 'ValuationType'], {
  Product: 'Edm.String',
  ValuationArea: 'Edm.String',
  ValuationType: 'Edm.String',
  ValuationClass: 'Edm.String',
  InventoryValuationProcedure: 'Edm.String',
  StandardPrice: 'Edm.Decimal',
  MovingAveragePrice: 'Edm.Decimal',
  PriceUnitQty: 'Edm.Decimal',
  Currency: 'Edm.String',
})

const storageLocations = entityApi(PRODUCT, 'A_ProductStorageLocation', ['Product', 'Plant', 'StorageLocation'], {
  Product: 'Edm.String',
  Plant: 'Edm.String',
  StorageLocation: 'Edm.String',
  PhysicalInventoryBlockInd: 'Edm.String',
})

export const workScheduling = entityApi(PRODUCT, 'A_ProductWorkScheduling', ['Product', 'Plant'], {
  Product: 'Edm.String',
  Plant: 'Edm.String',
  UnlimitedOverDelivIsAllowed: 'Edm.Boolean',
  OverDelivToleranceLimit: 'Edm.Decimal',
  UnderDelivToleranceLimit: 'Edm.Decimal',
})

export const products = entityApi(
  PRODUCT,
  'A_Product',
  ['Product'],
  { Product: 'Edm.String', ProductType: 'Edm.String', BaseUnit: 'Edm.String' },
  { to_ProductUnitsOfMeasure: { isMany: true, to: units }, to_Valuation: { isMany: true, to: valuations } },
)

export const productPlants = entityApi(
  PRODUCT,
  'A_ProductPlant',
  ['Product', 'Plant'],
  {
    Product: 'Edm.String',
    Plant: 'Edm.String',
    ProfileCode: 'Edm.String',
    IsMarkedForDeletion: 'Edm.Boolean',
    IsBatchManagementRequired: 'Edm.Boolean',
    SerialNumberProfile: 'Edm.String',
    IsNegativeStockAllowed: 'Edm.Boolean',
    FiscalYearCurrentPeriod: 'Edm.String',
    FiscalMonthCurrentPeriod: 'Edm.String',
  },
  { to_StorageLocation: { isMany: true, to: storageLocations } },
)
export type Product = Plain<typeof products>
export type ProductPlant = Plain<typeof productPlants>
export type WorkScheduling = Plain<typeof workScheduling>
