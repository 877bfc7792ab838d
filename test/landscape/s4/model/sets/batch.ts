import type { EntitySet } from '../../contract.ts'
import { dates, flags, identifiers, texts } from '../properties.ts'

/** Batch masters. Batches are numbered per plant here. */
export const batches: EntitySet = {
  name: 'Batch',
  type: 'BatchType',
  keys: ['Material', 'BatchIdentifyingPlant', 'Batch'],
  properties: [
    ...identifiers({ Material: 40, Supplier: 10 }),
    ...texts({ BatchIdentifyingPlant: 4, Batch: 10, BatchBySupplier: 15, CountryOfOrigin: 3 }),
    ...flags(['BatchIsMarkedForDeletion', 'MatlBatchIsInRstrcdUseStock']),
    ...dates(['MatlBatchAvailabilityDate', 'ShelfLifeExpirationDate', 'ManufactureDate', 'LastGoodsReceiptDate']),
  ],
  navigations: [],
}
