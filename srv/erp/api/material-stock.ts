import { entityApi } from './entity.ts'
import type { Plain } from './entity.ts'

/** Stock in account modification view: `API_MATERIAL_STOCK_SRV`. */
export const MATERIAL_STOCK = 'API_MATERIAL_STOCK_SRV'

export const stockRows = entityApi(
  MATERIAL_STOCK,
  'A_MatlStkInAcctMod',
  [
    'Material',
    'Plant',
    'StorageLocation',
    'Batch',
    'Supplier',
    'Customer',
    'WBSElementInternalID',
    'SDDocument',
    'SDDocumentItem',
    'InventorySpecialStockType',
    'InventoryStockType',
  ],
  {
    Material: 'Edm.String',
    Plant: 'Edm.String',
    StorageLocation: 'Edm.String',
    Batch: 'Edm.String',
    Supplier: 'Edm.String',
    Customer: 'Edm.String',
    WBSElementInternalID: 'Edm.String',
    SDDocument: 'Edm.String',
    SDDocumentItem: 'Edm.String',
    InventorySpecialStockType: 'Edm.String',
    InventoryStockType: 'Edm.String',
    MaterialBaseUnit: 'Edm.String',
    MatlWrhsStkQtyInMatlBaseUnit: 'Edm.Decimal',
  },
)
export type StockRow = Plain<typeof stockRows>
