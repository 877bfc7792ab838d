import { entityApi } from './entity.ts'
import type { Plain } from './entity.ts'

/** Batch masters: `API_BATCH_SRV`. `BatchIdentifyingPlant` is empty where batches are numbered per material, not per plant. */
export const BATCH = 'API_BATCH_SRV'

export const batches = entityApi(BATCH, 'Batch', ['Material', 'BatchIdentifyingPlant', 'Batch'], {
  Material: 'Edm.String',
  BatchIdentifyingPlant: 'Edm.String',
  Batch: 'Edm.String',
  ShelfLifeExpirationDate: 'Edm.DateTime',
  MatlBatchIsInRstrcdUseStock: 'Edm.Boolean',
  BatchIsMarkedForDeletion: 'Edm.Boolean',
})
export type BatchRow = Plain<typeof batches>
