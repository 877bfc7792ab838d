import type { Service } from '../contract.ts'
import { batches } from './sets/batch.ts'

/** Batch masters; read only here. */
export const batchService: Service = {
  name: 'API_BATCH_SRV',
  namespace: 'API_BATCH_SRV',
  sets: [batches],
  functions: [],
  create: {},
  update: {},
}
