import type { EntitySet } from '../../contract.ts'
import { decimals, identifiers, texts } from '../properties.ts'

export const materialStocks: EntitySet = {
  name: 'A_MaterialStock',
  type: 'A_MaterialStockType',
  keys: ['Material'],
  properties: [...identifiers({ Material: 40 }), ...texts({ MaterialBaseUnit: 3 })],
  navigations: [{ name: 'to_MatlStkInAcctMod', target: 'A_MatlStkInAcctMod', isMany: true, on: { Material: 'Material' } }],
}

/** `InventoryStockType`: 01 unrestricted, 02 quality inspection, 07 blocked. */
export const stocks: EntitySet = {
  name: 'A_MatlStkInAcctMod',
  type: 'A_MatlStkInAcctModType',
  keys: [
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
  properties: [
    ...identifiers({ Material: 40, Supplier: 10, Customer: 10, WBSElementInternalID: 8, SDDocument: 10, SDDocumentItem: 6 }),
    ...texts({ Plant: 4, StorageLocation: 4, Batch: 10, InventorySpecialStockType: 1, InventoryStockType: 2 }),
    ...texts({ WBSElementExternalID: 24, MaterialBaseUnit: 3 }),
    ...decimals(31, 14, ['MatlWrhsStkQtyInMatlBaseUnit']),
  ],
  navigations: [{ name: 'to_MaterialStock', target: 'A_MaterialStock', isMany: false, on: { Material: 'Material' } }],
}
